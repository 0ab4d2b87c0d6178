"""Ends of sentences, marked in a document by signs that nobody writes, and found again on its page."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from aimed.language.marks import TextPositions
from aimed.language.prose_regions import readable_of
from aimed.language.spans import ATTRIBUTES

FIRST = 0xF0000  # of the private use signs; each end has one of its own
SIGNS = re.compile("[\U000f0000-\U000ffffd]")
END = re.compile(  # before the full stop: the filters look for it at the end of a word
    r"(?<![\ue000-\ue005\s.?!:])(?=[.?!]+[\"'”’)\]*_]*(?:\s+[^a-z\s]|\s*\Z))"
)
HEADING = re.compile(r"^#{1,6} +", re.M)
NO_PROSE = re.compile(rf"{ATTRIBUTES.pattern}|\]\([^)\n]*\)|\[[^][]*@[^][]*\]|\$[^$\n]+\$|^.*\|.*$", re.M)
APART = re.compile(r"\n[ \t]*\r?\n")
PIECE = re.compile(rf"<title>.*?</title>|<[^>]*>|({SIGNS.pattern})([.?!]+[\"'”’)\]]*)?", re.S)


def find_ends(text: str) -> list[int]:
    """Return the offsets in a document where its sentences end, and where the words of a heading begin."""
    readable = readable_of(text)
    taken = [match.span() for match in NO_PROSE.finditer(readable)]
    ends = {match.end() for form in (END, HEADING) for match in form.finditer(readable)}
    return [end for end in sorted(ends) if not any(start < end < stop for start, stop in taken)]


def mark_ends(text: str, ends: list[int]) -> str:
    """Return a document with a sign at each end: the first has the first sign."""
    parts = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return parts[0] + "".join(chr(FIRST + number) + part for number, part in enumerate(parts[1:]))


def find_sign(text: str, ends: Sequence[int], line: int, column: int) -> str:
    """Return the sign of the sentence at a line and column; "" where its paragraph has none."""
    starts = TextPositions(text).starts
    if not 0 < line <= len(starts):
        return ""
    begin = starts[line - 1]
    fence, heading = text.startswith(":::", begin), text.startswith("#", begin)
    offset = begin if heading else begin + max(column - 1, 0)
    after = bisect_left(ends, offset)
    if after < len(ends) and (fence or not APART.search(text, offset, ends[after])):
        return chr(FIRST + after)
    before = after - 1  # the last words of a paragraph without a full stop
    return chr(FIRST + before) if before >= 0 and not APART.search(text, ends[before], offset) else ""


def fill_signs(page: str, cards: Mapping[str, str]) -> tuple[str, set[str]]:
    """Return a page with each sign as its card or nothing, and the signs whose card has found its place."""
    placed: set[str] = set()

    def fill(piece: re.Match[str]) -> str:
        sign, stop = piece[1], piece[2] or ""
        if sign is None:
            return SIGNS.sub("", piece[0])
        if sign not in cards or sign in placed:
            return stop
        placed.add(sign)
        return stop + cards[sign]

    return PIECE.sub(fill, page), placed
