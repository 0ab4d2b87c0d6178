"""The built study as the second road reads it: tables in DuckDB, plans, and the rows of each row set."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import duckdb

from aimed.audit.lookup.built_study import EVIDENCE, POOLED, TABLES, TracedStudy
from aimed.files.row_selection import read_filters, sql_of
from aimed.files.tables import connect
from aimed.ledger.contents import NumberEvidence, RowSet
from aimed.ledger.row_sets import IDENTIFIERS
from aimed.messages.problems import ProblemsFound
from aimed.stats.items import OutcomeItem, list_items
from aimed.stats.models.request import ModelRequest, read_request
from aimed.stats.plans import OF_OUTCOMES, RELATING, Plan, read_plan
from aimed.stats.relations.request import RelationRequest, read_relation
from aimed.study.codebook import Codebook, read_study_codebook
from aimed.study.declarations import read_planned

BUILD = "build again: aimed build"
# As the table that row sets refer to: each missing answer beside its respondent's row.
MISSING = """
    CREATE TABLE missing AS
    SELECT reasons.variable, reasons.reason, responses.*
    FROM reasons JOIN responses USING (respondent) ORDER BY reasons.rowid
"""


class NoSecondRoad(Exception):
    """A number that cannot be recomputed, and why."""


@dataclass(frozen=True)
class Recomputed:
    """A number as the second road finds it; None for what it does not have."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class Aggregate:
    """What is asked of the rows of a row set: an SQL aggregate and the values of its placeholders."""

    expression: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class RecomputedStudy:
    """A built study; ledger and evidence are read, its tables are asked anew."""

    root: Path

    @cached_property
    def results(self) -> TracedStudy:
        """The ledger and its evidence."""
        return TracedStudy(self.root)

    @cached_property
    def evidence(self) -> dict[str, NumberEvidence]:
        """Number id -> what it rests on, of the numbers that the ledger has."""
        numbers = self.results.numbers
        return {name: one for name, one in self.results.evidence["numbers"].items() if name in numbers}

    @cached_property
    def row_sets(self) -> dict[str, RowSet]:
        """The row sets by key."""
        return self.results.evidence["row_sets"]

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The tables in memory, on one thread; after reading them nothing outside can be reached."""
        connection = connect()
        for name, path in {**TABLES, "reasons": POOLED / "missing.parquet"}.items():
            try:
                connection.read_parquet(str(self.root / path)).create(name)
            except duckdb.Error:
                found = "no table that can be read"
                raise ProblemsFound.at(path, found, "a study that was built", BUILD) from None
        connection.execute(MISSING)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook."""
        return read_study_codebook(self.root)

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """Analysis -> its plan, of the analyses that describe outcomes."""
        plans = {}
        for path in sorted((self.root / "analyses").glob("*.yaml")):
            content = read_planned(path)
            if content["kind"] in OF_OUTCOMES:
                table = content.get("table", "responses")
                plans[path.stem] = read_plan(path, self.codebook, self.columns(table))
        return plans

    @cached_property
    def models(self) -> dict[str, ModelRequest]:
        """Analysis -> what its plan asks, of the analyses of kind model."""
        paths = {name: self.root / "analyses" / f"{name}.yaml" for name in self.plans}
        return {
            name: read_request(paths[name], self.codebook, self.columns(plan.table))
            for name, plan in self.plans.items()
            if plan.kind == "model"
        }

    @cached_property
    def relations(self) -> dict[str, RelationRequest]:
        """Analysis -> what its plan asks, of the analyses that relate variables."""
        paths = {name: self.root / "analyses" / f"{name}.yaml" for name in self.plans}
        return {
            name: read_relation(paths[name], self.codebook, self.columns(plan.table))
            for name, plan in self.plans.items()
            if plan.kind in RELATING
        }

    @cached_property
    def items(self) -> dict[tuple[str, str], OutcomeItem]:
        """(analysis, item as ids spell it) -> the item."""
        return {
            (analysis, item.name.lower().replace("-", "_")): item
            for analysis, plan in self.plans.items()
            for item in list_items(plan, self.codebook)
        }

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table."""
        return list(self.connection.table(table).columns)

    def item_of(self, name: str) -> OutcomeItem:
        """Return what a number describes; NoSecondRoad when its plan does not have it."""
        key = (self.evidence[name]["analysis"], self.results.numbers[name]["item"])
        if key not in self.items:
            raise NoSecondRoad(f"{self.evidence[name]['plan']} has no outcome {key[1]}")
        return self.items[key]

    def plan_of(self, name: str) -> Plan:
        """Return the plan of a number; NoSecondRoad when it is not one that describes outcomes."""
        analysis = self.evidence[name]["analysis"]
        if analysis not in self.plans:
            raise NoSecondRoad(f"{self.evidence[name]['plan']} describes no outcomes")
        return self.plans[analysis]

    def rows_of(self, name: str, which: Literal["rows", "base"] = "rows") -> RowSet:
        """Return the row set that a number rests on; NoSecondRoad when the evidence does not have it."""
        key = self.evidence[name].get(which)
        if key not in self.row_sets:
            raise NoSecondRoad("the evidence names no rows")
        return self.row_sets[key]

    def ask(
        self, row_set: RowSet, columns: str, values: tuple[Any, ...] = (), grouped: str = ""
    ) -> list[Any]:
        """Return what DuckDB answers to `SELECT columns` of a row set's rows, `grouped` by a clause of SQL.

        Raises ProblemsFound for rows that the tables of today cannot be asked for.
        """
        if row_set["table"] not in IDENTIFIERS:
            raise NoSecondRoad(f"no table {row_set['table']}")
        condition, filtered = sql_of(read_filters(row_set["where"]))
        query = f'SELECT {columns} FROM "{row_set["table"]}" WHERE {condition} {grouped}'
        try:
            return self.connection.execute(query, [*values, *filtered]).fetchall()
        except duckdb.Error as error:
            found = f"rows that the tables cannot be asked for: {str(error).splitlines()[0]}"
            expected = "row sets of the tables that lie in results/"
            raise ProblemsFound.at(EVIDENCE, found, expected, BUILD) from None

    def ask_once(self, row_set: RowSet, aggregates: list[Aggregate]) -> tuple[Any, ...]:
        """Return how many rows a row set has, the digest of their ids, and the aggregates: one query."""
        parts = [quote(column) for column in IDENTIFIERS.get(row_set["table"], [])]
        ids = f"concat_ws('/', {', '.join(parts)})"
        digest = f"sha256(coalesce(string_agg({ids}, chr(10) ORDER BY rowid), ''))"
        asked = ["count(*)", digest, *(one.expression for one in aggregates)]
        values = tuple(value for one in aggregates for value in one.values)
        return tuple(self.ask(row_set, ", ".join(asked), values)[0])


def quote(column: str) -> str:
    """Return a column's name as SQL writes it."""
    return '"' + column.replace('"', '""') + '"'
