"""Write small .xlsx workbooks for tests by the letter of ECMA-376, without a spreadsheet program."""

import datetime
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DATE, TIME, PERCENT = 1, 2, 3  # positions in STYLES
STYLES = (0, 14, 22, 9)  # built-in number formats: general, a date, a date with the time, a percentage
MADE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Formula:
    """A formula without its equals sign, and the value that the program stored when it last computed it."""

    text: str
    stored: str | float | None = None


@dataclass(frozen=True)
class Percent:
    """A share shown as a percentage: Percent(0.5) is shown as 50%."""

    share: float


Cell = str | int | float | bool | datetime.date | datetime.datetime | Formula | Percent | None
Rows = Iterable[Sequence[Cell]]


def write_workbook(
    path: Path,
    sheets: Rows | Mapping[str, Rows],
    *,
    merged: Sequence[str] = (),
    date1904: bool = False,
    strict: bool = False,
) -> Path:
    """Write rows (as the sheet 'Sheet1'), or name -> rows for several sheets; return the path.

    None is a cell that is not there. merged: ranges of the first sheet, as 'C1:E1'. date1904: dates are
    counted from 1904, as old Macintosh programs do. strict: Strict Open XML. Equal calls write equal bytes.
    """
    named = dict(sheets) if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    parts = {
        "[Content_Types].xml": _list_types(len(named)),
        "_rels/.rels": _list_relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _list_sheets(list(named), date1904),
        "xl/_rels/workbook.xml.rels": _list_relations(
            [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(named) + 1)]
            + [(f"rId{len(named) + 1}", "styles", "styles.xml")]
        ),
        "xl/styles.xml": _list_styles(),
    }
    for number, rows in enumerate(named.values(), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _write_sheet(
            rows, merged if number == 1 else (), date1904
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            written = _tighten(text) if strict else text
            archive.writestr(zipfile.ZipInfo(name, MADE), written, zipfile.ZIP_DEFLATED)
    return path


def repack(path: Path, changes: dict[str, bytes]) -> Path:
    """Write a workbook or project again with some parts changed or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | changes).items():
            archive.writestr(name, content)
    return path


def count_days(moment: datetime.date, date1904: bool = False) -> float:
    """Return a date as spreadsheet programs store it: 1900-02-29, which never was, is day 60 of 1900."""
    exact = (
        moment
        if isinstance(moment, datetime.datetime)
        else datetime.datetime.combine(moment, datetime.time())
    )
    start = datetime.datetime(1904, 1, 1) if date1904 else datetime.datetime(1899, 12, 30)
    days = (exact - start) / datetime.timedelta(days=1)
    return days if date1904 or days >= 61 else days - 1


def letter_of(position: int) -> str:
    """Return the letter of a column: 1 is A, 27 is AA."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _tighten(text: str) -> str:
    for loose, tight in STRICT.items():
        text = text.replace(loose, tight)
    return text


def _write_sheet(rows: Rows, merged: Sequence[str], date1904: bool) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = (
            _write_cell(f"{letter_of(position)}{number}", cell, date1904)
            for position, cell in enumerate(row, start=1)
            if cell is not None
        )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    below = f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else ""
    return f'{HEADING}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{below}</worksheet>'


def _write_cell(place: str, cell: Cell, date1904: bool) -> str:
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, Formula):
        kind = ' t="str"' if isinstance(cell.stored, str) else ""
        stored = "" if cell.stored is None else f"<v>{escape(str(cell.stored))}</v>"
        return f'<c r="{place}"{kind}><f>{escape(cell.text)}</f>{stored}</c>'
    if isinstance(cell, Percent):
        return f'<c r="{place}" s="{PERCENT}"><v>{cell.share!r}</v></c>'
    if isinstance(cell, datetime.date):
        style = TIME if isinstance(cell, datetime.datetime) else DATE
        return f'<c r="{place}" s="{style}"><v>{count_days(cell, date1904)!r}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'


def _list_types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{TYPES}.{kind}+xml"/>' for part, kind in parts
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEADING}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _list_relations(relations: Sequence[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'{HEADING}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _list_sheets(names: Sequence[str], date1904: bool) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    dates = '<workbookPr date1904="1"/>' if date1904 else ""
    return f'{HEADING}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{dates}<sheets>{sheets}</sheets></workbook>'


def _list_styles() -> str:
    formats = "".join(
        f'<xf numFmtId="{code}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for code in STYLES
    )
    return (
        f'{HEADING}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="2"><fill/><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(STYLES)}">{formats}</cellXfs></styleSheet>'
    )
