"""Tables of documents with a turn in each row: who speaks, the words, and perhaps the time or a number."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from aimed.files.archive import local_name
from aimed.files.yaml_json import read_beside
from aimed.ingest.personal.words import fold_all
from aimed.ingest.transcripts.speakers.heads import is_labelled
from aimed.ingest.transcripts.utterances import Utterance, need_words

HEADINGS = fold_all(word for words in read_beside(__file__)["headings"] for word in words)
CLOCK = re.compile(r"[\[(]?(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d{1,3})?[\])]?")
# a time, or from and to; or the number of a row
BESIDE = re.compile(rf"#?\d{{1,6}}[.)]?|{CLOCK.pattern}(?:\s*(?:-->|[-–—])\s*{CLOCK.pattern})?")
LABEL_WORDS = 6
FEWEST_WORDS = 2
LONGEST_LABEL = 60
SENTENCE = re.compile(r"[.?!…。？！।؟]$")
COLON = re.compile(r"\s*[:：]$")


class Names(NamedTuple):
    """What a format calls a table, a row of one, and its cells."""

    table: str
    row: str
    cells: tuple[str, ...]


class RowCell(NamedTuple):
    """A cell's paragraphs that hold words, each with its number."""

    lines: list[tuple[str, int]]

    @property
    def text(self) -> str:
        """Return its words."""
        return " ".join(text for text, _ in self.lines)


class TurnColumns(NamedTuple):
    """Which columns of a table hold the speaker and the words; the others hold times and numbers."""

    speaker: int
    words: int


Row = list[RowCell]


class TextBlock(NamedTuple):
    """Paragraphs that stand together, each with its number; `rows` where they are a table's."""

    lines: list[tuple[str, int]]
    rows: list[Row] | None


def read_body(
    paragraphs: Sequence[etree._Element], words: Sequence[str], names: Names, path: Path
) -> list[Utterance]:
    """Return the lines of a document that hold words, and the rows of its tables of turns, in their order.

    words: of each paragraph. Where all turns stand in tables, what stands beside them is a title.
    Raises ProblemsFound where there are none.
    """
    numbered = list(enumerate(zip(paragraphs, words, strict=True), start=1))
    blocks = []
    for table, group in groupby(numbered, lambda one: _table_of(one[1][0], names)):
        lines = [(paragraph, list_parts(text, number)) for number, (paragraph, text) in group]
        every = [part for _, parts in lines for part in parts]
        blocks.append(TextBlock(every, None if table is None else _rows(lines, names)))
    return read_blocks(blocks, path)


def read_blocks(blocks: Iterable[TextBlock], path: Path) -> list[Utterance]:
    """Return the lines that hold words and the rows of tables of turns, in their order.

    Where all turns stand in tables, what stands beside them is a title. Raises ProblemsFound for no words.
    """
    found: list[Utterance] = []
    aside: list[Utterance] = []
    for block in blocks:
        turns = None if block.rows is None else read_rows(block.rows)
        if turns is None:
            aside += (turns := [Utterance(text, number) for text, number in block.lines])
        found += turns
    if len(aside) < len(found) and not any(is_labelled(one.text) for one in aside):
        found = [replace(one, kind="title") if one.speaker is None else one for one in found]
    return need_words(found, path)


def _table_of(paragraph: etree._Element, names: Names) -> etree._Element | None:
    """Return the outermost table around a paragraph."""
    return next(
        (one for one in reversed(list(paragraph.iterancestors())) if local_name(one) == names.table), None
    )


def _rows(lines: Iterable[tuple[etree._Element, list[tuple[str, int]]]], names: Names) -> list[Row]:
    """Return the rows of a table from its paragraphs; a table within one of its cells is part of the cell."""
    rows: dict[etree._Element, dict[etree._Element, RowCell]] = {}
    for paragraph, texts in lines:
        above = list(paragraph.iterancestors())
        row = [one for one in above if local_name(one) == names.row][-1:]
        cell = [one for one in above if local_name(one) in names.cells][-1:]
        if row and cell:
            rows.setdefault(row[0], {}).setdefault(cell[0], RowCell([])).lines.extend(texts)
    return [list(cells.values()) for cells in rows.values()]


