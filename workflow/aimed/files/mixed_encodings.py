"""Find the rows of a text file that are in another encoding than the rest of it."""

import re
from collections.abc import Iterator
from pathlib import Path

OTHER = "cp1252"
MOST_SHOWN = 60
MAJORITY = 3  # so many times more rows in UTF-8 than not: the file is UTF-8 whatever the others are
ODD = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"[^\s,;|\"]*")


def find_mixed_rows(path: Path, western: frozenset[str]) -> tuple[str, dict[int, tuple[str, str]]]:
    """Return the encoding of most rows, and the others: row -> (as UTF-8, as cp1252) reads its odd words.

    western: letters by which cp1252 is known. No rows where the file is not of two encodings; a row in ASCII
    is of both.
    """
    whole: dict[int, tuple[str, str]] = {}
    broken: dict[int, tuple[str, str]] = {}
    known = True
    for number, content in _cut_in_rows(path):
        if content.isascii():
            continue
        readings = content.decode("utf-8", "replace"), content.decode(OTHER, "replace")
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            broken[number] = readings
            known &= {one for one in readings[1] if not one.isascii()} <= western
        else:
            whole[number] = readings
    if not whole or not broken or not (known or len(whole) >= MAJORITY * len(broken)):
        return "", {}
    most, fewer = ("UTF-8", broken) if len(whole) >= len(broken) else (OTHER, whole)
    return most, {row: (_show(first), _show(second)) for row, (first, second) in fewer.items()}


def _cut_in_rows(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each row's number from 1 and its bytes: it ends at the line break where all quotes are closed."""
    number, lines, quotes = 1, [], 0
    with path.open("rb") as stream:
        for line in stream:
            lines.append(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0:
                yield number, b"".join(lines).removeprefix(b"\xef\xbb\xbf")
                number, lines = number + 1, []
    if lines:
        yield number, b"".join(lines)


def _show(text: str) -> str:
    """Return a row from its first word with an odd letter to the last one."""
    odd = [found.start() for found in ODD.finditer(text)] or [0]
    before = WORD.match(text[odd[0] :: -1])
    after = WORD.match(text[odd[-1] :])
    shown = text[odd[0] + 1 - (before.end() if before else 0) : odd[-1] + (after.end() if after else 0)]
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]} ..."
