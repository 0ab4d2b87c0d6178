"""A table with one header row and no platform's marks."""

import re
from collections import Counter
from pathlib import Path

from aimed.ingest.survey.export import ExportLayout, cells_below, name_columns
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.several_answers import find_options

NAME = "plain"
PART = re.compile(r"(?P<question>.+?) ?\[(?P<row>[^\[\]]+)\]")


def recognise(head: list[list[str]]) -> bool:
    """Return whether this layout may be meant: any table may."""
    return bool(head)


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns as the first row names them; a head is its own label.

    Several heads that begin alike and end with a text in brackets are rows, or options, of one question.
    """
    names = name_columns(head[0])
    questions = Counter(found["question"] for name in names if (found := PART.fullmatch(name)))
    described = [_describe(name, questions) for name in names]
    options = find_options(described, cells_below(head))
    columns = [(name, options.get(at, described[at])) for at, name in enumerate(names)]
    return ExportLayout(NAME, 1, columns)


def _describe(name: str, questions: Counter[str]) -> ColumnDescription:
    found = PART.fullmatch(name)
    if found and questions[found["question"]] > 1:
        return {"label": name, "question": found["question"], "row": found["row"]}
    return {"label": name}
