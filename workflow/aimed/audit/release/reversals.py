"""What a reader must not miss in a changed number: sign, no-effect, decision, rank."""

from collections.abc import Mapping
from typing import Any

LEVEL = 0.05  # the level at which a p-value decides
EFFECT_UNITS = ("effect", "points", "statistic")
UNRANKED_UNITS = ("p", "df", "statistic")
Entry = Mapping[str, Any]


def find_flags(identifier: str, old: Entry, new: Entry) -> list[str]:
    """Return what a change of value and interval turns over, in words; nothing for most changes."""
    flags = []
    nothing = _no_effect(identifier)
    if old["unit"] in EFFECT_UNITS:
        if (old["value"] - nothing) * (new["value"] - nothing) < 0:
            flags.append("changed sign" if nothing == 0 else f"changed sides of {nothing:g}")
        before, after = _crosses(old, nothing), _crosses(new, nothing)
        if before is False and after is True:
            flags.append(f"the interval now crosses no effect ({nothing:g})")
        if before is True and after is False:
            flags.append(f"the interval no longer crosses no effect ({nothing:g})")
    if old["unit"] == "p" and (old["value"] < LEVEL) != (new["value"] < LEVEL):
        flags.append(
            f"the decision flips: p is now {'below' if new['value'] < LEVEL else 'not below'} {LEVEL}"
        )
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


def _no_effect(identifier: str) -> float:
    """Return the value that means no effect: one for a ratio, nothing for all else."""
    return 1.0 if identifier.endswith("_ratio") else 0.0


def _crosses(entry: Entry, nothing: float) -> bool | None:
    if entry["low"] is None or entry["high"] is None:
        return None
    return bool(entry["low"] <= nothing <= entry["high"])
