"""Cells of tables that an edited document changed; none is taken, since each is made by the study."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from aimed.audit.compare.edited_text import Paragraph
from aimed.audit.compare.source_text import split_words

YEAR = re.compile(r"\b1[89]\d\d\b|\b20\d\d\b")  # Wilson 1927


@dataclass(frozen=True)
class ChangedCell:
    """A cell: its table, what stood in it, what stands there now, and the numbers it showed."""

    table: str
    before: str
    after: str
    ids: tuple[str, ...]


def find_changed_cells(
    tables: Mapping[str, Mapping[str, Any]], shown: Sequence[str], paragraphs: Sequence[Paragraph]
) -> Iterator[ChangedCell]:
    """Yield the cells that differ, of the tables of binding.json in the order in which they are shown.

    In a document with tracked changes, those that were tracked alone.
    """
    known = [(name, cell) for name in shown if name in tables for cell in _cells(tables[name])]
    there = [one for one in paragraphs if one.in_table and one.text.strip()]
    first, second = [_key(cell["text"]) for _, cell in known], [_key(one.text) for one in there]
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "replace" or b - a != d - c:
            continue
        for (name, cell), one in zip(known[a:b], there[c:d], strict=True):
            if not _is_cited(cell) and (one.before is None or one.before != one.text):
                yield ChangedCell(name, cell["text"], one.text.strip(), tuple(cell["ids"]))


def _cells(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    cells = [*table["columns"], *(cell for row in table["rows"] for cell in row["cells"])]
    return [cell for cell in cells if cell["text"].strip()]


def _is_cited(cell: Mapping[str, Any]) -> bool:
    """Return whether a cell of words names a source by its year, of which the document makes a citation."""
    return not cell["ids"] and bool(YEAR.search(cell["text"]))


def _key(text: str) -> str:
    return " ".join(word for word, _, _ in split_words(text))
