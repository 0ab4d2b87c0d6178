"""What something raw was and became: a row or cell, kept or not; the turn that a quotation was spoken in."""

import json
from typing import Any

from aimed.audit.impact.named_subjects import RawPlace
from aimed.audit.impact.rows_touched import GROUPS
from aimed.audit.lineage.source_rows import make_cell, raw_cells, tell_outcome
from aimed.audit.lookup.built_study import TABLES, Row, TracedStudy
from aimed.audit.lookup.held_files import describe_held
from aimed.audit.trace.report import show_value
from aimed.manuscript.binding.carried_codes import count_coders, deepest_codes
from aimed.messages.problems import ProblemsFound


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
    if "rule" in cell:
        value = f" = {show_value(cell['value'], '(missing)')}" if kept else ""
        return f"→ {cell['variable']}{value}  ({cell['rule']})"
    raw = f"{cell['source_variable']} = {show_value(cell['raw'])}"
    if cell["variable"] is None:
        return f"{raw}  ({'decides who is counted' if cell['decides'] else 'not used'})"
    return f"{raw} → {cell['variable']}" + (f" = {show_value(cell['value'], '(missing)')}" if kept else "")


def _cells(place: RawPlace, source: Row, response: Row, decided: set[str], study: TracedStudy) -> list[Row]:
    names = [place.column] if place.column else [n for n in source if n not in ("source_file", "source_row")]
    fed = [column for name in names for column in study.fed.get((place.cohort, name), [])]
    found = raw_cells(response, fed, source, place.cohort, study)
    cells = [cell for cell in found if cell["source_variable"] in names]
    rules = {name: study.derived[name]["rule"] for name in fed if name in study.derived}
    follow = [cell | {"rule": rules[cell["variable"]]} for cell in found if cell["variable"] in rules]
    used = {cell["source_variable"] for cell in cells}
    masked = {name: study.mask_raw(place.cohort, name, source[name]) for name in names if name not in used}
    return [*cells, *follow] + [
        make_cell(name, raw, None, None) | {"decides": name in decided} for name, raw in masked.items()
    ]


def trace_turn(name: str, study: TracedStudy) -> dict[str, Any]:
    """Return the turn `<cohort>/<transcript>/<turn>`: file, line, text, and who may be named as its speaker.

    Raises ProblemsFound when there is no such turn.
    """
    parts = name.split("/")
    built = len(parts) == 3 and (study.root / "results/ingest" / parts[0] / "turns.parquet").is_file()
    turn = study.turns(parts[0]).get((parts[1], int(parts[2]))) if built and parts[2].isdecimal() else None
    if turn is None:
        expected = "<cohort>/<transcript>/<turn> of this study"
        raise ProblemsFound.at(name, "no such turn", expected, "correct the turn of the quotation")
    original = {}
    if file := study.originals(parts[0]).get(parts[1]):
        original["original_place"] = f"{file}, line {turn['original_line']}"
        original["original_text"] = turn["original_text"]
    people = study.rows("participants", [["participant", "is", turn["participant"]]])
    person = people[0] if people and turn["participant"] else {}
    return {
        "turn": name,
        "place": f"{turn['source_file']}, {turn['unit']} {turn['source_line']}",
        "text": turn["text"],
        **original,
        "participant": turn["participant"],
        "kept": person.get("kept"),
        "consent_quotation": person.get("consent_quotation"),
        "groups": {column: person.get(column) for column in GROUPS if column in person},
        "codes": _codes_of(parts, study),
    }


def _codes_of(parts: list[str], study: TracedStudy) -> dict[str, int]:
    """Return the codes of a turn, the deepest alone, each with how many coders gave it."""
    turn: list[list[Any]] = [
        ["cohort", "is", parts[0]],
        ["transcript", "is", parts[1]],
        ["turn", "is", int(parts[2])],
    ]
    built = (study.root / TABLES["coded_turns"]).is_file()
    given = {row["code"]: int(row["coders"]) for row in (study.rows("coded_turns", turn) if built else [])}
    return {code: given[code] for code in deepest_codes(given)}


def narrate_turn(traced: dict[str, Any]) -> str:
    """Return a turn as text."""
    consent = "agreed to be quoted" if traced["consent_quotation"] else "did NOT agree to be quoted"
    speaker = f"{traced['participant']} ({consent})" if traced["participant"] else "nobody who takes part"
    codes = [f"{code} ({count_coders(number)})" for code, number in traced["codes"].items()]
    groups = ", ".join(f"{column} {value}" for column, value in traced["groups"].items())
    lines = [
        f"turn {traced['turn']}",
        f"  {traced['place']}",
        f"  spoken by {speaker}",
        *([f"  {groups}"] if groups else []),
        f"  coded {', '.join(codes)}" if codes else "  no code",
        f"  {traced['text']}",
    ]
    if "original_text" in traced:
        lines += [f"  translated from {traced['original_place']}", f"  {traced['original_text']}"]
    return "\n".join(lines)
