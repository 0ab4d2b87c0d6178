"""Look into a workbook before it is read: what it unpacks to, how far its cells reach, what it hides."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from aimed.files.sheet_markup import MarkupTest, find_last_row, measure_values, position_of
from aimed.messages.problems import ProblemsFound

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PARTS = 10_000
UNPACKED = 1024 * 1024 * 1024
CELLS = 50_000_000
BLOCK = 1024 * 1024
OVERLAP = 16 * 1024  # a formula, which has 8,192 characters at most, and its cell
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)
# parts whose cells would be lost: sheets, what they refer to, and an .ods as a whole
OF_CELLS = re.compile(r"(^|/)(worksheets/[^/]*|sharedStrings|styles|workbook|content)\.xml$")
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})\d""")
ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,4}(\d{1,10})["']""")
SHEET = re.compile(rb"<(?:\w+:)?sheetData\b")
NUMBERED = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br\s*=\s*["'](\d{1,10})["']""")
ERROR = re.compile(rb"""<(?:\w+:)?c\b[^<>]*?\bt\s*=\s*["']e["']""")
UNCOMPUTED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*</(?:\w+:)?c>")
# a formula whose value is an empty text (t="str") is one that was stored
EMPTY = re.compile(
    rb"""<(?:\w+:)?c\b(?![^<>]*\bt\s*=\s*["']str["'])[^<>]*>\s*"""
    rb"""(?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)\s*</(?:\w+:)?c>"""
)


def check_workbook(path: Path) -> None:
    """Raise ProblemsFound for a file that is no workbook, or that is not safe to read.

    Those are: more than PARTS parts or UNPACKED bytes, whatever sizes the archive states; XML with a
    DOCTYPE; an .xlsx sheet whose farthest cell with a value makes it wider than CELLS cells in all (readers
    keep the empty ones between too); a sheet, or what its cells refer to, that is no well-formed XML; a sheet
    with formulas whose values were not stored, with errors for values, or with a row that comes twice, since
    those cells would be lost.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except FileNotFoundError:
        remedy = "restore it, or correct the name"
        raise ProblemsFound.at(path, "no such file", "a workbook", remedy, kind="absent_file") from None
    if start == OLE:
        return
    if start != ZIP:
        raise refuse_workbook(
            path, "a file that is no workbook", "an .xlsx, .xls or .ods file", "export it again"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
    except BROKEN:
        raise refuse_workbook(
            path, "a workbook that cannot be unpacked", "a whole file", "copy or export it again"
        ) from None


def refuse_workbook(path: Path, found: str, expected: str, remedy: str) -> ProblemsFound:
    """Return the problem of a workbook, to be raised."""
    return ProblemsFound.at(path, found, expected, remedy)


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    """Count what the parts really unpack to: the sizes that an archive states may be lies."""
    if len(archive.namelist()) > PARTS:
        raise refuse_workbook(
            path, f"{len(archive.namelist())} parts", f"at most {PARTS}", "do not open this file"
        )
    left = UNPACKED
    for part in archive.infolist():
        with archive.open(part) as stream:
            size, broken, sheet = _check_part(path, part.filename, stream, left)
        left -= size
        name = part.filename
        if broken and (sheet or OF_CELLS.search(name)):
            with archive.open(part) as stream:
                at = find_last_row(stream) if sheet else 0
            raise _refuse_markup(path, name, broken, at)
        if sheet and sheet.rows * sheet.columns > CELLS:  # a styled cell may have no value: look again
            with archive.open(part) as stream:
                sheet.rows, sheet.columns = measure_values(stream)
        if sheet:
            sheet.judge(path, name)


def _refuse_markup(path: Path, name: str, broken: str, row: int) -> ProblemsFound:
    place = f"{path.as_posix()}, row {row}" if row else path.as_posix()
    found = f"broken XML in {name} ({broken}), after which a reader would lose rows"
    remedy = "open it in a spreadsheet program and save it, or export it again; compare the number of rows"
    return ProblemsFound.at(place, found, "a whole sheet", remedy)


def _check_part(path: Path, name: str, stream: IO[bytes], most: int) -> tuple[int, str, "_Sheet | None"]:
    """Return the bytes that a part unpacks to, what is wrong with its XML, and the sheet that it is.

    A sheet may stand in any part, under any name.
    """
    size, sheet, before, markup = 0, None, b"", MarkupTest()
    while block := stream.read(BLOCK):
        size += len(block)
        if size > most:
            found = f"more than {UNPACKED // 1024**2} MB when unpacked"
            raise refuse_workbook(path, found, "less", "do not open this file")
        text = before + block
        if DOCTYPE.search(text) and _is_xml(name):
            found = f"XML with a DOCTYPE in {name}"
            raise refuse_workbook(path, found, "plain XML", "do not open this file")
        if sheet is not None:
            sheet.look(text, before)
        elif SHEET.search(text):
            sheet = _Sheet()
            sheet.look(text, b"")
        before = block[-OVERLAP:]
        markup.feed(block)
    markup.feed(b"", last=True)
    return size, markup.broken, sheet


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels", ".vml"))


class _Sheet:
    """How far the cells of an .xlsx sheet reach, and how many of them a reader would lose."""

    def __init__(self) -> None:
        self.rows = self.columns = self.uncomputed = self.errors = self.last = self.twice = self.parts = 0

    def look(self, text: bytes, again: bytes) -> None:
        """Take in a block of the sheet; `again` is its start, which was seen at the end of the last one."""
        letters = set(COLUMN.findall(text))
        self.columns = max([self.columns, *(position_of(one.decode()) for one in letters)])
        self.rows = max([self.rows, *map(int, set(ROW.findall(text)))])
        for pattern in (UNCOMPUTED, EMPTY):
            self.uncomputed += len(pattern.findall(text)) - len(pattern.findall(again))
        self.parts += len(SHEET.findall(text)) - len(SHEET.findall(again))
        self.errors += len(ERROR.findall(text)) - len(ERROR.findall(again))
        for found in NUMBERED.finditer(text):
            if found.end() > len(again):
                row = int(found[1])
                if row <= self.last and not self.twice:
                    self.twice = row
                self.last = row

    def judge(self, path: Path, part: str) -> None:
        """Raise ProblemsFound for a sheet that reaches too far, or that has cells which would be lost."""
        if self.rows * self.columns > CELLS:
            found = f"cells up to row {self.rows:,} and column {self.columns:,} in {part}"
            remedy = "delete what stands far from the answers, and save it again"
            raise refuse_workbook(path, found, f"at most {CELLS:,} cells", remedy)
        if self.parts > 1:
            found = f"{self.parts} tables of rows in {part}, of which a reader takes the first"
            remedy = "open it in a spreadsheet program and save it, or export it again"
            raise refuse_workbook(path, found, "one table of rows", remedy)
        if self.uncomputed:
            found = f"{self.uncomputed} formulas whose values were not stored, in {part}"
            remedy = "open it in a spreadsheet program and save it, or export it with values alone"
            raise refuse_workbook(path, found, "values", remedy)
        if self.errors:
            found = f"{self.errors} cells whose value is an error, as #REF! or #N/A, in {part}"
            remedy = "export the answers without formulas, or correct these cells and save it again"
            raise refuse_workbook(path, found, "values", remedy)
        if self.twice:
            found = f"row {self.twice} twice, or after a later one, in {part}"
            remedy = "open it in a spreadsheet program and save it, or export it again"
            raise refuse_workbook(path, found, "each row once, in order", remedy)
