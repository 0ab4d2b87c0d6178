"""A table with one header row and no platform's marks; or two, of names and question texts."""

import re
from pathlib import Path

from aimed.ingest.survey.export import ExportLayout, cells_below, clean_name, name_columns
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.rows.column_cells import CellsOfColumn

NAME = "plain"
SHORT = re.compile(r"[\w.#\[\]-]{1,24}")
QUESTION = re.compile(r".*[?？:：]|\S+(\s+\S+){2,}", re.S)
MOST = 2 / 3  # of the cells of a row of question texts are unlike those below them


def recognise(head: list[list[str]]) -> bool:
    """Return whether this layout may be meant: any table may."""
    return bool(head)


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns as the first row names them; a head is its own label where no text stands below."""
    names = name_columns(head[0])
    if not _has_texts(head):
        return ExportLayout(NAME, 1, [(name, {"label": name}) for name in names])
    texts = map(clean_name, head[1])
    columns = [(name, ColumnDescription(label=text or name)) for name, text in zip(names, texts, strict=True)]
    return ExportLayout(NAME, 2, columns)


def _has_texts(head: list[list[str]]) -> bool:
    """Return whether the second row holds question texts: under short names, and unlike what is below."""
    if len(head) < 4 or not all(SHORT.fullmatch(cell.strip()) for cell in head[0] if cell.strip()):
        return False
    beside = zip((cell.strip() for cell in head[1]), cells_below(head, 2), strict=True)
    known = [(text, below) for text, below in beside if text and sum(map(bool, below)) > 1]
    unlike = [text for text, below in known if not CellsOfColumn(below).fits(text)]
    asked = [text for text in unlike if QUESTION.fullmatch(text)]
    return len(asked) > 1 and len(unlike) >= MOST * len(known) and len(known) * 2 > len(head[0])
