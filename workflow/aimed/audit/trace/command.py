"""Follow what the manuscript shows down to raw cells, and what is raw up to what the manuscript shows."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aimed.audit.impact.command import JSON, narrate_forward, trace_forward
from aimed.audit.impact.named_subjects import NamedSubject, find_subject, suggest_subjects
from aimed.audit.lineage.evidence import trace_number
from aimed.audit.lookup.built_study import TracedStudy
from aimed.audit.lookup.numbers import print_table
from aimed.audit.mentions.named_places import MarkedLine, ShownPart, find_line, find_part, narrate_claim
from aimed.audit.mentions.number_places import ids_of_mark, list_marks
from aimed.audit.trace.declared import describe_declared, print_declared
from aimed.audit.trace.report import FIRST, narrate
from aimed.audit.trace.sources import narrate_raw, narrate_turn, trace_raw, trace_turn
from aimed.ledger.contents import list_quotable
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import ProblemsFound

MANY = 40
SHOWN: Final = ("shown", "n", "label", "public")
EXPECTED = "an id, a shown value, paper.qmd:LINE, fig-ID, tbl-ID, a file, FILE:ROW:COLUMN, a person or a turn"
WRITTEN_MARK = re.compile(r"\[([^\[\]]+)\]\{\.num[^{}]*\}")


def print_trace(root: Path, what: str, *, every: bool, as_json: bool) -> int:
    """Print a trace of what a person named. Raises ProblemsFound when nothing is known by that name."""
    study = TracedStudy(root)
    what = WRITTEN_MARK.sub(r"\1", what.strip())
    if not what:
        remedy = "name one; aimed numbers WORD lists the ids"
        raise ProblemsFound.at("aimed trace", "nothing to follow", EXPECTED, remedy)
    if line := find_line(what, study):
        if line.part is None:
            return _print_line(line, study, every, as_json)
        what = line.part
    if what in study.numbers:
        return _print_numbers([what], study, every, as_json)
    if what in list_quotable(study.ledger):
        return print_declared([what], study, as_json)
    if what.removeprefix("study.") in study.ledger["study"]:
        return _print_fact(what, study, as_json)
    if part := find_part(what, study):
        return _print_part(part, study, every, as_json)
    if subject := find_subject(what, study):
        return _print_subject(subject, study, every, as_json)
    return _print_numbers(_ids_by_name(what, study), study, every, as_json)


def _print_line(line: MarkedLine, study: TracedStudy, every: bool, as_json: bool) -> int:
    """Print what the marks on a line of the manuscript, or at a column of it, rest on."""
    turns = [trace_turn(turn, study) for turn in line.turns]
    if as_json:
        told = {"place": line.place, "text": line.text, "claims": line.claims, "quotations": turns}
        declared = [describe_declared(name, study) for name in line.declared]
        told |= {"declared": declared} if declared else {}
        print(json.dumps(told | {"numbers": _numbers_as_json(line.numbers, study)}, **JSON))
        return 0
    print(f"{line.place}  {line.text}\n")
    print("".join(f"{narrate_claim(claim)}\n\n" for claim in line.claims), end="")
    print("".join(f"{narrate_turn(turn)}\n" for turn in turns), end="")
    if line.declared:
        print_declared(line.declared, study, as_json)
    return _print_numbers(line.numbers, study, every, as_json) if line.numbers else 0


def _print_fact(what: str, study: TracedStudy, as_json: bool) -> int:
    """Print a fact of the whole study, as `study.cohorts`."""
    facts: Mapping[str, object] = study.ledger["study"]
    value = facts[what.removeprefix("study.")]
    meaning = "a fact of the whole study, for conditions and claims"
    fact = {"id": what, "value": value, "label": meaning}
    print(json.dumps(fact, **JSON) if as_json else f"{what} = {value}\n  {meaning}")
    return 0


def _print_part(part: ShownPart, study: TracedStudy, every: bool, as_json: bool) -> int:
    """Print a figure, a table or cells of one, and the numbers in it; those of one cell are followed."""
    names = [name for name in part.ids() if name in study.numbers]
    single = part.kind == "table" and len(part.parts) == 1
    if as_json:
        numbers = [trace_number(name, study) for name in names] if single else names
        print(json.dumps(vars(part) | {"numbers": numbers}, **JSON))
        return 0
    print(f"{part.kind} {part.name}, {part.place}\n  {part.caption}")
    if single:
        cell = part.parts[0]
        print(f"  row {cell['row']}, column {cell['column']}: {cell['text']}")
        for name in names:
            print(f"\n{_narrate(name, study, every)}")
        return 0
    print()
    return _print_numbers(names, study, every, as_json)


def _print_subject(subject: NamedSubject, study: TracedStudy, every: bool, as_json: bool) -> int:
    """Print what a raw row, file, line, person or turn is, and what rests on it."""
    below: dict[str, Any] = {}
    told = f"{subject.title} ({subject.kind})"
    if subject.place:
        below = trace_raw(subject.place, study)
        told = narrate_raw(below)
    elif subject.kind == "turn":
        below = trace_turn(subject.title, study)
        told = narrate_turn(below)
    resting = trace_forward(subject, study)
    narrated = f"{told}\n\n{narrate_forward(resting, every=every)}"
    print(json.dumps(below | resting, **JSON) if as_json else narrated)
    return 0


def _print_numbers(names: list[str], study: TracedStudy, every: bool, as_json: bool) -> int:
    """Print one number's trace, or the list of several to choose from."""
    if as_json:
        told = _numbers_as_json(names, study)
        print(json.dumps(told[0] if len(names) == 1 else told, **JSON))
        return 0
    if len(names) == 1:
        print(_narrate(names[0], study, every))
        return 0
    print(f"{len(names)} numbers; aimed trace ID follows one of them:")
    shown = names if every else names[:MANY]
    print_table(shown, study.numbers)
    if len(names) > len(shown):
        print(f"... and {len(names) - len(shown)} more (--all)")
    return 0


def _narrate(name: str, study: TracedStudy, every: bool) -> str:
    return narrate(trace_number(name, study, None if every else FIRST), every=every)


def _numbers_as_json(names: list[str], study: TracedStudy) -> list[Any]:
    """Return the trace of one number, or of several what they are, to choose from."""
    if len(names) == 1:
        return [trace_number(names[0], study)]
    return [{"id": name} | {key: study.numbers[name][key] for key in SHOWN} for name in names]


def _ids_by_name(what: str, study: TracedStudy) -> list[str]:
    """Return the ids that a shown value, or the beginning of an id, stands for; those in the text first."""
    below = sorted(name for name in study.numbers if name.startswith(f"{what}."))
    if below:
        return below
    typed = re.sub(r"^-(?=[0-9.])", "−", re.sub(r"^([<>]) +", r"\1", what))  # as a keyboard writes them
    shown: list[str] = []
    for forms in (("shown", "shown_bare"), ("shown_low", "shown_high")):
        shown = shown or [n for n, entry in study.numbers.items() if typed in map(entry.get, forms)]
    if not shown:
        ids = find_nearest(what, study.numbers, most=3)
        near = ids if "." in what and ids else suggest_subjects(what, study) or ids
        remedy = f"the nearest: {', '.join(near)}" if near else "aimed numbers WORD lists the ids"
        raise ProblemsFound.at(what, "nothing is known by this name", EXPECTED, remedy)
    numbers = (mark for _, mark in list_marks(study) if mark.kind == "num")
    marked = {name for mark in numbers for name in ids_of_mark(mark, study)}
    written = [name for name in shown if name in marked]
    return written if len(written) == 1 else sorted(shown, key=lambda name: (name not in marked, name))
