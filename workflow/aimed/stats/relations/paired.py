"""Kind paired: two answers of the same people, by McNemar's test or Wilcoxon's signed ranks."""

from collections.abc import Iterator

import numpy as np

from aimed.files.row_selection import Filter
from aimed.stats.groups import Group
from aimed.stats.methods.descriptions import count_rows
from aimed.stats.models.cells import event_filters
from aimed.stats.relations.paired_tests import MATCHED, RATIO, compare_events, compare_ranks, find_ratio
from aimed.stats.relations.request import Pair, RelationRequest, is_shared
from aimed.stats.relations.statement import Statement, ids_of, value_item
from aimed.stats.statistics import SelectedRows, Statistic, Total


def state_paired(request: RelationRequest, population: SelectedRows) -> Iterator[Statistic]:
    """Yield the comparison of each pair among those with both answers; the group is `with_<second>`."""
    for pair in request.pairs:
        first, second = pair
        known = population.also(Filter(first.column, "known"), Filter(second.column, "known"))
        group = Group(f"with_{second.name.replace('.', '_')}")
        counts = [count_rows(first.name, group, "n", known, population)]
        counts += _count_four(pair, group, known) if is_shared(first) else []
        yield from counts
        statement = Statement(first.name, group.code, known, (first.column, second.column), ids_of(counts))
        a, b = value_item(first, known), value_item(second, known)
        if (a == b).all():
            yield statement.refuse("nobody with both answers gives two different ones")
        elif is_shared(first):
            yield from _compare_events(statement, a, b, request.plan.coverage)
        else:
            yield from _compare_ranks(statement, a, b, request.plan.coverage)


def _count_four(pair: Pair, group: Group, known: SelectedRows) -> list[Statistic]:
    (yes, no), (also, not_also) = event_filters(pair[0]), event_filters(pair[1])
    cells = {
        "both": (yes, also),
        "first_only": (yes, not_also),
        "second_only": (no, also),
        "neither": (no, not_also),
    }
    name = pair[0].name
    whole = (Total(name, group.code, "n", "answers"),)
    return [
        count_rows(name, group, cell, known.also(*filters), known, whole) for cell, filters in cells.items()
    ]


def _compare_events(
    statement: Statement, a: np.ndarray, b: np.ndarray, coverage: float
) -> Iterator[Statistic]:
    first_only, second_only = int((a > b).sum()), int((b > a).sum())
    statistic, p, method = compare_events(first_only, second_only)
    if statistic is not None:
        yield statement.state("chi2", statistic, "statistic", method)
        yield statement.state("df", 1, "df", method)
    yield statement.state("p", p, "p", method)
    if first_only and second_only:
        ratio, limits = find_ratio(first_only, second_only, coverage)
        yield statement.state("odds_ratio", ratio, "effect", RATIO, limits)


def _compare_ranks(
    statement: Statement, a: np.ndarray, b: np.ndarray, coverage: float
) -> Iterator[Statistic]:
    found = compare_ranks(a, b, coverage)
    yield statement.state("w", found.w, "statistic", found.method)
    yield statement.state("signed_z", found.z, "statistic", found.method)
    yield statement.state("p", found.p, "p", found.method)
    yield statement.state("rank_biserial", found.rank_biserial, "effect", MATCHED, found.limits)
