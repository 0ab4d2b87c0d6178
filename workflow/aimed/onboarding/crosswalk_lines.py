"""The lines of a drafted crosswalk, and the file that they are written to."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

UNSURE = "?"
FORMULA = ("=", "@", "+", "-", "\t", "\r")


@dataclass
class Line:
    """One line. score and runner_up say how it was found; `decide` holds ? until a person has decided."""

    source_variable: str
    source_value: str = ""
    variable: str = ""
    value: str = ""
    missing_reason: str = ""
    rule: str = ""
    note: str = ""
    score: str = ""
    runner_up: str = ""
    decide: str = ""
    source_text: str = ""


def starts_formula(value: str) -> bool:
    """Return whether a spreadsheet program would take a value for a formula; a number is none."""
    if not value.startswith(FORMULA):
        return False
    try:
        float(value.replace(",", "."))
    except ValueError:
        return True
    return False


def write_lines(lines: Iterable[Line]) -> str:
    """Return a crosswalk as CSV text. A text that would begin a formula is shown behind a blank."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([field.name for field in fields(Line)])
    for line in lines:
        writer.writerow([f" {cell}" if starts_formula(cell) else cell for cell in astuple(line)])
    return written.getvalue()
