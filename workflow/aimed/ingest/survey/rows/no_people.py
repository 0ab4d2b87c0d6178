"""Find the rows of a table that are no people: headings again, rows of totals, notes beside the answers.

Each row is tested against the table: its cells equal the headings, it begins with a word for totals, only one
of its cells is filled, it stands below an empty line, or at the top or the end with no id as the others have.
What is found stays in the survey and is counted.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import Records
from aimed.ingest.survey.rows.column_cells import CellsOfColumn, fold
from aimed.messages.problems import Problem

HEADINGS, TOTALS, NOTE = "headings_again", "totals", "note"
SAID = {HEADINGS: "the headings again", TOTALS: "totals", NOTE: "a note"}
WORDS = frozenset(read_beside(__file__)["summaries"])
FIRST_WORDS = frozenset(word.split()[0] for word in WORDS)
AFTER_WORD = re.compile(r"[\s:：=(]")
COUNTED = re.compile(r"\s*(\(.*\)|[:：=].*)$", re.S)  # behind the word: (n = 30), : 30
HEADS = 3  # so many rows at the top may be headings
ALIKE = 2 / 3  # of the headings, in a row that repeats them
TAIL = 50  # so many rows at most below the last empty line may be no part of the table
SPACED = 0.2  # empty lines per row: in a file with more of them they part nothing
REMEMBERED = 1_000
END = 5  # rows at the end may say totals in words that nobody listed
SAMPLE = 50  # rows at the top, and as many before the end, are held against each other
SHOWN = 10


@dataclass(frozen=True)
class TestedRow:
    """A row that may be no person; `below`: it stands somewhere below an empty line."""

    number: int
    cells: dict[int, str]  # place -> cell of those that are not blank
    below: bool


@dataclass(frozen=True)
class PlaceOfRow:
    """Whether a row stands below an empty line, below the last one, and is alone with its first cell."""

    below: bool
    tail: bool
    alone: bool


@dataclass
class RowTests:
    """Takes in the rows of a table one after the other, as they are counted; `judge` then decides.

    heads: the header rows. kept: numbers of rows that a person said are people. found: row number -> kind;
    changed: row number -> how many of its headings are others than those at the top.
    """

    heads: list[list[str]]
    kept: frozenset[int] = frozenset()
    found: dict[int, str] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    doubtful: dict[int, TestedRow] = field(default_factory=dict)
    tail: list[TestedRow] = field(default_factory=list)
    rows: int = 0
    blanks: int = 0
    top: list[tuple[int, list[str]]] = field(default_factory=list)
    end: deque[tuple[int, Sequence[str], bool]] = field(default_factory=lambda: deque(maxlen=SAMPLE + END))

    def __post_init__(self) -> None:
        self.folded = [[fold(cell) for cell in row] for row in self.heads]
        self.names = {cell for row in self.folded for cell in row if cell}
        self.wide = sum(map(bool, self.folded[0])) > 1

    def look(self, number: int, record: Sequence[str]) -> None:
        """Take in the next row of the table, blank ones among them."""
        first = next((at for at, cell in enumerate(record) if cell and not cell.isspace()), None)
        if first is None:
            self.blanks += self.rows > len(self.heads)
            self.tail.clear()
            return
        self.rows += 1
        if self.rows <= len(self.heads) or number in self.kept:
            return
        folded, below = fold(record[first]), self.blanks > 0
        if folded in self.names and self._repeats_headings(number, record):
            return
        single = self.wide and not any(cell.strip() for cell in record[first + 1 :])
        single = single and (below or (first == 0 and not folded.isdecimal()))
        named = AFTER_WORD.split(folded, maxsplit=1)[0] in FIRST_WORDS and is_summary(folded)
        if len(self.top) < SAMPLE:
            self.top.append((number, self._fit(record)))
        self.end.append((number, record, below))
        if below or single or named:
            row = TestedRow(number, _filled(record), below)
            if (single or named) and len(self.doubtful) < REMEMBERED:
                self.doubtful[number] = row
            if below and len(self.tail) <= TAIL:
                self.tail.append(row)

    def _repeats_headings(self, number: int, record: Sequence[str]) -> bool:
        """Return whether a row repeats headings, all or most of them, here or at other places."""
        cells = {at: fold(cell) for at, cell in _filled(record).items()}
        heads = [{at: name for at, name in enumerate(head) if name} for head in self.folded]
        for names in sorted(heads, key=lambda names: names != cells):  # the very same one first
            same = len(cells.items() & names.items())
            common = sum((Counter(names.values()) & Counter(cells.values())).values())
            some = cells != names and cells.items() <= names.items()  # options that were ticked, so called
            if (len(cells) > 1 or len(names) == 1) and common >= ALIKE * len(names) and not some:
                self.found[number] = HEADINGS
                if cells != names:
                    self.changed[number] = max(len(names), len(cells)) - same
                return True
        return False

    def judge(self, table: Records) -> dict[int, str]:
        """Return row number -> kind of the rows that are no people, after the last row was looked at.

        The columns in which doubtful rows have cells are read a second time; mostly there is no such row.
        """
        spaced = self.blanks > SPACED * self.rows
        tail = [] if spaced or len(self.tail) > TAIL else self.tail
        rows = {} if len(self.doubtful) >= REMEMBERED else dict(self.doubtful)
        self._find_legend()
        rows |= {row.number: row for row in [*self._list_strange_end(), *tail]}
        ordinary = list(self._read_ordinary(table, set(rows))) if rows or self.found else []
        if not ordinary:
            return self.found
        columns = [CellsOfColumn([row[at] for row in ordinary]) for at in range(len(self.heads[0]))]
        ticked = sum(column.holds(name) for column, name in zip(columns, self.heads[0], strict=True) if name)
        if ticked * 2 > len(self.names):  # options whose ticks are called as the heading above them
            self.found, self.changed = {}, {}
        begun = {number: fold(row.cells[min(row.cells)]) for number, row in rows.items()}
        times = Counter(begun.values())
        for number, row in rows.items():
            place = PlaceOfRow(row.below and not spaced, row in tail, times[begun[number]] == 1)
            if kind := judge_row(row.cells, columns, place):
                self.found[number] = kind
        return self.found

    def _find_legend(self) -> None:
        """Take the rows right below the headings that say units or types for no people."""
        for many in range(HEADS, 0, -1):
            below = [cells for _, cells in self.top[many:]]
            if below and all(is_legend(cells, below) for _, cells in self.top[:many]):
                self.found |= {number: NOTE for number, _ in self.top[:many]}
                return

    def _list_strange_end(self) -> list[TestedRow]:
        """Return those of the last rows that begin with no id as those before, and the last if blank."""
        rows = [TestedRow(number, _filled(record), below) for number, record, below in [*self.end][-END:]]
        apart = {*self.found, *(row.number for row in rows)}
        begun = {number: cells[0] for number, cells in self.top}
        begun |= {number: self._fit(record)[0] for number, record, _ in self.end}
        ids = CellsOfColumn([cell for number, cell in begun.items() if number not in apart])
        strange = [row for row in rows if ids.is_of_ids and not ids.fits(row.cells.get(0, ""))]
        return [*strange, *(row for row in rows[-1:] if 0 not in row.cells)]

    def _fit(self, record: Sequence[str]) -> list[str]:
        width = len(self.heads[0])
        return [cell.strip() for cell in [*record, *[""] * width][:width]]

    def _read_ordinary(self, table: Records, doubtful: set[int]) -> Iterator[list[str]]:
        above = len(self.heads)
        for number, record in table.records():
            if not any(cell.strip() for cell in record):
                continue
            above -= 1
            if above < 0 and number not in doubtful and number not in self.found:
                yield self._fit(record)


def judge_row(cells: dict[int, str], columns: Sequence[CellsOfColumn], place: PlaceOfRow) -> str:
    """Return why a row is no person, from its cells by place and the columns of the other rows.

    An empty text for a row of a person.
    """
    first = min(cells)
    ids, others = columns[0], {at: cell for at, cell in cells.items() if at != first and at < len(columns)}
    counted = all(columns[at].is_statistic(cell) for at, cell in others.items())
    known = columns[first] if first < len(columns) else CellsOfColumn([])
    if is_summary(fold(cells[first])) and not known.holds(cells[first]):
        strange = first == 0 and ids.is_of_ids and not ids.fits(cells[0])
        if place.below or strange or (place.alone and others and counted):
            return TOTALS
    if 0 in cells and ids.is_of_ids:
        if ids.fits(cells[0]):
            return ""
        if counted and any(not columns[at].holds(cell) for at, cell in others.items()):
            return TOTALS
    if len(cells) == 1:
        lacking = any(column.is_full for at, column in enumerate(columns) if at != first)
        if (place.below and (lacking or not known.fits(cells[first]))) or (ids.is_of_ids and 0 in cells):
            return NOTE
    if first and ids.is_of_ids and counted and columns[first].is_statistic(cells[first]):
        return TOTALS
    return NOTE if place.tail and ids.is_full and not (0 in cells and ids.fits(cells[0])) else ""


def is_legend(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a row says units or types: no id as those below, no answer of theirs, one unlike all."""
    columns = [CellsOfColumn(cells) for cells in zip(*below, strict=True)]
    if not columns[0].is_of_ids or columns[0].fits(row[0]):
        return False
    beside = zip(columns[1:], row[1:], strict=True)
    answers = [(column, cell) for column, cell in beside if cell and column.filled]
    strange = any(not column.fits(cell) for column, cell in answers)
    return strange and not any(column.holds(cell) for column, cell in answers)


