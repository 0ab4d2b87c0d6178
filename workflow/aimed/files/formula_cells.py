"""Write CSV that no spreadsheet program runs: a cell that it would take for a formula begins with '."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

# also as full width letters, which East Asian versions of Excel take for the same signs
STARTS = r"'*[=+\-@\t\r＝＋－＠]"
GUARDED = re.compile(rf"'{STARTS}")
FORMULA = re.compile(STARTS)
NUMBER = re.compile(r"[-+]?(\d[\d.,\u00a0\u2009\u202f]*|[.,]\d+)(e[-+]?\d+)?\s?%?", re.I)


def write_csv(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV with LF; None is a blank cell, and text is guarded by `guard_cell`."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([guard_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue()


def guard_cell(text: str) -> str:
    """Return a cell with ' before it where a spreadsheet program would run it; numbers such as -5 stay."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def unguard_cell(text: str) -> str:
    """Return a cell as it was before `guard_cell`."""
    return text[1:] if GUARDED.match(text) else text
