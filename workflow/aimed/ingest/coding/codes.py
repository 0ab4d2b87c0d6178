"""The codes of the codebook, and which of them a code of a project is."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from aimed.files.yaml_json import TO_DECIDE
from aimed.ingest.coding.project import CodePath
from aimed.messages.lines import name_lines
from aimed.messages.problems import Problem
from aimed.study.written_tables import read_written_rows


def list_codes(themes: pd.DataFrame) -> dict[str, str]:
    """Return every name a coding program may give a code of the codebook: its path of codes or of labels."""
    labels = dict(zip(themes["code"], themes["label"], strict=True))
    names = {}
    for code in labels:
        parts = code.split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        names[".".join(labels.get(each, each) for each in above)] = code
    return names | {code: code for code in labels}


def name_undecided(path: Path) -> Iterator[Problem]:
    """Yield one problem for the cells of themes.csv or code_map.csv that a draft left to a person."""
    table = read_written_rows(path)
    for column in table.columns:
        cells = [row.get(column, "") for row in table.rows]
        lines = [line for line, cell in zip(table.lines, cells, strict=True) if cell.startswith(TO_DECIDE)]
        if lines:
            place = f"{path.as_posix()}, line{'s' * (len(lines) > 1)} {name_lines(lines)}"
            found, expected = f"{column}: {TO_DECIDE}, from the draft", "what a person decided"
            yield Problem(place, found, expected, "write it in these lines", kind="undecided")


def name_same_labels(themes: pd.DataFrame, path: Path) -> Iterator[Problem]:
    """Yield a problem for each path of labels that several codes have: nobody knows which is meant."""
    labels = dict(zip(themes["code"], themes["label"], strict=True))
    paths: dict[str, list[str]] = {}
    for code in labels:
        parts = code.split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        paths.setdefault(" > ".join(labels.get(each, each) for each in above), []).append(code)
    for said, codes in paths.items():
        if len(codes) > 1:
            rows = [str(list(labels).index(code) + 2) for code in codes]
            yield Problem(
                f"{path.as_posix()}, rows {', '.join(rows)}",
                f"{len(codes)} codes of one path of labels, {said}: {', '.join(codes)}",
                "another label for each code below one theme",
                "rename one of them, or make them one code",
            )


def find_code(names: CodePath, codes: dict[str, str]) -> str | None:
    """Return the codebook's code for a path of names; a flat list may hold the whole path as one name."""
    return codes.get(".".join(names)) or (codes.get(names[-1]) if "." in names[-1] else None)


def name_unknown_codes(
    used: Iterable[CodePath], path: Path, codes: dict[str, str], themes: Path
) -> Iterator[Problem]:
    """Yield a problem for each code used that the codebook does not have, with the nearest it has."""
    for names in sorted(used):
        if find_code(names, codes) is None:
            dotted = ".".join(names)
            near = difflib.get_close_matches(dotted, list(codes), n=1)
            place, found = f"{path.as_posix()}, code {dotted}", "a code that the codebook does not have"
            nearest = f"; the nearest is {near[0]}" if near else ""
            remedy = "write in the cohort's code_map.csv which code it is, or add it to the codebook"
            yield Problem(place, found, f"a code of {themes.as_posix()}{nearest}", remedy)
