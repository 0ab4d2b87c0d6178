"""Read a REFI-QDA project (.qdpx, exchange standard 1.5): coded words, codes and coders.

The namespace differs between producers, so names are matched without it. What is no coding of words in a
text is counted by `refi_parts`.
"""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from aimed.files.archive import BROKEN, Archive, local_name
from aimed.ingest.coding.formats.refi_parts import (
    TEXTS,
    children_of,
    count_left_out,
    elements_of,
    guid_of,
)
from aimed.ingest.coding.formats.refi_times import read_recordings
from aimed.ingest.coding.project import CodedProject, CodeEntry, CodePath, Source, TextSelection
from aimed.messages.problems import Problem, raise_problems

NAME = "a REFI-QDA project (.qdpx)"
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
HOLDERS = (*TEXTS, "PDFSource", "PictureSource", "AudioSource", "VideoSource", "Transcript", "Note")
UNKNOWN_CODE = "codings with a code that the code book lacks"


@dataclass
class _Project:
    """The parts of a project that its codings point to, by identifier, and what is said of it."""

    archive: Archive
    root: etree._Element
    members: dict[str, str]  # in small letters -> as the archive names it
    users: dict[str, str]
    codes: dict[str, CodePath] = field(default_factory=dict)
    entries: dict[CodePath, str] = field(default_factory=dict)
    cases: frozenset[str] = frozenset()
    left_out: dict[str, int] = field(default_factory=dict)
    coders: dict[str, set[str]] = field(default_factory=dict)  # name -> the users of this name who coded
    unreadable: list[str] = field(default_factory=list)

    def add_codes(self, above: etree._Element, path: CodePath) -> None:
        for code in children_of(above, "Code"):
            here = (*path, code.get("name", "").strip())
            self.codes[guid_of(code, "guid")] = here
            said = " ".join((one.text or "").strip() for one in children_of(code, "Description"))
            self.entries[here] = self.entries.get(here) or said.strip()
            self.add_codes(code, here)

    def leave_out(self, kind: str, number: int = 1) -> None:
        self.left_out[kind] = self.left_out.get(kind, 0) + number

    def find_member(self, written: str, guid: str) -> str | None:
        """Return the member that a path points to: below sources, in letters of either case."""
        inside = unquote(written.partition("://")[2] or written).replace("\\", "/")
        if ".." in PurePosixPath(inside).parts:
            return None
        names = [f"sources/{inside}", f"sources/{PurePosixPath(inside).name}"]
        names += [inside] if inside else []
        names += [f"sources/{guid}.txt"] if guid else []
        return next(
            (self.members[name.casefold()] for name in names if name.casefold() in self.members), None
        )


def recognise(path: Path) -> bool:
    """Return whether a file is a ZIP archive with a project file (.qde) in it, or is called .qdpx."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(list_project_files(archive.namelist()))
    except BROKEN:
        return path.suffix.lower() == ".qdpx"


def list_project_files(names: list[str]) -> list[str]:
    """Return the project files (.qde) among the members of an archive: those at the top, else all."""
    named = [name for name in names if name.lower().endswith(".qde") and not name.startswith("__MACOSX")]
    return [name for name in named if "/" not in name] or named


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return the coded texts of a .qdpx file in its order, and by kind what else is in it.

    Raises ProblemsFound for an archive or XML that cannot be trusted, and for coders of one name.
    """
    archive = Archive(path, NAME, "export the project again as REFI-QDA")
    members = list_project_files(archive.names)
    if len(members) != 1:
        raise archive.refuse(f"{len(members) or 'no'} project files (.qde) in the archive")
    root = archive.read_xml(members[0])
    users = {guid_of(user, "guid"): _name_of_user(user) for user in elements_of(root, "User")}
    cases = frozenset(guid_of(case, "guid") for case in elements_of(root, "Case"))
    project = _Project(archive, root, {name.casefold(): name for name in archive.names}, users, cases=cases)
    for codes in elements_of(root, "Codes"):
        project.add_codes(codes, ())
    for kind, number in count_left_out(root).items():
        project.leave_out(kind, number)
    sources = [one for element in elements_of(root, *TEXTS) if (one := _read_source(project, element))]
    raise_problems(_name_twins(project, members[0]))
    return CodedProject(
        path=path,
        origin=root.get("origin", "").strip(),
        sources=tuple(sources),
        codes=tuple(CodeEntry(names, said) for names, said in project.entries.items()),
        left_out=dict(sorted(project.left_out.items())),
        lacking=tuple(_name_lacking(project)),
        recordings=tuple(read_recordings(root, partial(_read_known_codings, project))),
    )


