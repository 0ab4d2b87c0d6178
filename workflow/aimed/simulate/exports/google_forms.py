"""Answers of a Google Form: the sheet saved as .xlsx, and the CSV that Excel makes of it when it saves it."""

from datetime import datetime
from xml.sax.saxutils import escape

from aimed.simulate.exports.write import SEVERAL, Survey, as_text, ended
from aimed.simulate.transcript_files import pack

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
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
    parts = PARTS | {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>',
    }
    return pack({name: (HEADING + text).encode() for name, text in parts.items()})


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
