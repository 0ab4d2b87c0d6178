"""What became of a raw row or cell: kept or not, and which values."""

import json
from typing import Any

from aimed.audit.impact.named_subjects import RawPlace
from aimed.audit.lineage.source_rows import make_cell, raw_cells, tell_outcome
from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.lookup.held_cells import describe_held


def trace_raw(place: RawPlace, study: TracedStudy) -> dict[str, Any]:
    """Return what became of a raw row or cell: kept or not, with its values.

    Keys: place, cohort, person, outcome, held (the raw files of a cohort that came in harmonised), cells.
    """
    source = study.survey(place.cohort, [place.source_row])[(place.source_file, place.source_row)]
    here = [place.cohort, place.source_file, place.source_row]
    excluded = study.select("exclusions", "cohort = ? AND source_file = ? AND source_row = ?", here)[0]
    person = [["respondent", "is", excluded["respondent"]]]
    response = (study.rows("responses", person) if excluded["kept"] else [{}])[0]
    decided = set(json.loads(excluded["columns_decided"]))
    column = f", {place.column}" if place.column else ""
    return {
        "place": f"{place.source_file}, row {place.source_row}{column}",
        "cohort": place.cohort,
        "person": excluded["respondent"],
        "held": study.held.get(place.cohort, []),
        "outcome": tell_outcome(excluded),
        "cells": _cells(place, source, response, decided, study),
    }


def narrate_raw(traced: dict[str, Any]) -> str:
    """Return what became of a raw row as text."""
    lines = [
        f"{traced['place']} ({traced['person'] or traced['cohort']})",
        f"  {traced['outcome']}",
        *([f"  {describe_held(traced['cohort'], traced['held'])}"] if traced["held"] else []),
        "",
        "Cells",
    ]
    lines += [f"  {_cell(cell, traced['outcome'] == 'kept')}" for cell in traced["cells"]]
    return "\n".join(lines)


def _cell(cell: Row, kept: bool) -> str:
    raw = f"{cell['source_variable']} = {'(blank)' if cell['raw'] is None else cell['raw']}"
    if cell["variable"] is None:
        return f"{raw}  ({'decides who is counted' if cell['decides'] else 'not used'})"
    return f"{raw} → {cell['variable']}" + (f" = {_shown(cell['value'])}" if kept else "")


def _shown(value: Any) -> str:
    return "(missing)" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _cells(place: RawPlace, source: Row, response: Row, decided: set[str], study: TracedStudy) -> list[Row]:
    names = [place.column] if place.column else [n for n in source if n not in ("source_file", "source_row")]
    fed = [column for name in names for column in study.fed.get((place.cohort, name), [])]
    cells = raw_cells(response, fed, source, place.cohort, study)
    cells = [cell for cell in cells if cell["source_variable"] in names]
    used = {cell["source_variable"] for cell in cells}
    masked = {name: study.mask_raw(place.cohort, name, source[name]) for name in names if name not in used}
    return cells + [
        make_cell(name, raw, None, None) | {"decides": name in decided} for name, raw in masked.items()
    ]
