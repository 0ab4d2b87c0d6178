"""The lines of a drafted crosswalk and its table of own words, and the texts that they are written to."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, fields, replace

from aimed.files.formula_cells import write_csv
from aimed.harmonise.recoding.values import split_options
from aimed.language.own_words import may_be_own
from aimed.onboarding.new.vocabulary import Vocabulary
from aimed.onboarding.profiling import Column

UNSURE, JOINT = "?", ","
HELD = "its values are in one person's own words: they stand in own_words.csv"


@dataclass
class Line:
    """One line. score and runner_up say how it was found; `decide` holds ? until a person has decided.

    own_row: the row of a file that holds these words, of one person; such a line is in no shared table.
    """

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
    own_row: int = field(default=0, init=False)


HEADS = [one.name for one in fields(Line)][:-1]


def write_lines(lines: Iterable[Line]) -> str:
    """Return the shared lines as CSV text; cells that would begin a formula are guarded."""
    return write_csv([HEADS, *(astuple(line)[:-1] for line in lines if not line.own_row)])


def write_own_lines(lines: Iterable[Line]) -> str:
    """Return the lines for own words as CSV text, each with its row in the note; nothing without any."""
    own = [line for line in lines if line.own_row]
    noted = [replace(line, note="; ".join(filter(None, [f"row {line.own_row}", line.note]))) for line in own]
    return write_csv([HEADS, *(astuple(line)[:-1] for line in noted)]) if own else ""


def set_apart(column: Column, lines: Iterable[Line], words: Vocabulary) -> list[Line]:
    """Return the lines of a column, those for own words last and with the row that holds them.

    Own words are what nobody else has answered, the file does not declare and the codebook does not know.
    There is a line without them in any case.
    """
    shared: list[Line] = []
    own: list[Line] = []
    for line in lines:
        if line.source_value and line.decide == UNSURE and not _is_declared(column, line.source_value):
            known = words.wordings_of(line.variable)
            rows, line.own_row = _find_rows(column, line.source_value)
            line.own_row *= may_be_own(line.source_value, rows, known)
        (own if line.own_row else shared).append(line)
    if own and not shared:
        label = column.label if column.label != column.name else ""
        shared = [Line(column.name, note=HELD, source_text=label)]
    return [*shared, *own]


def _is_declared(column: Column, value: str) -> bool:
    said = column.description
    options = [] if said.get("guessed") else said.get("options") or []
    return value in column.values or value in column.markers or value in map(str, options)


def _find_rows(column: Column, value: str) -> tuple[int, int]:
    """Return how many rows hold a value or, where cells hold several, an option, and the first of them."""
    separator = str(column.description.get("separator") or "")
    holding = [value] if value in column.counts else []
    if separator or not holding:
        separator = separator or JOINT
        holding = [cell for cell in column.counts if value in split_options(cell, separator, [value])[0]]
    rows = [column.rows[cell] for cell in holding if cell in column.rows]
    return sum(column.counts[cell] for cell in holding), min(rows, default=0)