def is_summary(folded: str) -> bool:
    """Return whether a cell in small letters is a word for totals, perhaps with a number behind it."""
    return folded in WORDS or COUNTED.sub("", folded).rstrip(". ") in WORDS


def clean_head(head: list[list[str]]) -> list[list[str]]:
    """Return the first rows of a table without those that are no answers: a layout is told by answers."""
    if not head:
        return head
    above, wide = [[fold(cell) for cell in row] for row in head[:HEADS]], sum(map(bool, head[0])) > 2

    def stays(place: int, row: list[str]) -> bool:
        filled = _filled(row)
        again = [fold(cell) for cell in row] in above[: 1 if place < HEADS else HEADS]
        alone = wide and len(filled) == 1 and place >= HEADS
        return not (again or alone or (place >= HEADS and is_summary(fold(filled[min(filled)]))))

    return [head[0], *(row for place, row in enumerate(head[1:], start=1) if stays(place, row))]


def say_no_people(found: Mapping[str, str]) -> str:
    """Return in words which rows are no people, from row number -> kind: row 4 (the headings again)."""
    said = [f"row {row} ({SAID[kind]})" for row, kind in found.items()]
    return ", ".join([*said[:SHOWN], f"and {len(said) - SHOWN} more"] if len(said) > SHOWN else said)


def name_changed(table: Records, tests: RowTests) -> list[Problem]:
    """Return a problem for each row that repeats headings of which some are others, or stand elsewhere."""
    expected = "headings once, or the same ones again: else the cells below stand under the wrong names"
    remedy = "cut the file above this row, and name both parts under files: survey in cohort.yaml; "
    remedy += "if these are answers, write the row under people_in_rows there"
    return [
        Problem(f"{table.path.as_posix()}, row {number}", _say_changed(count), expected, remedy)
        for number, count in tests.changed.items()
    ]


def _say_changed(count: int) -> str:
    return f"headings again, {count} of them {'another' if count == 1 else 'others'} than at the top"


def _filled(record: Sequence[str]) -> dict[int, str]:
    return {at: cell.strip() for at, cell in enumerate(record) if cell.strip()}
