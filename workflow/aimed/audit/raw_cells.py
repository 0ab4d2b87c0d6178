"""Follow a raw cell, or a person, forward to the numbers that rest on it."""

import json
import re
from dataclasses import dataclass
from typing import Any

from aimed.audit.lineage import feeding_columns
from aimed.audit.places import ids_of_mark
from aimed.audit.source_rows import raw_cells
from aimed.audit.traced_study import Row, TracedStudy
from aimed.problems import Problem, ProblemsFound
from aimed.rows import read_filters, sql_of

CELL = re.compile(r"(?P<file>[^\s:]+):(?P<row>[0-9]+)(?::(?P<column>\w+))?")


@dataclass(frozen=True)
class RawPlace:
    """A row of a raw file, and one of its columns or none."""

    cohort: str
    source_file: str
    source_row: int
    column: str | None


def find_raw(what: str, study: TracedStudy) -> RawPlace | None:
    """Return the raw place that `FILE:ROW`, `FILE:ROW:COLUMN` or `COHORT:PERSON` names, or None."""
    for row in study.exclusions:
        if row["respondent"] is not None and row["respondent"] == what:
            return RawPlace(row["cohort"], row["source_file"], int(row["source_row"]), None)
    match = CELL.fullmatch(what)
    if match is None:
        return None
    name = match["file"].rsplit("/", maxsplit=1)[-1]
    for row in study.exclusions:
        named = row["source_file"] == match["file"] or row["source_file"].rsplit("/", maxsplit=1)[-1] == name
        cohort = f"/{row['cohort']}/" in match["file"] or "/" not in match["file"]
        if named and cohort and int(row["source_row"]) == int(match["row"]):
            return RawPlace(row["cohort"], row["source_file"], int(row["source_row"]), match["column"])
    return None


def trace_raw(place: RawPlace, study: TracedStudy) -> dict[str, Any]:
    """Return what became of a raw row or cell: kept or not, its values, and the numbers that rest on it.

    Keys: place, cohort, person, outcome, cells, counted (ids whose rows hold this row and which read the
    column), deciding (how many numbers' selection reads the column), written (ids in the manuscript).
    Raises ProblemsFound for a column that the raw file does not have.
    """
    source = study.survey(place.cohort)[(place.source_file, place.source_row)]
    if place.column is not None and place.column not in source:
        known = ", ".join(name for name in source if name not in ("source_file", "source_row"))
        raise ProblemsFound(
            [Problem(place.source_file, f"no column {place.column}", known, "correct the column")]
        )
    excluded = next(
        row
        for row in study.exclusions
        if (row["cohort"], row["source_file"], int(row["source_row"]))
        == (place.cohort, place.source_file, place.source_row)
    )
    responses = (
        study.rows("responses", [["respondent", "is", excluded["respondent"]]]) if excluded["kept"] else []
    )
    columns = _columns(place, source, study)
    counted = _counted(place, excluded, columns, study)
    deciding = [name for name in study.evidence["numbers"] if _decides(name, place, study)]
    return {
        "place": f"{place.source_file}, row {place.source_row}"
        + (f", {place.column}" if place.column else ""),
        "cohort": place.cohort,
        "person": excluded["respondent"],
        "outcome": "kept" if excluded["kept"] else f"left out at {excluded['step']}: {excluded['reason']}",
        "cells": _cells(
            place, source, (responses or [{}])[0], set(json.loads(excluded["columns_decided"])), study
        ),
        "counted": counted,
        "deciding": deciding,
        "written": [name for name in _written(study) if name in set(counted) | set(deciding)],
    }


def narrate_raw(traced: dict[str, Any], *, every: bool = False) -> str:
    """Return a raw row's trace as text."""
    lines = [
        f"{traced['place']} ({traced['person'] or traced['cohort']})",
        f"  {traced['outcome']}",
        "",
        "Cells",
    ]
    lines += [f"  {_cell(cell, traced['outcome'] == 'kept')}" for cell in traced["cells"]]
    counted, deciding = traced["counted"], traced["deciding"]
    lines += ["", "Numbers", f"  {len(counted)} count this row: {_some(counted, every)}"]
    lines.append(f"  {len(deciding)} have it among those who could be counted")
    lines.append(f"  in the manuscript: {_some(traced['written'], every)}")
    return "\n".join(lines)


