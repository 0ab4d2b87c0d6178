"""Read the folder of a cohort that was harmonised at its home, and hold its files to their manifest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.files.digests import digest_file
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_json
from aimed.harmonise.participation.participants import GROUPS, PURPOSES
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.study.codebook import Codebook
from aimed.study.declarations import CohortDescription
from aimed.study.raw_digests import RawFile

MANIFEST, ACCOUNTS = "manifest.json", "accounts.json"
PEOPLE = ("participant", "in_survey", "in_focus_groups", "kept", "reason", *GROUPS)
COLUMNS: dict[str, tuple[str, ...]] = {
    "responses": ("respondent",),
    "missing": ("respondent", "variable", "reason"),
    "recodes": ("source_variable", "source_value", "variable", "value", "crosswalk_line", "n"),
    "exclusions": ("respondent", "kept", "step", "reason", "raw_file"),
    "participants": (*PEOPLE, *(f"consent_{purpose}" for purpose in PURPOSES)),
    "raw_digests": ("path", "sha256", "rows"),
}
NAMES = {  # what is shown as it is
    "responses": "respondent",
    "participants": "participant",
    "recodes": "source_variable",
    "raw_digests": "path",
}
RAW_FILES = {"sha256": (r"[0-9a-f]{64}", "64 hexadecimal digits"), "rows": (r"\d+", "a number of rows")}
COUNTED = ("rows", "cells", "events")
AGAIN = "have the folder made again at its home by `aimed cohort export`; nothing in it is edited"


@dataclass(frozen=True)
class Received:
    """A cohort's folder as it came: text cells, each table with its lines, ids without the cohort's.

    files: name -> path. accounts: rows and cells, as the home's accounts.json has them.
    """

    name: str
    description: CohortDescription
    codebook: Codebook
    files: dict[str, Path]
    tables: dict[str, pd.DataFrame]
    accounts: dict[str, dict[str, int]]

    def place(self, table: str, line: Any = None, column: str = "") -> str:
        """Return a place in one of the tables."""
        at = f", line {line}" if line is not None else ""
        return f"{self.files[f'{table}.csv'].as_posix()}{at}" + (f", column {column}" if column else "")

    def find(
        self, table: str, rows: pd.DataFrame, column: str, found: str, expected: str
    ) -> Iterator[Problem]:
        """Yield a problem for each of some rows; `found` has {} for the cell, {name} for others."""
        for row in rows.to_dict("records"):
            place = self.place(table, row["line"], column)
            yield Problem(place, found.format(row[column], **row), expected, AGAIN)

    def columns(self) -> list[str]:
        """Return the columns of responses that the codebook has."""
        book = self.codebook
        return [column for name in book.variables.index for column in book.columns(str(name))]

    def list_raw_files(self) -> list[RawFile]:
        """Return the raw files that stayed at the cohort's home: path there, sha256, rows."""
        rows = self.tables["raw_digests"].to_dict("records")
        return [{"path": row["path"], "sha256": row["sha256"], "rows": int(row["rows"])} for row in rows]


def read_received(
    cohort: str, description: CohortDescription, paths: tuple[Path, ...], codebook: Codebook
) -> Received:
    """Return a cohort's folder. Raises ProblemsFound for bytes and columns that are not as written."""
    files = {path.name: path for path in paths}
    problems = _compare_digests(files)
    tables: dict[str, pd.DataFrame] = {}
    for name, columns in COLUMNS.items():
        path = files[f"{name}.csv"]
        try:
            tables[name] = read_people_csv(path, columns)
        except ProblemsFound as found:
            problems += found.problems
    raise_problems(problems)
    accounts = _read_accounts(files[ACCOUNTS])
    received = Received(cohort, description, codebook, files, tables, accounts)
    raise_problems([*_check_header(received), *_check_raw_files(received), *_check_names(received)])
    return received


def _read_accounts(path: Path) -> dict[str, dict[str, int]]:
    """Return the counts of rows, cells and events. Raises ProblemsFound for anything else."""
    content = read_json(path)
    parts = [content.get(part) for part in COUNTED] if isinstance(content, dict) else []
    counts = [n for part in parts if isinstance(part, dict) for n in part.values()]
    whole = all(isinstance(part, dict) for part in parts) and all(type(n) is int for n in counts)
    if not parts or not whole:
        expected = f"counts of {', '.join(COUNTED)}"
        raise ProblemsFound.at(path, "no accounts", expected, AGAIN)
    return {part: content[part] for part in COUNTED}


def _compare_digests(files: dict[str, Path]) -> list[Problem]:
    """Return a problem for each file that is not, byte by byte, what the manifest says."""
    place = files[MANIFEST].as_posix()
    try:
        written = dict(read_json(files[MANIFEST])["files"])
    except (ProblemsFound, KeyError, TypeError, ValueError):
        return [Problem(place, "no list of files with their digests", "the manifest of an export", AGAIN)]
    problems = []
    for name, path in files.items():
        if name != MANIFEST and written.get(name) != digest_file(path):
            found = "other bytes than the manifest says" if name in written else "a file without a digest"
            problems.append(Problem(path.as_posix(), found, f"the digest in {place}", AGAIN))
    return problems


def _check_header(received: Received) -> list[Problem]:
    """Return a problem for each variable that the codebook does not have, and for each that is not there."""
    expected = [*COLUMNS["responses"], *received.columns()]
    there = [name for name in received.tables["responses"].columns if name != "line"]
    place, each = received.place("responses", 1), "a column for each variable of data/codebook"
    unknown = [name for name in there if name not in expected]
    named = "a variable of data/codebook"
    return [
        *(Problem(f"{place}, column {name}", "an unknown variable", named, AGAIN) for name in unknown),
        *(Problem(place, f"no column {name}", each, AGAIN) for name in expected if name not in there),
    ]


def _check_raw_files(received: Received) -> Iterator[Problem]:
    for row in received.tables["raw_digests"].to_dict("records"):
        for column, (pattern, expected) in RAW_FILES.items():
            if not re.fullmatch(pattern, str(row[column])):
                place = received.place("raw_digests", row["line"], column)
                yield Problem(place, f"{row[column]!r}", expected, AGAIN)


def _check_names(received: Received) -> Iterator[Problem]:
    """Yield a problem for each id, column and path with characters that a screen would obey."""
    for table, column in NAMES.items():
        rows = received.tables[table]
        wrong = rows[~rows[column].map(str.isprintable).astype(bool)]
        yield from received.find(table, wrong, column, "{!r}", "letters, digits and signs")
