"""Read an RQDA project (.rqda, database versions 0.1.5 to 0.2.2): an SQLite database.

RQDA counts code points of the text that it keeps, from 0, the end not included, and keeps the words too.
Status 1 is what its windows show; what was deleted or unmarked stays in the tables with 0 or -1. Categories
are groups of codes: a code in one of them has it above, one in several stands alone.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimed.ingest.coding.formats.databases import Database, holds_tables
from aimed.ingest.coding.project import (
    CodedProject,
    CodeEntry,
    CodePath,
    OffsetsReading,
    Source,
    TextSelection,
)

NAME = "an RQDA project (.rqda)"
REMEDY = "close the project in RQDA, and copy it again"
SHOWN = 1
BESIDE = {  # tables of what is no coding of words, and what a person calls their rows
    "coding2": "codings of the second coding table",
    "imageCoding": "codings of pictures",
    "annotation": "annotations of texts",
    "cases": "cases",
    "caseAttr": "values of variables",
    "fileAttr": "values of variables",
    "journal": "entries of the journal",
}
CODING = {"cid": int, "fid": int, "seltext": str, "selfirst": float, "selend": float, "status": int}


def recognise(path: Path) -> bool:
    """Return whether a file is the database of an RQDA project."""
    return holds_tables(path, {"coding", "freecode", "source"})


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return the project. Raises ProblemsFound for a database that cannot be trusted."""
    database = Database(path, NAME, REMEDY)
    codes, entries = _read_codes(database)
    texts = [
        row
        for row in database.read("source", {"id": int, "name": str, "file": str, "status": int})
        if row["status"] == SHOWN
    ]
    known = {row["id"] for row in texts}
    rows = database.read("coding", {**CODING, "owner": str}, {"memo": str})
    coded = [(number, row) for number, row in enumerate(rows, start=1) if row["status"] == SHOWN]
    left_out: Counter[str] = Counter()
    for table, said in BESIDE.items():
        left_out[said] += _count_shown(database, table)
    left_out.update("memos of codings" for _, row in coded if row.get("memo"))
    lacking = [f"the text of coding {number}" for number, row in coded if row["fid"] not in known]
    lacking += [f"the code of coding {number}" for number, row in coded if row["cid"] not in codes]
    sources = []
    for text in texts:
        own = [(number, row) for number, row in coded if row["fid"] == text["id"] and row["cid"] in codes]
        selections = tuple(_select(number, row, codes) for number, row in own)
        sources += [Source(text["name"], text["file"], selections)] if own else []
    return CodedProject(
        path,
        "RQDA",
        tuple(sources),
        codes=entries,
        left_out=dict(+left_out),
        lacking=tuple(lacking),
        offsets=OffsetsReading("code_points", crlf_is_one=False, end_included=False),
    )


def _select(number: int, row: dict[str, Any], codes: dict[int, CodePath]) -> TextSelection:
    start, end = (None if row[name] is None else int(row[name]) for name in ("selfirst", "selend"))
    return TextSelection(start, end, row["seltext"], ((row["owner"], codes[row["cid"]]),), f"coding {number}")


def _count_shown(database: Database, table: str) -> int:
    """Return how many rows of a table the program shows; 0 for a table of a newer version."""
    if table not in database.tables:
        return 0
    rows = database.read(table, {}, {"status": int})
    return sum(row.get("status", SHOWN) == SHOWN for row in rows)


def _read_codes(database: Database) -> tuple[dict[int, CodePath], tuple[CodeEntry, ...]]:
    """Return code's id -> its path of names, and all categories and codes that are shown as entries."""
    columns = {"name": str, "memo": str, "status": int}
    codes = [row for row in database.read("freecode", {**columns, "id": int}) if row["status"] == SHOWN]
    above = [row for row in database.read("codecat", {**columns, "catid": int}) if row["status"] == SHOWN]
    names = {row["catid"]: row["name"].strip() for row in above}
    groups: dict[int, list[str]] = {}
    for row in database.read("treecode", {"cid": int, "catid": int, "status": int}):
        if row["status"] == SHOWN and row["catid"] in names:
            groups.setdefault(row["cid"], []).append(names[row["catid"]])
    paths = {}
    for row in codes:
        own = groups.get(row["id"], [])
        paths[row["id"]] = (*(own if len(own) == 1 else ()), row["name"].strip())
    told = {(names[row["catid"]],): row["memo"].strip() for row in above}
    told |= {paths[row["id"]]: row["memo"].strip() or told.get(paths[row["id"]], "") for row in codes}
    return paths, tuple(CodeEntry(path, memo) for path, memo in sorted(told.items()))
