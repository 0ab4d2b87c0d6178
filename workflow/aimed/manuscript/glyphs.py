"""Which characters the PDF's fonts can print: Typst leaves an empty box for any other, without a word."""

import importlib.util
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from fontTools.ttLib import TTFont

from aimed.marks import Lines
from aimed.problems import Problem

FONT = "DejaVuSans.ttf"


def font_folder() -> Path:
    """Return the folder of the fonts that come with matplotlib; layout.typ names DejaVu Sans from there."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("matplotlib")
    return Path(found.submodule_search_locations[0], "mpl-data", "fonts", "ttf")


def check_glyphs(typeset: str, sources: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each character of a text that no font of the PDF has.

    typeset is the whole text as it goes to Typst; sources maps a path to the text of a file in which
    the character is looked for, to name its place. Blanks and control characters are not looked at.
    """
    with TTFont(font_folder() / FONT, lazy=True) as font:
        known = font.getBestCmap()
    return [
        Problem(
            _place_of(character, sources),
            f"the character {character} (U+{ord(character):04X}, {unicodedata.name(character, 'unnamed')})",
            "Latin, Greek, Cyrillic, Arabic or Hebrew letters and common signs: what the PDF's fonts have",
            "write it in letters that they have",
        )
        for character in sorted(set(typeset))
        if ord(character) not in known and unicodedata.category(character)[0] not in "CZ"
    ]


def _place_of(character: str, sources: Mapping[str, str]) -> str:
    for path, text in sources.items():
        at = text.find(character)
        if at >= 0:
            line, column = Lines(text).place(at)
            return f"{path}:{line}:{column}"
    return next(iter(sources))
