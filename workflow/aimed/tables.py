"""Read and write tables: parquet between rooms, CSV from people. DuckDB does both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from aimed.delimited import open_delimited
from aimed.formula_cells import unguard_cell
from aimed.problems import Problem, raise_problems
from aimed.spreadsheets import open_sheet

if TYPE_CHECKING:  # pandas takes half a second to import, and not every reader of a table needs it
    import pandas as pd


def connect() -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection on one thread: sums must not vary with the core count."""
    return duckdb.connect(config={"threads": 1, "preserve_insertion_order": True})


@cache
def one_connection() -> duckdb.DuckDBPyConnection:
    """Return the same connection each time, for many small look-ups: opening one takes a while."""
    return connect()


def read_table(path: Path) -> pd.DataFrame:
    """Return a parquet file as a data frame, rows in the order they were written."""
    with connect() as connection:
        return connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).df()


def read_rows(path: Path, condition: str = "TRUE", values: list[Any] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a parquet file that meet a condition of `rows.sql_of`, in order, without pandas."""
    found = one_connection().execute(
        f"SELECT * FROM read_parquet(?) WHERE {condition}", [str(path), *(values or [])]
    )
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a data frame as parquet; a column that is wholly null is written as text."""
    empty = {c: "string" for c in table.columns if table[c].dtype == object and table[c].isna().all()}
    frame = table.astype(empty)
    path.parent.mkdir(parents=True, exist_ok=True)
    with connect() as connection:
        connection.register("frame", frame)
        target = str(path).replace("'", "''")
        connection.execute(f"COPY frame TO '{target}' (FORMAT parquet)")


def write_parts(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """Write data frames of equal columns as one parquet file, one after the other, without holding all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store = path.with_name(f"{path.name}.store")
    target = str(path).replace("'", "''")
    try:
        with duckdb.connect(store, config={"threads": 1, "preserve_insertion_order": True}) as connection:
            for number, part in enumerate(parts):
                connection.register("part", part)
                make = "INSERT INTO whole" if number else "CREATE TABLE whole AS"
                connection.execute(f"{make} SELECT * FROM part")
                connection.unregister("part")
            connection.execute(f"COPY whole TO '{target}' (FORMAT parquet)")
    finally:
        for leftover in (store, store.with_name(f"{store.name}.wal")):
            leftover.unlink(missing_ok=True)


def read_people_csv(path: Path, required: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a table that a person wrote: all text, blanks trimmed, plus its line as `line`.

    A cell that begins with '= is one that `formula_cells.write_csv` guarded, and means what follows the '.

    CSV as programs save it (commas, semicolons or tabs; byte order mark, CRLF, the encodings of Excel),
    or the first sheet of an .xlsx, whose rows are its lines.
    Raises ProblemsFound for an absent file, bytes that are no text, rows of another width and
    missing columns.
    """
    rows, problems = [], []
    records = _read_people_records(path)
    _, head = next(records, (0, []))
    header = _without_blank_end([unguard_cell(cell.strip()) for cell in head])
    for line, record in records:
        cells = [unguard_cell(cell.strip()) for cell in record]
        if not any(cells):
            continue
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            problems.append(
                Problem(
                    f"{path}, line {line}",
                    f"{len(cells)} cells",
                    f"{len(header)} cells, as in the header",
                    "check quotes and separators in this line",
                )
            )
            continue
        rows.append([*cells, line])
    problems += [
        Problem(
            str(path),
            f"no column {name}",
            f"the columns {', '.join(required)}",
            "add the column to the header",
        )
        for name in required
        if name not in header
    ]
    raise_problems(problems)
    import pandas as pd

    return pd.DataFrame(rows, columns=[*header, "line"])


def _read_people_records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of a CSV or workbook; a file without text has none."""
    if path.suffix.lower() == ".xlsx":
        yield from open_sheet(path).records()
    elif not path.is_file() or path.stat().st_size:
        yield from open_delimited(path).records(by_line=True)


def _without_blank_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
