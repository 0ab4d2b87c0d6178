"""The answers of one item, counted once so that each specification is a sum of counts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from aimed.files.row_selection import select_rows
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import positions
from aimed.stats.multiverse.choices import AS_PLANNED, LEFT_OUT, MIDDLE, Choices, Specification
from aimed.stats.plans import Plan, group_codes
from aimed.study.codebook import Codebook

DONT_KNOW = "dont_know"


@dataclass(frozen=True)
class ItemAnswers:
    """One item of a planned comparison.

    rows: the population of the plan, one row per respondent. unknowing: which of them said that they do not
    know. income: iso3 -> income group, by vintage.
    """

    plan: Plan
    codebook: Codebook
    item: OutcomeItem
    rows: pd.DataFrame
    unknowing: np.ndarray
    choices: Choices
    income: dict[str, dict[str, str]]

    @cached_property
    def clusters(self) -> list[str]:
        """The clusters that are left out one by one, in order."""
        column = self.choices.leave_out
        return [] if column is None else sorted(map(str, self.rows[column].dropna().unique()))

    def count(self, one: Specification) -> np.ndarray:
        """Return the table of counts (2 groups, values in ascending order) of a specification."""
        rows, unknowing = self.rows, self.unknowing
        kept = np.ones(len(rows), dtype=bool)
        if one.population != AS_PLANNED:
            chosen = select_rows(rows, self.choices.populations[one.population]).index
            kept &= rows.index.isin(chosen)
        if one.left_out is not None:
            kept &= rows[str(self.choices.leave_out)].astype(str).to_numpy() != one.left_out
        groups, values = self._place_groups(one), self._place_answers(one)
        if one.dont_know != LEFT_OUT:
            values = np.where(unknowing, self._place_unknowing(one), values)
        kept &= (groups >= 0) & (values >= 0)
        counts = np.zeros((2, self._size(one)), dtype=int)
        np.add.at(counts, (groups[kept], values[kept]), 1)
        return counts

    def _place_groups(self, one: Specification) -> np.ndarray:
        """Return 0 or 1 for each row's group, -1 for another."""
        by = str(self.plan.by)
        codes = group_codes(self.codebook, by, self.plan.collapsed)
        held = [codes[group] for group in self.plan.compare or list(codes)[:2]]
        if one.groups != AS_PLANNED:
            ordered = [code for own in held for code in own]
            held = [(ordered[0],), (ordered[-1],)]
        names = self.rows[by].astype(object)
        if one.vintage != AS_PLANNED:
            names = self.rows["country"].astype(object).map(self.income[one.vintage])
        places = {code: at for at, own in enumerate(held) for code in own}
        return np.array([places.get(name, -1) for name in names])

    @cached_property
    def _ordered(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the different places or numbers, and which of them each row has, -1 for none."""
        known = self.rows[self.item.column].notna().to_numpy()
        found = np.full(len(self.rows), -1)
        values, which = np.unique(positions(self.item, self.rows[known]), return_inverse=True)
        if self.item.type == "ordered":
            values = np.arange(1.0, len(self.item.codes) + 1)
            which = positions(self.item, self.rows[known]).astype(int) - 1
        found[known] = which
        return values, found

    def _place_answers(self, one: Specification) -> np.ndarray:
        if one.outcome == "ordered":
            return self._ordered[1]
        column = self.rows[self.item.column]
        hit = column.isin([True] if self.item.type == "multi" else list(self.item.event)).to_numpy(dtype=int)
        return np.where(column.notna(), hit, -1)

    def _place_unknowing(self, one: Specification) -> int:
        """Return where a don't know is put: the middle of the scale, or what the event makes of it."""
        middle = len(self.item.codes) // 2
        if one.outcome == "ordered":
            return middle
        return int(one.dont_know == MIDDLE and self.item.codes[middle] in self.item.event)

    def _size(self, one: Specification) -> int:
        return len(self._ordered[0]) if one.outcome == "ordered" else 2
