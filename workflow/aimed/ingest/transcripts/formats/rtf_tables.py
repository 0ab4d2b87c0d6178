"""The tables of a Rich Text document, by marks between its words where rows begin and end, and cells end."""

from collections.abc import Iterator

from aimed.ingest.transcripts.formats.table_rows import Row, RowCell, TextBlock, list_parts

ROW_BEGIN, ROW_END, CELL_END = "\x1d", "\x1e", "\x1f"  # separators of groups, records and units
MARKS = str.maketrans("", "", ROW_BEGIN + CELL_END + ROW_END)


def without_marks(words: str) -> str:
    """Return words without characters that would be taken for a mark."""
    return words.translate(MARKS)


def list_blocks(text: str) -> Iterator[TextBlock]:
    """Yield the paragraphs beside tables, and each table with its rows, in their order.

    Paragraphs end with a carriage return and are numbered from 1. Some writers mark the beginning of a row
    several times, and some that of its paragraphs alone: what counts is the first since a row ended.
    """
    beside: list[tuple[str, int]] = []
    rows: list[Row] = []
    cells: Row = []
    in_row, cell_ended = False, True
    for number, paragraph in enumerate(text.split("\r"), start=1):
        in_row = in_row or ROW_BEGIN in paragraph
        parts = list_parts(without_marks(paragraph), number)
        if in_row and beside:
            yield TextBlock(beside, None)
            beside = []
        elif not in_row and parts and rows:
            yield _table(rows)
            rows = []
        if not in_row:
            beside += parts
        elif parts or CELL_END in paragraph:
            cells += [RowCell([])] if cell_ended else []
            cells[-1].lines.extend(parts)
            cell_ended = CELL_END in paragraph
        if in_row and ROW_END in paragraph:
            rows.append(cells)
            cells, in_row, cell_ended = [], False, True
    if rows or cells:
        yield _table([*rows, cells])
    if beside:
        yield TextBlock(beside, None)


def _table(rows: list[Row]) -> TextBlock:
    return TextBlock([line for row in rows for cell in row for line in cell.lines], rows)
