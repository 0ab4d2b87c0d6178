"""The paragraphs of a rendered document, ours or anyone's: HTML, DOCX, PDF or plain text."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from lxml import etree, html

from aimed.audit.coherence.documents.pdf import PrintedLine, UnreadablePdf, read_lines, read_pages
from aimed.messages.problems import ProblemsFound

READABLE = (".html", ".htm", ".docx", ".pdf", ".txt", ".md")
COUNTED = {".docx": "paragraph", ".pdf": "page"}  # where a place is not the line of a file
LARGEST = 50_000_000  # bytes of text in one document
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STANDS_FOR = {f"{WORD}tab": " ", f"{WORD}br": " ", f"{WORD}noBreakHyphen": "-"}
PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")
BLOCKS = frozenset(("p", "li", "td", "th", "dd", "dt", "caption", "figcaption", "div", "section", "aside"))
BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
UNREAD = frozenset(("script", "style", "noscript", "template", "svg", "head"))
DRESSED = re.compile("[\ufb00-\ufb06\U0001d400-\U0001d7ff]")  # one letter for fi, mathematical italic p
Paragraph = tuple[int, str]
Content = TypeVar("Content")


def read_paragraphs(path: Path) -> list[Paragraph]:
    """Return (place, text) of each paragraph, heading and table cell that has any text.

    place is the line in an HTML or text file, and the number, from 1, of the paragraph in a DOCX file and of
    the page in a PDF file. Raises ProblemsFound for a file that is absent, of another kind, broken, too
    large, encrypted or without text.
    """
    found = _read(path, READERS.get(path.suffix.lower(), _read_text))
    return [(place, text) for place, written in found if (text := _one_line(written))]


def read_printed(path: Path) -> list[list[PrintedLine]]:
    """Return the lines of each page of a PDF, without running lines. Raises as read_paragraphs."""
    return _read(path, read_lines)


def _read(path: Path, reader: Callable[[Path], Iterable[Content]]) -> list[Content]:
    kind = path.suffix.lower()
    if kind not in READABLE:
        what = f"a file of kind {kind or 'unknown'}"
        raise ProblemsFound.at(path, what, f"one of {', '.join(READABLE)}", SAVE_AS)
    if not path.is_file():
        raise ProblemsFound.at(path, "no such file", "a rendered document", "name a file that exists")
    if path.stat().st_size > LARGEST:
        raise ProblemsFound.at(path, "more than 50 MB", "a document of readable size", "leave its images out")
    try:
        return list(reader(path))
    except UnreadablePdf as error:
        raise ProblemsFound.at(path, str(error), "a PDF file with text", error.remedy) from None
    except (etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError, UnicodeDecodeError) as error:
        what = f"{type(error).__name__}: not a {kind} file"
        raise ProblemsFound.at(path, what, f"a {kind} file", SAVE_AS) from None


SAVE_AS = "save it as HTML, DOCX, PDF or text"


def plain_letters(text: str) -> str:
    """Return text with ligatures and the letters of formulas as plain letters."""
    return DRESSED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _one_line(text: str) -> str:
    return " ".join(plain_letters(text).replace("\xad", "").split())


def _read_text(path: Path) -> Iterator[Paragraph]:
    """Yield the blocks between empty lines, with the line each begins at."""
    line = 1
    for block in re.split(r"(\n[ \t]*(?:\n[ \t]*)+)", path.read_text(encoding="utf-8-sig")):
        yield line, block
        line += block.count("\n")


def _read_html(path: Path) -> Iterator[Paragraph]:
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    content = path.read_bytes()
    if not content.strip():
        return
    line, gathered = 1, ""
    for event, element in etree.iterwalk(html.document_fromstring(content, parser=parser), ("start", "end")):
        name = element.tag if isinstance(element.tag, str) else "script"
        if name in BLOCKS:
            yield line, gathered
            line, gathered = element.sourceline or 1, ""
        if name == "br":
            gathered += " "
        if event == "start" and not _is_unread(element):
            gathered += element.text or ""
        elif event == "end" and element.tail and not _is_unread(element.getparent()):
            gathered += element.tail
    yield line, gathered


def _is_unread(element: html.HtmlElement | None) -> bool:
    """Return whether the text directly within an element is not shown."""
    while element is not None:
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            return True
        element = element.getparent()
    return False


def _read_docx(path: Path) -> Iterator[Paragraph]:
    number = 0
    with zipfile.ZipFile(path) as archive:
        parts = sorted(info.filename for info in archive.infolist() if PARTS.fullmatch(info.filename))
        if "word/document.xml" not in parts:
            raise KeyError("word/document.xml")
        if sum(archive.getinfo(part).file_size for part in parts) > LARGEST:
            raise ValueError("more than 50 MB of text")
        for part in parts:
            for paragraph in _parse(archive.read(part)).iter(f"{WORD}p"):
                number += 1
                yield number, "".join(_runs(paragraph))


def _parse(content: bytes) -> etree._Element:
    """Return the root of an XML part; document types are refused, since they can define entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type")
    return root


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph's runs; deleted text (w:delText) is not in it."""
    for element in paragraph.iter(f"{WORD}t", *STANDS_FOR):
        yield STANDS_FOR.get(element.tag) or element.text or ""


READERS: dict[str, Callable[[Path], Iterator[Paragraph]]] = {
    ".docx": _read_docx,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": read_pages,
}
