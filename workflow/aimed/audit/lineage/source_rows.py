"""From a row set to its rows, asked of DuckDB, and on to the raw rows: file, row, cells as they came."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aimed.audit.lookup.built_study import TABLES, Row, TracedStudy
from aimed.files.row_selection import read_filters, sql_of
from aimed.ledger.contents import RowSet
from aimed.messages.findings import shorten
from aimed.messages.problems import MASK
from aimed.study.reference_columns import DERIVED_FROM, list_steps

SHORTEN = 90
KEYS = {
    "responses": ("respondent",),
    "missing": ("respondent", "variable"),
    "participants": ("participant",),
    "exclusions": ("cohort", "source_file", "source_row"),
    "turns": ("cohort", "transcript", "turn"),
    "coded_turns": ("cohort", "transcript", "turn", "code"),
    "agreement": ("code", "unit", "coder_a", "coder_b"),
    "ratings": ("code", "unit", "readers", "given"),
}
OF_THE_SURVEY = ("responses", "participants")
PERSON = {  # table -> the column that names a person
    **dict.fromkeys(("responses", "missing", "exclusions"), "respondent"),
    **dict.fromkeys(("participants", "turns", "coded_turns"), "participant"),
}


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
    found = []
    for where, counted in ((f"{base} AND {inside}", "TRUE"), (f"{base} AND NOT {inside}", "FALSE")):
        told = f"*, {counted} AS counted"
        found += study.select(rows.table, where, [*values, *own], told, f"LIMIT {most}")
    return found


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
    person = PERSON.get(rows.table)
    events = {str(row["respondent"]) for row in study.events if row["kind"] != "excluded"}
    if person is None or not events:
        return set()
    base, values = rows.condition()
    asked = f"{base} AND {person} IN (SELECT unnest(?))"
    found = study.select(rows.table, asked, [*values, sorted(events)], f"DISTINCT {person} AS person")
    return {row["person"] for row in found}


def list_sources(rows: Rows, study: TracedStudy, most: int | None) -> list[Row]:
    """Return one entry per row of a base, in order; `counted` says which are in the numerator.

    Each has place, person, counted and cells; a cell has source_variable, raw, variable and value. With
    `most`, so many that are counted come first, and so many others follow.
    """
    found = select_rows(rows, study, most)
    entries = FINDERS[rows.table](found, rows.columns, study)
    return [entry | {"counted": row["counted"]} for row, entry in zip(found, entries, strict=True)]


def raw_cells(row: Row, columns: list[str], raw: Row | None, cohort: str, study: TracedStudy) -> list[Row]:
    """Return the raw cells behind columns of responses, beside the values they became.

    A derived column stands without a raw cell, after those of its parts.
    """
    cells = []
    for column in list_steps(columns, study.derived):
        value = row.get(column)
        shown = MASK if study.is_personal(column) and value is not None else value
        lineage = study.evidence["lineage"].get(DERIVED_FROM.get(column, column), {}).get(cohort)
        sources = lineage["source_variables"] if lineage and column not in study.derived else []
        if not sources and column in row:
            cells.append(make_cell(None, None, column, shown))
        for source in sources:
            cell = study.mask_raw(cohort, source, (raw or {}).get(source))
            cells.append(make_cell(source, cell, column, shown))
    return cells


def make_cell(source: str | None, raw: Any, variable: str | None, value: Any) -> Row:
    """Return a raw cell beside the value it became; None where there is no cell, or nothing came of it."""
    return {"source_variable": source, "raw": raw, "variable": variable, "value": value}


def _own_cells(row: Row, columns: Iterable[str]) -> list[Row]:
    """Return the cells of columns that have no raw cell behind them, of those that a row has."""
    return [make_cell(None, None, column, row[column]) for column in columns if column in row]


def tell_outcome(row: Row) -> str:
    """Return whether a row of the exclusions was kept, or why it was left out."""
    return "kept" if row["kept"] else f"left out at {row['step']}: {row['reason']}"


def _of_responses(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    for row, raw in zip(rows, _raw_rows(rows, study), strict=True):
        cells = raw_cells(row, columns, raw, row["cohort"], study)
        yield {"place": _place(row), "person": row["respondent"], "cells": cells}


def _raw_rows(rows: list[Row], study: TracedStudy) -> Iterator[Row | None]:
    """Yield the raw row of the survey that each row of a table comes from, None where there is none."""
    asked: dict[str, list[int]] = {}
    for row in rows:
        asked.setdefault(row["cohort"], []).append(int(row["source_row"]))
    surveys = {cohort: study.survey(cohort, numbers) for cohort, numbers in asked.items()}
    return (surveys[row["cohort"]].get((row["source_file"], int(row["source_row"]))) for row in rows)


def _place(row: Row) -> str:
    return f"{row['source_file']}, row {int(row['source_row'])}"


def _of_missing(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    """Yield the raw cells behind each missing answer; its reason stands for its value."""
    asked = [column for column in columns if column not in ("variable", "reason")]
    for row, raw in zip(rows, _raw_rows(rows, study), strict=True):
        reading = list(dict.fromkeys([row["variable"], *asked]))
        told = row | {row["variable"]: f"({row['reason']})"}
        cells = raw_cells(told, reading, raw, row["cohort"], study)
        yield {"place": _place(row), "person": row["respondent"], "cells": cells}


def _of_exclusions(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    for row in rows:
        decided = json.loads(row["columns_decided"] or "{}").items()
        shown = [(source, study.mask_raw(row["cohort"], source, cell)) for source, cell in decided]
        cells = [make_cell(source, cell, None, None) for source, cell in shown]
        outcome = tell_outcome(row)
        yield {"place": _place(row), "person": row["respondent"], "outcome": outcome, "cells": cells}


def _of_participants(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    people = [row["participant"] for row in rows]
    told = "* EXCLUDE columns_decided"
    found = study.select("exclusions", "respondent IN (SELECT unnest(?))", [people], told)
    first: dict[str, Row] = {}
    for row in sorted(found, key=lambda row: not row["kept"]):
        first.setdefault(row["respondent"], row)
    answered = dict(zip(first, _raw_rows(list(first.values()), study), strict=True))
    for row in rows:
        person = row["participant"]
        place = _place(first[person]) if person in first else "no row of the survey"
        cells = raw_cells(row, columns, answered.get(person), row["cohort"], study)
        yield {"place": place, "person": person, "cells": cells}


def _of_turns(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    spoken = {cohort: study.turns(cohort) for cohort in dict.fromkeys(row["cohort"] for row in rows)}
    for row in rows:
        turn = spoken[row["cohort"]][(row["transcript"], int(row["turn"]))]
        yield {
            "place": f"{turn['source_file']}, {turn['unit']} {turn['source_line']}",
            "person": row["participant"],
            "turn": f"{row['cohort']}/{row['transcript']}/{row['turn']}",
            "text": shorten(turn["text"], SHORTEN),
            "cells": _own_cells(row, ("code", "coders", "coded_by")),
        }


def _of_agreement(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    for row in rows:
        place = f"{TABLES['agreement']}: {row['code']}, {row['coder_a']} and {row['coder_b']}"
        cells = _own_cells(row, ("both", "only_a", "only_b", "neither", "kappa"))
        yield {"place": place, "person": None, "cells": cells}


def _of_ratings(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    for row in rows:
        place = f"{TABLES['ratings']}: {row['code']}, {row['unit']}"
        yield {"place": place, "person": None, "cells": _own_cells(row, ("readers", "given", "n"))}


FINDERS = {
    "responses": _of_responses,
    "missing": _of_missing,
    "participants": _of_participants,
    "exclusions": _of_exclusions,
    "turns": _of_turns,
    "coded_turns": _of_turns,
    "agreement": _of_agreement,
    "ratings": _of_ratings,
}
