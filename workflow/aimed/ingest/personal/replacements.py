"""Replacements in a text, and where its characters are afterwards: coded offsets go through them."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def map_edited(span: Span, edits: Iterable[Edit]) -> Span:
    """Return a span of the unedited text in the edited one; a border within a replacement moves outwards."""
    moved = 0
    start, end = span
    places = [start, end]
    for edit in edits:
        grown = len(edit.replacement) - (edit.end - edit.start)
        here = edit.start + moved
        if edit.end <= start:
            places[0] = start + moved + grown
        elif edit.start < start:
            places[0] = here
        if edit.end <= end:
            places[1] = end + moved + grown
        elif edit.start < end:
            places[1] = here + len(edit.replacement)
        moved += grown
    return places[0], places[1]
