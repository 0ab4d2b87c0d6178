"""Replacements in a text, and where its characters are afterwards: coded offsets go through them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]


@dataclass(frozen=True, order=True)
class Edit:
    """One replacement: a half-open span of the unedited text, in code points, and what stands there now."""

    start: int
    end: int
    replacement: str


def edit_text(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits made; they are in order and none overlaps another."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


class EditedPlaces:
    """Where the places of a text are after its edits, which are in order and do not overlap."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        listed = list(edits)
        self.starts = [edit.start for edit in listed]
        self.ends = [edit.end for edit in listed]
        self.sizes = [len(edit.replacement) for edit in listed]
        grown = (size - (edit.end - edit.start) for size, edit in zip(self.sizes, listed, strict=True))
        self.moved = [0, *accumulate(grown)]

    def map(self, span: Span) -> Span:
        """Return a span of the unedited text in the edited one; a border in a replacement moves outwards."""
        places = []
        for place, is_end in zip(span, (False, True), strict=True):
            edit = bisect_right(self.ends, place)
            inside = edit < len(self.starts) and self.starts[edit] < place
            at = self.starts[edit] + is_end * self.sizes[edit] if inside else place
            places.append(at + self.moved[edit])
        return places[0], places[1]
