"""Which characters the PDF's fonts can print: Typst leaves an empty box for any other, without a word."""

import unicodedata
from collections.abc import Sequence, Set
from pathlib import Path

from fontTools.ttLib import TTFont

from aimed.files.fonts import LETTERS, font_files
from aimed.language.marks import TextPositions
from aimed.messages.problems import Problem, raise_problems


def font_folders() -> list[str]:
    """Return the folders of the fonts that layout.typ names after the one that comes with Typst."""
    return [str(file.parent) for file in font_files().values()]


def check_glyphs(typeset: str, sources: Sequence[Path]) -> None:
    """Raise ProblemsFound for the characters of a text that no font of the PDF has.

    typeset is the whole text as it goes to Typst; sources are the files in which a character is looked for,
    to name its place. Blanks and control characters are not looked at.
    """
    known = _letters()
    raise_problems(
        Problem(
            _place_of(character, sources),
            f"the character {character} (U+{ord(character):04X}, {unicodedata.name(character, 'unnamed')})",
            f"{LETTERS}: what the PDF's fonts have",
            "write it in letters that they have",
        )
        for character in sorted(set(typeset))
        if ord(character) not in known and unicodedata.category(character)[0] not in "CZ"
    )


def _letters() -> Set[int]:
    known: set[int] = set()
    for file in font_files().values():
        with TTFont(file, lazy=True) as font:
            known |= set(font.getBestCmap())
    return known


def _place_of(character: str, sources: Sequence[Path]) -> str:
    for path in sources:
        text = path.read_text(encoding="utf-8")
        if (at := text.find(character)) >= 0:
            line, column = TextPositions(text).place(at)
            return f"{path.as_posix()}:{line}:{column}"
    return sources[0].as_posix()
