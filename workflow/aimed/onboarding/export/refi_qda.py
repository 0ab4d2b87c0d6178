"""Write coded texts as a REFI-QDA 1.5 project (qdasoftware.org), and their codes as its code book."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from lxml import etree

from aimed.files.archive import pack

NAMESPACE = "urn:QDA-XML:project:1.0"
SCHEMA = "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
CODE_BOOK = "urn:QDA-XML:codebook:1.0"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
COLOURS = ("#1B6CA8", "#B23A48", "#4F7942", "#8A5A00", "#6A4C93", "#3D5A6C", "#A0522D", "#2F6F6F")
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


@dataclass(frozen=True)
class CodedWords:
    """A code that a coder gave to characters of a text, the end not included."""

    start: int
    end: int
    coder: str
    code: str


@dataclass(frozen=True)
class WrittenText:
    """A text by its name, with what was coded in it."""

    name: str
    text: str
    marks: tuple[CodedWords, ...]


@dataclass(frozen=True)
class CodingProject:
    """A coding project: its name, its moment (ISO 8601, UTC), its coders and the codes of themes.csv.

    made: an empty text where no moment is to stand in it. used: codes that were given; without them those
    that have others below them are marked as not to be given.
    """

    name: str
    made: str
    coders: Mapping[str, str]
    themes: pd.DataFrame
    used: frozenset[str] = field(default_factory=frozenset)

    def guid(self, kind: str, *key: object) -> str:
        """Return the same identifier for the same thing at every run (RFC 9562, version 5)."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join([self.name, kind, *map(str, key)])))


def write_coding_project(project: CodingProject, texts: Sequence[WrittenText]) -> bytes:
    """Return the .qdpx archive: Users, CodeBook, one TextSource per text with its selections.

    Positions are code points in the text, half open; the name of a selection is the words selected.
    """
    root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE, "xsi": INSTANCE})
    root.set(f"{{{INSTANCE}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _set(root, name=project.name, origin="aimed", **_moment(project))
    users = _add(root, "Users") if project.coders else root
    for coder, name in project.coders.items():
        _add(users, "User", guid=project.guid("user", coder), name=name)
    _add_codes(_add(_add(root, "CodeBook"), "Codes"), project, "")
    sources = _add(root, "Sources") if texts else root
    for text in texts:
        _add_source(sources, project, text)
    document = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    plain = {f"sources/{project.guid('source', one.name)}.txt": one.text.encode("utf-8") for one in texts}
    return pack({"project.qde": document, **plain}, first=["project.qde"])


def write_code_book(project: CodingProject) -> bytes:
    """Return the .qdc file: the codes of the project, without texts or codings."""
    root = etree.Element(f"{{{CODE_BOOK}}}CodeBook", nsmap={None: CODE_BOOK})
    _set(root, origin="aimed")
    _add_codes(_add(root, "Codes"), project, "")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add_codes(above: etree._Element, project: CodingProject, parent: str) -> None:
    """Add the codes below `parent`, and those below them; a code's name is the last part of its path."""
    above_others = set(project.themes["parent"])
    for row in project.themes[project.themes["parent"] == parent].itertuples():
        code = _add(
            above,
            "Code",
            guid=project.guid("code", row.code),
            name=row.code.rsplit(".", 1)[-1],
            isCodable="true" if row.code in project.used or row.code not in above_others else "false",
            color=_colour(project.themes, row.code),
        )
        _add(code, "Description").text = f"{row.label}. {row.definition}"
        _add_codes(code, project, row.code)


def _add_source(sources: etree._Element, project: CodingProject, coded: WrittenText) -> None:
    guid = project.guid("source", coded.name)
    made = _moment(project)
    if project.coders:
        made = {"creatingUser": project.guid("user", next(iter(project.coders))), **made}
    source = _add(
        sources, "TextSource", guid=guid, name=coded.name, plainTextPath=f"internal://{guid}.txt", **made
    )
    text = coded.text
    for mark in sorted(coded.marks, key=lambda mark: (mark.start, mark.end, mark.coder, mark.code)):
        key = (coded.name, mark.coder, mark.code, mark.start, mark.end)
        made = {"creatingUser": project.guid("user", mark.coder), **_moment(project)}
        selection = _add(
            source,
            "PlainTextSelection",
            guid=project.guid("selection", *key),
            name=UNSPEAKABLE.sub("", text[mark.start : mark.end]),
            startPosition=str(mark.start),
            endPosition=str(mark.end),
            **made,
        )
        coding = _add(selection, "Coding", guid=project.guid("coding", *key), **made)
        _add(coding, "CodeRef", targetGUID=project.guid("code", mark.code))


def _moment(project: CodingProject) -> dict[str, str]:
    return {"creationDateTime": project.made} if project.made else {}


def _colour(themes: pd.DataFrame, code: str) -> str:
    """Return the colour of the theme that a code belongs to."""
    tops = themes.loc[themes["parent"] == "", "code"].tolist()
    return COLOURS[tops.index(code.split(".", 1)[0]) % len(COLOURS)]


def _add(parent: etree._Element, kind: str, /, **attributes: str) -> etree._Element:
    namespace = etree.QName(parent).namespace
    return _set(etree.SubElement(parent, f"{{{namespace}}}{kind}"), **attributes)


def _set(element: etree._Element, /, **attributes: str) -> etree._Element:
    for name, value in attributes.items():
        element.set(name, value)
    return element
