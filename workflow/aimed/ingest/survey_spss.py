"""Read SPSS .sav and .zsav files with their declared missing values kept as the codes they are."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from aimed.problems import Problem, ProblemsFound


def read_spss(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return an SPSS file's cells as text and its labels.

    The frame has the source's columns and order, blanks as null; 1.0 is written 1. The labels hold
    `columns` (name -> label, values (code -> label), missing (declared ranges), type),
    `order`, and `first_row`: SPSS numbers its cases from 1.
    Raises ProblemsFound for a file that cannot be read.
    """
    try:
        frame, meta = pyreadstat.read_sav(path, user_missing=True, disable_datetime_conversion=True)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError) as error:
        raise ProblemsFound(
            [
                Problem(
                    path.as_posix(),
                    f"an SPSS file that cannot be read ({error})",
                    "a whole .sav file",
                    "export it again, or copy it again: it may be cut short",
                )
            ]
        ) from None
    columns = {
        name: {
            "label": meta.column_names_to_labels.get(name) or "",
            "values": {write_value(c): str(t) for c, t in meta.variable_value_labels.get(name, {}).items()},
            "missing": _ranges(meta, name),
            "type": meta.readstat_variable_types.get(name, ""),
        }
        for name in meta.column_names
    }
    text = {name: [write_value(v) for v in frame[name]] for name in meta.column_names}
    return pd.DataFrame(text, columns=meta.column_names, dtype="string"), {
        "columns": columns,
        "order": list(meta.column_names),
        "first_row": 1,
    }


def _ranges(meta: Any, name: str) -> list[list[str | None]]:
    """Return the declared missing values of a column as [lowest, highest] pairs of text."""
    return [
        [write_value(found["lo"]), write_value(found["hi"])] for found in meta.missing_ranges.get(name, [])
    ]


def write_value(value: Any) -> str | None:
    """Return a cell as text: whole numbers without a point, blanks and nothing as null."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = str(value).strip()
    return text or None
