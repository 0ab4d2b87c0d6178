"""Find out what a coding program's character offsets count: what is said, else the texts themselves.

REFI-QDA 1.5, section 10.2, asks for Unicode code points and leaves open whether the end is included;
programs also count UTF-16 units or bytes, and CRLF as one or two. What cohort.yaml or the format says is
taken as said. Else a project's offsets are read in every way that is left, and the way that fits the words
best is taken: the words that the project quotes, else the borders of words and what its program was seen
to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from aimed.ingest.coding.project import CodedProject, OffsetsReading, Source
from aimed.ingest.coding.word_fit import AS_QUOTED, CUT_SHORT, CUTS_WORD, fits_quotation, fits_words

Span = tuple[int, int]
Spans = tuple[tuple[Span | None, ...], ...]
UNITS = ("code_points", "utf16", "utf8_bytes")
CLEAR = 0.6  # of the selections must begin and end at words where nothing else decides
# the reading of the standard first: of those that fit equally well the first counts as the best
READINGS = tuple(OffsetsReading(*choice) for choice in product(UNITS, (False, True), (False, True)))
# what a program was seen to do, by a part of its name
HABITS: dict[str, dict[str, Any]] = {
    "nvivo": {"unit": "utf16", "crlf_is_one": False, "end_included": False},
    "atlas": {"crlf_is_one": True, "end_included": False},
    "qualcoder": {"unit": "code_points", "end_included": False},
}


@dataclass(frozen=True)
class Fit:
    """How the offsets of a project are read, and how that was found out.

    `spans` are those of each source's selections, code points of its plain text; None outside of it.
    `by`: said, format, quotations, habit, words, or nothing where no selection has offsets. `fitting` of
    `judged` selections fit the quoted words, else begin and end at words.
    """

    reading: OffsetsReading
    spans: Spans
    by: str
    fitting: int = 0
    judged: int = 0


@dataclass(frozen=True)
class Unclear:
    """Why no reading was taken: the best ones, of which `fitting` of `judged` selections fit words."""

    readings: tuple[OffsetsReading, ...]
    fitting: int
    judged: int


@dataclass(frozen=True)
class _Tried:
    """One set of spans with the readings that give it, and how its selections fit, as arrays.

    quoted: how each span fits its quotation, of those quoted; worded: how each fits words; letters: what
    letters it holds, to tell spans that differ in blanks and punctuation alone from others.
    """

    readings: tuple[OffsetsReading, ...]
    spans: Spans
    quoted: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    worded: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    letters: tuple[str, ...] = ()

    def follows(self, habit: Mapping[str, Any]) -> bool:
        """Return whether one of its readings is what a program was seen to do."""
        return bool(habit) and any(follows(reading, habit) for reading in self.readings)

    def order(self) -> tuple[int, int, int, bool]:
        """Return what the best has most of: quotations, whole ones, words, and an end not included."""
        quoted = int((self.quoted >= CUT_SHORT).sum()), int((self.quoted == AS_QUOTED).sum())
        return *quoted, int(self.worded.sum()), not self.readings[0].end_included


def follows(reading: OffsetsReading, said: Mapping[str, Any]) -> bool:
    """Return whether a reading is as said of some of its parts."""
    return all(getattr(reading, part) == value for part, value in said.items())


def plain_text(text: str) -> str:
    """Return a text with line feeds alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def list_readings(said: str | Mapping[str, Any] | None) -> tuple[OffsetsReading, ...]:
    """Return the readings that `offsets` in cohort.yaml leaves: a unit, or unit, crlf and end."""
    told: Mapping[str, Any] = {"unit": said} if isinstance(said, str) else said or {}
    wanted: dict[str, Any] = {} if told.get("unit", "auto") == "auto" else {"unit": told["unit"]}
    wanted |= {"crlf_is_one": told["crlf"] == 1} if "crlf" in told else {}
    wanted |= {"end_included": told["end"] == "inclusive"} if "end" in told else {}
    return tuple(reading for reading in READINGS if follows(reading, wanted))


def read_offsets(project: CodedProject, said: str | Mapping[str, Any] | None = None) -> Fit | Unclear:
    """Return how the offsets of a project are read; `said` is what cohort.yaml says of them.

    Unclear when no reading fits words, or several fit equally well and give other words.
    """
    sources = project.sources
    readings = (project.offsets,) if project.offsets and not said else list_readings(said)
    tried: dict[Spans, list[OffsetsReading]] = {}
    for reading in readings:
        spans = tuple(tuple(spans_of(source, reading)) for source in sources)
        tried.setdefault(spans, []).append(reading)
    judged = [_judge(sources, spans, tuple(same)) for spans, same in tried.items()]
    if not any(s.start is not None for source in sources for s in source.selections):
        return Fit(readings[0], judged[0].spans, "nothing")
    if len(readings) == 1:
        return _as_fit(judged[0], "said" if said else "format")
    best = max(judged, key=_Tried.order)  # the first of equals
    if 2 * best.order()[0] > best.quoted.size:
        return _as_fit(best, "quotations")
    habit = next((told for name, told in HABITS.items() if name in project.origin.casefold()), {})
    return _choose_by_words(judged, best, habit)


