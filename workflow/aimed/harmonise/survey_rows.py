"""A survey's rows, a few columns of all or all columns of a few: a large one never stands in memory whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.files.tables import as_texts, count_rows, list_columns, read_parts, read_table

PLACE = ("source_file", "source_row")
Change = tuple[str, Any]


@dataclass
class SurveyRows:
    """An ingested survey, in memory or as a file. Rows are numbered from 0 in every frame that it gives.

    changes: row -> (column, value) of the cells that corrections.yaml corrects.
    """

    held: pd.DataFrame | Path
    changes: dict[int, list[Change]] = field(default_factory=dict)
    columns: list[str] = field(init=False)

    def __post_init__(self) -> None:
        held = self.held
        self.columns = list_columns(held) if isinstance(held, Path) else list(held.columns)

    def read(self, names: Iterable[str]) -> pd.DataFrame:
        """Return all rows of some columns, as texts."""
        wanted = [name for name in self.columns if name in {*PLACE, *names}]
        return pd.concat(map(as_texts, self._cut(wanted)))

    def distinct(self, names: list[str], kept: pd.Series) -> dict[str, set[str]]:
        """Return the different cells of some columns in the rows that are kept, blanks left out."""
        found: dict[str, set[str]] = {name: set() for name in names}
        for part in self._cut(names):
            for name, cells in distinct(part[kept.loc[part.index].to_numpy()], names).items():
                found[name] |= cells
        return found

    def count(self) -> int:
        """Return the number of rows."""
        return count_rows(self.held) if isinstance(self.held, Path) else len(self.held)

    def first(self) -> pd.DataFrame:
        """Return all columns of the first row."""
        held = self.held
        return self._corrected(read_table(held, most=1) if isinstance(held, Path) else held.head(1))

    def parts(self) -> Iterator[pd.DataFrame]:
        """Yield all columns of the rows, a part at a time; a survey without rows is one part."""
        yield from self._cut(self.columns)

    def _cut(self, names: list[str]) -> Iterator[pd.DataFrame]:
        first = 0
        held = self.held
        for part in read_parts(held, names) if isinstance(held, Path) else [held[names]]:
            rows = range(first, first + len(part))
            first += len(part)
            yield self._corrected(part.set_axis(pd.RangeIndex(rows.start, rows.stop), axis=0))

    def _corrected(self, part: pd.DataFrame) -> pd.DataFrame:
        changes = [
            (row, *change) for row, listed in self.changes.items() if row in part.index for change in listed
        ]
        if not changes:
            return part
        part = as_texts(part, {name for _, name, _ in changes})
        for row, name, value in changes:
            if name in part.columns:
                part.at[row, name] = value
        return part


def distinct(rows: pd.DataFrame, names: list[str]) -> dict[str, set[str]]:
    """Return the different cells of some columns of a frame, blanks left out."""
    return {name: set(map(str, rows[name].dropna().unique())) for name in names}


def find_changes(before: pd.DataFrame, after: pd.DataFrame) -> dict[int, list[Change]]:
    """Return row -> (column, value) of the cells that differ between two frames of one shape."""
    changes: dict[int, list[Change]] = {}
    for name in before.columns:
        same = before[name].eq(after[name]).fillna(False).astype(bool)
        for row in before.index[~same & ~(before[name].isna() & after[name].isna())]:
            changes.setdefault(int(row), []).append((name, after.at[row, name]))
    return changes
