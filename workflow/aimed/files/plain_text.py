"""Delimited text in which nothing is out of the ordinary, stored by columns: DuckDB reads it, csv need not.

Whatever is doubtful is left to `Delimited.records`, which knows every message with its line. What is taken is
accounted for twice: the records by the lines of the file, and its bytes by the cells, separators and quotes.
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from aimed.files.delimited import BLOCK, SEPARATORS, Delimited
from aimed.files.tables import count_rows, one_connection, quote_text, read_parts

if TYPE_CHECKING:
    import pandas as pd

SMALLEST = 8 * BLOCK  # bytes; below that there is nothing to gain
NUMBER = "number"
SIGNS = (b'"', b"\n", b"\r", b"\r\n")


@dataclass
class PlainText:
    """The records of a plain file by columns (c0, c1 and so on), in a folder of its own that goes with this.

    counted: the records, counted by the lines of the file.
    """

    columns: list[str]
    counted: int = 0

    def __post_init__(self) -> None:
        folder = tempfile.mkdtemp()
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = Path(folder, "records.parquet")

    def ask(self, query: str) -> list[tuple[str | None, ...]]:
        """Return the rows that a query of the table `records` gives: `number`, from 1, and the columns."""
        records = f"WITH records AS (SELECT * FROM read_parquet({quote_text(str(self.path))}))"
        with one_connection().cursor() as connection:
            return connection.execute(f"{records} {query}").fetchall()

    def parts(self) -> Iterator[pd.DataFrame]:
        """Yield the records as `read_parts` does."""
        return read_parts(self.path, [NUMBER, *self.columns])


def store_plain(table: Delimited, width: int) -> PlainText | None:
    """Return a file's records, each of `width` cells, by columns; None for a file that is not plain."""
    known = table.encoding in ("utf-8", "utf-8-sig") and table.separator in SEPARATORS and not table.skipped
    if not known or table.path.stat().st_size < SMALLEST:
        return None
    stored = PlainText([f"c{place}" for place in range(width)])
    options = f"delim = {quote_text(table.separator)}, quote = '\"', escape = '\"', header = false, "
    options += "auto_detect = false, strict_mode = true, null_padding = false, ignore_errors = false, "
    options += f"columns = {{{', '.join(f'{name}: VARCHAR' for name in stored.columns)}}}"
    cells = f"read_csv({quote_text(str(table.path))}, {options})"
    read = f"SELECT row_number() OVER () AS {NUMBER}, * FROM {cells}"
    try:
        with one_connection().cursor() as connection:
            connection.execute(f"COPY ({read}) TO {quote_text(str(stored.path))} (FORMAT parquet)")
    except duckdb.Error:
        return None
    stored.counted = _account(table.path, stored)
    return stored if stored.counted == count_rows(stored.path) else None


def _account(path: Path, stored: PlainText) -> int:
    """Return the records of a file by its lines; -1 where its bytes are not those of the records."""
    size, (quotes, feeds, returns, both), ended = _count_signs(path)
    inside = [0, 0, 0, 0]
    for name in stored.columns if quotes else ():
        holding = f"WHERE regexp_matches({name}, '[\"\\r\\n]') GROUP BY ALL"
        for cell, times in stored.ask(f"SELECT {name}, count(*) FROM records {holding}"):
            signs = (str(cell).count(sign) for sign in ('"', "\n", "\r", "\r\n"))
            inside = [one + count * int(times or 0) for one, count in zip(inside, signs, strict=True)]
    sums = ", ".join(f"coalesce(sum(strlen({name})), 0)" for name in stored.columns)
    cells = sum(int(one or 0) for one in stored.ask(f"SELECT {sums} FROM records")[0])
    separators = count_rows(stored.path) * (len(stored.columns) - 1)
    ends = feeds + returns - inside[1] - inside[2]
    if size != cells + separators + quotes - inside[0] + ends:
        return -1
    return feeds + returns - both - (inside[1] + inside[2] - inside[3]) + (not ended)


def _count_signs(path: Path) -> tuple[int, list[int], bool]:
    """Return a file's bytes without its mark, how many of SIGNS it has, and whether a line end is last."""
    size, last, counts = 0, b"", [0] * len(SIGNS)
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            size += len(block if size else block.removeprefix(codecs.BOM_UTF8))
            counts = [one + block.count(sign) for one, sign in zip(counts, SIGNS, strict=True)]
            counts[-1] += last == b"\r" and block.startswith(b"\n")  # cut by the border of two blocks
            last = block[-1:]
    return size, counts, last in (b"\r", b"\n")
