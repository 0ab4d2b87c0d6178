"""Numbers that one phrase joins to a number or a name of another group, level or item."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from aimed.audit.claims.naming import Key, Named, Naming
from aimed.audit.claims.nearby.context import NumberInText, name_behind, tell
from aimed.audit.claims.nearby.shown_numbers import NUMBER
from aimed.language.sentence_bounds import find_bounds
from aimed.messages.findings import Finding

JOINED = re.compile(r"[\s%]*\b(?:in|of|from|among|within)\s+(?:the\s+|all\s+)?$")
BEHIND = re.compile(r"[\s%]*\b(?:were|was|are|is)\s+(?:the\s+|in\s+(?:the\s+)?)?", re.I)
BEFORE = re.compile(r"\(\s*$")
SET_AGAINST = re.compile(
    r"[\s%]*\)\s*(?:than|and|against|compared with)\s+(?:in|among|of)\s+[^()]{2,60}\(\s*$", re.I
)
PART = re.compile(rf"[.,;:!?](?:\s|$)|{NUMBER}")
LOOK = 160  # letters before a bracket in which the name may begin


def find_other_phrases(
    path: str, readable: str, prose: str, numbers: Sequence[NumberInText], naming: Naming
) -> Iterator[Finding]:
    """Yield the numbers of one group in those of another, of another level than is named beside them.

    And those of a group that their sentence, with its marks, does not name.
    """
    for first, second in pairwise(numbers):
        between = prose[first.mark.end : second.mark.start].replace(NUMBER, "")
        groups = [one.groups - {"all"} for one in (first, second)]
        apart = all(len(own) == 1 for own in groups) and groups[0] != groups[1]
        if (
            JOINED.fullmatch(between)
            and apart
            and not any("_vs_" in group for own in groups for group in own)
        ):
            yield tell(path, first, f"{' '.join(between.split())} {second.mark.text}")
        elif _is_of_other_item(between, first, second, naming):
            yield tell(path, second, f"{first.mark.text} {' '.join(between.split())}")
    bounds = tuple((one.mark.start, one.mark.end) for one in numbers)
    for one in numbers:
        if group := _unnamed_group(readable, one, numbers, bounds, naming):
            yield tell(path, one, f"no name of {group}")
        for name in (name_behind(prose, one.mark.end, BEHIND, naming), _named_before(prose, one, naming)):
            if name and _is_other_level(name.keys, one):
                yield tell(path, one, name.words)


def _is_of_other_item(between: str, first: NumberInText, second: NumberInText, naming: Naming) -> bool:
    """Return whether only a group is named between two numbers in brackets, which are of two items."""
    if not SET_AGAINST.match(between):
        return False
    items = [{str(entry["item"]) for entry in one.entries} for one in (first, second)]
    analyses = [{str(entry["analysis"]) for entry in one.entries} for one in (first, second)]
    named = [kind for one in naming.find(between) for kind, _ in one.keys]
    return "group" in named and "item" not in named and analyses[0] == analyses[1] and not items[0] & items[1]


def _unnamed_group(
    readable: str,
    one: NumberInText,
    numbers: Sequence[NumberInText],
    bounds: tuple[tuple[int, int], ...],
    naming: Naming,
) -> str:
    """Return the group of a number, where its sentence neither names it nor has a number of another group."""
    group = min(one.groups)
    if len(one.groups) != 1 or group == "all" or "_vs_" in group or not naming.is_named(("group", group)):
        return ""
    begin, end = find_bounds(readable, bounds, one.mark.start, one.mark.end)
    beside = {other for each in numbers if begin <= each.mark.start < end for other in each.groups}
    named = naming.find(readable[begin:end])
    told = beside - {"all", group} or any(code == group for name in named for _, code in name.keys)
    return "" if told else group


def _named_before(prose: str, one: NumberInText, naming: Naming) -> Named | None:
    """Return the name right before a bracket that the number opens, also with a word as group behind it."""
    begin = max(0, one.mark.start - LOOK)
    opened = BEFORE.search(prose, begin, one.mark.start)
    if opened is None:
        return None
    text = PART.split(prose[begin : opened.start()])[-1]
    found = naming.find(text)
    near = found and len(text[found[-1].end :].split()) <= 1
    kinds = [{kind for kind, _ in name.keys} for name in found]
    alone = near and not any(kind & kinds[-1] for kind in kinds[:-1])  # two names have a number each
    return found[-1] if alone else None


def _is_other_level(named: frozenset[Key], one: NumberInText) -> bool:
    """Return whether a name is of levels, or of groups, and the number of another level or group."""
    levels = {code for kind, code in named if kind == "level"}
    groups = {code for kind, code in named if kind == "group"}
    if any(kind == "item" for kind, _ in named) or not (levels or groups):
        return False
    own_groups = {part for group in one.groups for part in group.split("_vs_")} - {"all"}
    if levels and one.levels:
        return not levels & one.levels and not groups & own_groups
    return bool(groups and own_groups and len(one.groups) == 1 and not groups & own_groups)
