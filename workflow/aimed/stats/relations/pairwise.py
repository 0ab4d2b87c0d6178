"""Kind pairwise: Kruskal-Wallis over all groups, then each pair of groups by Dunn's test with Holm's."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from aimed.stats.methods.comparisons import KRUSKAL_WALLIS
from aimed.stats.methods.plain_pingouin import run_kruskal_wallis
from aimed.stats.relations.rank_tests import DUNN, HOLM_OF_PAIRS, compare_pairs
from aimed.stats.relations.statement import GroupedItem
from aimed.stats.statistics import Statistic


def state_pairs(subject: GroupedItem) -> Iterator[Statistic]:
    """Yield the omnibus test (group `by_<variable>`) and each pair's z, p and adjusted p (`a_vs_b`)."""
    whole, values = subject.statement(f"by_{subject.by}"), subject.values
    if len(values) < 3 or not np.ptp(np.concatenate(values)):
        yield whole.refuse("fewer than three groups with an answer, or all answers alike")
        return
    labels = np.repeat(np.arange(len(values)), [len(some) for some in values])
    omnibus = run_kruskal_wallis(np.concatenate(values), labels)
    yield whole.state("h", omnibus.h, "statistic", KRUSKAL_WALLIS)
    yield whole.state("df", omnibus.df, "df", KRUSKAL_WALLIS)
    yield whole.state("p", omnibus.p, "p", KRUSKAL_WALLIS)
    for (a, b), (z, p, adjusted) in compare_pairs(values).items():
        own = subject.groups[a], subject.groups[b]
        # The ranks are of all groups, so that a pair rests on all of them.
        pair = replace(whole, group=f"{own[0].code}_vs_{own[1].code}")
        yield pair.state("z", z, "statistic", DUNN)
        yield pair.state("p_dunn", p, "p", DUNN)
        yield pair.state("p_holm", adjusted, "p", HOLM_OF_PAIRS)
