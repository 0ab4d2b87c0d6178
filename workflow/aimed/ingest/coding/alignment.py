"""Find the letters of a coded text in a transcript that may differ from it.

A coding program stores the text as it was imported: with other line ends, empty lines, padding after the
speaker's label or a title above the first turn. Blanks, characters that nobody sees, which a label loses, and
the two widths of a colon are no difference. Where letters differ, because the transcript was edited after it
was coded, the words that both have in the same order hold the texts together.
"""

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz.distance import Levenshtein

COLONS = {0xFF1A: ":"}
TOGETHER = 4  # words in a row that occur once in each text hold both together
PART = 4_000_000  # pairs of letters that are compared one by one; longer parts word by word
WHOLE = 1_000_000_000


@dataclass(frozen=True)
class Letters:
    """The characters of a text that are seen: `text` without blanks, and where each of them stands."""

    whole: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Letters":
        """Return the letters of a text, colons in one width."""
        unseen = {ord(one): "" for one in set(text) if _is_format(one)}
        return cls(text, tuple(text.translate(COLONS | unseen).split()))

    @cached_property
    def text(self) -> str:
        """Return the letters one after the other."""
        return "".join(self.words)

    @cached_property
    def places(self) -> np.ndarray:
        """Return where each letter stands in the whole text."""
        points = np.frombuffer(self.whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        unseen = [one for one in set(self.whole) if one.isspace() or _is_format(one)]
        return np.flatnonzero(~np.isin(points, [ord(one) for one in unseen]))

    @cached_property
    def begins(self) -> np.ndarray:
        """Return at which letter each word begins, and after them the number of letters."""
        return np.concatenate([[0], np.cumsum([len(word) for word in self.words], dtype=np.int64)])

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the first letter of a span of the whole text, and the one after its last."""
        first, last = np.searchsorted(self.places, [start, end]).tolist()
        return first, last


def _is_format(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) == "Cf"


@dataclass(frozen=True)
class Alignment:
    """Where each letter of a coded text is among the letters of a transcript, -1 where it is not there."""

    theirs: Letters
    ours: Letters
    places: np.ndarray

    @cached_property
    def found(self) -> np.ndarray:
        """Return the letters of the coded text that the transcript has too."""
        return np.flatnonzero(self.places >= 0)

    @cached_property
    def is_same(self) -> bool:
        """Return whether both texts are the same, blanks too."""
        return self.theirs.whole == self.ours.whole

    @property
    def share(self) -> float:
        """Return which share of the letters of the coded text the transcript has too."""
        return len(self.found) / max(1, len(self.places))

    @cached_property
    def breaks(self) -> list[int]:
        """Return at which letters of the transcript the two texts part, the title above it left out."""
        here = self.places[self.found]
        missing = np.flatnonzero((np.diff(self.found) > 1) | (np.diff(here) > 1))
        places = (here[missing] + 1).tolist()
        if len(here) and here[0] > 0:
            places.insert(0, 0)
        ends = len(here) and (self.found[-1] + 1 < len(self.places) or here[-1] + 1 < len(self.ours.text))
        return [*places, int(here[-1]) + 1] if ends else places

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return the letters of the transcript that stand where a range of the coded text stood.

        Where its borders are not in the transcript, those are taken that reach to the next letters that are.
        """
        before, after = np.searchsorted(self.found, [first, last]).tolist()
        inside = self.places[self.found[before:after]]
        start = int(self.places[self.found[before - 1]]) + 1 if before else 0
        end = int(self.places[self.found[after]]) if after < len(self.found) else len(self.ours.text)
        if len(inside) and self.places[first] >= 0:
            start = int(inside[0])
        if len(inside) and self.places[last - 1] >= 0:
            end = int(inside[-1]) + 1
        return start, max(start, end)

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """Return a range of letters of the transcript, which is not empty, as a span of its whole text."""
        return int(self.ours.places[first]), int(self.ours.places[last - 1]) + 1


def align_texts(theirs: Letters, ours: Letters, before: str = "") -> Alignment:
    """Return where the letters of a coded text are in a transcript; `before` stands above its first turn."""
    places = np.full(len(theirs.text), -1, dtype=np.int64)
    title = Letters.of(before).text
    for above in (0, len(title) if title and theirs.text.startswith(title) else 0):
        if len(theirs.text) - above == len(ours.text) and theirs.text.endswith(ours.text):
            places[above:] = np.arange(len(ours.text))
            return Alignment(theirs, ours, places)
    for first, there, size in _match_words(theirs, ours):
        places[first : first + size] = np.arange(there, there + size)
    return Alignment(theirs, ours, places)


def _match_words(theirs: Letters, ours: Letters) -> list[tuple[int, int, int]]:
    """Return the runs of letters that both texts have, in order: (letter, letter of the other, how many)."""
    numbers: dict[str, int] = {}
    a, b = (
        np.array([numbers.setdefault(word, len(numbers)) for word in one.words], dtype=np.int64)
        for one in (theirs, ours)
    )
    here, there = _find_anchors(a, b)
    here = np.concatenate([[-1], here, [len(a)]])
    there = np.concatenate([[-1], there, [len(b)]])
    runs: list[tuple[int, int, int]] = []
    gaps = np.flatnonzero((np.diff(here) != 1) | (np.diff(there) != 1))
    begin = 0  # of the anchors that stand without a gap
    for gap in [*gaps.tolist(), len(here) - 1]:
        first, last = max(int(here[begin]), 0), min(int(here[gap]) + 1, len(a))
        other = max(int(there[begin]), 0)
        if last > first:
            size = int(theirs.begins[last] - theirs.begins[first])
            runs.append((int(theirs.begins[first]), int(ours.begins[other]), size))
        if gap < len(here) - 1:
            part = (int(here[gap]) + 1, int(here[gap + 1])), (int(there[gap]) + 1, int(there[gap + 1]))
            runs += _match_part(theirs, ours, a, b, *part)
        begin = gap + 1
    return runs


def _find_anchors(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where words begin that occur once, TOGETHER in a row, in both texts and in the same order."""
    if min(len(a), len(b)) < TOGETHER:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    mixed = [_mix(one) for one in (a, b)]
    single = []
    for one in mixed:
        values, first, counts = np.unique(one, return_index=True, return_counts=True)
        single.append((values[counts == 1], first[counts == 1]))
    _, left, right = np.intersect1d(single[0][0], single[1][0], assume_unique=True, return_indices=True)
    here, there = single[0][1][left], single[1][1][right]
    same = np.all([a[here + step] == b[there + step] for step in range(TOGETHER)], axis=0)
    order = np.argsort(here[same])
    here, there = here[same][order], there[same][order]
    kept = _keep_increasing(there)
    return here[kept], there[kept]


def _mix(words: np.ndarray) -> np.ndarray:
    """Return one number for each row of TOGETHER words; equal rows are compared again."""
    rows = np.lib.stride_tricks.sliding_window_view(words.astype(np.uint64), TOGETHER)
    odd = np.array(
        [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64
    )
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for step in range(TOGETHER):
        mixed = (mixed ^ rows[:, step]) * odd[step]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _keep_increasing(values: np.ndarray) -> np.ndarray:
    """Return the places of a longest increasing row of values (patience sorting)."""
    if len(values) < 2 or np.all(np.diff(values) > 0):
        return np.arange(len(values))
    tops: list[int] = []
    at: list[int] = []
    before = [-1] * len(values)
    for place, value in enumerate(values.tolist()):
        pile = bisect_left(tops, value)
        before[place] = at[pile - 1] if pile else -1
        if pile == len(tops):
            tops.append(value)
            at.append(place)
        else:
            tops[pile], at[pile] = value, place
    kept, last = [], at[-1]
    while last >= 0:
        kept.append(last)
        last = before[last]
    return np.array(kept[::-1])


def _match_part(
    theirs: Letters,
    ours: Letters,
    a: np.ndarray,
    b: np.ndarray,
    here: tuple[int, int],
    there: tuple[int, int],
) -> list[tuple[int, int, int]]:
    """Return the runs of letters that both have between two anchors; none where they are too far apart."""
    (one, two), (three, four) = here, there
    first, last = int(theirs.begins[one]), int(theirs.begins[two])
    other, end = int(ours.begins[three]), int(ours.begins[four])
    if last == first or end == other:
        return []
    if (last - first) * (end - other) <= PART:
        codes = Levenshtein.opcodes(theirs.text[first:last], ours.text[other:end])
        same = [code for code in codes if code.tag == "equal"]
        return [(first + c.src_start, other + c.dest_start, c.src_end - c.src_start) for c in same]
    if (two - one) * (four - three) > WHOLE:
        return []
    runs: list[tuple[int, int, int]] = []
    for code in Levenshtein.opcodes(a[one:two].tolist(), b[three:four].tolist()):
        part = (one + code.src_start, one + code.src_end), (three + code.dest_start, three + code.dest_end)
        if code.tag == "equal":
            begin, stop = int(theirs.begins[part[0][0]]), int(theirs.begins[part[0][1]])
            runs.append((begin, int(ours.begins[part[1][0]]), stop - begin))
        elif code.tag == "replace" and part != (here, there):
            runs += _match_part(theirs, ours, a, b, *part)
    return runs
