"""The groups in which an analysis describes its outcomes, and which of them add up to which."""

from dataclasses import dataclass

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.stats.plans import Plan, group_codes
from aimed.stats.statistics import Total
from aimed.study.codebook import Codebook


@dataclass(frozen=True)
class Group:
    """A part of the population. `parts_of` lists (group that it is a part of, by what that is divided).

    `parts_people` says whether each person is in one of those parts alone (one may speak in two transcripts).
    """

    code: str
    conditions: tuple[Filter, ...] = ()
    parts_of: tuple[tuple[str, str], ...] = ()
    parts_people: bool = True

    def totals(self, item: str, statistic: str) -> tuple[Total, ...]:
        """Return the totals that a count of this group adds up to, together with its sister groups."""
        return tuple(Total(item, group, statistic, by) for group, by in self.parts_of)


ALL = Group("all")


def list_groups(plan: Plan, codebook: Codebook, rows: pd.DataFrame) -> list[Group]:
    """Return `all`, every group of `by` and of `also_by` (empty ones too), and `<variable>_missing`.

    The last one stands only where `rows` has someone whose group is not known, so that the
    groups of a variable always add up to all.
    """
    groups = [ALL]
    if plan.by:
        divided_by = f"{plan.by}_collapsed" if plan.collapsed else plan.by
        parts = (("all", divided_by),)
        codes = group_codes(codebook, plan.by, plan.collapsed)
        groups += [Group(code, (among(plan.by, held),), parts) for code, held in codes.items()]
        groups += _without_group(plan.by, rows, parts)
    for variable in plan.also_by:
        parts = (("all", variable),)
        parents = _parents(plan, codebook, variable)
        groups += [
            Group(code, (Filter(variable, "is", code),), (*parts, *parents.get(code, ())))
            for code in codebook.codes(variable)
        ]
        groups += _without_group(variable, rows, parts)
    return _merge(groups)


def among(column: str, codes: tuple[str, ...]) -> Filter:
    """Return the filter for one of several codes, in its plainest form."""
    return Filter(column, "is", codes[0]) if len(codes) == 1 else Filter(column, "in", codes)


def _without_group(variable: str, rows: pd.DataFrame, parts_of: tuple[tuple[str, str], ...]) -> list[Group]:
    if rows[variable].notna().all():
        return []
    return [Group(f"{variable}_missing", (Filter(variable, "missing"),), parts_of)]


def _merge(groups: list[Group]) -> list[Group]:
    """Return each group once: a coarser code may stand for the same people as a finer one."""
    merged: dict[str, Group] = {}
    for group in groups:
        first = merged.setdefault(group.code, group)
        parts = tuple(dict.fromkeys((*first.parts_of, *group.parts_of)))
        merged[group.code] = Group(first.code, first.conditions, parts)
    return list(merged.values())


def _parents(plan: Plan, codebook: Codebook, variable: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return code -> the coarser group that it is a part of, where both are printed."""
    if not (plan.collapsed and variable == plan.by):
        return {}
    coarser = group_codes(codebook, variable, collapsed=True)
    return {c: ((group, variable),) for group, held in coarser.items() for c in held if c != group}