def list_parts(text: str, number: int) -> list[tuple[str, int]]:
    """Return the lines of a paragraph that hold words, each with the paragraph's number."""
    return [(line.strip(), number) for line in text.split("\n") if line.strip()]


def read_rows(rows: Sequence[Row]) -> list[Utterance] | None:
    """Return an utterance for each row of a table with its speaker, None for a table of another kind.

    A row without a speaker goes on with that before it; a row of one cell is a title, unless it begins
    with a label; headings of columns are left out. The speaker's column has short labels, all but the
    words' hold nothing but times and numbers, so that no words are lost.
    """
    filled = [row for row in rows if any(cell.lines for cell in row)]
    widest = max(map(len, filled), default=0)
    whole = [row for row in filled if len(row) == widest]
    if widest < 2 or any(len(row) not in (1, widest) for row in filled):
        return None
    headed = fold_all(cell.text.rstrip(":. ") for cell in whole[0]) <= HEADINGS | {""}
    columns = _find_columns(whole[headed:], headed=headed)
    if columns is None:
        return None
    shown = [row for row in filled if not (headed and row is whole[0])]
    turns: list[Utterance] = []
    for row in shown:
        turn = _read_row(row, columns) if len(row) == widest else _read_single(row[0])
        if (
            turn.speaker is None
            and turn.kind == "words"
            and len(row) == widest
            and turns
            and turns[-1].speaker
        ):
            turns[-1] = _join(turns[-1], turn)
        else:
            turns.append(turn)
    return turns


def _join(turn: Utterance, more: Utterance) -> Utterance:
    """Return a turn that goes on in a row without a speaker."""
    at = len(turn.text) + 1
    joined = (*turn.joined, *((at + start, line) for start, line in more.joined))
    return replace(
        turn, text=f"{turn.text} {more.text}", joined=joined, time_end=more.time_end or turn.time_end
    )


def _find_columns(rows: Sequence[Row], *, headed: bool) -> TurnColumns | None:
    """Return the columns of a table of turns, or None for another table."""
    width = len(rows[0]) if len(rows) > 1 else 0
    words = [at for at in range(width) if not _is_beside(row[at] for row in rows)]
    if len(words) != 2:
        return None
    return next(
        (
            one
            for one in (TurnColumns(*words), TurnColumns(*reversed(words)))
            if _fits(rows, one, headed=headed)
        ),
        None,
    )


def _fits(rows: Sequence[Row], columns: TurnColumns, *, headed: bool) -> bool:
    """Return whether one column holds short labels and the other what they say, no list of who takes part."""
    labels = [row[columns.speaker].text for row in rows if row[columns.speaker].lines]
    said = sum(len(row[columns.words].text.split()) for row in rows)
    short = all(len(label) <= LONGEST_LABEL and len(label.split()) <= LABEL_WORDS for label in labels)
    again = len(set(labels)) < len(labels) or all(COLON.search(label) for label in labels)
    spoken = headed or again or said > FEWEST_WORDS * len(rows)
    spoken |= any(SENTENCE.search(row[columns.words].text) for row in rows)
    return bool(rows[0][columns.speaker].lines) and short and spoken


def _is_beside(cells: Iterable[RowCell]) -> bool:
    return all(not cell.lines or BESIDE.fullmatch(cell.text) for cell in cells)


def _read_single(cell: RowCell) -> Utterance:
    text = cell.text
    return Utterance(text, cell.lines[0][1], kind="words" if is_labelled(text) else "title")


def _read_row(row: Row, columns: TurnColumns) -> Utterance:
    times = [_seconds(cell.text) for at, cell in enumerate(row) if at not in columns]
    starts = [time for time in times if time is not None]
    label = COLON.sub("", row[columns.speaker].text)
    start = starts[0] if starts else None
    end = starts[1] if len(starts) > 1 else None
    lines = row[columns.words].lines
    line = lines[0][1] if lines else next(cell.lines[0][1] for cell in row if cell.lines)
    offsets = accumulate((len(text) + 1 for text, _ in lines), initial=0)
    joined = tuple(zip(offsets, (number for _, number in lines), strict=False))
    return Utterance(row[columns.words].text, line, label or None, start, end, joined=joined)


def _seconds(text: str) -> float | None:
    found = CLOCK.match(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return float(hours * 3600 + minutes * 60 + seconds)
