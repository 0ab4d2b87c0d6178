"""Who a model's numbers rest on: how many have each level of a predictor, and how many of them the event."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from aimed.files.row_selection import Filter
from aimed.stats.groups import ALL, Group
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import count_rows
from aimed.stats.models.request import ModelRequest, list_level_pairs, name_level
from aimed.stats.statistics import SelectedRows, Statistic, Total

Id = tuple[str, str, str]


@dataclass
class Cells:
    """The counts of one outcome's model. `of`: group (all, a level, a pair) -> ids of its own."""

    counts: list[Statistic] = field(default_factory=list)
    of: dict[str, tuple[Id, ...]] = field(default_factory=dict)

    @property
    def every(self) -> tuple[Id, ...]:
        """The ids of all counts."""
        return tuple(dict.fromkeys(one for ids in self.of.values() for one in ids))


def count_cells(
    request: ModelRequest, item: OutcomeItem, population: SelectedRows, known: SelectedRows
) -> Cells:
    """Return the people of the population, the model, each level and each pair of levels that interact."""
    cells = Cells()
    cells.counts.append(count_rows(item.name, ALL, "total", population))
    for group in _list_groups(request):
        members = known.also(*group.conditions)
        counts = [count_rows(item.name, group, "n", members, known), *_divide(request, item, group, members)]
        cells.counts += counts
        cells.of[group.code] = tuple((item.name, group.code, one.statistic) for one in counts)
    return cells


def _list_groups(request: ModelRequest) -> Iterator[Group]:
    yield ALL
    for one in request.predictors:
        for code in one.codes:
            yield Group(name_level(one.variable, code), (one.holds(code),), (("all", one.variable),))
    for (first, a), (second, b) in list_level_pairs(request):
        upper, lower = name_level(first.variable, a), name_level(second.variable, b)
        parts = ((upper, second.variable), (lower, first.variable))
        yield Group(f"{upper}_x_{lower}", (first.holds(a), second.holds(b)), parts)


def _divide(
    request: ModelRequest, item: OutcomeItem, group: Group, members: SelectedRows
) -> Iterator[Statistic]:
    """Yield how many of a group have the event and how many have not, or each level of an ordinal outcome."""
    whole = (Total(item.name, group.code, "n", "event"),)
    if request.family == "logistic":
        held, rest = event_filters(item)
        for name, condition in (("events", held), ("non_events", rest)):
            yield count_rows(item.name, group, name, members.also(condition), members, whole)
    elif request.family == "ordinal":
        for code in item.codes:
            own = members.also(Filter(item.column, "is", code))
            yield count_rows(item.name, group, f"level.{code}.count", own, members, whole)


def event_filters(item: OutcomeItem) -> tuple[Filter, Filter]:
    """Return the condition of the event and that of every other answer."""
    if item.type == "multi":
        return Filter(item.column, "is", True), Filter(item.column, "is", False)
    others = tuple(code for code in item.codes if code not in item.event)
    return Filter(item.column, "in", item.event), Filter(item.column, "in", others)
