"""Find out what a coding program's character offsets count, from the texts themselves.

REFI-QDA 1.5, section 10.2, asks for Unicode code points and leaves open whether the end is included;
programs also count UTF-16 units, and CRLF as one or two. A project's offsets are read in every way,
and the way in which they fit the words is taken only when it is clearly the best.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from aimed.ingest.coding.project import OffsetsReading, Source

Span = tuple[int, int]
Spans = tuple[tuple[Span | None, ...], ...]
UNITS = ("code_points", "utf16")
ENOUGH = 0.9
LEAD = 0.05


@dataclass(frozen=True)
class Fit:
    """The spans of each source's selections by the reading that fits: code points of its plain text.

    `by_quotes` says that the words quoted in the project decided, and not the borders of words.
    """

    spans: list[list[Span]]
    by_quotes: bool


# the reading of the standard first: of those that fit equally well the first counts as the best
READINGS = tuple(OffsetsReading(*choice) for choice in product(UNITS, (False, True), (False, True)))


def plain_text(source: Source) -> str:
    """Return a source's text with line feeds alone."""
    return source.text.replace("\r\n", "\n").replace("\r", "\n")


def read_offsets(sources: list[Source], units: tuple[str, ...] = UNITS) -> Fit | None:
    """Return the reading that fits the selections of all sources.

    The words quoted in the project decide where they are mostly met, the borders of words otherwise.
    None when no reading fits ENOUGH of the selections, when a second one with other spans fits about
    as well, or when a span lies outside its text.
    """
    readings = [reading for reading in READINGS if reading.unit in units]
    tried = dict.fromkeys(tuple(tuple(spans_of(source, one)) for source in sources) for one in readings)
    shares = {spans: _share(sources, spans, says_what_is_quoted) for spans in tried}
    by_quotes = max(shares.values(), default=0) >= ENOUGH
    if not by_quotes:
        shares = {spans: _share(sources, spans, _ends_at_words) for spans in tried}
    best, *others = sorted(tried, key=lambda spans: -shares[spans])
    lead = 0.0 if by_quotes else LEAD
    unclear = any(shares[best] - shares[other] <= lead for other in others[:1])
    whole = [[span for span in spans if span is not None] for spans in best]
    if shares[best] < ENOUGH or unclear or sum(map(len, whole)) < sum(map(len, best)):
        return None
    return Fit(whole, by_quotes)


def spans_of(source: Source, reading: OffsetsReading) -> list[Span | None]:
    """Return the spans of a source's selections by one reading; None for one that lies outside the text."""
    places = _places(source.text, reading)
    extra = 1 if reading.end_included else 0
    return [
        None if s.start is None or s.end is None else _span(places, s.start, s.end + extra)
        for s in source.selections
    ]


def _places(text: str, reading: OffsetsReading) -> list[int | None]:
    """Return, for each offset of a reading, the code point in the plain text; None within a character."""
    places: list[int | None] = []
    at = 0
    for index, character in enumerate(text):
        half_of_break = character == "\r" and text[index + 1 : index + 2] == "\n"
        if half_of_break and reading.crlf_is_one:
            continue
        places.append(at)
        if reading.unit == "utf16" and ord(character) > 0xFFFF:
            places.append(None)
        at += 0 if half_of_break else 1
    return [*places, at]


def _span(places: list[int | None], start: int, end: int) -> Span | None:
    if not start <= end < len(places):
        return None
    first, last = places[start], places[end]
    return None if first is None or last is None else (first, last)


def _share(sources: list[Source], spans: Spans, fits: Callable[[str, Span, str], bool | None]) -> float:
    """Return the share of selections whose span fits, of those that `fits(text, span, quoted)` can judge."""
    judged = []
    for source, found in zip(sources, spans, strict=True):
        text = plain_text(source)
        for selection, span in zip(source.selections, found, strict=True):
            verdict = fits(text, span or (0, 0), selection.quoted)
            judged += [] if verdict is None else [verdict and span is not None]
    return sum(judged) / len(judged) if judged else 0.0


def says_what_is_quoted(text: str, span: Span, quoted: str) -> bool | None:
    """Return whether a span holds the words quoted, of which the end may be cut; None without a quotation."""
    words = _even(quoted)
    whole = re.sub(r"(\.\.\.|\u2026)$", "", words)
    if not whole.strip():
        return None
    found = _even(text[slice(*span)])
    return found == words or (whole != words and found.startswith(whole))


def _even(words: str) -> str:
    """Return words with every line break and tab as one blank: XML keeps neither in an attribute."""
    return re.sub(r"\r\n|[\r\n\t]", " ", words)


def _ends_at_words(text: str, span: Span, _quoted: str) -> bool:
    """Return whether a span begins and ends at borders of words, with no blank at either end."""
    start, end = span
    selected = text[start:end]
    if not selected or selected != selected.strip():
        return False
    cuts_first = start > 0 and text[start - 1].isalnum() and selected[0].isalnum()
    cuts_last = end < len(text) and selected[-1].isalnum() and text[end].isalnum()
    return not cuts_first and not cuts_last
