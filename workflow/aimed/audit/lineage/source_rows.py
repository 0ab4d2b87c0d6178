"""From a row set to the raw rows: file and row, the cells as they came, the values they became."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from aimed.audit.lineage.counted_rows import Rows, select_rows
from aimed.audit.lookup.built_study import TracedStudy
from aimed.audit.lookup.tables import TABLES, Row
from aimed.messages.findings import shorten
from aimed.messages.problems import MASK
from aimed.study.reference_columns import DERIVED_FROM

SHORTEN = 90


def list_sources(rows: Rows, study: TracedStudy, most: int | None) -> list[Row]:
    """Return one entry per row of a base, in order; `counted` says which are in the numerator.

    Each has place, person, counted and cells; a cell has source_variable, raw, variable and value. With
    `most`, so many that are counted come first, and so many others follow.
    """
    found = select_rows(rows, study, most)
    entries = FINDERS[rows.table](found, rows.columns, study)
    return [entry | {"counted": row["counted"]} for row, entry in zip(found, entries, strict=True)]


def raw_cells(row: Row, columns: list[str], raw: Row | None, cohort: str, study: TracedStudy) -> list[Row]:
    """Return the raw cells behind columns of responses, beside the values they became."""
    return [cell for column in columns for cell in _cells_of(row, column, raw or {}, cohort, study)]


def _cells_of(row: Row, column: str, raw: Row, cohort: str, study: TracedStudy) -> Iterator[Row]:
    value = row.get(column)
    shown = MASK if study.is_personal(column) and value is not None else value
    feeding = DERIVED_FROM.get(column, column)
    lineage = study.evidence["lineage"].get(feeding, {}).get(cohort)
    sources = lineage["source_variables"] if lineage else []
    if not sources and column in row:
        yield make_cell(None, None, column, shown)
    for source in sources:
        yield make_cell(source, study.mask_raw(cohort, source, raw.get(source)), column, shown)


def make_cell(source: str | None, raw: Any, variable: str | None, value: Any) -> Row:
    """Return a raw cell beside the value it became; None where there is no cell, or nothing came of it."""
    return {"source_variable": source, "raw": raw, "variable": variable, "value": value}


def list_own_cells(row: Row, columns: Iterable[str]) -> list[Row]:
    """Return the cells of columns that have no raw cell behind them, of those that a row has."""
    return [make_cell(None, None, column, row[column]) for column in columns if column in row]


def tell_outcome(row: Row) -> str:
    """Return whether a row of the exclusions was kept, or why it was left out."""
    return "kept" if row["kept"] else f"left out at {row['step']}: {row['reason']}"


def _of_responses(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    surveys = _surveys(rows, study)
    for row in rows:
        cohort, place = row["cohort"], (row["source_file"], int(row["source_row"]))
        raw = surveys[cohort].get(place)
        yield {
            "place": f"{place[0]}, row {place[1]}",
            "person": row["respondent"],
            "cells": raw_cells(row, columns, raw, cohort, study),
        }


def _surveys(rows: list[Row], study: TracedStudy) -> dict[str, dict[tuple[str, int], Row]]:
    """Return cohort -> (source_file, source_row) -> raw cells of the rows that rows of a table come from."""
    asked: dict[str, list[int]] = {}
    for row in rows:
        asked.setdefault(row["cohort"], []).append(int(row["source_row"]))
    return {cohort: study.survey(cohort, numbers) for cohort, numbers in asked.items()}


def _of_missing(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    """Yield the raw cells behind each missing answer; its reason stands for its value."""
    asked = [column for column in columns if column not in ("variable", "reason")]
    surveys = _surveys(rows, study)
    for row, found in zip(rows, _of_responses(rows, [], study), strict=True):
        reading = list(dict.fromkeys([row["variable"], *asked]))
        raw = surveys[row["cohort"]].get((row["source_file"], int(row["source_row"])))
        told = row | {row["variable"]: f"({row['reason']})"}
        yield found | {"cells": raw_cells(told, reading, raw, row["cohort"], study)}


def _of_exclusions(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    for row in rows:
        decided = json.loads(row["columns_decided"] or "{}")
        yield {
            "place": f"{row['source_file']}, row {row['source_row']}",
            "person": row["respondent"],
            "outcome": tell_outcome(row),
            "cells": [
                make_cell(source, study.mask_raw(row["cohort"], source, cell), None, None)
                for source, cell in decided.items()
            ],
        }


def _of_participants(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    first: dict[str, Row] = {}
    people = [row["participant"] for row in rows]
    found = study.select(
        "exclusions", "respondent IN (SELECT unnest(?))", [people], "* EXCLUDE columns_decided"
    )
    for row in sorted(found, key=lambda row: not row["kept"]):
        first.setdefault(row["respondent"], row)
    surveys = _surveys(list(first.values()), study)
    for row in rows:
        source = first.get(row["participant"])
        place = (source["source_file"], int(source["source_row"])) if source else None
        raw = surveys[source["cohort"]].get(place) if source and place else None
        yield {
            "place": f"{place[0]}, row {place[1]}" if place else "no row of the survey",
            "person": row["participant"],
            "cells": raw_cells(row, columns, raw, row["cohort"], study),
        }


def _of_turns(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    spoken = {cohort: study.turns(cohort) for cohort in dict.fromkeys(row["cohort"] for row in rows)}
    for row in rows:
        turn = spoken[row["cohort"]][(row["transcript"], int(row["turn"]))]
        yield {
            "place": f"{turn['source_file']}, line {turn['source_line']}",
            "person": row["participant"],
            "turn": f"{row['cohort']}/{row['transcript']}/{row['turn']}",
            "text": shorten(turn["text"], SHORTEN),
            "cells": list_own_cells(row, ("code", "coders")),
        }


def _of_agreement(rows: list[Row], columns: list[str], study: TracedStudy) -> Iterator[Row]:
    for row in rows:
        yield {
            "place": f"{TABLES['agreement']}: {row['code']}, {row['coder_a']} and {row['coder_b']}",
            "person": None,
            "cells": list_own_cells(row, ("both", "only_a", "only_b", "neither", "kappa")),
        }


FINDERS = {
    "responses": _of_responses,
    "missing": _of_missing,
    "participants": _of_participants,
    "exclusions": _of_exclusions,
    "turns": _of_turns,
    "coded_turns": _of_turns,
    "agreement": _of_agreement,
}
