"""Kind trend: whether answers or shares grow with the order of the groups."""

from collections.abc import Iterator

import numpy as np

from aimed.stats.relations.rank_tests import (
    COCHRAN_ARMITAGE,
    JONCKHEERE,
    TAU,
    correlate_order,
    find_order,
    find_slope,
)
from aimed.stats.relations.request import is_shared
from aimed.stats.relations.statement import GroupedItem
from aimed.stats.statistics import Statistic


def state_trend(subject: GroupedItem) -> Iterator[Statistic]:
    """Yield the test of a trend over the groups in the order of their scale; the group is `by_<variable>`."""
    statement, values = subject.statement(f"by_{subject.by}"), subject.values
    if len(values) < 2 or not np.ptp(np.concatenate(values)):
        yield statement.refuse("fewer than two groups with an answer, or all answers alike")
        return
    if sum(map(len, values)) < 3:
        yield statement.refuse("fewer than 3 people")
        return
    if is_shared(subject.item):
        z, p = find_slope(values)
        method = COCHRAN_ARMITAGE
    else:
        j, z, p = find_order(values)
        method = JONCKHEERE
        yield statement.state("j", j, "statistic", method)
    yield statement.state("z", z, "statistic", method)
    yield statement.state("p", p, "p", method)
    yield statement.state("tau_b", correlate_order(values), "effect", TAU)
