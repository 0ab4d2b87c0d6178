"""The answers of one item, placed once so that each specification is a sum of counts."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from aimed.files.row_selection import select_rows
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import positions
from aimed.stats.multiverse.choices import (
    AS_PLANNED,
    LEFT_OUT,
    MIDDLE,
    ORDERED,
    Choices,
    Specification,
    held_codes,
)
from aimed.stats.multiverse.unknown_names import COUNTRY
from aimed.stats.plans import Plan
from aimed.study.codebook import Codebook
from aimed.study.reference_columns import UNCLASSIFIED

NOWHERE = -1


@dataclass(frozen=True)
class ComparedPeople:
    """The people of a planned comparison, one row per respondent of the plan's population.

    income: vintage -> iso3 -> income group.
    """

    plan: Plan
    codebook: Codebook
    rows: pd.DataFrame
    choices: Choices
    income: dict[str, dict[str, str]]
    _groups: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    _members: dict[str, np.ndarray] = field(default_factory=dict)

    @cached_property
    def clusters(self) -> list[str]:
        """The clusters that are left out one by one, in order."""
        return sorted(set(self._cluster) - {None})

    @cached_property
    def _cluster(self) -> np.ndarray:
        """The cluster of each row; None where it is not known, which is never left out."""
        column = self.choices.leave_out
        cells = [None] * len(self.rows) if column is None else self.rows[column].astype(object)
        return np.array([None if pd.isna(cell) else str(cell) for cell in cells], dtype=object)

    def place_groups(self, one: Specification) -> np.ndarray:
        """Return 0 or 1 for each row's group, NOWHERE for people who are not compared."""
        placed = self._groups.get((one.groups, one.vintage))
        if placed is None:
            placed = self._groups[one.groups, one.vintage] = self._place(one)
        if one.population != AS_PLANNED:
            placed = np.where(self._are_members(one.population), placed, NOWHERE)
        return placed if one.left_out is None else np.where(self._cluster == one.left_out, NOWHERE, placed)

    def _place(self, one: Specification) -> np.ndarray:
        held = held_codes(self.plan, self.codebook)
        if one.groups != AS_PLANNED:
            held = held[0][:1], held[1][-1:]
        names = self.rows[str(self.plan.by)].astype(object)
        if one.vintage != AS_PLANNED:
            known = self.income[one.vintage]
            countries = self.rows[COUNTRY].astype(object)
            names = countries.map({c: known.get(c) or UNCLASSIFIED for c in countries.dropna().unique()})
        places = {code: at for at, own in enumerate(held) for code in own}
        return np.array([places.get(name, NOWHERE) for name in names], dtype=int)

    def _are_members(self, population: str) -> np.ndarray:
        if population not in self._members:
            chosen = select_rows(self.rows, self.choices.populations[population]).index
            self._members[population] = self.rows.index.isin(chosen)
        return self._members[population]


@dataclass(frozen=True)
class ItemAnswers:
    """What people answered to one item. unknowing: which of them said that they do not know."""

    people: ComparedPeople
    item: OutcomeItem
    unknowing: np.ndarray

    def count(self, one: Specification) -> np.ndarray:
        """Return the table of counts (2 groups, values in ascending order) of a specification."""
        groups, answers = self.people.place_groups(one), self._places[one.outcome]
        if one.dont_know != LEFT_OUT:
            answers = np.where(self.unknowing, self._middle if one.dont_know == MIDDLE else 0, answers)
        kept = (groups >= 0) & (answers >= 0)
        size = self._size if one.outcome == ORDERED else 2
        return np.bincount(groups[kept] * size + answers[kept], minlength=2 * size).reshape(2, size)

    @cached_property
    def _places(self) -> dict[str, np.ndarray]:
        """Outcome -> the place of each row's answer, from 0; NOWHERE for none."""
        column = self.people.rows[self.item.column]
        yes = [True] if self.item.type == "multi" else list(self.item.event)
        hit = column.isin(yes).to_numpy(dtype=int)
        placed = {"event": np.where(column.notna(), hit, NOWHERE)}
        if self.item.type in ("ordered", "number"):
            placed[ORDERED] = np.full(len(column), NOWHERE)
            placed[ORDERED][column.notna()] = self._rank_known()
        return placed

    def _rank_known(self) -> np.ndarray:
        known = self.people.rows[self.people.rows[self.item.column].notna()]
        values = positions(self.item, known)
        if self.item.type == "ordered":
            return values.astype(int) - 1
        return np.unique(values, return_inverse=True)[1]

    @cached_property
    def _middle(self) -> int:
        return len(self.item.codes) // 2

    @cached_property
    def _size(self) -> int:
        return len(self.item.codes) if self.item.type == "ordered" else int(self._places[ORDERED].max()) + 1
