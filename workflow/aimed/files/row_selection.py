"""Select rows of a table by a plan's filters; the filter that selected them is the lineage of the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pandas takes half a second to import, and sql_of does without it
    import pandas as pd

_SIGNS = {"is": "=", "at_least": ">=", "at_most": "<="}
COMPARISONS = ("is", "in", "not_in", "known", "missing", "at_least", "at_most")


@dataclass(frozen=True)
class Filter:
    """One condition on one column. `value` is a tuple for in and not_in, None for known and missing."""

    column: str
    comparison: str
    value: Any = None

    def __post_init__(self) -> None:
        if self.comparison not in COMPARISONS:
            raise ValueError(f"comparison {self.comparison!r} is none of {', '.join(COMPARISONS)}")

    def as_list(self) -> list[Any]:
        """Return the filter as JSON holds it: [column, comparison, value]."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return [self.column, self.comparison, value]


def read_filters(written: list[list[Any]]) -> tuple[Filter, ...]:
    """Return the filters that `Filter.as_list` wrote."""
    return tuple(Filter(c, how, tuple(v) if isinstance(v, list) else v) for c, how, v in written)


def select_rows(table: pd.DataFrame, where: tuple[Filter, ...]) -> pd.DataFrame:
    """Return the rows of `table` that meet every filter, in order."""
    import numpy as np

    keep = np.ones(len(table), dtype=bool)
    for condition in where:
        keep &= find_matches(table[condition.column], condition).to_numpy(dtype=bool)
    return table[keep]


def find_matches(column: pd.Series, condition: Filter) -> pd.Series:
    """Return for each cell of a column whether it meets the filter; a null meets only `missing`."""
    value = condition.value
    match condition.comparison:
        case "is":
            return (column == value).fillna(False).astype(bool)
        case "in":
            return column.isin(list(value))
        case "not_in":
            return column.notna() & ~column.isin(list(value))
        case "known":
            return column.notna()
        case "missing":
            return column.isna()
        case "at_least":
            return (column >= value).fillna(False).astype(bool)
        case _:
            return (column <= value).fillna(False).astype(bool)


def sql_of(where: tuple[Filter, ...]) -> tuple[str, list[Any]]:
    """Return the filters as an SQL condition with placeholders, and its values, for the second road."""
    parts: list[str] = []
    values: list[Any] = []
    for condition in where:
        name = '"' + condition.column.replace('"', '""') + '"'
        match condition.comparison:
            case "in" | "not_in":
                marks = ", ".join("?" * len(condition.value)) or "NULL"
                parts.append(f"{name} {'IN' if condition.comparison == 'in' else 'NOT IN'} ({marks})")
                values += list(condition.value)
            case "known" | "missing":
                parts.append(f"{name} IS {'NOT ' if condition.comparison == 'known' else ''}NULL")
            case other:
                parts.append(f"{name} {_SIGNS[other]} ?")
                values.append(condition.value)
    return " AND ".join(parts) or "TRUE", values
