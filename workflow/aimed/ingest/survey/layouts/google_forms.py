"""Answers of a Google Form: as its Sheet saves them (CSV, .xlsx), or as the form's own download."""

import re
from collections import Counter
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import ExportLayout, cells_below, clean_name, describe_own
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.several_answers import find_several

NAME = "google_forms"
TIMESTAMP, EMAIL, SCORE = (re.compile("|".join(words)) for words in read_beside(__file__).values())
GRID = re.compile(r"(?P<question>.+?) \[(?P<row>[^\[\]]+)\]")
DATED = re.compile(r"\d.*[-/.:年].*\d", re.S)
ZONE = re.compile(r"(?:GMT|UTC|[A-Z]{3,4})(?:[+-]\d{1,2}(?::\d\d)?)?$")
IN_SHEET, IN_DOWNLOAD = ", ", ";"


def recognise(head: list[list[str]]) -> bool:
    """Return whether the first column is the form's timestamp, by its name in any language and its cells."""
    if len(head) < 2 or len(head[0]) < 2 or not TIMESTAMP.fullmatch(_fold(head[0][0])):
        return False
    first = [row[0] for row in head[1:] if row[0].strip()]
    return bool(first) and all(DATED.search(cell) for cell in first)


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns under their whole questions; Google has no questionnaire file.

    Which questions take several answers no export tells: where the answers show it, `separator` and
    `options` are given with `guessed`.
    """
    names = [clean_name(name) for name in head[0]]
    grids = Counter(found["question"] for name in names if (found := GRID.fullmatch(name)))
    stamps = [row[0].strip() for row in head[1:] if row[0].strip()]
    separator = IN_DOWNLOAD if stamps and all(ZONE.search(stamp) for stamp in stamps) else IN_SHEET
    columns = []
    for place, (name, cells) in enumerate(zip(names, cells_below(head), strict=True)):
        columns.append((name, _describe(name, place, grids) | find_several(cells, separator)))
    return ExportLayout(NAME, 1, columns)


def _describe(name: str, place: int, grids: Counter[str]) -> ColumnDescription:
    if EMAIL.fullmatch(_fold(name)) and place > 0:
        return ColumnDescription(label=name, identifies="email") | ({"platform": True} if place == 1 else {})
    if place == 0 or (SCORE.fullmatch(_fold(name)) and place <= 2):
        return describe_own(name)
    grid = GRID.fullmatch(name)
    if grid and grids[grid["question"]] > 1:
        return {"label": name, "question": grid["question"], "row": grid["row"]}
    return {"label": name, "question": name}


def _fold(head: str) -> str:
    return clean_name(head).casefold().replace("i̇", "i")
