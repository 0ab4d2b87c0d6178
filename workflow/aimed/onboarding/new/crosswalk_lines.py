"""The lines of a drafted crosswalk, and the text that they are written to."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from aimed.files.formula_cells import write_csv

UNSURE = "?"


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


def write_lines(lines: Iterable[Line]) -> str:
    """Return a crosswalk as CSV text; cells that would begin a formula are guarded."""
    return write_csv([[field.name for field in fields(Line)], *map(astuple, lines)])
