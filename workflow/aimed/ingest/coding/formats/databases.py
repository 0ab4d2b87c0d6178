"""Read SQLite files from outside without trusting them: in memory, plain tables, cells of the type asked."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimed.files.archive import Archive
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

SIGNATURE = b"SQLite format 3\x00"
ZIP = b"PK\x03\x04"
LARGEST = 256 * 1024 * 1024
ROWS = 2_000_000
STEPS = 400_000_000  # of SQLite's machine; two million rows take a tenth of it
JOURNAL = slice(18, 20)  # where the header says that changes stand in a file beside it
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
WORDS = {int: "a whole number", str: "a text", float: "a number"}


class Database:
    """An SQLite database that is only ever read in memory, so that nothing is written beside it.

    Raises ProblemsFound for a file that is none, is larger than LARGEST, or has changes that its program has
    not yet written into it.
    """

    def __init__(self, path: Path, kind: str, remedy: str) -> None:
        self.path, self.kind, self.remedy = path, kind, remedy
        self.place = path.as_posix()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            self.connection.deserialize(self._read())
            self.connection.execute("PRAGMA trusted_schema = OFF")
            self.connection.execute("PRAGMA cell_size_check = ON")
            self.connection.set_authorizer(_allow)
            self.connection.set_progress_handler(lambda: 1, STEPS)
            self.connection.text_factory = _decode
            found = self.connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
        except (sqlite3.Error, UnicodeDecodeError, OverflowError):
            raise self.refuse("a broken SQLite database") from None
        self.tables = {
            name
            for name, type_, sql in found
            if type_ == "table" and str(sql).upper().startswith("CREATE TABLE")
        }

    def refuse(self, found: str, expected: str = "") -> ProblemsFound:
        """Return the problem of this database, to be raised."""
        return ProblemsFound.at(self.place, found, expected or self.kind, self.remedy)

    def read(
        self, table: str, columns: Mapping[str, type], optional: Mapping[str, type] | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of a table: column -> number (whole where int is asked) or None, or text.

        Columns that are `optional` and not there are left out of the rows. Raises ProblemsFound for what is
        no plain table, columns that are not there, more than ROWS rows and cells of another type.
        """
        if table not in self.tables:
            raise self.refuse(f"no table {table}")
        there = [name for name, *_ in self._select(table, "*", 0)[1]]
        wanted = {**columns, **{n: type_ for n, type_ in (optional or {}).items() if n in there}}
        if absent := [name for name in columns if name not in there]:
            raise self.refuse(f"no column {', '.join(absent)} in the table {table}")
        rows, _ = self._select(table, ", ".join(f'"{name}"' for name in wanted) or "1", ROWS + 1)
        if len(rows) > ROWS:
            raise self.refuse(f"more than {ROWS:,} rows in the table {table}", f"at most {ROWS:,}")
        problems: list[Problem] = []
        read = [
            {
                name: self._check(cell, type_, f"row {number} of the table {table}, {name}", problems)
                for (name, type_), cell in zip(wanted.items(), row, strict=True)
            }
            for number, row in enumerate(rows, start=1)
        ]
        raise_problems(problems)
        return read

    def count(self, table: str) -> int:
        """Return how many rows a table has; 0 for one that is not there."""
        return len(self._select(table, "1", ROWS)[0]) if table in self.tables else 0

    def _select(self, table: str, what: str, limit: int) -> tuple[list[tuple[Any, ...]], Any]:
        try:
            cursor = self.connection.execute(f'SELECT {what} FROM "{table}" LIMIT {limit}')
            return cursor.fetchall(), cursor.description
        except UnicodeDecodeError:
            raise self.refuse(f"a text in the table {table} that is not UTF-8") from None
        except sqlite3.Error:
            raise self.refuse(f"a table {table} that cannot be read") from None

    def _check(self, cell: Any, type_: type, where: str, problems: list[Problem]) -> Any:
        if cell is None:
            return "" if type_ is str else None
        if type(cell) is not type_ and not (type_ is float and type(cell) is int):
            found = {bytes: "bytes", str: "a text", int: "a number", float: "a number"}[type(cell)]
            problems.append(Problem(f"{self.place}, {where}", found, WORDS[type_], self.remedy))
        return cell

    def _read(self) -> bytes:
        """Return the bytes of the file, with a header that says they are all there is."""
        if not self.path.is_file():
            raise self.refuse("no such file")
        if self.path.stat().st_size > LARGEST:
            raise self.refuse(f"a file of more than {LARGEST // 1024**2} MB")
        content = read_content(self.path, self.kind, self.remedy)
        if not content.startswith(SIGNATURE):
            raise self.refuse("a file that is no SQLite database")
        beside = self.path.with_name(f"{self.path.name}-wal")
        if beside.is_file() and beside.stat().st_size:
            raise self.refuse(
                f"changes in {beside.name} that the program has not yet written into it",
                "a project that its program has closed",
            )
        return content[: JOURNAL.start] + b"\x01\x01" + content[JOURNAL.stop :]


def read_content(path: Path, kind: str, remedy: str) -> bytes:
    """Return a database's bytes: of the file itself, or of the one data.qda within a ZIP archive."""
    content = path.read_bytes()
    if not content.startswith(ZIP):
        return content
    archive = Archive(path, kind, remedy)
    members = [name for name in archive.names if name.split("/")[-1] == "data.qda"]
    if len(members) != 1:
        raise archive.refuse(f"{len(members) or 'no'} files data.qda in the archive")
    return archive.read(members[0])


def holds_tables(path: Path, names: set[str]) -> bool:
    """Return whether a file is an SQLite database, or an archive with one, that has these tables."""
    try:
        return path.is_file() and names <= Database(path, "", "").tables
    except ProblemsFound:
        return False


def _allow(action: int, *_: Any) -> int:
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def _decode(text: bytes) -> str:
    return text.decode("utf-8")
