"""Read statistics packages' files with their declared missing values kept as the codes they are."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from aimed.ingest.survey_export import PART, Export
from aimed.problems import Problem, ProblemsFound

BROKEN = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError)


def read_spss(path: Path, options: dict[str, Any]) -> Export:
    """Return an SPSS .sav or .zsav file; SPSS numbers its cases from 1.

    Cells are text: 1.0 is written 1, blanks are null.
    Raises ProblemsFound for a file that cannot be read.
    """
    return _read(path, pyreadstat.read_sav, "spss", options, "a whole .sav file")


def _read(
    path: Path, reader: Callable[..., Any], name: str, options: dict[str, Any], expected: str
) -> Export:
    extra = {"user_missing": True, "disable_datetime_conversion": True}
    extra |= {"encoding": options["encoding"]} if options.get("encoding") else {}
    try:
        _, meta = reader(path, metadataonly=True, **extra)
    except BROKEN as error:
        raise _refuse(path, name, error, expected) from None
    columns = {column: _describe(meta, column) for column in meta.column_names}
    reading = {"format": name, "encoding": meta.file_encoding, "file_label": meta.file_label or ""}
    parts = _cut(path, reader, extra, name, expected)
    return Export(columns, parts, reading, None if meta.number_rows in (None, -1) else meta.number_rows)


def _cut(
    path: Path, reader: Callable[..., Any], extra: dict[str, Any], name: str, expected: str
) -> Iterator[tuple[Sequence[int], pd.DataFrame]]:
    first = 0
    while True:
        try:
            frame, _ = reader(path, row_offset=first, row_limit=PART, **extra)
        except BROKEN as error:
            raise _refuse(path, name, error, expected) from None
        text = {column: [write_value(v) for v in frame[column]] for column in frame.columns}
        if len(frame) or not first:
            numbers = range(first + 1, first + len(frame) + 1)
            yield numbers, pd.DataFrame(text, columns=list(frame.columns), dtype="string")
        first += len(frame)
        if len(frame) < PART:
            return


def _describe(meta: Any, name: str) -> dict[str, Any]:
    labels = meta.variable_value_labels.get(name, {})
    return {
        "label": meta.column_names_to_labels.get(name) or "",
        "values": {write_value(code): str(text) for code, text in labels.items()},
        "missing": _ranges(meta, name),
        "type": meta.readstat_variable_types.get(name, ""),
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


def _refuse(path: Path, name: str, error: Exception, expected: str) -> ProblemsFound:
    return ProblemsFound(
        [
            Problem(
                path.as_posix(),
                f"an {name.upper()} file that cannot be read ({error})",
                expected,
                "export it again, or copy it again: it may be cut short",
            )
        ]
    )
