"""The words of a figure: its own labels first, then those of the codebook and the themes."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from aimed.figures.declared import Declared
from aimed.files.fonts import FAMILIES
from aimed.ledger.labels import label_term
from aimed.study.codebook import Codebook

ALL = "all"
MILLIMETRES_PER_INCH, POINTS_PER_INCH = 25.4, 72.0
LINE = 1.25  # from one line to the next, in type sizes


@dataclass(frozen=True)
class Words:
    """`themes` is code -> label, in the order of themes.csv."""

    codebook: Codebook
    themes: Mapping[str, str]
    declared: Declared

    def item(self, name: str) -> str:
        """Return what an item is called: a variable, an option of a multi-select, or a theme."""
        variable, _, option = name.partition(".")
        if name in self.themes:
            known = self.themes[name]
        elif variable in self.codebook.variables.index:
            known = str(self.codebook.variables.at[variable, "label"])
            known = self.codebook.label(variable, option) if option else known
        else:
            known = name.replace("_", " ")
        return self.declared.label(name, known)

    def level(self, variable: str, code: str) -> str:
        """Return what a level, or a coarser level, of a variable is called."""
        return self.declared.label(code, self.codebook.label(variable, code))

    def reason(self, code: str) -> str:
        """Return what a missing reason is called."""
        return self.declared.label(code, self.codebook.missing.get(code, code.replace("_", " ")))

    def group(self, code: str) -> str:
        """Return what a group is called; its scale is the first of the codebook that has the code."""
        known = "All" if code == ALL else code.replace("_", " ")
        scales = (scale for scale in self.codebook.scales.values() if code in scale.index)
        scale = next(scales, None)
        if scale is not None and code != ALL:
            known = str(scale.at[code, "label"])
        elif code != ALL:
            known = label_term(code, self.codebook) or known
        return self.declared.label(code, known)


def measure(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide the widest line of a text is drawn, in mm at a type size in points."""
    return max(_measure_line(line, weight) for line in text.split("\n")) * size


@functools.cache
def _measure_line(line: str, weight: str) -> float:
    font = FontProperties(family=list(FAMILIES), size=POINTS_PER_INCH, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(line, font, ismath=False)
    return float(width) * MILLIMETRES_PER_INCH / POINTS_PER_INCH**2


def height_of(texts: Iterable[str], size: float) -> float:
    """Return how high the text with most lines is drawn, in mm at a type size in points; 0 without texts."""
    lines = max((text.count("\n") + 1 for text in texts), default=0)
    return lines * LINE * size * MILLIMETRES_PER_INCH / POINTS_PER_INCH


def fold(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Return text broken into lines of at most `width` mm at a type size in points."""
    letters = min(len(text), 1 + int(len(text) * 1.5 * width / max(measure(text, size, weight), width)))
    while letters > 1 and any(measure(line, size, weight) > width for line in wrap(text, letters)):
        letters -= 1
    return "\n".join(wrap(text, max(1, letters)))
