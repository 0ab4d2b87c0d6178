"""Read delimited text whatever wrote it: encoding and separator are found, reported, and may be told."""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from aimed.files.mixed_encodings import OTHER, find_mixed_rows
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

# the first of those that cut equally well is taken
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MARKS = {  # the longer first: that of UTF-32 begins with that of UTF-16
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# what programs write under the name of a standard: its twin that has more letters, and some others
WRITTEN = {
    **dict.fromkeys(("shift_jis", "shift_jis_2004", "shift_jisx0213"), "cp932"),
    **{"latin_1": "cp1252", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030"},
}
# what spreadsheet programs write; a guess looks elsewhere only where none of these can be
COMMON = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("cp932", "euc_jp", "iso2022_jp", "gb18030", "big5", "cp949", "koi8_r", "koi8_u"),
)
WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôöøùúûüßœŒŸÿ¿¡«»„“”‚‘’–—…€°§ºª²³µ·´©®™•\u00a0"
)
MESSY = 0.35  # some languages in a short text; random bytes are beyond
EQUALLY = 0.01  # messes of two readings that differ by less say nothing of which one is right
BLOCK = 1024 * 1024
LONGEST_CELL = 8 * 1024 * 1024
SHOWN = 10  # rows that are in another encoding
DECLARATION = "sep="


@dataclass(frozen=True)
class Delimited:
    """A delimited text file: how its bytes are read, and which records it has.

    encoding, separator: as found or told. guessed: whether the encoding is only a guess.
    skipped: 1 where Excel's own line `sep=;` comes first, else 0.
    """

    path: Path
    encoding: str
    separator: str
    guessed: bool = False
    skipped: int = 0

    def records(self, by_line: bool = False) -> Iterator[tuple[int, list[str]]]:
        """Yield each record with its number from 1, as a spreadsheet program counts rows.

        by_line: its first line instead, as a text editor counts.

        Raises ProblemsFound for quotes that do not close and a cell of more than LONGEST_CELL characters.
        """
        csv.field_size_limit(LONGEST_CELL)
        number = line = 0
        with self.open() as stream:
            reader = csv.reader(stream, delimiter=self.separator, strict=True)
            try:
                for number, record in enumerate(reader, start=1):
                    first, line = line + 1, reader.line_num
                    if number > self.skipped:
                        yield (first if by_line else number), record
            except csv.Error as error:
                raise self._refuse_quotes(number + 1, str(error)) from None

    def open(self) -> TextIO:
        """Return the text; line ends are left as they are, since cells may hold some."""
        return self.path.open(encoding=self.encoding, newline="")

    def count_records(self, look: Callable[[int, list[str]], None] | None = None) -> int:
        """Return the number of records that are not blank, counted by the lines of the file.

        Lines less the line breaks inside cells and less blank lines: another road than the parser's own.
        `look` is shown each record on the way, with its number.
        """
        inside = blank = 0
        for number, record in self.records():
            if look is not None:
                look(number, record)
            inside += sum(len(f"{cell}.".splitlines()) - 1 for cell in record if not cell.isprintable())
            blank += not any(cell.strip() for cell in record)
        with self.open() as stream:
            lines = sum(len(f"{line}.".splitlines()) - 1 or 1 for line in stream)
        return lines - inside - blank - self.skipped

    def _refuse_quotes(self, record: int, what: str) -> ProblemsFound:
        longest = f"{LONGEST_CELL // BLOCK} million characters"
        found = "a quotation mark that is never closed"
        if "field larger" in what:
            found = f"a cell of more than {longest}"
        elif "expected after" in what:
            found = "text after a closing quotation mark"
        expected = "quotation marks inside a cell written twice, and each cell closed"
        remedy = "export the file again; if it comes so from its program, correct this row"
        return ProblemsFound.at(
            f"{self.path.as_posix()}, row {record}", found, expected, remedy, "broken_table"
        )


def open_delimited(path: Path, encoding: str | None = None, separator: str | None = None) -> Delimited:
    """Return how a delimited text file is to be read; what is told is not guessed.

    Raises ProblemsFound for an absent or empty file, an encoding that does not fit, and bytes that are
    no text.
    """
    found, guessed = (encoding, False) if encoding else find_encoding(path)
    _check_text(path, found)
    with path.open(encoding=found, newline="") as stream:
        first = stream.readline()
        declared = first.strip()[len(DECLARATION) :] if first.lower().startswith(DECLARATION) else ""
        start = ("" if declared else first) + stream.read(BLOCK)
    if not start.strip():
        raise _refuse(path, "a file without any text", "export it again")
    chosen = separator or (declared if declared in SEPARATORS else "") or find_separator(start)
    return Delimited(path, found, chosen, guessed, int(bool(declared)))


