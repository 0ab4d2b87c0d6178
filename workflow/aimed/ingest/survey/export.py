"""A survey export as it came: what its columns are, and its records in parts that fit the memory."""

import html
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from aimed.files.delimited import Delimited
from aimed.files.spreadsheets import Sheet
from aimed.ingest.survey.labels import ColumnDescription, FileReading
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.study.declarations import SurveyFile

PART = 50_000
HEAD = 100
WRONG_WIDTH = "look for a quotation mark or a separator that is missing or too many in this row"
PLACES = ("source_file", "source_row")  # the table's own columns, beside those of the source
# nothing here runs past a `<`: a text of a million of them is read in one go
MARKUP = re.compile(r"<(style|script)\b[^<]*</\1\s*>|</?[a-z][^<>]*>|<!--[^<]*-->", re.I)
Asked = TypeVar("Asked")
CONTROLS = str.maketrans({character: " " for character in "\t\r\n\u00a0\u2028\u2029"} | {"\ufeff": ""})


Records = Delimited | Sheet


@dataclass(frozen=True)
class Export:
    """One file of a survey.

    columns: source column -> description, in source order.
    parts: (row numbers, text cells with the columns above, blanks as null), together every record.
    counted: the number of records, counted by another road than the parts; those among them that are no
    people are named in reading["no_people"].
    """

    columns: dict[str, ColumnDescription]
    parts: Iterable[tuple[Sequence[int], pd.DataFrame]]
    reading: FileReading = field(default_factory=FileReading)
    counted: int | None = None

    def call_columns(self, names: Sequence[str]) -> "Export":
        """Return the export with other names of its columns, in their order."""
        if list(names) == list(self.columns):
            return self
        columns = dict(zip(names, self.columns.values(), strict=True))
        parts = ((numbers, cells.set_axis(list(names), axis=1)) for numbers, cells in self.parts)
        return replace(self, columns=columns, parts=parts)


@dataclass(frozen=True)
class ExportLayout:
    """What a platform's layout says of a table: how many header rows there are, and each column in order.

    columns: one (name, description) per column of the table; equal names are told apart by `name_columns`.
    not_used: what the questionnaire file has and the table has not.
    person, occasions: the places of the column that says whose a row is, and of those that say which of a
    person's rows it is (event, instrument, instance).
    forms: column that says how complete a form is -> the columns of its questions.
    """

    name: str
    header_rows: int
    columns: list[tuple[str, ColumnDescription]]
    not_used: list[str] = field(default_factory=list)
    person: int = 0
    occasions: tuple[int, ...] = ()
    forms: dict[str, list[str]] = field(default_factory=dict)


class HeadProblem(Exception):
    """What a layout cannot read in the head of a table.

    Its row, from 1 and without those that are blank; then what was found and expected, and what to do.
    """


def name_columns(names: Sequence[str]) -> list[str]:
    """Return the names trimmed, on one line and told apart; an empty one is called by its letter."""
    return tell_apart([clean_name(name) or f"column {letter_of(n)}" for n, name in enumerate(names)])


def tell_apart(names: Sequence[str]) -> list[str]:
    """Return the names, of which a second equal one gets ' (2)'; capitals make no difference, as in parquet.

    source_file and source_row count as names that are taken.
    """
    taken = set(PLACES)
    given = []
    for name in names:
        tries = itertools.chain([name], (f"{name} ({number})" for number in itertools.count(2)))
        chosen = next(one for one in tries if one.casefold() not in taken)
        taken.add(chosen.casefold())
        given.append(chosen)
    return given


def clean_name(written: str) -> str:
    """Return a head as one line of text: line breaks and hard blanks become blanks, repeated ones one."""
    return " ".join(written.translate(CONTROLS).split())


def strip_markup(written: str) -> str:
    """Return a text without HTML tags and entities, on one line."""
    return clean_name(html.unescape(MARKUP.sub(" ", written)))


def say(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, or what there is: without a language, or in the first one."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")


def join_texts(*parts: str) -> str:
    """Return question, row and option as one label; blank ones are left out."""
    return " - ".join(part for part in parts if part)


def letter_of(position: int) -> str:
    """Return the letter of a column as spreadsheet programs count them: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def describe_own(label: str, kind: str = "") -> ColumnDescription:
    """Return the description of a platform's own column; kind is what it tells about a person."""
    return ColumnDescription(label=label, platform=True) | ({"identifies": kind} if kind else {})


def cells_below(head: list[list[str]], rows: int = 1) -> list[list[str]]:
    """Return the cells of each column below so many header rows, trimmed."""
    return [[row[at].strip() for row in head[rows:]] for at in range(len(head[0]))]


def match_in_order(names: Sequence[str], known: Mapping[str, Sequence[Asked]]) -> list[Asked | None]:
    """Return for each name the next of those known by it; null where there are more or fewer of them.

    Nothing tells then which of them are lacking.
    """
    left = {name: [*known.get(name, [])] for name in names}
    equal = {name for name, count in Counter(names).items() if len(left[name]) == count}
    return [left[name].pop(0) if name in equal else None for name in names]


def refuse_other(path: Path, what: str, expected: str, remedy: str) -> ProblemsFound:
    """Return the problem of a questionnaire of which nothing is in the export: it is of another survey."""
    remedy = f"{remedy}, or take `questionnaire` out of cohort.yaml"
    return ProblemsFound.at(path, f"{what}, none of which is in the export", expected, remedy)


def read_head(table: Records) -> list[list[str]]:
    """Return the first rows of a table that are not blank, headers among them, all as wide as the widest."""
    filled = (record for _, record in table.records() if any(cell.strip() for cell in record))
    head = list(itertools.islice(filled, HEAD))
    width = max(map(len, head), default=0)
    return [record + [""] * (width - len(record)) for record in head]


def cut_in_parts(
    table: Records, layout: ExportLayout, names: Sequence[str], no_people: Collection[int] = ()
) -> Iterator[tuple[Sequence[int], pd.DataFrame]]:
    """Yield the records below the header, PART at a time, trimmed, blanks as null; blank rows are no records.

    Raises ProblemsFound for all rows of people that have more cells than the header, or fewer.
    """
    numbers: list[int] = []
    rows: list[list[str | None]] = []
    problems: list[Problem] = []
    above, width = layout.header_rows, 0
    for number, record in table.records():
        cells = [cell.strip() or None for cell in record]
        if not any(cells):
            continue
        if above:
            above, width = above - 1, max(width, len(cells))
            continue
        if number in no_people:
            cells = [*cells, *[None] * width][:width]
        if len(cells) != width and not _fit(cells, width):
            place, expected = f"{table.path.as_posix()}, row {number}", f"{width} cells, as in the header"
            problems.append(Problem(place, f"{len(cells)} cells", expected, WRONG_WIDTH))
            continue
        cells += [None] * (len(names) - width)
        numbers.append(number)
        rows.append(cells)
        if len(rows) == PART:
            yield numbers, pd.DataFrame(rows, columns=list(names), dtype="string")
            numbers, rows = [], []
    raise_problems(problems)
    yield numbers, pd.DataFrame(rows, columns=list(names), dtype="string")


def _fit(cells: list[str | None], width: int) -> bool:
    """Take blank cells off the end of a record that is too wide; return whether it fits then."""
    while len(cells) > width and cells[-1] is None:
        cells.pop()
    return len(cells) == width


Reader = Callable[[Path, SurveyFile], Export]
