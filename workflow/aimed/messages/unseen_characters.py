"""Name the characters that nobody sees: two labels that look alike may differ by one of them."""

import re
import unicodedata
from typing import TypedDict

import numpy as np
import pandas as pd

# soft hyphen; marks and overrides of the writing direction; spaces and joiners without width
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
LONGEST = 80  # of a category; a longer cell is somebody's own words


class HoldingUnseen(TypedDict, total=False):
    """What tells which unseen characters a file holds."""

    unseen_characters: dict[str, dict[str, int]]  # column -> name of the character -> number of cells


def note_unseen(reading: HoldingUnseen, cells: pd.DataFrame) -> None:
    """Count in reading["unseen_characters"] the cells of a part, and the column names, that hold some.

    The column's own name counts as a cell. The cells stay as they are.
    """
    for name in cells.columns:
        places, different = pd.factorize(cells[name])
        known = np.asarray(different, dtype=object).tolist()  # walking through anything else is slow
        if name.isascii() and "".join(known).isascii():
            continue
        times = np.bincount(places[places >= 0], minlength=len(known)).tolist()
        cells_of = ((text, count) for text, count in zip(known, times, strict=True) if len(text) <= LONGEST)
        for text, count in [(name, 1), *cells_of]:
            for character in sorted(set(UNSEEN.findall(text))):
                found = reading.setdefault("unseen_characters", {}).setdefault(name, {})
                said = name_character(character)
                found[said] = found.get(said, 0) + count


def name_unseen(text: str) -> str:
    """Return the unseen characters of a text by name, as an addition to a message; nothing for none."""
    names = [name_character(one) for one in sorted(set(UNSEEN.findall(text)))]
    return f", which holds {' and '.join(names)}" if names else ""


def name_character(character: str) -> str:
    """Return a character's code point and name, as U+200B ZERO WIDTH SPACE."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
