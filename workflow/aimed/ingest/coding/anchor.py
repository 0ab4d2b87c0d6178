"""Bring each coded selection to the words of a transcript: by its offsets, else by its words.

An edit of the transcript after it was coded moves words, and changes some. Words that are still there, but
for a few letters, between the same neighbours are the same words; words that are elsewhere are taken where
they stand once. What is left is not placed: where it may have been is said, and nothing is guessed.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from aimed.ingest.coding.alignment import Alignment, Letters
from aimed.ingest.coding.offsets import Span
from aimed.ingest.coding.project import TextSelection
from aimed.ingest.coding.word_fit import ELLIPSIS, fits_quotation

ALIKE = 0.75  # of the letters of words that were edited after they were coded
EMPTY = "holds no word"
LABEL_ALONE = "holds no word of a turn"
OUTSIDE = "lies outside of the text"
BY_TIMES = "times"
GONE = "words that are not in the transcript"
SEVERAL = "words that stand in the transcript several times"
OTHER_THAN_QUOTED = "words that differ from those that the project quotes"


@dataclass(frozen=True)
class Anchored:
    """A selection and where its words are: a span of the transcript's text, or why there is none.

    `how`: offsets, or words where the words found the place, or were edited, or times of a recording: then
    the span is of the text that is written. `words` are those that were coded, as far as they are known;
    `near` is about where in the transcript they are looked for.
    """

    selection: TextSelection
    span: Span | None
    how: str = "offsets"
    why: str = ""
    words: str = ""
    near: int | None = None


@dataclass
class Anchoring:
    """The texts of a source and of its transcript, and how far quotations can be relied on.

    quotes: whether the project's quotations are the words selected, so that other words are a fault.
    """

    text: str
    alignment: Alignment
    quotes: bool

    def anchor(self, selection: TextSelection, span: Span | None) -> Anchored:
        """Return a selection with its place; `span` is that of its offsets in the source's text."""
        if selection.start is None:
            return self._find(selection, selection.quoted, None, GONE)
        if span is None:
            return self._find(selection, selection.quoted, None, OUTSIDE)
        first, last = self.alignment.theirs.within(*span)
        words = self.text[slice(*span)]
        if self.quotes and selection.quoted.strip() and not fits_quotation(words, selection.quoted):
            near = self.alignment.range_of(first, last)[0] if last > first else None
            return self._find(selection, selection.quoted, near, OTHER_THAN_QUOTED)
        if first == last:
            return Anchored(selection, None, why=EMPTY, near=None)
        if self.alignment.is_same:
            return Anchored(selection, span, words=words)
        return self._carry(selection, words, first, last)

    def _carry(self, selection: TextSelection, words: str, first: int, last: int) -> Anchored:
        """Return a selection where its letters are now, or those between the same neighbours."""
        theirs, ours = self.alignment.theirs.text, self.alignment.ours.text
        coded = theirs[first:last]
        start, end = self.alignment.range_of(first, last)
        if ours[start:end] == coded:
            return Anchored(selection, self.alignment.span_of(start, end), words=words)
        if end > start and _alike(coded, ours[start:end]) < ALIKE:
            start, end = _narrow(coded, ours, start, end)
        if end > start and _alike(coded, ours[start:end]) >= ALIKE:
            return Anchored(selection, self.alignment.span_of(start, end), "words", words=words)
        return self._find(selection, words, start, GONE)

    def _find(self, selection: TextSelection, words: str, near: int | None, why: str) -> Anchored:
        """Return a selection where its words stand in the transcript, if they do so once."""
        ours = self.alignment.ours
        wanted = Letters.of(ELLIPSIS.sub("", words)).text
        place = None
        if near is not None and len(ours.places):
            place = int(ours.places[min(near, len(ours.places) - 1)])
        if not wanted:
            return Anchored(selection, None, why=EMPTY if why == GONE else why, words=words, near=place)
        at = ours.text.find(wanted)
        if at >= 0 and ours.text.find(wanted, at + 1) < 0:
            span = self.alignment.span_of(at, at + len(wanted))
            return Anchored(selection, span, "words", words=words)
        return Anchored(selection, None, why=SEVERAL if at >= 0 else why, words=words, near=place)


def _alike(coded: str, words: str) -> float:
    return Levenshtein.normalized_similarity(coded, words)


def _narrow(coded: str, ours: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a range of letters that is most like coded ones, where it is longer than they."""
    if len(coded) >= end - start:
        return start, end
    found = fuzz.partial_ratio_alignment(coded, ours[start:end])
    return (start, end) if found is None else (start + found.dest_start, start + found.dest_end)
