"""Read a REFI-QDA project (.qdpx, exchange standard 1.5): coded words, codes and coders.

The namespace differs between producers, so names are matched without it.
"""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from aimed.files.archive import BROKEN, Archive, local_name
from aimed.ingest.coding.project import CodedProject, CodeEntry, Source, TextSelection
from aimed.messages.problems import Problem, raise_problems

NAME = "a REFI-QDA project (.qdpx)"
INTERNAL = "internal://"


class _Project:
    """The parts of a project that its codings point to, by identifier, and the problems met."""

    def __init__(self, archive: Archive, member: str) -> None:
        self.archive = archive
        self.place = f"{archive.path.as_posix()}, {member}"
        self.root = archive.read_xml(member)
        self.problems: list[Problem] = []
        self.users = {_guid(u, "guid"): _name_of_user(u) for u in _all(self.root, "User")}
        self.codes: dict[str, tuple[str, ...]] = {}
        for codes in _all(self.root, "Codes"):
            self._add_codes(codes, ())

    def _add_codes(self, above: etree._Element, path: tuple[str, ...]) -> None:
        for code in _children(above, "Code"):
            here = (*path, code.get("name", "").strip())
            self.codes[_guid(code, "guid")] = here
            self._add_codes(code, here)

    def report(self, where: str, found: str, expected: str, remedy: str) -> None:
        """Note one problem of the project."""
        self.problems.append(Problem(f"{self.place}, {where}", found, expected, remedy))


def recognise(path: Path) -> bool:
    """Return whether a file is a ZIP archive with a project file (.qde) at its top."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(is_project_file(name) for name in archive.namelist())
    except BROKEN:
        return False


def is_project_file(member: str) -> bool:
    """Return whether a member of an archive is the project file, of whatever name."""
    return "/" not in member and member.lower().endswith(".qde")


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return the coded text sources of a .qdpx file, in its order.

    Raises ProblemsFound for an archive or XML that cannot be trusted, for codings of anything but
    words in a text, and for codes, coders and texts that are pointed to and not there.
    """
    archive = Archive(path, NAME, "export the project again as REFI-QDA")
    members = [name for name in archive.names if is_project_file(name)]
    if len(members) != 1:
        raise archive.refuse(f"{len(members) or 'no'} project files (.qde) in the archive")
    project = _Project(archive, members[0])
    _report_same_names(project)
    _report_other_codings(project)
    sources = [
        source
        for element in _all(project.root, "TextSource", "Representation")
        if (source := _read_source(project, element)) is not None
    ]
    raise_problems(project.problems)
    codes = tuple(CodeEntry(names) for names in project.codes.values())
    return CodedProject(path, project.root.get("origin", ""), tuple(sources), codes)


def _read_source(project: _Project, element: etree._Element) -> Source | None:
    """Return a coded source; None when nothing in it is coded."""
    above = element.getparent()
    name = element.get("name") or (above.get("name") if above is not None else None) or ""
    selections = tuple(
        selection
        for child in _children(element, "PlainTextSelection")
        if _children(child, "Coding") and (selection := _read_selection(project, child, name)) is not None
    )
    if not selections:
        return None
    text = _read_text(project, element, name)
    return None if text is None else Source(name, text, selections)


def _read_selection(project: _Project, element: etree._Element, source: str) -> TextSelection | None:
    where = f"source {source}"
    start, end = element.get("startPosition", ""), element.get("endPosition", "")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        project.report(
            where, f'a selection from "{start}" to "{end}"', "two whole numbers", "export it again"
        )
        return None
    codings = []
    for coding in _children(element, "Coding"):
        user = _guid(coding, "creatingUser") or _guid(element, "creatingUser")
        coder = project.users.get(user, "")
        if not coder:
            project.report(
                f"{where}, selection at {start}", f"a coding by {user or 'nobody'}",
                "a coder listed under Users with a name", "name each coder in the program and export again",
            )  # fmt: skip
        for reference in _children(coding, "CodeRef"):
            code = project.codes.get(_guid(reference, "targetGUID"))
            if code is None:
                project.report(
                    f"{where}, selection at {start}", f"a coding with the code {reference.get('targetGUID')}",
                    "a code of the project's code book", "export the project with its code book",
                )  # fmt: skip
            elif coder:
                codings.append((coder, code))
    return TextSelection(int(start), int(end), element.get("name", ""), tuple(codings))


def _read_text(project: _Project, element: etree._Element, name: str) -> str | None:
    inline = _children(element, "PlainTextContent")
    if inline:
        return inline[0].text or ""
    written = element.get("plainTextPath", "")
    inside = written.removeprefix(INTERNAL)
    member = next((m for m in project.archive.names if m.casefold() == f"sources/{inside}".casefold()), None)
    if "://" in inside or member is None:
        project.report(
            f"source {name}", f'no text at "{written}"', "the text within the project file",
            "export the project with its sources",
        )  # fmt: skip
        return None
    try:
        return project.archive.read(member).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        project.report(f"source {name}", f"byte {error.start} of {member} is not UTF-8", "a text in UTF-8",
                       "export the project again")  # fmt: skip
        return None


def _report_same_names(project: _Project) -> None:
    names = [name for name in project.users.values() if name]
    for name in sorted({n for n in names if names.count(n) > 1}):
        project.report(
            "Users", f"{names.count(name)} coders named {name}", "one name for each coder",
            "rename them in the program and export again",
        )  # fmt: skip


def _report_other_codings(project: _Project) -> None:
    """Note codings that are not of words in a text: they would be lost."""
    for coding in _all(project.root, "Coding"):
        above = coding.getparent()
        kind = local_name(above) if above is not None else ""
        if kind != "PlainTextSelection":
            name = above.get("name", "") if above is not None else ""
            project.report(
                f"{kind} {name}".strip(), "a code given to something other than words of a text",
                "codes on selected words", "code the words themselves, or take this code away",
            )  # fmt: skip


def _name_of_user(user: etree._Element) -> str:
    return user.get("name", "").strip() or user.get("id", "").strip()


def _guid(element: etree._Element, attribute: str) -> str:
    """Return an identifier without braces and in lower case, as producers differ in both."""
    return re.sub(r"[{}\s]", "", element.get(attribute, "")).lower()


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if local_name(child) == name]


def _all(root: etree._Element, *names: str) -> list[etree._Element]:
    return [element for element in root.iter() if local_name(element) in names]
