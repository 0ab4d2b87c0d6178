"""What the cells of a column have in common, so that one more cell can be held against it."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
DIFFERENT = 0.9  # of the cells, in a column of ids
LONGER = 2  # times as long as the longest other cell, one is of another kind


def fold(cell: str) -> str:
    """Return a cell as it is compared: on one line, in small letters."""
    return " ".join(cell.replace("\ufeff", "").split()).casefold()


@dataclass(frozen=True)
class CellsOfColumn:
    """The cells of a column, blank ones among them as ''."""

    cells: Sequence[str]

    @cached_property
    def filled(self) -> list[str]:
        """The cells that are not blank."""
        return [cell for cell in self.cells if cell]

    @property
    def is_full(self) -> bool:
        """Return whether every cell is filled, and there are at least two."""
        return len(self.cells) > 1 and len(self.filled) == len(self.cells)

    @cached_property
    def is_of_ids(self) -> bool:
        """Whether every cell is filled, nearly each with something else."""
        return self.is_full and len(set(self.filled)) >= DIFFERENT * len(self.filled)

    @cached_property
    def _kinds(self) -> tuple[set[str], set[str]]:
        kinds = [_list_kinds(cell) for cell in dict.fromkeys(self.filled)]
        return set.intersection(*kinds) if kinds else set(), set().union(*kinds)

    @cached_property
    def _longest(self) -> tuple[int, int]:
        words = max((len(cell.split()) for cell in self.filled), default=0)
        return words, max(map(len, self.filled), default=0)

    def holds(self, cell: str) -> bool:
        """Return whether some cell is the same, whatever its capitals."""
        return fold(cell) in self._folded

    @cached_property
    def _folded(self) -> set[str]:
        return set(map(fold, dict.fromkeys(self.filled)))

    def fits(self, cell: str) -> bool:
        """Return whether a cell is of the column's kind: letters, digits and signs, its length, its words."""
        always, ever = self._kinds
        words, length = self._longest
        alike = always <= _list_kinds(cell) <= ever
        return alike and len(cell.split()) <= words and len(cell) <= LONGER * length

    def is_statistic(self, cell: str) -> bool:
        """Return whether a cell is a sum, mean, median, count or the like of the numbers in the column."""
        written = cell.removesuffix("%").strip()
        if not NUMBER.fullmatch(written):
            return False
        if cell.endswith("%"):
            return True
        near = 0.5 * 10.0 ** -len(re.split("[.,]", f"{written}.")[1]) + 1e-9  # as far as it was rounded
        return any(abs(_read(written) - one) <= near for one in self._statistics)

    @cached_property
    def _statistics(self) -> list[float]:
        numbers = [_read(cell) for cell in self.filled if NUMBER.fullmatch(cell)]
        found = [float(len(self.filled)), float(len(numbers))]
        if numbers:
            found += [sum(numbers), statistics.fmean(numbers), statistics.median(numbers)]
            found += [min(numbers), max(numbers)]
        if len(numbers) > 1:
            found += [statistics.stdev(numbers), statistics.pstdev(numbers), statistics.variance(numbers)]
        return found


def _read(written: str) -> float:
    return float(written.replace(",", "."))


def _list_kinds(cell: str) -> set[str]:
    """Return the kinds of characters of a cell: a for letters, 9 for digits, and each sign itself."""
    return {"a" if one.isalpha() else "9" if one.isdigit() else one for one in cell if not one.isspace()}
