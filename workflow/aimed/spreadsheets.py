"""Read the cells of .xlsx, .xls and .ods workbooks as text, without trusting the file."""

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.problems import Problem, ProblemsFound

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PARTS = 10_000
UNPACKED = 1024 * 1024 * 1024
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. `others` are the other sheets that hold cells, with their number of rows."""

    path: Path
    name: str
    others: dict[str, int]

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with its number from 1, as the spreadsheet program shows it; blank cells are ''."""
        with _open(self.path) as book:
            sheet = book.get_sheet_by_name(self.name)
            before = [""] * (sheet.start or (0, 0))[
                1
            ]  # the rows above the first cell are there, columns are not
            for number, row in enumerate(sheet.iter_rows(), start=1):
                yield number, before + [write_cell(cell) for cell in row]

    def count_records(self) -> int:
        """Return the number of rows that are not blank."""
        return sum(any(cell.strip() for cell in record) for _, record in self.records())


def open_sheet(path: Path, name: str | None = None) -> Sheet:
    """Return a sheet of a workbook: the named one, or the first that holds cells.

    Raises ProblemsFound for a file that is no workbook, one behind a password, a sheet that is not there,
    a workbook without cells, and one that unpacks to more than UNPACKED bytes.
    """
    check_workbook(path)
    with _open(path) as book:
        heights = {sheet: book.get_sheet_by_name(sheet).total_height for sheet in book.sheet_names}
    filled = {sheet: rows for sheet, rows in heights.items() if rows}
    if name is not None and name not in heights:
        raise _refuse(path, f"no sheet {name!r}", f"one of {', '.join(heights)}", "correct `sheet`")
    chosen = name if name is not None else next(iter(filled), None)
    if chosen is None or not filled.get(chosen):
        raise _refuse(path, "a workbook without any cell", "a sheet with answers", "export it again")
    return Sheet(path, chosen, {sheet: rows for sheet, rows in filled.items() if sheet != chosen})


def write_cell(value: Any) -> str:
    """Return a cell's value as text: whole numbers without a point, dates as 2020-03-01 (with the time)."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def check_workbook(path: Path) -> None:
    """Raise ProblemsFound for a file that is no workbook, or that would fill the memory when unpacked."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except FileNotFoundError:
        raise _refuse(path, "no such file", "a workbook", "restore it, or correct the name") from None
    if start == OLE:
        return
    if start != ZIP:
        raise _refuse(path, "a file that is no workbook", "an .xlsx, .xls or .ods file", "export it again")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        raise _refuse(
            path, "a workbook that cannot be unpacked", "a whole file", "copy or export it again"
        ) from None


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    """Count what the parts really unpack to: the sizes that an archive states may be lies."""
    total = 0
    if len(archive.namelist()) > PARTS:
        raise _refuse(path, f"{len(archive.namelist())} parts", f"at most {PARTS}", "do not open this file")
    for part in archive.infolist():
        with archive.open(part) as stream:
            first = True
            while block := stream.read(BLOCK):
                total += len(block)
                if total > UNPACKED:
                    size = f"{UNPACKED // 1024**2} MB"
                    raise _refuse(path, f"more than {size} when unpacked", "less", "do not open this file")
                if first and re.search(rb"<!(DOCTYPE|ENTITY)", block[:4096], re.I):
                    raise _refuse(
                        path, f"XML with a DOCTYPE in {part.filename}", "plain XML", "do not open this file"
                    )
                first = False


def _open(path: Path) -> Any:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise _refuse(
            path, "a workbook behind a password", "an open one", "save it without a password"
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _refuse(
            path, f"a workbook that cannot be read ({error})", "a whole file", "export it again"
        ) from None


def _refuse(path: Path, found: str, expected: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([Problem(path.as_posix(), found, expected, remedy)])
