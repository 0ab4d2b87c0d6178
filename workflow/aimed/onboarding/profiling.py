"""What a cohort's survey files are, before anybody has said anything about them."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from aimed.files.tables import as_texts
from aimed.files.yaml_json import read_beside
from aimed.ingest.personal.decisions import Decisions
from aimed.ingest.personal.knowledge import Knowledge
from aimed.ingest.personal.roster import People
from aimed.ingest.personal.words import read_words
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription, FileReading
from aimed.ingest.survey.personal_gate import PersonalDataGate
from aimed.ingest.survey.read import merge_columns, read_exports
from aimed.language.likeness import normalise
from aimed.messages.collector import Collector
from aimed.study.declarations import CohortDescription, SurveyFile
from aimed.study.pseudonym_key import FILE as DECISIONS_FILE

MOST_VALUES = 20_000
CATEGORY_VALUES = 40
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
COMMA = re.compile(r"[+-]?\d*,\d+")
FIRST_DAY = "1990-01-01"  # LimeSurvey writes 1980-01-01 where answers are anonymous
MOMENTS = read_beside(__file__)["moments"]
YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})(?!\d)")
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<y>\d{4})(?!\d)")


@dataclass
class Column:
    """One source column: how it is described, and how often each value stands in it.

    counts holds MOST_VALUES values at most; `more` says whether there were others, and `seen` then knows all
    of them by their hashes. rows: value -> the first row that has it. personal: kinds of personal data found
    -> in how many cells; private: those values. files: where the column is.
    """

    name: str
    description: ColumnDescription
    counts: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    more: bool = False
    seen: set[int] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    personal: dict[str, int] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Return the question text, or the name where there is none."""
        return str(self.description.get("label") or self.name)

    @property
    def values(self) -> dict[str, str]:
        """Return the value labels: code -> text."""
        return {str(code): str(text) for code, text in (self.description.get("values") or {}).items()}

    @property
    def markers(self) -> dict[str, str]:
        """Return the cells that the platform itself uses for no answer -> the reason for it."""
        unseen, seen = self.description.get("not_shown", []), self.description.get("seen_unanswered", [])
        return {str(cell): "not_asked" for cell in unseen} | {str(cell): "no_answer" for cell in seen}

    @property
    def answers(self) -> dict[str, int]:
        """Return the values with their counts, without the platform's own words for no answer."""
        return {value: n for value, n in self.counts.items() if value not in self.markers}

    @property
    def is_unique(self) -> bool:
        """Return whether every cell is filled with another value."""
        return 0 < self.filled == self.distinct

    @property
    def distinct(self) -> int:
        """Return how many different values there are, in all rows."""
        return len(self.seen) if self.more else len(self.counts)

    @property
    def is_category(self) -> bool:
        """Return whether the values are few enough to be listed one by one."""
        if self.more or len(self.counts) > CATEGORY_VALUES:
            return False
        return bool(self.values) or 0 < len(self.counts) <= max(2, self.filled / 2)

    def share(self, pattern: re.Pattern[str]) -> float:
        """Return the share of cells with an answer that match a pattern as a whole."""
        answers = self.answers
        total = sum(answers.values())
        return sum(n for value, n in answers.items() if pattern.fullmatch(value)) / total if total else 0.0


def find_headless(names: Iterable[str]) -> list[str]:
    """Return the columns that are called by their letter for want of a heading; not the first alone."""
    headless = [name for name in names if re.fullmatch("column [A-Z]+", name)]
    return headless if headless != ["column A"] else []  # the numbers of the rows, as R and pandas write them


class ProfiledFile(FileReading):
    """A survey file: how it was read, its name, and how many rows and columns it has."""

    name: str
    rows: int
    columns: int


