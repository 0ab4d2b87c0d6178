"""Plans as they were frozen: on which day, what they declared, and what differs today."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import CohortDescription, read_planned
from aimed.study.layout import FROZEN

WITHOUT_NUMBERS = ("note", "small_cells", "small_cells_reason")  # keys that no number is computed from
LAYOUT = "comments or layout of the file alone"


class FrozenPlan(TypedDict):
    """One plan as it was frozen: the sha256 of its file, and what it declared."""

    sha256: str
    content: dict[str, Any]


class FrozenPlans(TypedDict):
    """The content of analyses/frozen.json."""

    date: str  # the day, in UTC
    given: bool  # whether the day is that of SOURCE_DATE_EPOCH and not of the clock
    digest: str  # of all plans together
    earlier: list[str]  # days of freezes that this one took the place of
    plans: dict[str, FrozenPlan]  # by the name of the file without .yaml


@dataclass(frozen=True)
class Deviation:
    """A plan that is not as it was frozen. `kind` is added, dropped or changed; `changes` are in words.

    `computed` says whether numbers can differ by it: not by a note, a comment or what is withheld.
    """

    analysis: str
    kind: str
    changes: tuple[str, ...] = ()
    computed: bool = True


def read_frozen(path: Path = FROZEN) -> FrozenPlans | None:
    """Return what `aimed plan freeze` wrote; None where nothing was frozen.

    Raises ProblemsFound for a file against its schema, and for one whose digest is not that of its plans.
    """
    if not path.is_file():
        return None
    frozen: FrozenPlans = read_yaml(path, schema="frozen")
    expected = digest_plans({name: plan["sha256"] for name, plan in frozen["plans"].items()})
    if frozen["digest"] != expected:
        remedy = "restore the file as it was written; aimed plan freeze --again freezes the plans of today"
        raise ProblemsFound.at(
            path, f"the digest {frozen['digest']}", f"{expected}, that of the plans in the file", remedy
        )
    return frozen


def describe_plans(paths: Iterable[Path]) -> dict[str, FrozenPlan]:
    """Return what is frozen of each plan, by the name of its file. Raises ProblemsFound for broken plans."""
    return {
        path.stem: {"sha256": digest_file(path), "content": dict(read_planned(path))}
        for path in sorted(paths)
    }


def describe_day(frozen: Mapping[str, Any]) -> str:
    """Return the day of a freeze, and that it was given where it is not that of the clock."""
    return f"{frozen['date']} (UTC{', a day that was given' if frozen['given'] else ''})"


def digest_plans(digests: Mapping[str, str]) -> str:
    """Return one sha256 for all plans, which `sha256sum *.yaml | sha256sum` in analyses/ prints too."""
    lines = (f"{digests[name]}  {name}.yaml\n" for name in sorted(digests, key=lambda name: f"{name}.yaml"))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def list_deviations(frozen: FrozenPlans | None, today: Mapping[str, FrozenPlan]) -> list[Deviation]:
    """Return how the plans of today differ from those frozen, by name; nothing where nothing was frozen."""
    if frozen is None:
        return []
    before = frozen["plans"]
    found = [Deviation(name, "added") for name in today.keys() - before.keys()]
    found += [Deviation(name, "dropped") for name in before.keys() - today.keys()]
    found += [
        _compare(name, before[name]["content"], today[name]["content"])
        for name in before.keys() & today.keys()
        if before[name]["sha256"] != today[name]["sha256"]
    ]
    return sorted(found, key=lambda one: one.analysis)


def is_frozen_before(
    frozen: FrozenPlans | None, deviations: Iterable[Deviation], cohorts: Iterable[CohortDescription]
) -> bool:
    """Return whether the plans were frozen before the first day of every cohort and are as they were.

    A cohort that does not say when it was collected leaves it open, and so it is not.
    """
    if frozen is None or any(True for _ in deviations):
        return False
    first = [cohort.get("collected", {}).get("from") for cohort in cohorts]
    return bool(first) and all(day is not None and frozen["date"] < day for day in first)


def _compare(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Deviation:
    keys = [key for key in {**now, **before} if before.get(key) != now.get(key)]
    changes = tuple(_say_change(key, before, now) for key in keys)
    computed = any(key not in WITHOUT_NUMBERS for key in keys)
    return Deviation(name, "changed", changes or (LAYOUT,), computed)


def _say_change(key: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if key not in before:
        return f"{key} was added: {_say(now[key])}"
    if key not in now:
        return f"{key} was dropped: {_say(before[key])}"
    return f"{key} was {_say(before[key])}, is {_say(now[key])}"


def _say(value: Any) -> str:
    """Return a value of a plan as a sentence has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_say(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        nested = any(isinstance(inner, list) for inner in value)
        return (" and " if nested else ", ").join(
            " ".join(map(_say, inner)) if isinstance(inner, list) else _say(inner) for inner in value
        )
    return f"“{value}”" if " " in (text := str(value)) else text
