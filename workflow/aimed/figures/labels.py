"""The words of a figure: its own labels first, then those of the codebook and the themes."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap
from unicodedata import east_asian_width

from aimed.figures.declared import Declared
from aimed.ledger.labels import label_term
from aimed.study.codebook import Codebook

ALL = "all"
# Mean advance of DejaVu Sans in mm per point of size, measured on the labels of a codebook in English.
MILLIMETRES_PER_CHARACTER = 0.198
WIDE = 1.8  # a letter as wide as it is high (Chinese, Japanese) beside such a mean one


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


def fold(text: str, width: float, size: float) -> str:
    """Return text broken into lines of at most about `width` mm at a type size in points."""
    wide = sum(east_asian_width(letter) in "WF" for letter in text) / max(1, len(text))
    letter = size * MILLIMETRES_PER_CHARACTER * (1 + wide * (WIDE - 1))
    return "\n".join(wrap(text, max(8, int(width / letter))))
