"""What a declared number stands on: lines of config.yaml, plans, codebook, cohorts or published values."""

import json
from collections.abc import Sequence
from typing import Any

from aimed.audit.impact.command import JSON
from aimed.audit.lookup.built_study import TracedStudy
from aimed.ledger.contents import list_quotable

LONGEST = 100


def describe_declared(name: str, study: TracedStudy) -> dict[str, Any]:
    """Return a declared number: id, value, shown form, label, rule, and where it stands with its lines."""
    entry = list_quotable(study.ledger)[name]
    known = study.evidence.get("known", {}).get(name)
    places = known["sources"] if known else []
    return {
        "id": name,
        "value": entry["value"],
        "shown": entry["shown"],
        "label": entry["label"],
        "rule": entry["method"],
        "sources": [{"place": place, "text": _read_line(place, study)} for place in places],
    }


def print_declared(names: Sequence[str], study: TracedStudy, as_json: bool) -> int:
    """Print declared numbers, one below the other."""
    told = [describe_declared(name, study) for name in names]
    if as_json:
        print(json.dumps(told[0] if len(told) == 1 else told, **JSON))
        return 0
    for one in told:
        print(f"{one['id']} = {one['shown']}\n  {one['label']}: {one['rule']}")
        for source in one["sources"]:
            print(f"  {source['place']}{'  ' + source['text'] if source['text'] else ''}")
    return 0


def _read_line(place: str, study: TracedStudy) -> str:
    """Return the words of a line that a place as config.yaml:22 names; nothing for a whole file."""
    file, _, line = place.rpartition(":")
    path = study.root / file
    if not file or not line.isdecimal() or not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    told = lines[int(line) - 1].strip() if 0 < int(line) <= len(lines) else ""
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 3]}..."
