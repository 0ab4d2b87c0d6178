"""Answers in words of one's own: whoever reads them may know who wrote them, so no shared table has them."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from aimed.language.likeness import normalise
from aimed.messages.problems import MASK

FEW = 2  # rows may be of one person
WORDS, SIGNS = 4, 30  # no two people write so many alike
CODE = re.compile(r"[A-Za-z]{0,2}\W*\d*")
LETTER = re.compile(r"[^\W\d_]")
SPELLING = 80
NAME = "own words"


def may_be_own(text: str, rows: int, known: Iterable[str]) -> bool:
    """Return whether a text that stands in so many rows may be the words of one person.

    known: wordings that others have, too. A misspelling of one of them, a number and a short code are no
    words of one's own.
    """
    if text.startswith(MASK):
        return False
    plain = normalise(text)
    long = len(plain.split()) > WORDS or len(plain) > SIGNS
    if rows > FEW or (rows == FEW and not long) or not LETTER.search(plain) or CODE.fullmatch(text.strip()):
        return False
    return not any(_is_spelling(plain, normalise(wording)) for wording in known)


def say_own(row: int) -> str:
    """Return what stands in messages and pages in the place of such words."""
    return f"row {row}, {NAME}"


def _is_spelling(plain: str, wording: str) -> bool:
    """Return whether two wordings are one, or differ by a few letters in as many words."""
    if plain == wording:
        return True
    return plain.count(" ") == wording.count(" ") and fuzz.ratio(plain, wording) >= SPELLING
