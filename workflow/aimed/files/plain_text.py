"""Delimited text in which nothing is out of the ordinary, held by columns: DuckDB reads it, csv need not.

Whatever is doubtful is left to `Delimited.records`, which knows every message with its line. What is taken is
accounted for twice: the records by the lines of the file, and its bytes by the cells, separators and quotes.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from aimed.files.delimited import BLOCK, SEPARATORS, Delimited
from aimed.files.tables import connect, cut_relation, quote_text

if TYPE_CHECKING:
    import pandas as pd

SMALLEST = 8 * BLOCK  # bytes; below that there is nothing to gain
LARGEST = 256 * BLOCK  # of which three times as many are held in memory where cells are short
NUMBER = "number"
SIGNS = (b'"', b"\n", b"\r", b"\r\n")


@dataclass
class PlainText:
    """The records of a plain file in memory, by columns: the table `records`, with `number` from 1, c0, c1...

    counted: the records, counted by the lines of the file.
    """

    connection: duckdb.DuckDBPyConnection
    columns: list[str]
    counted: int = 0

    def ask(self, query: str) -> list[tuple[str | None, ...]]:
        """Return the rows that a query of the table `records` gives."""
        return self.connection.execute(query).fetchall()

    def parts(self) -> Iterator[pd.DataFrame]:
        """Yield the records as `read_parts` does."""
        return cut_relation(self.connection, "records", [NUMBER, *self.columns])


def hold_plain(table: Delimited, width: int) -> PlainText | None:
    """Return a file's records, each of `width` cells, by columns; None for a file that is not plain."""
    known = table.encoding in ("utf-8", "utf-8-sig") and table.separator in SEPARATORS and not table.skipped
    if not known or not SMALLEST <= table.path.stat().st_size <= LARGEST:
        return None
    held = PlainText(connect(), [f"c{place}" for place in range(width)])
    options = f"delim = {quote_text(table.separator)}, quote = '\"', escape = '\"', header = false, "
    options += "auto_detect = false, strict_mode = true, null_padding = false, ignore_errors = false, "
    options += f"columns = {{{', '.join(f'{name}: VARCHAR' for name in held.columns)}}}"
    cells = f"read_csv({quote_text(str(table.path))}, {options})"
    try:
        held.ask(f"CREATE TABLE records AS SELECT row_number() OVER () AS {NUMBER}, * FROM {cells}")
    except duckdb.Error:
        return None
    held.counted = _account(table.path, held)
    return held if [(held.counted,)] == held.ask("SELECT count(*) FROM records") else None


def _account(path: Path, held: PlainText) -> int:
    """Return the records of a file by its lines; -1 where its bytes are not those of the records."""
    size, (quotes, feeds, returns, both), ended = _count_signs(path)
    inside = [0, 0, 0, 0]
    for name in held.columns if quotes else ():
        holding = f"WHERE regexp_matches({name}, '[\"\\r\\n]') GROUP BY ALL"
        for cell, times in held.ask(f"SELECT {name}, count(*) FROM records {holding}"):
            signs = (str(cell).count(sign) for sign in ('"', "\n", "\r", "\r\n"))
            inside = [one + count * int(times or 0) for one, count in zip(inside, signs, strict=True)]
    sums = ", ".join(f"coalesce(sum(strlen({name})), 0)" for name in held.columns)
    records, *sizes = (int(one or 0) for one in held.ask(f"SELECT count(*), {sums} FROM records")[0])
    separators = records * (len(held.columns) - 1)
    ends = feeds + returns - inside[1] - inside[2]
    if size != sum(sizes) + separators + quotes - inside[0] + ends:
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
