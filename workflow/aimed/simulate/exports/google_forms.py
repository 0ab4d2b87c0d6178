"""Answers of a Google Form: the sheet saved as .xlsx, and the CSV that Excel makes of it when it saves it."""

from datetime import datetime
from xml.sax.saxutils import escape

from aimed.files.archive import pack
from aimed.files.yaml_json import read_beside
from aimed.simulate.exports.write import SEVERAL, Survey, as_text, ended

PARTS: dict[str, str] = read_beside(__file__)
Cell = str | float | datetime | None


def write_files(survey: Survey) -> dict[str, bytes]:
    """Return the sheet as .xlsx, and as the CSV that an Excel of its language saves."""
    rows = [_row(survey, answer) for answer in survey.answers]
    heads = _heads(survey)
    saved = [[_as_excel_saves(cell) for cell in row] for row in rows]
    name = survey.written["file"]
    return {
        f"{name}.xlsx": _workbook([[*heads], *rows], survey.written["sheet"]),
        f"{name}_excel.csv": as_text([heads, *saved], "\r\n").encode(survey.written["encoding"]),
    }


def _heads(survey: Survey) -> list[str]:
    heads = [survey.written["time_stamp"]]
    for question, row in survey.columns():
        text = survey.say(question["text"])
        heads.append(f"{text} [{survey.say(question['rows'][row])}]" if row else text)
    return heads


def _row(survey: Survey, answer: dict[str, str]) -> list[Cell]:
    cells: list[Cell] = [ended(answer)[1]]
    for question, row in survey.columns():
        if question["kind"] == SEVERAL:
            cells.append(", ".join(survey.chosen(answer, question)) or None)
            continue
        said = survey.in_words(answer, question, row)
        cells.append(float(said) if question["kind"] == "number" and said else said or None)
    return cells


def _as_excel_saves(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.year}/{cell.month}/{cell.day} {cell.hour}:{cell:%M}"
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else cell


def _workbook(rows: list[list[Cell]], sheet: str) -> bytes:
    lines = "".join(
        f'<row r="{at}">{"".join(_cell(place, at, cell) for place, cell in enumerate(row))}</row>'
        for at, row in enumerate(rows, start=1)
    )
    written = {name: part.format(sheet=escape(sheet), lines=lines) for name, part in PARTS.items()}
    return pack({name: text.encode() for name, text in written.items()})


def _cell(place: int, line: int, cell: Cell) -> str:
    letters = (chr(ord("A") + place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
    where = f'r="{letters}{line}"'
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        # days since the turn of 1899, as spreadsheet programs count after February 1900
        return f'<c {where} s="1"><v>{(cell - datetime(1899, 12, 30)).total_seconds() / 86400!r}</v></c>'
    if isinstance(cell, float):
        return f"<c {where}><v>{cell:g}</v></c>"
    return f'<c {where} t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
