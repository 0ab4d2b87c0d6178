"""A joint display of one row about tea and milk, and the numbers that its conditions name."""

import copy
from pathlib import Path
from typing import Any

import yaml
from aimed.ledger.joint.rows import JointDisplay, read_joint
from aimed.ledger.joint.verdicts import JudgedRow, judge_rows

WANTED, TOLD = "wants.taste.milk.all.pct", "talk.milk.warm.all.participants"
ROW = {
    "id": "milk",
    "subject": "Milk",
    "statement": "Most people want milk.",
    "survey": {"numbers": [WANTED], "says": "Some.", "for": f"{WANTED} > 50", "against": f"{WANTED} < 50"},
    "groups": {
        "numbers": [TOLD],
        "codes": ["milk.warm"],
        "says": "Some said so.",
        "for": f"{TOLD} > 5",
        "against": f"{TOLD} < 5",
    },
    "verdict": "confirmed",
    "means": "Serve it.",
}
DISPLAY = {"alike": [{"item": "wants.taste.milk", "codes": ["milk.warm"]}], "rows": [ROW]}
VALUES = {
    "wants.taste.milk": 60.0,
    "wants.taste.sugar": 20.0,
    "talk.milk.warm": 7.0,
    "talk.milk.cold": 8.0,
    "talk.milk.oat": 9.0,
}


def numbers(**changed: float) -> dict[str, dict[str, Any]]:
    """Return the ledger's numbers: percentages of the survey, participants who spoke of a code, by group."""
    found = {}
    for name, value in VALUES.items():
        analysis, _, item = name.partition(".")
        statistic, unit = ("pct", "percent") if analysis == "wants" else ("participants", "count")
        for group in ("all", "north", "south"):
            identifier = f"{name}.{group}.{statistic}"
            own = changed.get(identifier.replace(".", "_"), value)
            found[identifier] = {
                "analysis": analysis, "item": item, "group": group, "statistic": statistic, "value": own,
                "shown": f"{own:g}", "public": group != "south", "unit": unit,
            }  # fmt: skip
    turns = {"analysis": "talk", "item": "milk.warm", "group": "all", "statistic": "turns", "value": 9.0}
    return found | {"talk.milk.warm.all.turns": turns | {"shown": "9", "public": True, "unit": "count"}}


def write(path: Path, content: Any = None, **row: Any) -> JointDisplay:
    """Write a joint.yaml, with keys of its one row changed (None takes one away), and read it."""
    content = copy.deepcopy(content or DISPLAY)
    for key, value in row.items():
        strand, _, inner = key.partition("_")
        place = (
            content["rows"][0]
            if strand not in ("survey", "groups") or not inner
            else content["rows"][0][strand]
        )
        name = inner if place is not content["rows"][0] else key
        place.pop(name, None)
        if value is not None:
            place[name] = value
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return read_joint(path)


def judge(display: JointDisplay, **changed: float) -> JudgedRow:
    """Return what follows for the one row."""
    known = numbers(**changed)
    return judge_rows(display, {name: entry["value"] for name, entry in known.items()}, known)["milk"]
