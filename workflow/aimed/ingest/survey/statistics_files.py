"""Read statistics packages' files with their declared missing values kept as the codes they are."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
from pyreadstat._readstat_parser import parser_entry_point

from aimed.files.tables import FEW, code_texts
from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.child_reader import CrashedReader, call_apart
from aimed.ingest.survey.export import PART, Export, Reader
from aimed.ingest.survey.labels import ColumnDescription, FileReading
from aimed.ingest.survey.layouts import jisc
from aimed.ingest.survey.statistics_dates import UNREAD, Clock, find_clock
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import SurveyFile

BROKEN = (
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    UnicodeDecodeError,
    ValueError,
    OverflowError,
    LookupError,
    CrashedReader,
    TypeError,  # of pyreadstat itself, for a column whose name cannot be read
)
LETTERS = ("stata", "sas", "sas_transport")  # their missing values are letters beside the numbers
PACKAGES: dict[str, dict[str, str]] = read_beside(__file__)
CARD = 80  # a .xpt file is whole records of so many bytes, and states nowhere how many


@dataclass(frozen=True)
class _File:
    """A statistics package's file. `clocks`: its columns of dates; `codes`: what stands for no date there."""

    path: Path
    package: str
    encoding: str | None
    clocks: dict[str, Clock] = field(default_factory=dict)
    codes: dict[str, Callable[[float], bool]] = field(default_factory=dict)

    def read(self, **more: Any) -> tuple[pd.DataFrame, Any]:
        """Return cells and metadata. Raises ProblemsFound for a file that cannot be read.

        The parser is called by itself: the functions around it that read .por and .xpt have no option
        that keeps declared missing values, and without one they turn into blanks.
        """
        try:
            found: tuple[pd.DataFrame, Any] = call_apart(
                parser_entry_point,
                self.path.as_posix(),
                parser_format=PACKAGES[self.package]["parser"],
                encoding=self.encoding,
                user_missing=True,
                disable_datetime_conversion=True,
                **more,
            )
        except BROKEN as error:
            raise self.refuse(error) from None
        return found

    def refuse(self, error: Exception) -> ProblemsFound:
        """Return the problem of a file that cannot be read."""
        title, expected = PACKAGES[self.package]["title"], PACKAGES[self.package]["expected"]
        remedy = "export it again, or copy it again: it may be cut short"
        if isinstance(error, UnicodeDecodeError) or "encod" in str(error).lower():
            remedy = "name its `encoding` in cohort.yaml, as cp1252"
        why = str(error).splitlines()[0] if str(error) else "no reason given"
        found = f"{title} that cannot be read ({why})"
        return ProblemsFound.at(self.path, found, expected, remedy)


def read_statistics(path: Path, options: SurveyFile, package: str) -> Export:
    """Return a statistics package's file: spss (.sav, .zsav), spss_portable, stata, sas or sas_transport.

    Cells are text: 1.0 is written 1, blanks are null, dates are 2020-03-01 (with a time behind it where
    there is one), and Stata's and SAS's missing letters are codes (.a, .A), declared as missing. A number
    out of the range of dates stays the number, and is counted in the reading. Cases are numbered from 1.
    Raises ProblemsFound for a file or catalogue that cannot be read.
    """
    file = _File(path, package, options.get("encoding"))
    if package == "sas_transport" and path.stat().st_size % CARD:
        raise file.refuse(ValueError(f"its length is no multiple of {CARD} bytes"))
    _, meta = file.read(metadataonly=True)
    if unnamed := [name for name in meta.column_names if not isinstance(name, str) or not name]:
        raise file.refuse(ValueError(f"{len(unnamed)} columns without a name"))
    labels = _read_catalog(file, options.get("catalog"), meta)
    columns = {name: _describe(meta, name, package, labels.get(name, {})) for name in meta.column_names}
    for name, description in columns.items():
        clock = find_clock(package, meta.original_variable_types.get(name))
        if clock and meta.readstat_variable_types.get(name) != "string":
            file.clocks[name] = clock
            file.codes[name] = _find_codes(labels.get(name, {}), meta.missing_ranges.get(name, []))
            description["type"] = clock.shows
    reading: FileReading = {"format": package, "encoding": meta.file_encoding or file.encoding or ""}
    formats = meta.original_variable_types if package == "stata" else {}
    left = {name: kind for name, kind in formats.items() if UNREAD.fullmatch(str(kind or ""))}
    reading |= FileReading(formats_left_as_numbers=left) if left else {}
    reading["file_label"] = meta.file_label or ""
    if package.startswith("spss"):
        jisc.describe_statistics(columns, reading, options.get("layout") == jisc.NAME)
    return Export(columns, _cut(file, meta, columns, reading), reading, _count(file, meta))


def _count(file: _File, meta: Any) -> int | None:
    """Return the number of cases that the file states; where it states none, by one column read alone."""
    if meta.number_rows not in (None, -1):
        return int(meta.number_rows)
    if not meta.column_names:
        return None
    return len(file.read(usecols=[meta.column_names[0]])[0])


