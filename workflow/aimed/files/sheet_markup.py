"""Read the XML of a workbook's parts by expat, which the reader of its cells does not use, and strictly."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

BLOCK = 1024 * 1024
PLACE = re.compile(r"([A-Za-z]{1,4})(\d{1,10})")
PADDED = re.compile(r"0{2,}")  # a number format that shows 7 as 0000007
SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml")
VALUES = ("v", "is", "f")  # what a cell with a value has inside; a styled one may have nothing


class MarkupTest:
    """Feeds a part to expat block by block; `broken` is what is wrong with it, empty while nothing is."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.broken = ""

    def feed(self, block: bytes, last: bool = False) -> None:
        """Take in a block of the part."""
        if self.broken:
            return
        try:
            self.parser.Parse(block, last)
        except expat.ExpatError as error:
            self.broken = expat.ErrorString(error.code)


def find_last_row(stream: IO[bytes]) -> int:
    """Return the number of the last row of a sheet that begins before its XML breaks; 0 for none."""
    rows = [0]
    for name, attributes in _elements(stream):
        if name == "row":
            written = attributes.get("r", "")
            rows.append(int(written) if written.isdecimal() else rows[-1] + 1)
    return rows[-1]


def measure_values(stream: IO[bytes]) -> tuple[int, int]:
    """Return the last row and the last column of a sheet in which a cell has a value, from 1."""
    row = column = 0
    place = None
    for name, attributes in _elements(stream):
        if name == "c":
            place = PLACE.fullmatch(attributes.get("r", ""))
        elif name in VALUES and place:
            row, column = max(row, int(place[2])), max(column, position_of(place[1]))
    return row, column


def list_padded_columns(path: Path) -> dict[int, int]:
    """Return column, from 1 -> how many digits an .xlsx shows, where it puts zeros before its numbers."""
    if not zipfile.is_zipfile(path):
        return {}
    columns: dict[int, int] = {}
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "xl/styles.xml" not in names:
            return {}
        with archive.open("xl/styles.xml") as stream:
            padded = _list_padded_styles(stream)
        for name in filter(SHEETS.fullmatch, names if padded else ()):
            with archive.open(name) as stream:
                for element, given in _elements(stream):
                    place = PLACE.fullmatch(given.get("r", "")) if element == "c" else None
                    if place and given.get("s") in padded:
                        columns[position_of(place[1])] = padded[given["s"]]
    return columns


def _list_padded_styles(stream: IO[bytes]) -> dict[str, int]:
    """Return the number of a cell style -> the digits that it shows at least, where it shows zeros first."""
    digits: dict[str, int] = {}
    found: dict[str, int] = {}
    styles = None
    for element, given in _elements(stream):
        if element == "numFmt" and PADDED.fullmatch(given.get("formatCode", "")):
            digits[given.get("numFmtId", "")] = len(given["formatCode"])
        elif element.endswith("Xfs"):
            styles = 0 if element == "cellXfs" else None
        elif element == "xf" and styles is not None:
            if given.get("numFmtId") in digits:
                found[str(styles)] = digits[given["numFmtId"]]
            styles += 1
    return found


def position_of(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position


def _elements(stream: IO[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the local name and the attributes of each element that begins, up to where the XML breaks."""
    begun: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, given: begun.append((name.rpartition(":")[2], given))
    while block := stream.read(BLOCK):
        try:
            parser.Parse(block, False)
        except expat.ExpatError:
            yield from begun
            return
        yield from begun
        begun.clear()
