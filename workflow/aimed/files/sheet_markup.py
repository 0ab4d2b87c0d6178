"""Read the XML of a workbook's parts by expat, which the reader of its cells does not use, and strictly."""

import re
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

BLOCK = 1024 * 1024
PLACE = re.compile(r"([A-Za-z]{1,4})(\d{1,10})")
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