def find_encoding(path: Path) -> tuple[str, bool]:
    """Return the encoding of a text file and whether it is a guess: byte order mark, UTF-8, then a guess."""
    try:
        with path.open("rb") as stream:
            start = stream.read(BLOCK)
    except FileNotFoundError:
        remedy = "restore it, or correct the name"
        raise _refuse(path, "no such file", remedy, "absent_file") from None
    for mark, name in MARKS.items():
        if start.startswith(mark):
            return name, False
    if _decodes(path, "utf-8"):
        return "utf-8", False
    _refuse_mixed(path)
    return _guess_encoding(path, start), True


def _guess_encoding(path: Path, start: bytes) -> str:
    from charset_normalizer import from_bytes

    found = list(from_bytes(start, cp_isolation=list(COMMON))) or list(from_bytes(start))
    found = found or list(from_bytes(start, cp_isolation=list(COMMON), threshold=MESSY))
    likely = [
        name
        for match in found
        if match.chaos <= found[0].chaos + EQUALLY
        for name in match.could_be_from_charset
    ]
    western = ["cp1252"] if "cp1252" in likely and _is_western(start) else []
    best = found[0].encoding if found else ""
    for encoding in [*western, WRITTEN.get(best, best), best]:
        if encoding and _decodes(path, encoding):
            return encoding
    raise _refuse(
        path, "bytes that are no text in any known encoding", "export it again as CSV UTF-8, or as .xlsx"
    )


def _is_western(start: bytes) -> bool:
    """Return whether cp1252 reads bytes as letters of western European languages alone.

    Short texts in it are as good Hungarian or Turkish in other code pages; `õ` is Portuguese beside `ã`.
    """
    text = start.decode("cp1252", "replace")
    odd = {character for character in text if not character.isascii()} - WESTERN
    return not odd or (odd <= set("õÕ") and "ã" in text)


def count_cells(line: str, separator: str) -> int:
    """Return how many cells a line is cut into; 1 for one with a line break within."""
    try:
        return len(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return 1


def find_separator(start: str) -> str:
    """Return the separator that cuts the first records into the most equal cells; a comma where none does."""
    return max(SEPARATORS, key=lambda separator: _rate_separator(start, separator))


def _rate_separator(start: str, separator: str) -> tuple[float, int]:
    """Return the share of the first records that have their usual width, and that width; 0, 0 for one."""
    records = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    try:
        widths = [len(record) for record in itertools.islice(records, 30)]
    except csv.Error:
        return 0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return (widths.count(usual) / len(widths), usual) if usual > 1 else (0, 0)


def _check_text(path: Path, encoding: str) -> None:
    """Raise ProblemsFound for an encoding that is unknown or does not fit, and for NUL characters."""
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while block := stream.read(BLOCK):
                if "\0" in block:
                    raise _refuse(path, "NUL characters", "name its encoding, or export it again")
    except (UnicodeDecodeError, UnicodeError):
        if encoding.lower().replace("_", "-").startswith(("utf-8", "utf8")):
            _refuse_mixed(path)
        raise _refuse(path, f"bytes that are not {encoding}", "correct `encoding`") from None
    except (LookupError, ValueError):
        raise _refuse(path, f"the encoding {encoding!r}, which nothing knows", "correct `encoding`") from None


def _refuse_mixed(path: Path) -> None:
    """Raise ProblemsFound for a file of which some rows are in UTF-8 and others are not."""
    most, others = find_mixed_rows(path, WESTERN)
    expected = "one encoding in the whole file; no reading is right for all of it"
    remedy = "correct these rows in a copy, or export them again, and take that copy in; where one reading "
    remedy += "is right for all, name its `encoding` in cohort.yaml"
    raise_problems(
        Problem(
            f"{path.as_posix()}, row {row}",
            f"a file in {most} but for {len(others)} row{'s' * (len(others) > 1)}; this one is in UTF-8 "
            f"{utf8!r}, in {OTHER} {other!r}",
            expected,
            remedy,
            kind="broken_table",
        )
        for row, (utf8, other) in list(others.items())[:SHOWN]
    )


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while stream.read(BLOCK):
                pass
    except (UnicodeDecodeError, UnicodeError, LookupError):
        return False
    return True


def _refuse(path: Path, found: str, remedy: str, kind: str = "broken_table") -> ProblemsFound:
    return ProblemsFound.at(path, found, "a table as text (CSV or TSV)", remedy, kind)
