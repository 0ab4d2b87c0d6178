"""One relation's rows, the counts that it rests on, and its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from aimed.files.row_selection import Filter
from aimed.stats.groups import ALL, Group, among
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import count_rows, positions
from aimed.stats.models.cells import Id, event_filters
from aimed.stats.models.state import ESTIMATE, NO_ESTIMATE
from aimed.stats.plans import Plan, group_codes
from aimed.stats.relations.request import is_shared
from aimed.stats.statistics import SelectedRows, Statistic, Total
from aimed.study.codebook import Codebook


@dataclass(frozen=True)
class Statement:
    """Numbers of `item` in `group`, computed from `known`; they are hidden with any of `rests_on`."""

    item: str
    group: str
    known: SelectedRows
    columns: tuple[str, ...]
    rests_on: tuple[Id, ...]

    def state(
        self,
        statistic: str,
        value: float,
        unit: str,
        method: str,
        limits: tuple[float, float] | None = None,
        **more: Any,
    ) -> Statistic:
        """Return one number, with its interval where it has one."""
        fields: dict[str, Any] = {"item": self.item, "group": self.group, "statistic": statistic}
        fields |= {"value": float(value), "unit": unit, "method": method, "kind": ESTIMATE, "n": self.known.n}
        low, high = limits or (None, None)
        return Statistic(
            **fields,
            low=low,
            high=high,
            columns=self.columns,
            numbers=self.rests_on,
            **self.known.lineage,
            **more,
        )

    def refuse(self, reason: str) -> Statistic:
        """Return the row without a value that says why there is no number."""
        return self.state(NO_ESTIMATE, nan, "statistic", reason)


def value_item(item: OutcomeItem, rows: SelectedRows) -> np.ndarray:
    """Return each answer as a number: its place, itself, or 1 and 0 for the option or the event."""
    if not is_shared(item):
        return positions(item, rows.rows)
    held = np.atleast_1d(np.array(event_filters(item)[0].value, dtype=object))
    return rows.rows[item.column].isin(list(held)).to_numpy(dtype=float)


def count_event(item: OutcomeItem, group: Group, members: SelectedRows) -> Iterator[Statistic]:
    """Yield how many of some people have the option or the event, and how many have not."""
    if is_shared(item):
        whole = (Total(item.name, group.code, "n", "event"),)
        for name, condition in zip(("events", "non_events"), event_filters(item), strict=True):
            yield count_rows(item.name, group, name, members.also(condition), members, whole)


def ids_of(counts: list[Statistic]) -> tuple[Id, ...]:
    """Return the ids of counts, for what rests on them."""
    return tuple((one.item, one.group, one.statistic) for one in counts)


def list_compared(plan: Plan, codebook: Codebook, population: SelectedRows) -> list[Group]:
    """Return the groups of `by` in the order of its scale: those of `compare`, else all that have anyone."""
    if plan.by is None:
        return []
    codes = group_codes(codebook, plan.by, plan.collapsed)
    divided_by = f"{plan.by}_collapsed" if plan.collapsed else plan.by
    groups = [Group(code, (among(plan.by, held),), (("all", divided_by),)) for code, held in codes.items()]
    if plan.compare:
        return [group for group in groups if group.code in plan.compare]
    return [group for group in groups if population.also(*group.conditions).n]


@dataclass(frozen=True)
class GroupedItem:
    """The known answers of one item in each group that has any, the counts of them, and all compared."""

    item: OutcomeItem
    groups: tuple[Group, ...]
    parts: tuple[SelectedRows, ...]
    counts: tuple[Statistic, ...]
    compared: SelectedRows
    by: str | None

    def statement(self, group: str, *own: Group) -> Statement:
        """Return the statement of some groups (all when none is named), or of their comparison."""
        codes = {one.code for one in own or self.groups}
        rests = ids_of([one for one in self.counts if one.group in codes])
        known = self.compared
        if len(own) == 1:
            known = self.parts[self.groups.index(own[0])]
        elif own and self.by:
            known = known.also(among(self.by, tuple(code for one in own for code in _codes(one))))
        columns = (self.item.column, *([self.by] if self.by else []))
        return Statement(self.item.name, group, known, columns, rests)

    @property
    def values(self) -> list[np.ndarray]:
        """The answers of each group as numbers."""
        return [value_item(self.item, part) for part in self.parts]

    @property
    def unit(self) -> str:
        """The unit of the item's own values."""
        return (self.item.unit or "number") if self.item.type == "number" else "scale"

    def name_all(self) -> str:
        """Return the group part of what is compared: a_vs_b for two groups, by_<variable> for more."""
        codes = [group.code for group in self.groups]
        return f"{codes[0]}_vs_{codes[1]}" if len(codes) == 2 else f"by_{self.by}"


def _codes(group: Group) -> tuple[str, ...]:
    value = group.conditions[0].value
    return value if isinstance(value, tuple) else (value,)


def group_item(
    item: OutcomeItem, plan: Plan, codebook: Codebook, population: SelectedRows
) -> tuple[GroupedItem, GroupedItem]:
    """Return an item's answers in all, and in each group of `by`, with the counts of both."""
    known = population.also(Filter(item.column, "known"))
    every = [count_rows(item.name, ALL, "n", known, population), *count_event(item, ALL, known)]
    whole = GroupedItem(item, (ALL,), (known,), tuple(every), known, None)
    groups = list_compared(plan, codebook, population)
    parts = [known.also(*group.conditions) for group in groups]
    counts = [
        one
        for group, part in zip(groups, parts, strict=True)
        for one in (count_rows(item.name, group, "n", part, known), *count_event(item, group, part))
    ]
    held = [at for at, part in enumerate(parts) if part.n]
    codes = tuple(code for at in held for code in _codes(groups[at]))
    compared = known.also(among(plan.by, codes)) if plan.by and codes else known
    chosen = tuple(groups[at] for at in held), tuple(parts[at] for at in held)
    return whole, GroupedItem(item, *chosen, tuple(counts), compared, plan.by)