def _choose_by_words(tried: list[_Tried], best: _Tried, habit: Mapping[str, Any]) -> Fit | Unclear:
    """Return the reading that a program was seen to use, unless words speak against it; else the best."""
    usual = [one for one in tried if one.follows(habit)]
    if usual:
        known = max(usual, key=_Tried.order)
        if known is best or not _is_ahead(best, known):
            return _as_fit(known, "habit", habit)
    fits = int((best.worded > CUTS_WORD).sum())
    if fits < CLEAR * best.worded.size:
        return Unclear((best.readings[0],), fits, best.worded.size)
    rivals = [one for one in tried if _fits_where_other(one, best) and not _is_ahead(best, one)]
    if rivals:
        return Unclear(tuple(one.readings[0] for one in (best, *rivals)), fits, best.worded.size)
    return _as_fit(best, "words")


def _is_ahead(best: _Tried, other: _Tried) -> bool:
    """Return whether, where two sets of spans hold other letters, the one fits words clearly more often."""
    differs = _where_other(best, other)
    wins = int((best.worded > other.worded)[differs].sum())
    return wins > 2 * int((other.worded > best.worded)[differs].sum())


def _fits_where_other(one: _Tried, best: _Tried) -> bool:
    """Return whether a set of spans holds whole words somewhere where the best one holds other letters."""
    return bool((one.worded > CUTS_WORD)[_where_other(one, best)].any())


def _where_other(one: _Tried, other: _Tried) -> np.ndarray:
    return np.array([a != b for a, b in zip(one.letters, other.letters, strict=True)], dtype=bool)


def _as_fit(tried: _Tried, by: str, habit: Mapping[str, Any] | None = None) -> Fit:
    reading = next((one for one in tried.readings if habit and follows(one, habit)), tried.readings[0])
    if tried.quoted.size and (by == "quotations" or 2 * tried.order()[0] > tried.quoted.size):
        return Fit(reading, tried.spans, by, tried.order()[0], tried.quoted.size)
    return Fit(reading, tried.spans, by, int((tried.worded > CUTS_WORD).sum()), tried.worded.size)


def spans_of(source: Source, reading: OffsetsReading) -> list[Span | None]:
    """Return the spans of a source's selections by one reading; None for one that lies outside the text.

    Spans count code points of the plain text.
    """
    starts, plain = _count_units(source.text, reading)
    offsets = np.array(
        [
            (-1, -1) if s.start is None or s.end is None else (s.start, s.end + reading.end_included)
            for s in source.selections
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    # of several characters that begin at one offset (a carriage return that does not count) the last
    at = np.searchsorted(starts, offsets, side="right") - 1
    there = (at >= 0) & (starts[np.maximum(at, 0)] == offsets)
    places = plain[np.maximum(at, 0)]
    fine = there.all(axis=1) & (offsets[:, 0] <= offsets[:, 1])
    return [(first, last) if one else None for (first, last), one in zip(places.tolist(), fine, strict=True)]


def _count_units(text: str, reading: OffsetsReading) -> tuple[np.ndarray, np.ndarray]:
    """Return of each character, and of the end, its offset and its place in the plain text."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    half = np.zeros(points.size, dtype=bool)  # carriage returns before line feeds, gone in the plain text
    half[:-1] = (points[:-1] == 0x0D) & (points[1:] == 0x0A)
    width = np.ones(points.size, dtype=np.int64)
    if reading.unit == "utf16":
        width += points > 0xFFFF
    elif reading.unit == "utf8_bytes":
        width += (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    if reading.crlf_is_one:
        width[half] = 0
    return _sum_before(width), _sum_before((~half).astype(np.int64))


def _sum_before(counts: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)])


def _judge(sources: Sequence[Source], spans: Spans, readings: tuple[OffsetsReading, ...]) -> _Tried:
    """Return a set of spans with how each selection that has offsets fits its quotation, and words."""
    quoted: list[int] = []
    worded: list[int] = []
    letters: list[str] = []
    for source, found in zip(sources, spans, strict=True):
        text = plain_text(source.text)
        for selection, span in zip(source.selections, found, strict=True):
            if selection.start is None:
                continue
            words = text[slice(*span)] if span else ""
            if selection.quoted.strip():
                quoted.append(fits_quotation(words, selection.quoted))
            worded.append(fits_words(text, span) if span else CUTS_WORD)
            letters.append("".join(filter(str.isalnum, words)))
    return _Tried(readings, spans, np.array(quoted, dtype=int), np.array(worded, dtype=int), tuple(letters))
