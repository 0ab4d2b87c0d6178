"""Whatever table a file holds, its reader gives back each row and cell. Expected values: what was written."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from aimed.ingest.survey import export, statistics_files
from aimed.ingest.survey.read import read_export
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import write_workbook

pytestmark = pytest.mark.slow

FIXTURE = HealthCheck.function_scoped_fixture  # the same patch for all examples of a test
SETTINGS = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[FIXTURE])
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
WORDS = st.text(LETTERS | st.sampled_from(',;"\n\r\t|='), max_size=12).map(str.strip)
NUMBERS = st.integers(-999, 999) | st.decimals(-99, 99, places=2).map(float)
Cells = list[list[str]]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read three rows at a time, so that the borders of parts are tried too."""
    monkeypatch.setattr(export, "PART", 3)
    monkeypatch.setattr(statistics_files, "PART", 3)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[Any] = WORDS) -> list[list[Any]]:
    """Draw rows of equal width whose first cell, an id, is never blank."""
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=9))
    return [[f"id{number}", *row] for number, row in enumerate(rows)]


def read_back(path: Path, **options: str) -> Iterator[tuple[int, list[str | None]]]:
    """Yield each row's number and cells; rows counted two ways agree."""
    export = read_export({"path": path.as_posix()} | options)
    rows = []
    for numbers, part in export.parts:
        cells = part.astype(object).where(part.notna(), None)
        assert list(part.columns) == list(export.columns)
        rows += zip(numbers, cells.to_numpy().tolist(), strict=True)
    assert len(rows) == export.counted
    yield from rows


def head_of(rows: list[list[Any]]) -> list[str]:
    return ["id", *(f"q{number}" for number in range(1, len(rows[0])))]


def blank_to_null(rows: list[list[str]]) -> list[list[str | None]]:
    return [[cell or None for cell in row] for row in rows]


@SETTINGS
@given(
    rows=tables(),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    told=st.booleans(),
)
def test_delimited_text(rows: Cells, separator: str, encoding: str, quoting: Any, told: bool) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, quoting=quoting)
    writer.writerows([head_of(rows), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(stream.getvalue().encode(encoding))
        # cells full of separators may mislead a guess: it is told in cohort.yaml then
        doubtful = told or any(one in cell for row in rows for cell in row for one in ',;\t|"')
        found = list(read_back(path, **({"separator": separator} if doubtful else {})))
    assert [cells for _, cells in found] == blank_to_null(rows)
    assert [number for number, _ in found] == list(range(2, len(rows) + 2))


@SETTINGS
@given(rows=tables(st.text(LETTERS, max_size=12).map(str.strip)))
def test_workbooks(rows: Cells) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(
            Path(folder, "a.xlsx"), [head_of(rows), *([cell or None for cell in row] for row in rows)]
        )
        found = list(read_back(path))
    assert [cells for _, cells in found] == blank_to_null(rows)


def as_text(value: float | None) -> str | None:
    if value is None:
        return None
    return str(int(value)) if float(value).is_integer() else repr(float(value))


@pytest.mark.parametrize("ending", ["sav", "por", "dta", "xpt"])
@SETTINGS
@given(rows=tables(st.none() | NUMBERS))
def test_statistics_packages(ending: str, rows: list[list[Any]]) -> None:
    write = {
        "sav": pyreadstat.write_sav,
        "por": pyreadstat.write_por,
        "dta": pyreadstat.write_dta,
        "xpt": pyreadstat.write_xport,
    }[ending]
    names = head_of(rows)
    frame = pd.DataFrame({name: [row[place] for row in rows] for place, name in enumerate(names)})
    frame = frame.astype({name: float for name in names[1:]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{ending}")
        write(frame, str(path))
        found = list(read_back(path))
    assert [number for number, _ in found] == list(range(1, len(rows) + 1))
    assert [cells[0] for _, cells in found] == [row[0] for row in rows]
    for (_, cells), row in zip(found, rows, strict=True):
        for cell, written in zip(cells[1:], row[1:], strict=True):
            if ending in ("por", "xpt") and written is not None:  # these formats round the last digit
                assert float(cell or "nan") == pytest.approx(written, rel=1e-9)
            else:
                assert cell == as_text(written)
