"""Follow a raw cell, file, person, turn or cohort forward: to numbers and all that shows them."""

import json
from pathlib import Path
from typing import Any

from aimed.audit.impact.dependent_numbers import find_dependents
from aimed.audit.impact.named_subjects import NamedSubject, find_subject, suggest_subjects
from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.mentions.affected_text import KINDS, count_written, list_written
from aimed.messages.problems import ProblemsFound

FIRST = 10
JSON: dict[str, Any] = {"ensure_ascii": False, "indent": 1, "sort_keys": True}
MEANINGS = {
    "rows": "by rows: they count it, or compute with it",
    "selection": "by selection: it decides who is counted, or what a value becomes",
    "derived": "derived: computed from such numbers",
}
EXPECTED = (
    "a raw file, FILE:ROW or FILE:ROW:COLUMN of it, crosswalk.csv:LINE, a cohort, COHORT:PERSON or a turn"
)


def print_impact(root: Path, what: str, *, every: bool, as_json: bool) -> int:
    """Print what would change with a file, cell, cohort or person, before anything is done.

    Raises ProblemsFound when nothing is known by that name.
    """
    study = TracedStudy(root)
    if not what.strip():
        raise ProblemsFound.at("aimed impact", "nothing to follow", EXPECTED, "name one")
    subject = find_subject(what, study)
    if subject is None:
        near = suggest_subjects(what, study)
        remedy = f"the nearest: {', '.join(near)}" if near else "correct the name"
        raise ProblemsFound.at(what, "nothing is known by this name", EXPECTED, remedy)
    resting = trace_forward(subject, study)
    told = f"{subject.title} ({subject.kind})\n\n{narrate_forward(resting, every=every)}"
    print(json.dumps(resting, **JSON) if as_json else told)
    return 0


def trace_forward(subject: NamedSubject, study: TracedStudy) -> dict[str, Any]:
    """Return what rests on a subject, as plain JSON values.

    Keys: kind, title, numbers (rows, selection, derived: ids, each in one list), of (how many numbers
    there are), places (per kind of written.KINDS), counts.
    """
    dependents = find_dependents(subject.touched, study)
    written = list_written(set(dependents.all()), subject.turns, study)
    numbers = vars(dependents)
    counts = {kind: len(names) for kind, names in numbers.items()}
    return {
        "kind": subject.kind,
        "title": subject.title,
        "numbers": numbers,
        "of": len(study.numbers),
        "places": written,
        "counts": counts | count_written(written),
    }


def narrate_forward(resting: dict[str, Any], *, every: bool) -> str:
    """Return what rests on a subject as text: the numbers in three kinds, then each kind of place."""
    numbers, counts = resting["numbers"], resting["counts"]
    total = sum(len(names) for names in numbers.values())
    lines = [f"Numbers that may change: {total} of {resting['of']}"]
    lines += [
        f"  {len(numbers[kind])} {means}{_few(numbers[kind], every)}" for kind, means in MEANINGS.items()
    ]
    parts = [_places(kind, counts, resting["places"][kind], every) for kind in KINDS]
    return "\n\n".join(["\n".join(lines), *parts])


def _few(names: list[str], every: bool) -> str:
    few = names if every else names[:FIRST]
    more = f" and {len(names) - len(few)} more (--all)" if len(few) < len(names) else ""
    return f"\n    {', '.join(few)}{more}" if names else ""


def _places(kind: str, counts: dict[str, int], places: list[Row], every: bool) -> str:
    parts = {"tables": "table_cells", "figures": "figure_points"}
    inside = f" ({counts[parts[kind]]} {parts[kind].split('_')[1]})" if kind in parts and places else ""
    few = places if every else places[:FIRST]
    lines = [f"{kind.capitalize()}: {counts[kind]}{inside}"]
    lines += [f"  {row['place']}  {row['text']}" for row in few]
    lines += [f"  ... and {len(places) - len(few)} more (--all)"] if len(few) < len(places) else []
    return "\n".join(lines)