def _some(names: list[str], every: bool) -> str:
    few = names if every else names[:10]
    more = f" and {len(names) - len(few)} more (--all)" if len(few) < len(names) else ""
    return (", ".join(few) or "none") + more


def _cell(cell: Row, kept: bool) -> str:
    raw = f"{cell['source_variable']} = {'(blank)' if cell['raw'] is None else cell['raw']}"
    if cell["variable"] is None:
        return f"{raw}  ({'decides who is counted' if cell['decides'] else 'not used'})"
    return f"{raw} → {cell['variable']}" + (f" = {_shown(cell['value'])}" if kept else "")


def _shown(value: Any) -> str:
    return "(missing)" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _columns(place: RawPlace, source: Row, study: TracedStudy) -> list[str]:
    """Return the columns of responses that the cell, or every cell of the row, feeds."""
    names = [place.column] if place.column else list(source)
    return [column for name in names for column in study.fed.get((place.cohort, name), [])]


def _cells(place: RawPlace, source: Row, response: Row, decided: set[str], study: TracedStudy) -> list[Row]:
    names = [place.column] if place.column else [n for n in source if n not in ("source_file", "source_row")]
    cells = raw_cells(response, _columns(place, source, study), source, place.cohort, study)
    cells = [cell for cell in cells if cell["source_variable"] in names]
    used = {cell["source_variable"] for cell in cells}
    return cells + [
        {
            "source_variable": name,
            "raw": study.mask_raw(place.cohort, name, source[name]),
            "variable": None,
            "value": None,
            "decides": name in decided,
        }
        for name in names
        if name not in used
    ]


def _counted(place: RawPlace, excluded: Row, columns: list[str], study: TracedStudy) -> list[str]:
    """Return the ids of numbers whose rows hold this row and, for one cell, that read its column."""
    holding = _row_sets_with(excluded, study)
    names = []
    for name, evidence in study.evidence["numbers"].items():
        keys = {evidence["rows"], evidence["base"]} & holding
        asked = [part[0] for key in keys for part in study.evidence["row_sets"][key]["where"]]
        reads = set(feeding_columns([*evidence["columns"], *asked]))
        if keys and (place.column is None or reads & set(columns)):
            names.append(name)
    return names


def _row_sets_with(excluded: Row, study: TracedStudy) -> set[str]:
    """Return the keys of the row sets that hold the row or its person, asking each table once."""
    own = {
        "responses": ("respondent = ?", [excluded["respondent"]]),
        "participants": ("participant = ?", [excluded["respondent"]]),
        "exclusions": (
            "cohort = ? AND source_file = ? AND source_row = ?",
            [excluded["cohort"], excluded["source_file"], excluded["source_row"]],
        ),
    }
    found: set[str] = set()
    for table, (condition, values) in own.items():
        sets = {key: rows for key, rows in study.evidence["row_sets"].items() if rows["table"] == table}
        filters = {str(part): part for rows in sets.values() for part in rows["where"]}
        asked = [sql_of(read_filters([part])) for part in filters.values()]
        for row in study.ask(table, asked, condition, values):
            met = dict(zip(filters, row, strict=False))
            found |= {key for key, rows in sets.items() if all(met[str(part)] for part in rows["where"])}
    return found


def _decides(name: str, place: RawPlace, study: TracedStudy) -> bool:
    """Return whether the number's selection reads the cell, or any cell of the row."""
    key = study.evidence["numbers"][name]["selection"]
    part = study.evidence["selections"].get(key or "", {}).get("cohorts", {}).get(place.cohort)
    return part is not None and (place.column is None or place.column in part["columns"])


def _written(study: TracedStudy) -> list[str]:
    """Return the ids that the manuscript shows or claims, each once, in order."""
    marks = (mark for found in study.marks.values() for mark in found)
    return list(dict.fromkeys(name for mark in marks for name in ids_of_mark(mark, study)))
