"""The tables that people write for a whole study, and the crosswalk: each by its name, with its columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aimed.files.people_tables import PeopleTable, read_people_csv, read_people_table

if TYPE_CHECKING:  # pandas takes half a second to import, and aimed check does without
    import pandas as pd

CODEBOOK = Path("data/codebook")
VARIABLES, SCALES = CODEBOOK / "variables.csv", CODEBOOK / "scales.csv"
DERIVED = CODEBOOK / "derived.yaml"  # a study may have none
COLUMNS = {  # that a table has at least, by its name without the ending
    "variables": (
        *("variable", "label", "type", "scale", "unit"),
        *("min", "max", "role", "personal", "shown_if"),
    ),
    "scales": ("scale", "code", "order", "label", "collapsed"),
    "missing": ("reason", "label"),
    "themes": ("code", "label"),
    "countries": ("alias", "iso3"),
    "income_groups": ("iso3",),
    "who_regions": ("iso3", "who_region"),
    "code_map": ("name", "code", "note"),
    "crosswalk": ("source_variable", "source_value", "variable", "value", "missing_reason", "rule", "note"),
}


def list_codebook(study: Path = Path()) -> list[Path]:
    """Return the files that a codebook is read from: variables, scales, missing and, where it is, derived."""
    written = [study / CODEBOOK / f"{name}.csv" for name in ("variables", "scales", "missing")]
    return written + [path for path in [study / DERIVED] if path.is_file()]


def read_written(path: Path) -> pd.DataFrame:
    """Return one of these tables as `read_people_csv` does, with its columns there."""
    return read_people_csv(path, COLUMNS.get(path.stem, ()))


def read_written_rows(path: Path) -> PeopleTable:
    """Return one of these tables as `read_people_table` does, with its columns there."""
    return read_people_table(path, COLUMNS.get(path.stem, ()))
