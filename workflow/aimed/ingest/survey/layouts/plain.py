"""A table with one header row and no platform's marks; or two, of names and question texts."""

import re
from collections import Counter
from pathlib import Path

from aimed.ingest.survey.export import ExportLayout, cells_below, clean_name, name_columns
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.rows.column_cells import CellsOfColumn
from aimed.ingest.survey.several_answers import find_options

NAME = "plain"
PART = re.compile(r"(?P<question>.+?) ?\[(?P<row>[^\[\]]+)\]")
SHORT = re.compile(r"[\w.#\[\]-]{1,24}")
QUESTION = re.compile(r".*[?？:：]|\S+(\s+\S+){2,}", re.S)
MOST = 2 / 3  # of the cells of a row of question texts are unlike those below them


def recognise(head: list[list[str]]) -> bool:
    """Return whether this layout may be meant: any table may."""
    return bool(head)


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns as the first row names them; a head is its own label where no text stands below.

    Several heads that begin alike and end with a text in brackets are rows, or options, of one question.
    """
    names = name_columns(head[0])
    if _has_texts(head):
        texts = [clean_name(text) or name for name, text in zip(names, head[1], strict=True)]
        return ExportLayout(
            NAME, 2, [(n, ColumnDescription(label=t)) for n, t in zip(names, texts, strict=True)]
        )
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


def _has_texts(head: list[list[str]]) -> bool:
    """Return whether the second row holds question texts: under short names, and unlike what is below."""
    if len(head) < 4 or not all(SHORT.fullmatch(cell.strip()) for cell in head[0] if cell.strip()):
        return False
    beside = zip((cell.strip() for cell in head[1]), cells_below(head, 2), strict=True)
    known = [(text, below) for text, below in beside if text and sum(map(bool, below)) > 1]
    unlike = [text for text, below in known if not CellsOfColumn(below).fits(text)]
    asked = [text for text in unlike if QUESTION.fullmatch(text)]
    return len(asked) > 1 and len(unlike) >= MOST * len(known) and len(known) * 2 > len(head[0])