@dataclass
class Profile:
    """All survey files of a cohort: how each was read, its rows, and all columns. dropped: name -> kind.

    decided: the columns that a cohort.yaml names already -> what for.
    """

    files: list[ProfiledFile]
    columns: dict[str, Column]
    dropped: dict[str, str]
    decided: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Return the number of records in all files."""
        return sum(int(file["rows"]) for file in self.files)

    def texts(self) -> set[str]:
        """Return all wordings that a questionnaire shows: questions, options, values and short answers."""
        found: set[str] = set()
        for column in self.columns.values():
            found |= {column.label, *column.values.values(), str(column.description.get("option") or "")}
            found |= {str(column.description.get("row") or "")}
            found |= set(column.counts) if column.is_category else set()
        return found - {""}


def profile_survey(entries: list[SurveyFile], folder: Path, named: Iterable[str] = ()) -> Profile:
    """Return what the files of a survey are; each entry is as under files: survey of a cohort.yaml.

    named: people whose names are looked for. Raises ProblemsFound for a file that cannot be read.
    """
    exports = read_exports(entries, Collector())
    gate = PersonalDataGate(merge_columns(exports), _know(folder, named))
    columns = {name: Column(name, said) for name, said in gate.columns.items()}
    files = [_count(path, export, columns, gate) for path, export in exports]
    for name, head in gate.heads.items():
        if head.holds():
            columns[name].personal[head.kind] = max(columns[name].personal.get(head.kind, 0), head.matched)
    for (name, kind), tally in gate.tallies.items():
        if tally.count:
            columns[name].personal[kind] = tally.count
    for name, column in columns.items():
        whole = name in gate.heads and gate.heads[name].holds()
        column.private = {value for value in column.counts if whole or value in gate.hits}
    return Profile(files, columns, gate.dropped())


def _know(folder: Path, named: Iterable[str]) -> Knowledge:
    words, people = read_words(), People()
    for name in named:
        people.known_names.add(name, "[name]", words)
    described: CohortDescription = {"respondent_id": "", "files": {}, "consent": {}}
    path = folder / DECISIONS_FILE
    return Knowledge(folder / "cohort.yaml", described, words, people, Decisions(path))


def _count(path: Path, export: Export, columns: dict[str, Column], gate: PersonalDataGate) -> ProfiledFile:
    rows = 0
    for name in export.columns:
        columns[name].files.append(path.name)
    nobody = {int(row) for row in export.reading.get("no_people", {})}
    for numbers, coded in export.parts:
        gate.look(numbers, coded, path.as_posix())
        part = as_texts(coded)
        cells = part[[number not in nobody for number in numbers]] if nobody else part
        rows += len(cells)
        places = pd.Series([n for n in numbers if n not in nobody], index=cells.index)
        for name in cells.columns:
            _count_values(columns[name], cells[name].dropna(), places)
    return {**export.reading, "name": path.name, "rows": rows, "columns": len(export.columns)}


def _count_values(column: Column, cells: pd.Series, places: pd.Series) -> None:
    counted = cells.value_counts(sort=False)
    first = cells.drop_duplicates()
    rows = dict(zip(first, places[first.index], strict=True))
    column.filled += int(counted.sum())
    for value, n in counted.items():
        full = value not in column.counts and len(column.counts) >= MOST_VALUES
        day = (YEAR_FIRST.match(value) or YEAR_LAST.match(value)) if full else None
        column.more |= full
        if day or not full:  # of so many moments their days are kept: the first and the last are among them
            kept = day[0] if day else str(value)
            column.counts[kept] += int(n)
            column.rows.setdefault(kept, int(rows[value]))
    if column.more:
        column.seen |= {hash(value) for value in [*counted.index, *column.counts]}


def find_spans(profile: Profile) -> list[tuple[str, str]]:
    """Return the first and last day on which the platform says that somebody answered; none without.

    Of its columns that hold days the one that says when an answer began counts, by what it is called, then
    when it came in. Two of them where 03/01/2024 may be in January or in March, and nothing tells.
    """
    held = [
        (_rank_moment(column), readings)
        for column in profile.columns.values()
        if column.description.get("platform") and (readings := _read_likely_days(column))
    ]
    readings = min(held, key=lambda pair: pair[0])[1] if held else []
    return [(min(days), max(days)) for days in readings]


def _rank_moment(column: Column) -> int:
    """Return how well a column says when people answered, 0 best, by its name and its label."""
    said = normalise(f"{column.name} {column.label}").replace(" ", "")
    return next((n for n, word in enumerate(MOMENTS) if word in said), len(MOMENTS))


def _read_likely_days(column: Column) -> list[list[str]]:
    """Return the days of a column, without those that platforms write for a moment that nobody noted."""
    readings = [[day for day in days if day >= FIRST_DAY] for days in read_days(column)]
    return [days for days in readings if days]


def read_days(column: Column) -> list[list[str]]:
    """Return the days of a column as 2020-03-01, in the usual order that reads most; two where two do."""
    readings: list[list[str]] = []
    for order in ("ymd", "dmy", "mdy"):
        known = [day for value in column.counts if (day := _read_day(value, order))]
        if known and len(known) >= 0.9 * len(column.counts) and known not in readings:
            readings.append(known)
    most = max(map(len, readings), default=0)
    return [known for known in readings if len(known) == most]


def _read_day(value: str, order: str) -> str | None:
    found = (YEAR_FIRST if order == "ymd" else YEAR_LAST).match(value.strip())
    if not found:
        return None
    parts = found.groupdict()
    if order == "mdy" and value.strip()[found.end("a")] == ".":
        return None  # with points, the day comes first everywhere
    if order != "ymd":
        parts |= dict(zip("dm" if order == "dmy" else "md", (parts["a"], parts["b"]), strict=True))
    try:
        return datetime.date(*(int(parts[part]) for part in "ymd")).isoformat()
    except ValueError:
        return None
