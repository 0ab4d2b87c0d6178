"""The rows that a number was counted out of, asked of DuckDB: how many, which people, which values."""

from dataclasses import dataclass
from typing import Any

from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.files.row_selection import read_filters, sql_of
from aimed.ledger.contents import RowSet
from aimed.messages.problems import MASK

KEYS = {
    "responses": ("respondent",),
    "missing": ("respondent", "variable"),
    "participants": ("participant",),
    "exclusions": ("cohort", "source_file", "source_row"),
    "turns": ("cohort", "transcript", "turn"),
    "coded_turns": ("cohort", "transcript", "turn", "code"),
    "agreement": ("code", "unit", "coder_a", "coder_b"),
}
OF_THE_SURVEY = ("responses", "participants")


@dataclass(frozen=True)
class Rows:
    """A number's base and numerator, as row sets of evidence.json, and the columns that it reads.

    The numerator may be of another table whose rows have the keys of the base, as coded turns have turns'.
    """

    base: RowSet
    counted: RowSet | None
    columns: list[str]

    @property
    def table(self) -> str:
        """The table of the base."""
        return str(self.base["table"])

    def condition(self) -> tuple[str, list[Any]]:
        """Return which rows of the table are in the base, as SQL."""
        return sql_of(read_filters(self.base["where"]))

    def inside(self, study: TracedStudy) -> tuple[str, list[Any]]:
        """Return which rows of the base are in the numerator, as SQL that is never null."""
        if self.counted is None or self.counted == self.base:
            return "TRUE", []
        condition, values = sql_of(read_filters(self.counted["where"]))
        if self.counted["table"] == self.table:
            return f"coalesce({condition}, FALSE)", values
        keys = f"concat_ws('/', {', '.join(KEYS[self.table])})"
        source, paths = study.source(self.counted["table"])
        return f"{keys} IN (SELECT {keys} FROM {source} WHERE {condition})", [*paths, *values]


def select_rows(rows: Rows, study: TracedStudy, most: int | None) -> list[Row]:
    """Return the rows of a base with `counted`: all, or the first `most` counted and the first others."""
    base, values = rows.condition()
    inside, own = rows.inside(study)
    if most is None:
        source, paths = study.source(rows.table)
        query = f"SELECT *, {inside} AS counted FROM {source} WHERE {base}"
        return study.ask(query, [*own, *paths, *values])
    limit = f"LIMIT {most}"
    counted = study.select(rows.table, f"{base} AND {inside}", [*values, *own], "*, TRUE AS counted", limit)
    others = f"{base} AND NOT {inside}"
    return counted + study.select(rows.table, others, [*values, *own], "*, FALSE AS counted", limit)


def count_sources(rows: Rows, study: TracedStudy) -> Row:
    """Return how many rows of a base are in the numerator (counted) and how many are not (not_counted)."""
    base, values = rows.condition()
    inside, own = rows.inside(study)
    source, paths = study.source(rows.table)
    query = f"SELECT count(*) AS n, count(*) FILTER (WHERE {inside}) AS counted FROM {source} WHERE {base}"
    found = study.ask(query, [*own, *paths, *values])[0]
    return {"counted": found["counted"], "not_counted": found["n"] - found["counted"]}


def count_values(rows: Rows, distinct: str | None, study: TracedStudy) -> list[list[Any]]:
    """Return [value, how often it was counted] of what a number counts distinctly; none for spoken words."""
    names = distinct.split(",") if distinct else []
    if not names or rows.table not in OF_THE_SURVEY or not set(names) <= set(rows.columns):
        return []
    base, values = rows.condition()
    inside, own = rows.inside(study)
    shown = [f"'{MASK}'" if study.is_personal(name) else f'CAST("{name}" AS VARCHAR)' for name in names]
    what = f"concat_ws(' ', {', '.join(shown)}) AS value, count(*) AS n"
    order = "GROUP BY value ORDER BY value"
    found = study.select(rows.table, f"{base} AND {inside}", [*values, *own], what, order)
    return [[row["value"], row["n"]] for row in found]


def list_people(rows: Rows, study: TracedStudy) -> set[str]:
    """Return the people of a base whose cells an event changed."""
    person = next((name for name in ("respondent", "participant") if name in PEOPLE[rows.table]), None)
    events = {row["respondent"] for row in study.events if row["kind"] != "excluded"}
    if person is None or not events:
        return set()
    base, values = rows.condition()
    asked = f"{base} AND {person} IN (SELECT unnest(?))"
    found = study.select(rows.table, asked, [*values, sorted(map(str, events))], f"DISTINCT {person}")
    return {row[person] for row in found}


PEOPLE = {
    **dict.fromkeys(("responses", "missing", "exclusions"), ("respondent",)),
    **dict.fromkeys(("participants", "turns", "coded_turns"), ("participant",)),
    "agreement": (),
}
