"""Which characters the PDF's fonts can print: Typst leaves an empty box for any other, without a word."""

import unicodedata
from collections.abc import Mapping, Set

from fontTools.ttLib import TTFont

from aimed.files.fonts import LETTERS, font_files
from aimed.language.marks import TextPositions
from aimed.messages.problems import Problem


def font_folders() -> list[str]:
    """Return the folders of the fonts that layout.typ names after the one that comes with Typst."""
    return [str(file.parent) for file in font_files().values()]


def check_glyphs(typeset: str, sources: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each character of a text that no font of the PDF has.

    typeset is the whole text as it goes to Typst; sources maps a path to the text of a file in which
    the character is looked for, to name its place. Blanks and control characters are not looked at.
    """
    known = _letters()
    return [
        Problem(
            _place_of(character, sources),
            f"the character {character} (U+{ord(character):04X}, {unicodedata.name(character, 'unnamed')})",
            f"{LETTERS}: what the PDF's fonts have",
            "write it in letters that they have",
        )
        for character in sorted(set(typeset))
        if ord(character) not in known and unicodedata.category(character)[0] not in "CZ"
    ]


def _letters() -> Set[int]:
    known: set[int] = set()
    for file in font_files().values():
        with TTFont(file, lazy=True) as font:
            known |= set(font.getBestCmap())
    return known


def _place_of(character: str, sources: Mapping[str, str]) -> str:
    for path, text in sources.items():
        at = text.find(character)
        if at >= 0:
            line, column = TextPositions(text).place(at)
            return f"{path}:{line}:{column}"
    return next(iter(sources))
