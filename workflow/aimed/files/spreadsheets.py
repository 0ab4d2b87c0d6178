"""Read the cells of .xlsx, .xls and .ods workbooks as text, without trusting the file."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.workbook_inspection import check_workbook, refuse_workbook
from aimed.messages.problems import ProblemsFound


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

    def count_records(self, look: Callable[[int, list[str]], None] | None = None) -> int:
        """Return the number of rows that are not blank; `look` is shown each row on the way."""
        count = 0
        for number, record in self.records():
            if look is not None:
                look(number, record)
            count += any(cell.strip() for cell in record)
        return count


def open_sheet(path: Path, name: str | None = None) -> Sheet:
    """Return a sheet of a workbook: the named one, or the first that holds cells in more than one row.

    Raises ProblemsFound for a file that is no workbook, one behind a password, a sheet that is not there,
    a workbook without cells, and what `check_workbook` refuses.
    """
    check_workbook(path)
    with _open(path) as book:
        ends = {sheet: book.get_sheet_by_name(sheet).end for sheet in book.sheet_names}
    heights = {sheet: end[0] + 1 if end else 0 for sheet, end in ends.items()}
    filled = {sheet: rows for sheet, rows in heights.items() if rows}
    if name is not None and name not in heights:
        raise refuse_workbook(path, f"no sheet {name!r}", f"one of {', '.join(heights)}", "correct `sheet`")
    tables = [sheet for sheet, rows in filled.items() if rows > 1]
    chosen = name if name is not None else next(iter([*tables, *filled]), None)
    if chosen is None or not filled.get(chosen):
        raise refuse_workbook(path, "a workbook without any cell", "a sheet with answers", "export it again")
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


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    """Open a workbook; whatever goes wrong while it is read, a panic of the reader among it, is a problem."""
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            yield book
    except ProblemsFound:
        raise
    except python_calamine.PasswordError:
        raise refuse_workbook(
            path, "a workbook behind a password", "an open one", "save it without a password"
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise _refuse_broken(path, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _refuse_broken(path, error) from None


def _refuse_broken(path: Path, error: BaseException) -> ProblemsFound:
    why = str(error).splitlines()[0] if str(error) else "no reason given"
    return refuse_workbook(path, f"a workbook that cannot be read ({why})", "a whole file", "export it again")
