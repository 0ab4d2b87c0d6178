"""Values that others published: manuscript/published_values.csv, each with its source and page."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from aimed.files.people_tables import PeopleTable, read_people_table
from aimed.ledger.known.quantities import KnownQuantity
from aimed.messages.problems import Problem, raise_problems
from aimed.study.layout import PUBLISHED_VALUES

COLUMNS = ("id", "value", "unit", "citation", "page", "what")
PREFIX = "published"
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
VALUE = re.compile(r"-?\d+(\.\d+)?")
UNIT = re.compile(r"[a-z][a-z_]*")
KEY = re.compile(r"\w[\w:.#$%&\-+?<>~/]*")


def read_published_values(path: Path) -> PeopleTable:
    """Return the table of published values. Raises ProblemsFound for all that is wrong with its rows."""
    table = read_people_table(path, COLUMNS)
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        place = f"{path.as_posix()}, line {line}"
        problems += list(_check_row(row, place))
        if row["id"] in seen:
            found = f"{row['id']} a second time (line {seen[row['id']]})"
            problems.append(Problem(place, found, "each id once", "rename or delete one of the two lines"))
        seen.setdefault(row["id"], line)
    raise_problems(problems)
    return table


def list_published(paths: tuple[Path, ...]) -> Iterator[KnownQuantity]:
    """Yield the published values as they were printed: with the decimals that were written down."""
    for path in paths:
        table = read_published_values(path)
        for row, line in zip(table.rows, table.lines, strict=True):
            bare = f"{Decimal(row['value']):,}".replace("-", "\u2212")
            rule = f"as printed: {row['citation']}, {row['page']}"
            yield KnownQuantity(
                f"{PREFIX}.{row['id']}",
                float(row["value"]),
                row["unit"],
                row["what"],
                (f"{path.as_posix()}:{line}",),
                rule,
                (),
                f"{bare}%" if row["unit"] == "percent" else bare,
                bare,
            )


def citations_of(root: Path) -> dict[str, str]:
    """Return published.<id> -> the key of its citation, of the study at `root`; none without the table."""
    path = root / PUBLISHED_VALUES
    table = read_published_values(path) if path.is_file() else PeopleTable([], [], [])
    return {f"{PREFIX}.{row['id']}": row["citation"] for row in table.rows}


def _check_row(row: dict[str, str], place: str) -> Iterator[Problem]:
    expected = {
        "id": (ID, "small letters, digits and _, in parts with points between, as busch2024.students"),
        "value": (VALUE, "a number as 4596 or 76.3, with a point and without signs between thousands"),
        "unit": (UNIT, "count, percent, years or another unit in small letters"),
        "citation": (KEY, "the key of an entry of the bibliography, without @"),
    }
    for column, (form, meaning) in expected.items():
        if not form.fullmatch(row[column]):
            yield Problem(place, f"{column} {row[column]!r}", meaning, "correct the cell")
    if not row["page"]:
        yield Problem(place, "no page", "the page, table or section where the value is printed", "write it")
    if not row["what"]:
        yield Problem(place, "no what", "what the value is of, in words", "write it")