def _read_known_codings(project: _Project, element: etree._Element) -> tuple[tuple[str, CodePath], ...]:
    """Return coder and code of the codings of an element, of codes that the code book has."""
    return tuple(
        (_find_coder(project, coding, element), project.codes[target])
        for coding in children_of(element, "Coding")
        for reference in children_of(coding, "CodeRef")
        if (target := guid_of(reference, "targetGUID")) in project.codes and target not in project.cases
    )


def _read_source(project: _Project, element: etree._Element) -> Source | None:
    """Return a coded source; None when nothing in it is coded."""
    above = element.getparent()
    name = element.get("name") or (above.get("name") if above is not None else None) or ""
    selections = tuple(
        selection
        for child in children_of(element, "PlainTextSelection")
        if (selection := _read_selection(project, child)).codings
    )
    return Source(name, _read_text(project, element, name), selections) if selections else None


def _read_selection(project: _Project, element: etree._Element) -> TextSelection:
    """Return a selection; without numbers that can be read it has no offsets."""
    written = [element.get(key, "").strip() for key in ("startPosition", "endPosition")]
    whole = all(one.isascii() and one.isdigit() and len(one) < 16 for one in written)
    start, end = map(int, written) if whole else (None, None)
    codings: dict[tuple[str, CodePath], None] = {}
    for coding in children_of(element, "Coding"):
        coder = _find_coder(project, coding, element)
        references = children_of(coding, "CodeRef")
        if not references:
            project.leave_out("codings without a code")
        for reference in references:
            target = guid_of(reference, "targetGUID")
            if target in project.codes and target not in project.cases:
                codings[coder, project.codes[target]] = None
            else:
                project.leave_out("codings to a case" if target in project.cases else UNKNOWN_CODE)
    place = f"selection at {written[0] or 'no place'}"
    return TextSelection(start, end, element.get("name", ""), tuple(codings), place)


def _find_coder(project: _Project, coding: etree._Element, selection: etree._Element) -> str:
    """Return who coded, by what the coding says, then the selection; the only user where nothing is said.

    An empty text when nobody is named.
    """
    said = [guid_of(one, key) for key in ("creatingUser", "modifyingUser") for one in (coding, selection)]
    named = next((guid for guid in said if guid in project.users), "")
    if not named and not any(said) and len(project.users) == 1:
        named = next(iter(project.users))
    name = project.users.get(named, "")
    if name:
        project.coders.setdefault(name, set()).add(named)
    return name


def _read_text(project: _Project, element: etree._Element, name: str) -> str:
    """Return a source's text as stored; an empty one when the archive has none that can be read.

    XML makes one character of each line end: what is written inline gets back those of two, of which
    the offsets tell whether they count as one.
    """
    inline = children_of(element, "PlainTextContent")
    if inline:
        return (inline[0].text or "").removeprefix("\ufeff").replace("\n", "\r\n")
    written = element.get("plainTextPath", "")
    member = project.find_member(written, guid_of(element, "guid"))
    if member is None:
        project.unreadable += [] if written else [f"{local_name(element)} {name}: no text"]
        return ""
    content = project.archive.read(member)
    try:
        return content.decode(BYTE_ORDER_MARKS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        said = f"{local_name(element)} {name}: byte {error.start} of {member} is not UTF-8"
        project.unreadable.append(said)
        return ""


def _name_lacking(project: _Project) -> list[str]:
    """Return what the project points to and the archive does not hold, or not as text."""
    said = [
        f'{local_name(element)} {element.get("name") or guid_of(element, "guid")}: nothing at "{written}"'
        for element in elements_of(project.root, *HOLDERS)
        for written in (element.get("plainTextPath", ""), element.get("path", ""))
        if written and project.find_member(written, guid_of(element, "guid")) is None
    ]
    return list(dict.fromkeys([*said, *project.unreadable]))


def _name_twins(project: _Project, member: str) -> list[Problem]:
    return [
        Problem(
            f"{project.archive.path.as_posix()}, {member}, Users",
            f"{len(guids)} coders named {name}",
            "one name for each coder",
            "rename them in the program and export again",
        )
        for name, guids in sorted(project.coders.items())
        if len(guids) > 1
    ]


def _name_of_user(user: etree._Element) -> str:
    return user.get("name", "").strip() or user.get("id", "").strip()
