"""Words that say that there is no difference, beside which no interval shows how sure that is."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from aimed.audit.claims.directions import any_of
from aimed.audit.claims.nearby.shown_numbers import Bound, ids_shown
from aimed.audit.claims.unbound.sections import Words, abstract_parts, plain, sections_of
from aimed.language.marks import Mark, TextPositions
from aimed.language.unmarked import prose_of
from aimed.messages.findings import Finding

PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
IDS = re.compile(r"[a-z][\w*]*(?:\.[\w*]+){3,}")  # of a claim, with the stars of a pattern
BETWEEN = re.compile(r"\bto\b|[–-]|,")
INTERVAL_HELD = re.compile(r"\.(?:low|high|equivalence(?:_p)?)\b")
PROVEN = "an interval of the difference beside it, or a test of equivalence: p above 0.05 proves neither"


def find_unproven(
    path: str,
    text: str,
    readable: str,
    words: Words,
    marks: list[Mark],
    bound: Bound,
    numbers: Mapping[str, Mapping[str, Any]],
) -> Iterator[Finding]:
    """Yield the words of `absences` in a paragraph that shows no interval or test of equivalence of it.

    What they say is in the claim around them, else in the numbers of the paragraph; words beside neither are
    found as unclaimed. For the abstract an interval anywhere in the document is enough.
    """
    phrases = {plain(phrase) for phrase in words.get("absences", [])}
    if not phrases:
        return
    pattern, prose, lines = any_of(phrases), prose_of(readable), TextPositions(text)
    breaks = [0, *(match.start() for match in PARAGRAPH.finditer(readable)), len(readable)]
    parts = [(True, *part) for part in abstract_parts(text, words)]
    parts += [(False, *section) for section in sections_of(text, readable, words)]
    for is_abstract, start, end in parts:
        for match in pattern.finditer(prose, start, end):
            begin = max(place for place in breaks if place <= match.start())
            stop = min(place for place in breaks if place >= match.end())
            beside = [mark for mark in marks if begin <= mark.start < stop]
            around = [m for m in beside if m.kind == "claim" and m.start <= match.start() < m.end]
            read = [*around, *(marks if is_abstract else beside)]
            if not _is_proven(around or beside, read, bound, numbers):
                found = f'"{" ".join(match[0].split())}" of what no interval is shown'
                remedy = "show the difference with its interval, or give the plan equivalence: {margin: ...}"
                yield Finding(path, *lines.place(match.start()), "unproven_absence", found, PROVEN, remedy)


def _is_proven(
    said_in: list[Mark], read: list[Mark], bound: Bound, numbers: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Return whether marks show or hold to an interval of what others say, if that is of numbers."""
    said = {stem for mark in said_in for stem in _stems_of(mark, bound)}
    if any(mark in said_in and INTERVAL_HELD.search(mark.attributes.get("holds", "")) for mark in read):
        return True
    shown = (stem for mark in read for stem in _stems_with_interval(mark, bound, numbers))
    return not said or any(fnmatchcase(stem, pattern) for stem in shown for pattern in said)


def _stems_of(mark: Mark, bound: Bound) -> list[str]:
    """Return analysis.item.group of the numbers that a mark shows or a claim holds to, with its stars."""
    if mark.kind == "claim":
        return [name.rpartition(".")[0] for name in IDS.findall(mark.attributes.get("holds", ""))]
    return [name.rpartition(".")[0] for name in ids_shown(mark, bound)] if mark.kind == "num" else []


def _stems_with_interval(mark: Mark, bound: Bound, numbers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if mark.kind != "num":
        return
    form = mark.attributes.get("as", "")
    shown = str(bound.get(f"{mark.text}|{form}" if form else mark.text, {}).get("text", ""))
    for name in ids_shown(mark, bound):
        stem, _, statistic = name.rpartition(".")
        limits = numbers.get(name, {}).get("low") is not None and BETWEEN.search(shown)
        if statistic.startswith("equivalence") or limits:
            yield stem
