"""Kind association: how two variables go together, each pair of outcomes or each outcome with others."""

from collections.abc import Iterator

import numpy as np

from aimed.files.row_selection import Filter
from aimed.stats.groups import Group
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import count_rows
from aimed.stats.models.cells import event_filters
from aimed.stats.relations.correlations import METHODS, Coefficient, correlate
from aimed.stats.relations.orders import describe_orders
from aimed.stats.relations.request import POINT_BISERIAL, SPEARMAN, RelationRequest, is_shared
from aimed.stats.relations.statement import Statement, ids_of, value_item
from aimed.stats.statistics import SelectedRows, Statistic, Total


def state_associations(request: RelationRequest, population: SelectedRows) -> Iterator[Statistic]:
    """Yield n, coefficient with interval, test and p of each pair; the group is `with_<other>`."""
    for first, second in request.pairs:
        known = population.also(Filter(first.column, "known"), Filter(second.column, "known"))
        group = Group(f"with_{second.name.replace('.', '_')}")
        counts = [count_rows(first.name, group, "n", known, population)]
        shared = next((item for item in (first, second) if is_shared(item)), None)
        if shared:
            counts += _count_two(first.name, group, known, shared)
        yield from counts
        statement = Statement(first.name, group.code, known, (first.column, second.column), ids_of(counts))
        method = request.method
        if method == "auto":
            method = POINT_BISERIAL if shared else SPEARMAN
        columns = value_item(first, known), value_item(second, known)
        if known.n < 3 or any(not np.ptp(column) for column in columns):
            yield statement.refuse("fewer than 3 people" if known.n < 3 else "all have the same answer")
            continue
        found = correlate(*columns, method, request.plan.coverage, request.plan.seed)
        yield from _state_coefficient(statement, method, found)


def _state_coefficient(statement: Statement, method: str, found: Coefficient) -> Iterator[Statistic]:
    words = METHODS[method]
    yield statement.state(method, found.value, "effect", words, found.limits)
    if found.statistic is not None and method == "kendall":
        yield statement.state("z", found.statistic, "statistic", words)
    elif found.statistic is not None:
        yield statement.state("t", found.statistic, "statistic", words)
        yield statement.state("df", statement.known.n - 2, "df", words)
    if found.exact:
        words = describe_orders(words.partition(",")[0], found.exact)
        yield statement.state("p", found.exact.p, "p", words, seed=found.exact.seed, draws=found.exact.draws)
    elif found.p is not None:
        yield statement.state("p", found.p, "p", words)


def _count_two(name: str, group: Group, known: SelectedRows, shared: OutcomeItem) -> list[Statistic]:
    whole = (Total(name, group.code, "n", "event"),)
    return [
        count_rows(name, group, part, known.also(condition), known, whole)
        for part, condition in zip(("events", "non_events"), event_filters(shared), strict=True)
    ]
