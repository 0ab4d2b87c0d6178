"""Read the tables that people write: CSV as programs save it, or the first sheet of an .xlsx workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aimed.files.delimited import open_delimited
from aimed.files.formula_cells import unguard_cell
from aimed.messages.problems import Problem, raise_problems

if TYPE_CHECKING:  # pandas takes half a second to import, and aimed check and trace do without
    import pandas as pd

BROKEN = "broken_table"
LINE = "line"  # the column that stands for a row's line beside the columns of the file


@dataclass(frozen=True)
class PeopleTable:
    """A table as a person wrote it: its headings, and its rows with the lines where they begin, from 1.

    A row is heading -> cell, all text, blanks trimmed. Of a workbook the rows are the lines.
    """

    columns: list[str]
    rows: list[dict[str, str]]
    lines: list[int]


def read_people_csv(path: Path, required: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return what `read_people_table` reads as a data frame, plus the line of each row as `line`."""
    import pandas as pd

    table = read_people_table(path, required)
    rows = [[*row.values(), line] for row, line in zip(table.rows, table.lines, strict=True)]
    return pd.DataFrame(rows, columns=[*table.columns, LINE])


def read_people_table(path: Path, required: tuple[str, ...] = ()) -> PeopleTable:
    """Return a table that a person wrote, without pandas.

    A cell that begins with '= is one that `formula_cells.write_csv` guarded, and means what follows the '.

    CSV as programs save it (commas, semicolons or tabs; byte order mark, CRLF, the encodings of Excel),
    or the first sheet of an .xlsx, whose rows are its lines.
    Raises ProblemsFound for an absent file, bytes that are no text, rows of another width, missing columns,
    and a heading that comes twice.
    """
    records = _read_records(path)
    first, head = next(records, (0, []))
    header = _without_blank_end([unguard_cell(cell.strip()) for cell in head])
    table, problems = PeopleTable(list(dict.fromkeys(header)), [], []), []
    for line, record in records:
        cells = [unguard_cell(cell.strip()) for cell in record]
        if not any(cells):
            continue
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            found, expected = f"{len(cells)} cells", f"{len(header)} cells, as in the header"
            remedy = "check quotes and separators in this line"
            problems.append(Problem(f"{path.as_posix()}, line {line}", found, expected, remedy, kind=BROKEN))
            continue
        table.rows.append(dict(zip(header, cells, strict=True)))
        table.lines.append(line)
    raise_problems(problems + _check_header(header, required, path.as_posix(), first))
    return table


def _check_header(header: list[str], required: tuple[str, ...], place: str, line: int) -> list[Problem]:
    """Return what is wrong with the headings; the words of a first line that is none are not shown."""
    expected = f"the columns {', '.join(required)}"
    absent = [name for name in required if name not in header]
    if absent:
        return [
            Problem(place, f"no column {n}", expected, "add the column to the header", kind=BROKEN)
            for n in absent
        ]
    twice = [name for name, n in Counter(filter(None, header)).items() if n > 1]
    place, remedy = f"{place}, line {line}", "take one of the columns out, or rename it"
    problems = [
        Problem(place, f"the heading {name} twice", "each heading once", remedy, kind=BROKEN)
        for name in twice
    ]
    if LINE in header:
        found, expected = f"the heading {LINE}", "another name: this one is kept for the lines of the file"
        problems.append(Problem(place, found, expected, "rename the column", kind=BROKEN))
    return problems


def _read_records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of a CSV or workbook; a file without text has none."""
    if path.suffix.lower() == ".xlsx":
        from aimed.files.spreadsheets import open_sheet

        yield from open_sheet(path).records()
    elif not path.is_file() or path.stat().st_size:
        yield from open_delimited(path).records(by_line=True)


def _without_blank_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
