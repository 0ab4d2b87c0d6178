"""Write coded scripts as a REFI-QDA 1.5 project (qdasoftware.org): project.qde and plain text sources."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from lxml import etree

from aimed.simulate.scripts import Script
from aimed.simulate.transcript_files import pack

NAMESPACE = "urn:QDA-XML:project:1.0"
SCHEMA = "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
COLOURS = ("#1B6CA8", "#B23A48", "#4F7942", "#8A5A00", "#6A4C93", "#3D5A6C", "#A0522D", "#2F6F6F")


@dataclass(frozen=True)
class CodingProject:
    """A coding project: its name, its moment (ISO 8601, UTC), its coders and the codes of themes.csv."""

    name: str
    made: str
    coders: Mapping[str, str]
    themes: pd.DataFrame

    def guid(self, kind: str, *key: object) -> str:
        """Return the same identifier for the same thing at every run (RFC 9562, version 5)."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join([self.name, kind, *map(str, key)])))


def write_coding_project(project: CodingProject, scripts: Sequence[Script]) -> bytes:
    """Return the .qdpx archive: Users, CodeBook, one TextSource per script with its selections.

    Positions are code points in the script's canonical text, half open; the name of a selection is the
    text selected.
    """
    root = etree.Element(_tag("Project"), nsmap={None: NAMESPACE, "xsi": INSTANCE})
    root.set(f"{{{INSTANCE}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _set(root, name=project.name, origin="aimed", creationDateTime=project.made)
    users = _add(root, "Users")
    for coder, name in project.coders.items():
        _add(users, "User", guid=project.guid("user", coder), name=name)
    _add_codes(_add(_add(root, "CodeBook"), "Codes"), project, "")
    sources = _add(root, "Sources")
    for script in scripts:
        _add_source(sources, project, script)
    document = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    texts = {f"sources/{project.guid('source', one.name)}.txt": one.text.encode("utf-8") for one in scripts}
    return pack({"project.qde": document, **texts}, first=["project.qde"])


def _add_codes(above: etree._Element, project: CodingProject, parent: str) -> None:
    """Add the codes below `parent`, and those below them; a code's name is the last part of its path."""
    for row in project.themes[project.themes["parent"] == parent].itertuples():
        code = _add(
            above,
            "Code",
            guid=project.guid("code", row.code),
            name=row.code.rsplit(".", 1)[-1],
            isCodable="false" if (project.themes["parent"] == row.code).any() else "true",
            color=_colour(project.themes, row.code),
        )
        _add(code, "Description").text = f"{row.label}. {row.definition}"
        _add_codes(code, project, row.code)


def _add_source(sources: etree._Element, project: CodingProject, script: Script) -> None:
    guid = project.guid("source", script.name)
    first = project.guid("user", next(iter(project.coders)))
    made = {"creatingUser": first, "creationDateTime": project.made}
    source = _add(
        sources, "TextSource", guid=guid, name=script.name, plainTextPath=f"internal://{guid}.txt", **made
    )
    text = script.text
    for mark in sorted(script.marks, key=lambda mark: (mark.start, mark.end, mark.coder, mark.code)):
        key = (script.name, mark.coder, mark.code, mark.start, mark.end)
        made = {"creatingUser": project.guid("user", mark.coder), "creationDateTime": project.made}
        selection = _add(
            source,
            "PlainTextSelection",
            guid=project.guid("selection", *key),
            name=text[mark.start : mark.end],
            startPosition=str(mark.start),
            endPosition=str(mark.end),
            **made,
        )
        coding = _add(selection, "Coding", guid=project.guid("coding", *key), **made)
        _add(coding, "CodeRef", targetGUID=project.guid("code", mark.code))


def _colour(themes: pd.DataFrame, code: str) -> str:
    """Return the colour of the theme that a code belongs to."""
    tops = themes.loc[themes["parent"] == "", "code"].tolist()
    return COLOURS[tops.index(code.split(".", 1)[0]) % len(COLOURS)]


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: etree._Element, kind: str, /, **attributes: str) -> etree._Element:
    return _set(etree.SubElement(parent, _tag(kind)), **attributes)


def _set(element: etree._Element, /, **attributes: str) -> etree._Element:
    for name, value in attributes.items():
        element.set(name, value)
    return element
