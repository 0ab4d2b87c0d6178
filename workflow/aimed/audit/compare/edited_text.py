"""The paragraphs of an edited document with all changes accepted, and its comments."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from aimed.audit.coherence.documents.text import LARGEST, WORD, read_paragraphs
from aimed.messages.problems import ProblemsFound

OURS = "aimed"  # the author of the comments in an annotated document
DOCUMENT, FOOTNOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
GONE = (f"{WORD}del", f"{WORD}moveFrom")
COME = (f"{WORD}ins", f"{WORD}moveTo")
BLANKS = {f"{WORD}tab": " ", f"{WORD}br": " ", f"{WORD}noBreakHyphen": "-"}
NOT_WRITTEN = ("Author", "Affiliation", "AbstractTitle", "Keywords", "Bibliography", "TableNote")
NO_DOCX = ("a file that is no whole DOCX document", "a DOCX document", "save it again from Word")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text, whether it is a cell of a table, and whether the workflow wrote it by itself.

    before is its text with all tracked changes rejected; None in a document without any. of_page: whether it
    is cut out of a page, where tables and figures can stand within a paragraph.
    """

    text: str
    in_table: bool = False
    made: bool = False
    before: str | None = None
    of_page: bool = False


@dataclass(frozen=True)
class Comment:
    """What a co-author noted: author, the paragraph it is about, and the text."""

    author: str
    place: str
    text: str


def read_edited(path: Path) -> tuple[list[Paragraph], list[Comment]]:
    """Return paragraphs and comments of a DOCX, HTML, PDF or text file; comments are those of DOCX.

    Tracked insertions count as made and deletions as gone. Raises ProblemsFound for a file that cannot be
    read.
    """
    if path.suffix.lower() != ".docx" or not path.is_file():
        return [Paragraph(text) for _, text in read_paragraphs(path)], []
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: _parse(archive, name) for name in (DOCUMENT, FOOTNOTES, COMMENTS)}
    except (zipfile.BadZipFile, KeyError, etree.LxmlError, ValueError):
        raise ProblemsFound.at(path, *NO_DOCX) from None
    if parts[DOCUMENT] is None:
        raise ProblemsFound.at(path, *NO_DOCX)
    notes = _footnotes(parts[FOOTNOTES])
    body = parts[DOCUMENT]
    tracked = next(body.iter(*GONE, *COME), None) is not None
    return [_read(one, notes, tracked) for one in body.iter(f"{WORD}p")], list(
        _comments(body, parts[COMMENTS])
    )


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root of a part, None where it is absent; ValueError for a document type or too much."""
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > LARGEST:
        raise ValueError("more than 50 MB of text")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(archive.read(name), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type")
    return root


def _read(paragraph: Any, notes: dict[str, str], tracked: bool) -> Paragraph:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    name = "" if style is None else style.get(f"{WORD}val", "")
    in_table = any(one.tag == f"{WORD}tbl" for one in paragraph.iterancestors())
    before = "".join(_words(paragraph, notes, COME)) if tracked else None
    return Paragraph("".join(_words(paragraph, notes)), in_table, name in NOT_WRITTEN, before)


def _words(paragraph: Any, notes: dict[str, str], without: tuple[str, ...] = GONE) -> Iterator[str]:
    """Yield the text of a paragraph without what was deleted, or inserted; footnotes stand where called."""
    for element in paragraph.iter(f"{WORD}t", f"{WORD}delText", f"{WORD}footnoteReference", *BLANKS):
        if any(one.tag in without for one in element.iterancestors()):
            continue
        if element.tag == f"{WORD}footnoteReference":
            yield f"^[{notes.get(element.get(f'{WORD}id'), '')}]"
        else:
            yield BLANKS.get(element.tag) or element.text or ""


def _footnotes(root: Any) -> dict[str, str]:
    found = [] if root is None else root.iter(f"{WORD}footnote")
    return {note.get(f"{WORD}id"): "".join(_words(note, {})).strip() for note in found}


def _comments(body: Any, root: Any) -> Iterator[Comment]:
    places = {
        mark.get(f"{WORD}id"): "".join(_words(paragraph, {}))
        for paragraph in body.iter(f"{WORD}p")
        for mark in paragraph.iter(f"{WORD}commentReference")
    }
    for note in [] if root is None else root.iter(f"{WORD}comment"):
        author = note.get(f"{WORD}author", "")
        if author != OURS:
            text = " ".join("".join(_words(one, {})) for one in note.iter(f"{WORD}p"))
            yield Comment(author, places.get(note.get(f"{WORD}id"), ""), text.strip())
