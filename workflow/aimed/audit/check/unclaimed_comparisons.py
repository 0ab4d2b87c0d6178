"""Words that compare or say how much: where no claim holds them to the numbers, or no interval to them."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from aimed.audit.check.groups_named import Bound, ids_shown
from aimed.language.marks import Mark, TextPositions, find_divs, find_spans
from aimed.language.prose_regions import FRONT_MATTER, blank
from aimed.language.unmarked import QUOTATION, prose_of
from aimed.messages.findings import Finding

HEADING = re.compile(
    r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<title>[^{\n]*?)[ \t#]*(?:\{[^}\n]*\})?[ \t]*\r?$", re.M
)
ABSTRACT = re.compile(r"^abstract:[^\n]*\n?(?:(?:[ \t]+[^\n]*|[ \t]*\r?)(?:\n|\Z))*", re.M)
LABEL = re.compile(r"\*\*(?P<name>[^*\n]{2,40}?)[.:]?\*\*")
NEXT_WORD = re.compile(r"\s+[^\W\d_][\w-]*")
EXPECTED = "words that compare or say how much, bound to the numbers they rest on"
PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
IDS = re.compile(r"[a-z][\w*]*(?:\.[\w*]+){3,}")  # of a claim, with the stars of a pattern
BETWEEN = re.compile(r"\bto\b|[–-]|,")
INTERVAL_HELD = re.compile(r"\.(?:low|high|equivalence(?:_p)?)\b")
PROVEN = "an interval of the difference beside it, or a test of equivalence: p above 0.05 proves neither"
LISTS = ("quantities", "comparisons", "differences")
Words = dict[str, list[str]]


def find_unclaimed(path: str, text: str, readable: str, words: Words, labels: str) -> Iterator[Finding]:
    """Yield the words of comparison_words.yaml that stand outside a claim in the Results and the abstract.

    Not read: headings, quotations, literals, tables, figures and their captions. Not found: words that,
    with the word behind them, stand in one of the codebook's `labels` and so name what was asked.
    `readable` is `regions.readable_of(text)`.
    """
    excepted = {_plain(phrase) for phrase in words.get("not_these", [])}
    phrases = excepted | {_plain(phrase) for name in LISTS for phrase in words.get(name, [])}
    sections = [*_abstract_parts(text, words), *_sections(text, readable, words)]
    if not phrases or not sections:
        return
    pattern = _find_any(phrases)
    prose = _unbound(readable)
    lines = TextPositions(text)
    for start, end in sections:
        for match in pattern.finditer(prose, start, end):
            behind = NEXT_WORD.match(prose, match.end())
            asked = behind is not None and _plain(match[0] + behind[0]) in labels
            if _plain(match[0]) not in excepted and not asked:
                found = f'"{" ".join(match[0].split())}" outside a claim'
                remedy = '[...]{.claim holds="an expression of ids"}, or words that do not compare'
                place = lines.place(match.start())
                yield Finding(path, *place, "unclaimed_words", found, EXPECTED, remedy)


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
    found by find_unclaimed. For the abstract an interval anywhere in the document is enough.
    """
    phrases = {_plain(phrase) for phrase in words.get("absences", [])}
    if not phrases:
        return
    pattern, prose, lines = _find_any(phrases), prose_of(readable), TextPositions(text)
    breaks = [0, *(match.start() for match in PARAGRAPH.finditer(readable)), len(readable)]
    parts = [(True, *part) for part in _abstract_parts(text, words)]
    parts += [(False, *section) for section in _sections(text, readable, words)]
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


def _find_any(phrases: set[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))  # the longest phrase decides
    written = "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in ordered)
    first = re.escape("".join(sorted({phrase[0] for phrase in phrases})))
    return re.compile(rf"(?<![\w-])(?=[{first}])(?:{written})(?![\w-])", re.I)


def _plain(phrase: str) -> str:
    return " ".join(str(phrase).casefold().split())


def _unbound(readable: str) -> str:
    """Return the prose with claims, headings, quotations, tables and figures blanked."""
    prose = prose_of(readable)
    spans = [span.inside for span in find_spans(readable) if "claim" in span.classes]
    shown = [div for div in find_divs(readable) if div.attributes.get("id", "").startswith(("tbl-", "fig-"))]
    spans += [(div.start, div.end) for div in shown]
    spans += [match.span() for match in HEADING.finditer(readable)]
    spans += [match.span() for match in QUOTATION.finditer(prose)]
    letters = list(prose)
    for start, end in spans:
        letters[start:end] = blank(prose[start:end])
    return "".join(letters)


def _sections(text: str, readable: str, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sections whose heading is named, with the sections within them."""
    names = {_plain(name) for name in words.get("sections", [])}
    front = FRONT_MATTER.match(text)
    headings = list(HEADING.finditer(readable, front.end() if front else 0))
    for number, heading in enumerate(headings):
        if _plain(heading["title"]) in names:
            after = (h for h in headings[number + 1 :] if len(h["level"]) <= len(heading["level"]))
            yield heading.end(), next((h.start() for h in after), len(readable))


def _abstract_parts(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the abstract, without the parts whose bold label is left out (Background, Methods)."""
    front = FRONT_MATTER.match(text)
    abstract = ABSTRACT.search(text, 0, front.end()) if front else None
    if abstract is None:
        return
    left_out = {_plain(name) for name in words.get("abstract_without", [])}
    labels = list(LABEL.finditer(text, *abstract.span()))
    starts = [abstract.start(), *(label.start() for label in labels), abstract.end()]
    for label, start, end in zip([None, *labels], starts, starts[1:], strict=False):
        if label is None or _plain(label["name"]) not in left_out:
            yield start, end
