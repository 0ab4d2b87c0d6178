"""The group or unit that a sentence names beside a number, held to the number's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aimed.audit.claims.nearby.shown_numbers import NUMBER, Bound, ids_shown
from aimed.audit.lookup.declarations import Names
from aimed.language.marks import Mark
from aimed.language.unmarked import QUOTED, prose_of
from aimed.messages.findings import Finding

Entry = Mapping[str, Any]
Groups = Mapping[str, list[Names]]
Misnamed = tuple[str, str] | None  # the words found, and what the number is
APART_FROM_JOINTS = {letter: 0xE100 + letter for letter in range(128)}  # first letters of joints in names
AS_WRITTEN = {kept: letter for letter, kept in APART_FROM_JOINTS.items()}
CLAUSE_START = re.compile(rf"[.;:!?|](?=\s)|\||\n[ \t]*\r?\n|{QUOTED}")
JOINT = re.compile(r",|\)|\b(?:and|or|but|while|whereas|against|versus|than)\b")
CLAUSE_END = re.compile(
    rf"[.,;:()!?|{NUMBER}{QUOTED}]|\n[ \t]*\r?\n"
    r"|\b(?:and|or|but|while|whereas|than|against|versus|compared|unlike|with|who|that|which|as)\b"
)
APART = re.compile(
    r"\b(?:unlike|compared (?:with|to)|versus|against|relative to|rather than|than|except|outside|not|non)"
    r"(?:\s+(?:the|those|in|from|of|students|participants|respondents|people|women|men))*\s*$",
    re.I,
)
UNIT_BEHIND = re.compile(
    r"\s?%|\s*(?P<word>percentage\s+points?|per\s?cent|years?|hours?|days?|weeks?|months?|minutes?)\b"
)
NOUN_BEHIND = re.compile(r"\s*(participants|turns|groups|respondents|people|students)\b")
CODED = {"participants", "turns", "groups"}  # what numbers of a theme count, in the words of their statistic
LEVEL = re.compile(r"level\.(?P<code>\w+)\.(?:count|pct)")
PEOPLE = r"(?:\s+(?:students|respondents|participants|people))?"
LINK = r"\s*(?:(?:were|are|was|is|of|them|in|from|the|WHO|studied|lived|came)\s+)*"
P_BEFORE = re.compile(r"\b[pP]\s*[=<>≤]\s*$")
ONLY = (
    *("percent", "points", "p", "effect", "statistic", "kappa", "df"),
    *("years", "hours", "days", "weeks", "months"),
)
UNITS = {"percent": "percent", "per cent": "percent", "percentage point": "points"}
PAIRED = re.compile(r"\s*(?:,|;|and|against|versus|vs\.?)\s*")
REACH = 300
INTRODUCTION = 5  # words before a comma that still say who the sentence is about: "In these countries, ..."


def find_misnamed(
    path: str,
    readable: str,
    marks: list[Mark],
    bound: Bound,
    numbers: Mapping[str, Entry],
    groups: Groups,
    levels: Mapping[str, Names] | None = None,
) -> Iterator[Finding]:
    """Yield the numbers beside which a clause names another group, and only that, another level or unit.

    `bound` is what the number marks were resolved to (Binding.numbers); `groups` are Design.groups, `levels`
    Design.levels. A name that a literal covers is not read.
    """
    letters = list(prose_of(readable))
    shown = [mark for mark in marks if mark.kind == "num"]
    for mark in shown:
        letters[mark.start] = NUMBER
    prose = keep_names_whole("".join(letters), groups)
    told = [[numbers[name] for name in ids_shown(mark, bound) if name in numbers] for mark in shown]
    for number, (mark, entries) in enumerate(zip(shown, told, strict=True)):
        if not entries:
            continue
        before, behind = words_beside(prose, mark.start, mark.end)
        close = prose[mark.end : mark.end + 40]
        found = (
            _other_group(entries, before, behind, groups)
            or _other_level(entries, before, behind, levels or {})
            or _other_noun(entries, close)
            or _other_unit(entries, before, close)
        )
        if not found and number + 1 < len(shown):
            between = prose[mark.end : shown[number + 1].start]
            found = _other_order(entries, told[number + 1], before, between, groups)
        if found:
            named, own = found
            beside, expected = f'"{named}" beside {mark.text}', f"words that name what the number is: {own}"
            remedy = 'swap the number or the words; [...]{.literal why="..."} where they do not name it'
            yield Finding(path, mark.line, mark.column, "misnamed", beside, expected, remedy)


def keep_names_whole(prose: str, groups: Groups) -> str:
    """Return the prose, as long as it was, with words as "and" inside the names of groups ending no clause.

    `find_names` reads such names as they were written.
    """
    names = {name for scales in groups.values() for scale in scales for own in scale.values() for name in own}
    joined = _longest_first(name for name in names if JOINT.search(name))
    if not joined:
        return prose
    letters = list(prose)
    written = "|".join(_written(name) for name in joined)
    for name in re.finditer(rf"(?<!\w)(?:{written})(?!\w)", _without_hyphens(prose)):
        for joint in JOINT.finditer(prose, *name.span()):
            letters[joint.start()] = letters[joint.start()].translate(APART_FROM_JOINTS)
    return "".join(letters)


def words_beside(prose: str, start: int, end: int) -> tuple[str, str]:
    """Return the words of the clause before and behind a number that belong to it and to no other number."""
    before = prose[max(0, start - REACH) : start]
    cuts = [match.end() for match in CLAUSE_START.finditer(before)]
    before = before[cuts[-1] :] if cuts else before
    _, other, tail = before.rpartition(NUMBER)
    if other:
        joints = [match.end() for match in JOINT.finditer(tail)]
        opened = tail.rstrip().endswith("(")
        before = tail[joints[-1] :] if joints else tail if opened else ""
    elif "," in before and len(before.rpartition(",")[0].split()) > INTRODUCTION:
        before = before.rpartition(",")[2]
    behind = prose[end : end + REACH]
    stop = CLAUSE_END.search(behind)
    return before, behind[: stop.start()] if stop else behind


def _other_group(entries: list[Entry], before: str, behind: str, groups: Groups) -> Misnamed:
    """Return (the name found, the own group's name) where exactly one other group of the scale is named."""
    own = {(entry["analysis"], str(entry["group"])) for entry in entries}
    if len(own) != 1:
        return None
    analysis, group = own.pop()
    for names in groups.get(analysis, []):
        if group in names:
            found = {**find_names(before, names), **find_names(behind, names)}
            every = {**find_names(before, names, apart=False), **find_names(behind, names, apart=False)}
            if len(found) == len(every) == 1 and group not in every:
                return next(iter(found.values())), _shortest(names[group])
    return None


def _other_level(entries: list[Entry], before: str, behind: str, levels: Mapping[str, Names]) -> Misnamed:
    """Return (the name found, the own name) where another answer stands right beside the number of one."""
    told = {(str(entry["item"]), str(entry["statistic"])) for entry in entries}
    level = LEVEL.fullmatch(min(told)[1]) if len(told) == 1 else None
    names = levels.get(min(told)[0], {}) if level else {}
    if level is None or level["code"] not in names:
        return None
    named = {**find_names(before, names, apart=False), **find_names(behind, names, apart=False)}
    own = _shortest(names[level["code"]])
    before, behind = (_without_hyphens(text.translate(AS_WRITTEN)) for text in (before, behind))
    if level["code"] in named or len(named) != 1:
        return None
    written = "|".join(map(_written, _longest_first(names[min(named)])))
    found = re.search(rf"(?<!\w)(?:{written}){PEOPLE}\s*[:(]?\s*$", before)
    if found and APART.search(before, 0, found.start()):
        return None
    return (named[min(named)], own) if found or re.match(rf"{LINK}(?:{written})(?!\w)", behind) else None


def _other_noun(entries: list[Entry], behind: str) -> Misnamed:
    """Return (the noun found, what is counted) where turns, groups or countries are said to be people."""
    counted = {str(entry["statistic"]) for entry in entries}
    noun = NOUN_BEHIND.match(behind)
    if noun is None or len(counted) != 1:
        return None
    if counted < CODED and noun[1] in CODED - counted:
        return noun[1], min(counted)
    if counted == {"distinct"} and noun[1] not in ("turns", "groups"):
        return noun[1], str(entries[0]["label"])
    return None


def _other_order(
    first: list[Entry],
    second: list[Entry],
    before: str,
    between: str,
    groups: Groups,
) -> Misnamed:
    """Return (the names found, those of the numbers) where two groups are shown in another order than named.

    Only for two numbers of one item that open a bracket, joined by a sign or a word as "and".
    """
    keys = [
        {(entry["analysis"], entry["item"], str(entry["group"])) for entry in own} for own in (first, second)
    ]
    opened = before.rstrip().endswith("(") and PAIRED.fullmatch(between)
    if not opened or any(len(key) != 1 for key in keys):
        return None
    (analysis, item, one), (*other, two) = keys[0].pop(), keys[1].pop()
    for names in groups.get(analysis, []):
        if one in names and two in names and other == [analysis, item]:
            found = find_names(before, names, apart=False)
            if list(found) == [two, one]:
                return " … ".join(found.values()), f"{_shortest(names[one])}, then {_shortest(names[two])}"
    return None


def find_names(text: str, names: Names, apart: bool = True) -> dict[str, str]:
    """Return the groups named in a text, as group -> its words; the longest name counts where two overlap.

    With `apart`, names that the text sets apart ("than in", "unlike", "compared with") are not counted.
    """
    code_of = {name: code for code in names for name in names[code]}
    ordered = _longest_first(code_of)
    pattern = "|".join(f"(?P<n{number}>{_written(name)})" for number, name in enumerate(ordered))
    text = text.translate(AS_WRITTEN)
    plain = _without_hyphens(text)
    found: dict[str, str] = {}
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", plain):
        name = ordered[int(str(match.lastgroup)[1:])]
        if not (apart and APART.search(plain, 0, match.start())):
            found.setdefault(code_of[name], " ".join(text[match.start() : match.end()].split()))
    return found


def _shortest(names: Iterable[str]) -> str:
    return min(sorted(names), key=len)


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _without_hyphens(text: str) -> str:
    return text.replace("-", " ").replace("‑", " ")


def _written(name: str) -> str:
    """Return a name as a pattern: an abbreviation as it is written, words in any case."""
    words = r"\s+".join(re.escape(word) for word in name.replace("-", " ").split())
    return words if name.isupper() else f"(?i:{words})"


def _other_unit(entries: list[Entry], before: str, behind: str) -> Misnamed:
    """Return (the unit found, the number's own) where the sign or word beside a number is of another unit."""
    units = {str(entry["unit"]) for entry in entries}
    unit = min(units)
    if len(units) != 1 or unit not in (*ONLY, "count"):
        return None
    if unit != "p" and (sign := P_BEFORE.search(before)):
        return " ".join(sign[0].split()), unit
    if match := UNIT_BEHIND.match(behind):
        plain = " ".join((match["word"] or "percent").split()).rstrip("s")
        named = UNITS.get(plain, f"{plain}s")
        if named != unit and (unit in ONLY or named in ("percent", "points")):
            return " ".join(match[0].split()), unit
    return None