def _cut(
    file: _File, meta: Any, columns: dict[str, ColumnDescription], reading: FileReading
) -> Iterator[tuple[Sequence[int], pd.DataFrame]]:
    """Yield the cells a part at a time; what shows only in the cells goes to `columns` and `reading`."""
    first = 0
    while True:
        frame, part = file.read(row_offset=first, row_limit=PART)
        text = {name: _write_column(file, frame[name], name, meta, reading) for name in frame.columns}
        for name, letters in part.missing_user_values.items() if file.package in LETTERS else ():
            known = columns[name]["missing"]
            known += [[f".{one}"] * 2 for one in letters if [f".{one}"] * 2 not in known]
            known.sort()
        if len(frame) or not first:
            numbers = range(first + 1, first + len(frame) + 1)
            yield numbers, pd.DataFrame(text, columns=list(frame.columns), index=frame.index)
        first += len(frame)
        if len(frame) < PART:
            return


def _write_column(
    file: _File, cells: pd.Series, name: str, meta: Any, reading: FileReading
) -> pd.api.extensions.ExtensionArray:
    """Return a column as text; each different cell is written once, and few in a whole part are coded."""
    kind = meta.readstat_variable_types.get(name, "")
    places, found = pd.factorize(cells)
    different = np.asarray(found, dtype=object).tolist()  # walking through anything else is slow
    if name not in file.clocks:
        written = [_write_cell(one, kind, file.package) for one in different]
    else:
        days = [_write_day(file, one, name) for one in different]
        written = [
            day or _write_cell(one, kind, file.package) for one, day in zip(different, days, strict=True)
        ]
        lost = np.isin(places, [place for place, day in enumerate(days) if day is None])
        if lost.any():
            out = reading.setdefault("dates_out_of_range", {})
            out[name] = out.get(name, 0) + int(lost.sum())
    if len(places) == PART and len(written) <= FEW:
        return code_texts(places, written)
    return pd.array([written[place] if place >= 0 else None for place in places], dtype="string")


def _write_day(file: _File, value: Any, name: str) -> str | None:
    """Return a date as text; empty for a code that stands for no date, null for a number out of range."""
    if isinstance(value, str) or file.codes[name](float(value)):
        return ""
    return file.clocks[name].write(float(value))


def _write_cell(value: Any, kind: str, package: str) -> str | None:
    if isinstance(value, str) and kind != "string" and package in LETTERS:
        return f".{value}"
    return write_value(np.float32(value) if kind == "float" else value)


def _describe(meta: Any, name: str, package: str, labels: dict[Any, str]) -> ColumnDescription:
    kind = meta.readstat_variable_types.get(name, "")
    letters = {one for one in labels if isinstance(one, str) and kind != "string" and package in LETTERS}
    values = {
        f".{one}" if one in letters else write_value(one) or "": str(text) for one, text in labels.items()
    }
    missing = [
        [write_value(found["lo"]) or "", write_value(found["hi"]) or ""]
        for found in meta.missing_ranges.get(name, [])
    ]
    return {
        "label": meta.column_names_to_labels.get(name) or "",
        "values": values,
        "missing": missing + [[f".{one}"] * 2 for one in sorted(letters)],
        "type": kind,
    }


def _read_catalog(file: _File, catalog: Path | None, meta: Any) -> dict[str, dict[Any, str]]:
    """Return column -> code -> label: the file's own, or those of the SAS catalogue that goes with it."""
    if catalog is None:
        return dict(meta.variable_value_labels)
    if file.package != "sas":
        title = PACKAGES[file.package]["title"]
        expected = "a catalogue (.sas7bcat) beside a .sas7bdat file only"
        remedy = "take `catalog` out of cohort.yaml"
        raise ProblemsFound.at(
            file.path, f"{title}, and the catalogue {catalog.name} beside it", expected, remedy
        )
    try:
        _, found = call_apart(pyreadstat.read_sas7bcat, catalog.as_posix(), encoding=file.encoding)
    except (*BROKEN, OSError) as error:
        what = f"a catalogue that cannot be read ({str(error).splitlines()[0]})"
        expected = "the .sas7bcat that belongs to the .sas7bdat"
        raise ProblemsFound.at(catalog, what, expected, "copy it again") from None
    return {
        name: found.value_labels[label_set]
        for name, label_set in meta.variable_to_label.items()
        if label_set in found.value_labels
    }


def _find_codes(labels: dict[Any, str], ranges: list[dict[str, Any]]) -> Callable[[float], bool]:
    """Return what tells whether a number in a column of dates has a label or is declared a missing code."""
    labelled = {float(one) for one in labels if isinstance(one, float | int)}
    missing = [(one["lo"], one["hi"]) for one in ranges if isinstance(one["lo"], float | int)]
    return lambda number: number in labelled or any(low <= number <= high for low, high in missing)


def write_value(value: Any) -> str | None:
    """Return a cell as text: whole numbers without a point, blanks and nothing as null."""
    if value is None:
        return None
    if isinstance(value, float | np.floating):
        if math.isnan(value):
            return None
        if float(value).is_integer():
            return str(int(value))
        return str(value) if isinstance(value, np.float32) else repr(float(value))
    text = str(value).strip()
    return text or None


STATISTICS: dict[str, Reader] = {package: partial(read_statistics, package=package) for package in PACKAGES}
