"""Read a Taguette database: a project's export (.sqlite3), or what a server keeps of several projects.

A document is kept as sanitised HTML; offsets count the UTF-8 bytes of the text between its tags. Who made a
highlight stands in the log of commands alone; a project's export knows its administrator alone.
"""

import json
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
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
from aimed.messages.problems import ProblemsFound

NAME = "a Taguette database (.sqlite3)"
REMEDY = "export the project from Taguette again, as SQLite3"


class _Text(HTMLParser):
    """The text between the tags, as an HTML5 parser keeps it: without the line break after <pre>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.begins = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begins = tag == "pre"

    def handle_data(self, data: str) -> None:
        self.parts.append(data.removeprefix("\n") if self.begins else data)
        self.begins = False


def recognise(path: Path) -> bool:
    """Return whether a file is a database of Taguette."""
    return holds_tables(path, {"documents", "highlights", "tags", "highlight_tags"})


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return the project that `project` in the options names, or the one that has highlights.

    `coder` in the options is who made the highlights of a database that knows one login alone.
    Raises ProblemsFound for a database that cannot be trusted, and several projects of which none is named.
    """
    database = Database(path, NAME, REMEDY)
    highlights = database.read(
        "highlights", {"id": int, "document_id": int, "start_offset": int, "end_offset": int, "snippet": str}
    )
    documents = database.read("documents", {"id": int, "name": str, "contents": str, "project_id": int})
    project = _choose(database, documents, highlights, str(options.get("project", "")))
    tags = [
        row
        for row in database.read("tags", {"id": int, "project_id": int, "path": str, "description": str})
        if row["project_id"] == project
    ]
    coders = _read_coders(database, str(options.get("coder", "")))
    codings = _read_codings(database, {row["id"]: tuple(row["path"].split(".")) for row in tags})
    sources = []
    left_out: Counter[str] = Counter()
    for document in (row for row in documents if row["project_id"] == project):
        own = [row for row in highlights if row["document_id"] == document["id"]]
        left_out.update("highlights without a tag" for row in own if row["id"] not in codings)
        selections = tuple(_select(row, codings, coders) for row in own if row["id"] in codings)
        sources += [Source(document["name"], read_text(document["contents"]), selections)] * bool(selections)
    entries = tuple(CodeEntry(tuple(row["path"].split(".")), row["description"].strip()) for row in tags)
    reading = OffsetsReading("utf8_bytes", crlf_is_one=False, end_included=False)
    return CodedProject(path, "Taguette", tuple(sources), entries, dict(left_out), offsets=reading)


def read_text(contents: str) -> str:
    """Return the text of which the offsets count the bytes."""
    reader = _Text()
    reader.feed(contents)
    reader.close()
    return "".join(reader.parts)


def _select(
    row: dict[str, Any], codings: dict[int, list[CodePath]], coders: Mapping[int, str]
) -> TextSelection:
    coder = coders.get(row["id"], "") or coders.get(-1, "")
    return TextSelection(
        row["start_offset"],
        row["end_offset"],
        read_text(row["snippet"]),
        tuple((coder, code) for code in codings[row["id"]]),
        f"highlight {row['id']}",
    )


def _choose(
    database: Database, documents: list[dict[str, Any]], highlights: list[dict[str, Any]], named: str
) -> int | None:
    """Return the id of the project that is meant."""
    projects = {row["id"]: row["name"] for row in database.read("projects", {"id": int, "name": str})}
    of_document = {row["id"]: row["project_id"] for row in documents}
    coded = {of_document.get(row["document_id"]) for row in highlights} & set(projects)
    meant = {number for number, name in projects.items() if name == named} if named else coded
    if len(meant) > 1 or (named and not meant):
        found = f"{len(meant)} projects named {named}" if named else f"{len(meant)} projects with highlights"
        names = ", ".join(sorted(set(projects.values())))
        remedy = "write `project: <its name>` beside the path of the coding in cohort.yaml"
        raise ProblemsFound.at(database.path, found, f"one of the projects: {names}", remedy)
    return next(iter(meant), next(iter(projects), None))


def _read_codings(database: Database, paths: dict[int, CodePath]) -> dict[int, list[CodePath]]:
    """Return highlight -> its tags, in their order."""
    codings: dict[int, list[CodePath]] = {}
    pairs = database.read("highlight_tags", {"highlight_id": int, "tag_id": int})
    for row in sorted(pairs, key=lambda row: (row["highlight_id"] or 0, row["tag_id"] or 0)):
        if row["tag_id"] in paths:
            codings.setdefault(row["highlight_id"], []).append(paths[row["tag_id"]])
    return codings


def _read_coders(database: Database, told: str) -> Mapping[int, str]:
    """Return highlight -> who made it by the log, and -1 -> who else may have."""
    there = "commands" in database.tables
    log = database.read("commands", {"id": int, "user_login": str, "payload": str}) if there else []
    made = {}
    for row in log:
        try:
            payload = json.loads(row["payload"])
        except (ValueError, RecursionError):
            continue
        if isinstance(payload, dict) and payload.get("type") == "highlight_add":
            made[payload.get("highlight_id")] = row["user_login"]
    logins = set(made.values())
    if told and len(logins) <= 1:
        return {-1: told}
    return {number: login for number, login in made.items() if isinstance(number, int)} | {
        -1: next(iter(logins), "") if len(logins) == 1 else ""
    }
