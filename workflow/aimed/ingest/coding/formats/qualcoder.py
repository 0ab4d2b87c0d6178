"""Read a QualCoder project (.qda, database versions 1 to 17): its folder's data.qda, or the folder as a ZIP.

QualCoder counts code points of the text that it keeps, the end not included, and keeps the words too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aimed.ingest.coding.formats.databases import Database, holds_tables
from aimed.ingest.coding.project import (
    CodedProject,
    CodeEntry,
    CodePath,
    OffsetsReading,
    Recording,
    Source,
    TextSelection,
    TimedSelection,
)

NAME = "a QualCoder project (.qda)"
REMEDY = "close the project in QualCoder, and copy its folder again"
REMOVED = re.compile(r"QR\d+_removed")  # stands where words were taken out of a text, with their consent
TAKEN_OUT = "codings of words that were removed"
BESIDE = {  # tables of what is no coding of words, and what a person calls their rows
    "code_image": "codings of pictures",
    "code_av": "codings of audio or video",
    "annotation": "annotations of texts",
    "cases": "cases",
    "attribute": "values of variables",
    "journal": "entries of the journal",
}


def recognise(path: Path) -> bool:
    """Return whether a file is the database of a QualCoder project, or an archive with one."""
    return holds_tables(path, {"code_text", "code_name", "source"})


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return the project. Raises ProblemsFound for a database that cannot be trusted or points to nothing."""
    database = Database(path, NAME, REMEDY)
    codes, entries = _read_codes(database)
    coded = database.read(
        "code_text",
        {"ctid": int, "cid": int, "fid": int, "seltext": str, "pos0": int, "pos1": int, "owner": str},
        {"memo": str},
    )
    left_out = Counter({said: n for table, said in BESIDE.items() if (n := database.count(table))})
    left_out.update("memos of codings" for row in coded if row.get("memo"))
    left_out.update(TAKEN_OUT for row in coded if _is_removed(row))
    kept = [row for row in coded if not _is_removed(row)]
    sources = []
    for text in database.read("source", {"id": int, "name": str, "fulltext": str}):
        own = [row for row in kept if row["fid"] == text["id"]]
        selections = tuple(_select(row, codes) for row in own if row["cid"] in codes)
        sources += [Source(text["name"], text["fulltext"], selections)] if own else []
    known = {row["id"] for row in database.read("source", {"id": int})}
    lacking = [f"the text of coding ctid {row['ctid']}" for row in kept if row["fid"] not in known]
    lacking += [f"the code of coding ctid {row['ctid']}" for row in kept if row["cid"] not in codes]
    return CodedProject(
        path,
        _read_origin(database),
        tuple(sources),
        codes=entries,
        left_out=dict(left_out),
        lacking=tuple(lacking),
        offsets=OffsetsReading("code_points", crlf_is_one=False, end_included=False),
        recordings=tuple(_read_recordings(database, codes)),
    )


def _read_recordings(database: Database, codes: dict[int, CodePath]) -> Iterator[Recording]:
    """Yield the recordings with codings of their times, which QualCoder counts in milliseconds."""
    if "code_av" not in database.tables:
        return
    columns = {"avid": int, "id": int, "pos0": int, "pos1": int, "cid": int, "owner": str}
    coded = [row for row in database.read("code_av", columns) if row["cid"] in codes]
    for file in database.read("source", {"id": int, "name": str}):
        own = [row for row in coded if row["id"] == file["id"] and None not in (row["pos0"], row["pos1"])]
        selections = tuple(
            TimedSelection(
                row["pos0"] / 1000,
                row["pos1"] / 1000,
                ((row["owner"], codes[row["cid"]]),),
                f"avid {row['avid']}",
            )
            for row in own
        )
        if selections:
            yield Recording(file["name"], BESIDE["code_av"], selections)


def _is_removed(row: dict[str, Any]) -> bool:
    return REMOVED.fullmatch(row["seltext"].strip()) is not None


def _select(row: dict[str, Any], codes: dict[int, CodePath]) -> TextSelection:
    return TextSelection(
        row["pos0"], row["pos1"], row["seltext"], ((row["owner"], codes[row["cid"]]),), f"ctid {row['ctid']}"
    )


def _read_origin(database: Database) -> str:
    about = database.read("project", {"about": str}) if "project" in database.tables else []
    return next((row["about"].split("\n")[0] for row in about if row["about"]), "QualCoder")


def _read_codes(database: Database) -> tuple[dict[int, CodePath], tuple[CodeEntry, ...]]:
    """Return code's id -> its path of names, and all categories and codes as entries."""
    rows = database.read("code_name", {"cid": int, "name": str, "memo": str, "catid": int}, {"supercid": int})
    above = database.read("code_cat", {"catid": int, "name": str, "memo": str, "supercatid": int})
    tree: dict[tuple[str, int], tuple[str, tuple[str, int] | None]] = {
        ("category", row["catid"]): (row["name"], _point("category", row["supercatid"])) for row in above
    }
    for row in rows:
        parent = _point("category", row["catid"]) or _point("code", row.get("supercid"))
        tree[("code", row["cid"])] = row["name"], parent
    paths = {key: _climb(key, tree) for key in tree}
    memos = {("category", row["catid"]): row["memo"] for row in above}
    memos |= {("code", row["cid"]): row["memo"] for row in rows}
    told: dict[CodePath, str] = {}
    for key, path in paths.items():  # a category may be called as a code beside it
        told[path] = memos[key].strip() or told.get(path, "")
    entries = tuple(CodeEntry(path, memo) for path, memo in sorted(told.items()))
    return {number: paths[(kind, number)] for kind, number in tree if kind == "code"}, entries


def _point(kind: str, number: int | None) -> tuple[str, int] | None:
    return None if number is None else (kind, number)


def _climb(key: tuple[str, int], tree: dict[tuple[str, int], tuple[str, tuple[str, int] | None]]) -> CodePath:
    """Return the names from the top of the tree down to a code; a circle is cut where it closes."""
    names: list[str] = []
    seen = set()
    at: tuple[str, int] | None = key
    while at is not None and at in tree and at not in seen:
        seen.add(at)
        name, at = tree[at]
        names.insert(0, name.strip())
    return tuple(names)
