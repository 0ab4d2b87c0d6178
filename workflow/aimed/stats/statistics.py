"""One statistic, the rows it was computed from, and the table that an analysis hands on."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from aimed.files.row_selection import Filter, select_rows
from aimed.study.number_ids import number_id

WHOLE_NUMBERS = ("n", "numerator", "denominator", "seed", "draws")
COLUMNS = (
    *("item", "group", "statistic", "value", "low", "high", "n", "numerator", "denominator", "unit"),
    *("method", "kind", "table", "where", "base", "columns", "distinct", "numbers", "formula", "seed"),
    *("draws", "partitions", "public_by_plan", "base_table"),
)


@dataclass(frozen=True)
class SelectedRows:
    """Rows of a table and the filters that selected them, so that lineage is true by construction."""

    table: str
    rows: pd.DataFrame
    where: tuple[Filter, ...] = ()

    def also(self, *conditions: Filter) -> "SelectedRows":
        """Return the rows that meet these conditions too."""
        return SelectedRows(self.table, select_rows(self.rows, conditions), self.where + conditions)

    def only(self, columns: Iterable[str]) -> "SelectedRows":
        """Return the same rows with fewer columns: selecting among a few is much faster."""
        return SelectedRows(self.table, self.rows[list(columns)], self.where)

    @property
    def lineage(self) -> dict[str, Any]:
        """The fields of a statistic that rests on these rows alone."""
        return {"table": self.table, "where": self.where, "base": self.where}

    @property
    def n(self) -> int:
        """How many rows were selected."""
        return len(self.rows)

    def count_distinct(self, *columns: str) -> int:
        """Return how many different combinations of known values the rows hold."""
        found = set(zip(*(self.rows[name].to_numpy() for name in columns), strict=True))
        return sum(not any(map(pd.isna, combination)) for combination in found)

    def split(self, column: str, values: Iterable[str]) -> "Iterator[SelectedRows]":
        """Yield for each value the rows that have it in a column, as `also` returns them, in one pass."""
        parts = dict(iter(self.rows.groupby(column)))
        for value in values:
            where = (*self.where, Filter(column, "is", value))
            yield SelectedRows(self.table, parts.get(value, self.rows.iloc[:0]), where)


@dataclass(frozen=True)
class Total:
    """A printed number that counts add up to, and by what it is divided (its levels, its groups)."""

    item: str
    group: str
    statistic: str
    divided_by: str

    def key(self, analysis: str) -> str:
        """Return the partition key: the total's id, a bar, and by what it is divided."""
        return f"{number_id(analysis, self.item, self.group, self.statistic)}|{self.divided_by}"


@dataclass(frozen=True, kw_only=True)
class Statistic:
    """One number of an analysis; docs/stats.md says what each field holds.

    `where` are the filters of the rows counted (a proportion's numerator), `base` those of the
    denominator (in `base_table` where that is another table); None for a number computed from other
    numbers alone. `numbers` are (item, group, statistic) of the same analysis, or whole ids.
    """

    item: str
    group: str
    statistic: str
    value: float
    unit: str
    method: str
    kind: str
    low: float | None = None
    high: float | None = None
    n: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    table: str | None = None
    where: tuple[Filter, ...] | None = None
    base: tuple[Filter, ...] | None = None
    base_table: str | None = None
    columns: tuple[str, ...] = ()
    distinct: str | None = None
    numbers: tuple[tuple[str, str, str] | str, ...] = ()
    formula: str | None = None
    seed: int | None = None
    draws: int | None = None
    totals: tuple[Total, ...] = ()


def tabulate_statistics(
    analysis: str, statistics: Iterable[Statistic], public_by_plan: bool = False
) -> pd.DataFrame:
    """Return one row per statistic with the columns COLUMNS, in the order given.

    Raises ValueError for two statistics of one id: the analysis would overwrite its own numbers.
    """
    rows = [_row(analysis, one, public_by_plan) for one in statistics]
    ids = [number_id(analysis, r["item"], r["group"], r["statistic"]) for r in rows]
    twice = sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise ValueError(f"two statistics have the id {', '.join(twice)}")
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    types: dict[str, Any] = {c: "Int64" for c in WHOLE_NUMBERS}
    types |= {"value": "float64", "low": "float64", "high": "float64", "public_by_plan": "bool"}
    return table.astype(types)


def _row(analysis: str, one: Statistic, public_by_plan: bool) -> dict[str, Any]:
    row = {name: getattr(one, name, None) for name in COLUMNS}
    read = {condition.column for condition in (*(one.where or ()), *(one.base or ()))}
    ids = [name if isinstance(name, str) else number_id(analysis, *name) for name in one.numbers]
    return row | {
        "item": one.item.lower().replace("-", "_"),
        "group": one.group.lower().replace("-", "_"),
        "statistic": one.statistic.lower().replace("-", "_"),
        "where": _filters(one.where),
        "base": _filters(one.base),
        "columns": _json(sorted({*one.columns, *read})),
        "numbers": _json(ids),
        "partitions": _json([total.key(analysis) for total in one.totals]),
        "public_by_plan": public_by_plan,
    }


def _filters(where: tuple[Filter, ...] | None) -> str | None:
    return None if where is None else _json([condition.as_list() for condition in where])


def _json(content: list[Any]) -> str:
    return json.dumps(content, ensure_ascii=False)
