"""Read tables of coded segments: a plain one that a person wrote, and those that coding programs export.

They have the words of each segment and mostly no offsets. How each program heads its columns stands in
segment_tables.yaml. Offsets of a plain table count characters of the transcript, the end not included.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from aimed.files.delimited import open_delimited
from aimed.files.formula_cells import unguard_cell
from aimed.files.spreadsheets import open_sheet
from aimed.files.yaml_json import read_beside
from aimed.ingest.coding.formats.qualcoder import REMOVED, TAKEN_OUT
from aimed.ingest.coding.project import CodedProject, CodePath, OffsetsReading, Source, TextSelection
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

NAME = "a table of coded segments (document, code, words or start and end)"
WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
ENDINGS = WORKBOOKS | {".csv", ".tsv", ".tab", ".txt"}
KNOWN: list[dict[str, Any]] = read_beside(__file__)
TITLES = 10  # rows that may stand above the heads
PLAIN = OffsetsReading("code_points", crlf_is_one=False, end_included=False)
ROLES = ("document", "words", "code", "coder", "start", "end", "id", "category", "respondent")
UNCODED, WORDLESS = "segments without a code", "segments without words"
MEDIA = {"imid": "codings of pictures", "avid": "codings of audio or video"}


@dataclass(frozen=True)
class Heads:
    """How a table is read: the program, the column of each role, and what parts the names of codes.

    `wide` maps columns that stand for a code each to its name; `variables` counts the columns of others.
    """

    origin: str
    columns: dict[str, int]
    levels: str = ""
    several: str = ""
    wide: dict[int, str] = field(default_factory=dict)
    variables: int = 0

    def cell(self, record: list[str], role: str) -> str:
        """Return the cell of a role; an empty text for a column that is not there."""
        at = self.columns.get(role)
        return unguard_cell(record[at]) if at is not None and at < len(record) else ""

    def codes(self, record: list[str]) -> list[CodePath]:
        """Return the codes of a row, each as the names from the top of the tree down."""
        if self.wide:
            return [
                self._part(name)
                for at, name in self.wide.items()
                if at < len(record) and record[at].strip().casefold() in ("true", "1", "yes")
            ]
        written = self.cell(record, "code").strip()
        names = re.split(self.several, written) if self.several else [written]
        above = self._categories(record)
        return [(*above, *self._part(name)) for name in names if name]

    def _part(self, name: str) -> CodePath:
        return tuple(part.strip() for part in (re.split(self.levels, name) if self.levels else [name]))

    def _categories(self, record: list[str]) -> CodePath:
        """Return the categories above a code: QualCoder writes them from the lowest up, and no blank ones."""
        first = self.columns.get("category", len(record))
        cells = record[first : len(record) - self.variables]
        return tuple(cell.strip() for cell in reversed(cells) if cell.strip())


def recognise(path: Path) -> bool:
    """Return whether a file is a table; which it is, and whether it can be read, is told when it is read."""
    return path.suffix.lower() in ENDINGS


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return the segments of a table. `sheet` and `encoding` in the options say how it is read.

    Raises ProblemsFound for a table that has none of the known heads, and for rows that name no document or
    have offsets that are no whole numbers.
    """
    heads, first = find_heads(path, options)
    problems: list[Problem] = []
    left_out: Counter[str] = Counter()
    documents: dict[str, list[TextSelection]] = {}
    for number, record in _records(path, options):
        if number <= first or not any(cell.strip() for cell in record):
            continue
        kind = _leave_out(record, heads)
        if kind:
            left_out[kind] += 1
            continue
        name = heads.cell(record, "document").strip()
        selection = _select(record, heads, f"row {number}")
        if selection is None or not name:
            problems.append(_name_row(path, number, name))
        else:
            documents.setdefault(name, []).append(selection)
    raise_problems(problems)
    sources = tuple(Source(name, "", tuple(found)) for name, found in documents.items())
    return CodedProject(path, heads.origin, sources, left_out=dict(left_out), offsets=PLAIN)


def find_heads(path: Path, options: Mapping[str, Any]) -> tuple[Heads, int]:
    """Return how a table is headed, and the row of its heads."""
    shown: list[str] = []
    for number, record in islice(_records(path, options), TITLES):
        names = [unguard_cell(cell).strip() for cell in record]
        shown = shown or [name for name in names if name]
        for known in KNOWN:
            heads = _match(names, known)
            if heads:
                return heads, number
    found = f"columns {', '.join(shown[:8])}" if shown else "no row"
    programs = ", ".join(known["origin"] for known in KNOWN if known["origin"])
    expected = "document, code and words (or start and end), and coder where there are several; or the heads "
    remedy = "export it again, or head its columns document, words, code, coder"
    raise ProblemsFound.at(path, found, f"{expected}of {programs}", remedy)


def _match(written: list[str], known: dict[str, Any]) -> Heads | None:
    """Return how a row of heads is read as that of one program; None when it is none."""
    names = [name.casefold() for name in written]
    columns = {
        role: next(names.index(name) for name in known[role] if name in names)
        for role in ROLES
        if any(name in names for name in known.get(role, []))
    }
    pattern = re.compile(known["wide"], re.I) if "wide" in known else None
    wide = {at: found[1] for at, name in enumerate(written) if pattern and (found := pattern.match(name))}
    coded = bool(wide) if pattern else "code" in columns
    placed = bool({"words", "respondent"} & set(columns)) or {"start", "end"} <= set(columns)
    if "document" not in columns or not coded or not placed or set(known.get("beside", [])) - set(names):
        return None
    variables = sum(name.startswith(("filevar_", "casevar_")) for name in names)
    parts = known.get("levels", ""), known.get("several", "")
    return Heads(known["origin"], columns, *parts, wide, variables)


def _leave_out(record: list[str], heads: Heads) -> str:
    """Return the kind of what is no coded segment; an empty text for one."""
    media = MEDIA.get(heads.cell(record, "id").partition(":")[0])
    if media:
        return media
    if not heads.codes(record):
        return UNCODED
    words = heads.cell(record, "words").strip()
    if REMOVED.fullmatch(words):
        return TAKEN_OUT
    placed = (heads.cell(record, role).strip() for role in ("start", "end", "respondent"))
    return "" if words or any(placed) else WORDLESS


def _select(record: list[str], heads: Heads, place: str) -> TextSelection | None:
    """Return the selection of a row; None for offsets that are no whole numbers, one after the other."""
    written = heads.cell(record, "start").strip(), heads.cell(record, "end").strip()
    start = end = None
    if any(written):
        if not all(number.isascii() and number.isdigit() and len(number) < 12 for number in written):
            return None
        start, end = int(written[0]), int(written[1])
        if end < start:
            return None
    coder = heads.cell(record, "coder").strip()
    codings = tuple((coder, code) for code in dict.fromkeys(heads.codes(record)))
    respondent = heads.cell(record, "respondent").strip()
    return TextSelection(start, end, heads.cell(record, "words"), codings, place, respondent)


def _name_row(path: Path, number: int, document: str) -> Problem:
    place = f"{path.as_posix()}, row {number}"
    if not document:
        return Problem(place, "a segment of no document", "the name of its transcript", "write it")
    expected = "whole numbers from 0, the start before the end, or the words alone"
    return Problem(place, "a start and an end that are no offsets", expected, "correct them")


def _records(path: Path, options: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    if path.suffix.lower() in WORKBOOKS:
        yield from open_sheet(path, options.get("sheet")).records()
    else:
        yield from open_delimited(path, options.get("encoding")).records()
