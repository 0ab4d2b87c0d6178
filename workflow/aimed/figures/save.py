"""Save a figure as SVG, PDF and PNG: the same bytes for the same drawing, and no glyph missing."""

import functools
from collections.abc import Mapping
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from aimed.figures.declared import Declared
from aimed.files.fonts import LETTERS
from aimed.messages.problems import Problem, raise_problems
from aimed.messages.unseen_characters import name_character

# Metadata: without these, matplotlib writes the clock and its own version.
FORMATS: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


def save_figure(figure: Figure, files: Mapping[str, Path]) -> None:
    """Write the figure at its own size, as format (a key of FORMATS) -> file."""
    for kind, path in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format=kind, metadata=FORMATS[kind])


def check_glyphs(figure: Figure, declared: Declared) -> None:
    """Raise ProblemsFound for each text with a character that no font has: it would be drawn as a box."""
    problems = []
    for text in figure.findobj(Text):
        drawn = text.get_text()  # type: ignore[attr-defined]
        known = _letters(text.get_fontproperties())  # type: ignore[attr-defined]
        missing = sorted(
            {one for one in drawn if one != "\n" and not any(ord(one) in letters for letters in known)}
        )
        if missing:
            place = f"{declared.file.as_posix()}, {declared.entry['id']}"
            found = f"the text {' '.join(drawn.split())!r} with {', '.join(map(name_character, missing))}"
            remedy = "give other words under labels, or correct the codebook"
            problems.append(Problem(place, found, LETTERS, remedy))
    raise_problems(sorted(problems))


def _letters(asked: FontProperties) -> list[frozenset[int]]:
    """Return the letters of each font that a text is drawn with."""
    faces = [asked.copy() for _ in asked.get_family()]
    for face, family in zip(faces, asked.get_family(), strict=True):
        face.set_family(family)
    return [_charmap(font_manager.findfont(face)) for face in faces]


@functools.cache
def _charmap(file: str) -> frozenset[int]:
    return frozenset(font_manager.get_font(file).get_charmap())
