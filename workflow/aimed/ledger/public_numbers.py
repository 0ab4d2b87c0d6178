"""The numbers that may leave the machine, as a table: published.csv of a release, public.csv of a build."""

from pathlib import Path
from typing import Any

from aimed.files.formula_cells import write_csv
from aimed.ledger.contents import Ledger, Numbers

COLUMNS = ("id", "value", "shown", "n", "low", "high", "unit")


def select_public(ledger: Ledger) -> Numbers:
    """Return id -> entry of the numbers of a ledger.json that may leave the machine, sorted by id."""
    return {name: entry for name, entry in sorted(ledger["numbers"].items()) if entry["public"]}


def write_numbers(numbers: Numbers) -> str:
    """Return numbers as CSV: a line per number, values with all their digits, LF."""
    lines = [[name, *(_cell(entry.get(c)) for c in COLUMNS[1:])] for name, entry in sorted(numbers.items())]
    return write_csv([COLUMNS, *lines])


def write_public(ledger: Ledger, path: Path) -> None:
    """Write the public numbers of a ledger as CSV into a file."""
    path.write_text(write_numbers(select_public(ledger)), encoding="utf-8", newline="")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
