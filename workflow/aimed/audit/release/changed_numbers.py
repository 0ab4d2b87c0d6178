"""Old against new, number by number, with what a reader must not miss: sign, no effect, decision, rank."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimed.audit.mentions.number_places import ComparedStudy, Place, index_places
from aimed.audit.release.provenance import Changed, find_causes
from aimed.ledger.contents import Numbers, PublishedNumber

TOLERANCE = 1e-9  # relative, and absolute below one: less is the last digit of a sum, no change
MEASURES = ("value", "low", "high")
LEVEL = 0.05  # the level at which a p-value decides
EFFECT_UNITS = ("effect", "points", "statistic")
UNRANKED_UNITS = ("p", "df", "statistic")
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A number that differs: its old and new entry, what it turns over, why, and where it stands."""

    identifier: str
    label: str
    old: PublishedNumber
    new: PublishedNumber
    flags: tuple[str, ...]
    cause: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class ChangedNumbers:
    """All that differs between two sets of public numbers, each list by id; `places` is of any of them."""

    names: tuple[str, str]
    same: int
    changed: tuple[Change, ...]
    came: Numbers
    went: Numbers
    changed_origins: Changed | None = None
    places: dict[str, list[Place]] = field(default_factory=dict)


def find_difference(
    names: tuple[str, str],
    old: Numbers,
    new: Numbers,
    *,
    known: Mapping[str, Mapping[str, Any]],
    changed_origins: Changed | None,
    root: Path,
    tolerance: float = TOLERANCE,
) -> ChangedNumbers:
    """Return what differs from `old` to `new`, where it stands in the manuscript of `root`, and why.

    `known` is a ledger's numbers, for labels and for the analysis, group and statistic of an id; it may be
    empty. Both sides hold public numbers alone, so the difference does too.
    """
    both = sorted(old.keys() & new.keys())
    differing = [name for name in both if not is_same(old[name], new[name], tolerance)]
    came = {name: new[name] for name in sorted(new.keys() - old.keys())}
    went = {name: old[name] for name in sorted(old.keys() - new.keys())}
    wanted = {*differing, *came, *went}
    places = index_places(wanted, ComparedStudy(root, {**old, **new})) if wanted else {}
    named = {name: entry for name, entry in {**known, **old, **new}.items() if "group" in entry}
    named |= {name: entry for name, entry in known.items() if name not in named}
    ranks = find_ranks(old, new, named) if differing else {}
    changed = tuple(
        Change(
            name,
            str(named.get(name, {}).get("label", "")),
            old[name],
            new[name],
            (*find_flags(name, old[name], new[name]), *([ranks[name]] if name in ranks else [])),
            find_causes(name, changed_origins),
            tuple(places.get(name, ())),
        )
        for name in differing
    )
    return ChangedNumbers(names, len(both) - len(differing), changed, came, went, changed_origins, places)


def is_same(old: Mapping[str, Any], new: Mapping[str, Any], tolerance: float) -> bool:
    """Return whether two entries agree: values and intervals within the tolerance, the rest exactly."""
    exact = all(old[part] == new[part] for part in ("shown", "n", "unit"))
    return exact and all(_agree(old[part], new[part], tolerance) for part in MEASURES)


def show_entry(entry: Mapping[str, Any]) -> str:
    """Return a number as readers see it, with its interval where it has one."""
    if entry.get("low") is None or entry.get("high") is None:
        return str(entry["shown"])
    return f"{entry['shown']} ({entry['shown_low']} to {entry['shown_high']})"


def show_change(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    """Return old and new as text; with full precision and n where readers would see no difference."""
    before, after = show_entry(old), show_entry(new)
    if before != after:
        return before, after
    differing = [part for part in (*MEASURES, "n", "unit") if old[part] != new[part]]
    return _in_full(old, differing), _in_full(new, differing)


def _in_full(entry: Mapping[str, Any], parts: list[str]) -> str:
    return ", ".join(f"{part} {'none' if entry[part] is None else entry[part]}" for part in parts)


def _agree(old: float | None, new: float | None, tolerance: float) -> bool:
    if old is None or new is None:
        return old is new
    return math.isclose(old, new, rel_tol=tolerance, abs_tol=tolerance)


def find_flags(identifier: str, old: Entry, new: Entry) -> list[str]:
    """Return what a change of value and interval turns over, in words; nothing for most changes."""
    flags = []
    nothing = 1.0 if identifier.endswith("_ratio") else 0.0  # the value that means no effect
    if old["unit"] in EFFECT_UNITS:
        if (old["value"] - nothing) * (new["value"] - nothing) < 0:
            flags.append("changed sign" if nothing == 0 else f"changed sides of {nothing:g}")
        before, after = _crosses(old, nothing), _crosses(new, nothing)
        if None not in (before, after) and before != after:
            flags.append(f"the interval {'now' if after else 'no longer'} crosses no effect ({nothing:g})")
    if old["unit"] == "p" and (old["value"] < LEVEL) != (new["value"] < LEVEL):
        now = "below" if new["value"] < LEVEL else "not below"
        flags.append(f"the decision flips: p is now {now} {LEVEL}")
    return flags


def find_ranks(
    old: Mapping[str, Entry], new: Mapping[str, Entry], names: Mapping[str, Entry]
) -> dict[str, str]:
    """Return id -> flag of each number whose rank changed among the items of its analysis, group, statistic.

    Only items that both sides have are ranked, from the greatest value; equal values share a rank. `names`
    gives analysis, group and statistic of an id; ids that it lacks are not ranked.
    """
    families: dict[tuple[str, str, str], list[str]] = {}
    for identifier in old.keys() & new.keys() & names.keys():
        if old[identifier]["unit"] not in UNRANKED_UNITS:
            of = names[identifier]
            families.setdefault((of["analysis"], of["group"], of["statistic"]), []).append(identifier)
    flags = {}
    for members in families.values():
        before, after = _ranks(members, old), _ranks(members, new)
        for identifier in members:
            if before[identifier] != after[identifier]:
                flags[identifier] = f"rank {before[identifier]} -> {after[identifier]} of {len(members)}"
    return flags


def _ranks(members: list[str], numbers: Mapping[str, Entry]) -> dict[str, int]:
    ranks: dict[float, int] = {}
    for place, value in enumerate(sorted((numbers[m]["value"] for m in members), reverse=True), start=1):
        ranks.setdefault(value, place)
    return {member: ranks[numbers[member]["value"]] for member in members}


def _crosses(entry: Entry, nothing: float) -> bool | None:
    if entry["low"] is None or entry["high"] is None:
        return None
    return bool(entry["low"] <= nothing <= entry["high"])
