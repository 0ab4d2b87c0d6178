"""Read a Word transcript: the paragraphs of the body, with tracked changes taken as accepted."""

import re
from pathlib import Path

from lxml import etree

from aimed.files.archive import Archive, local_name
from aimed.ingest.transcripts.formats.table_rows import Names, read_body
from aimed.ingest.transcripts.utterances import Utterance, refuse_boxes

BODY = "word/document.xml"
# Word on the web and some libraries number it
MAIN_PART = re.compile(r"word/document\d*\.xml")
MARKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# what was deleted or moved away, and the second form of a drawing, are not part of the text
LEFT_OUT = {"del", "moveFrom", "Fallback"}
TABLES = Names("tbl", "tr", ("tc",))


def read_docx(path: Path, _encoding: str | None = None) -> list[Utterance]:
    """Return the lines of a .docx transcript that hold words; `line` is the paragraph's number.

    Rows of tables with a speaker and words are turns, other tables are read cell by cell; comments,
    headers, footers and footnotes are not. Raises ProblemsFound for a file that Word could not open,
    and for words in a text box, whose place among the turns is not known.
    """
    archive = Archive(path, "a Word document (.docx)", "open it in Word and save it again as .docx")
    root = archive.read_xml(next(filter(MAIN_PART.fullmatch, archive.names), BODY))
    paragraphs = [p for p in root.iter() if local_name(p) == "p"]
    words = [_words(paragraph) for paragraph in paragraphs]
    numbered = enumerate(zip(paragraphs, words, strict=True), start=1)
    refuse_boxes(path, (number for number, (one, text) in numbered if _in_box(one) and text.strip()))
    return read_body(paragraphs, words, TABLES, path)


def _in_box(paragraph: etree._Element) -> bool:
    above = {local_name(element) for element in paragraph.iterancestors()}
    return "txbxContent" in above and "Fallback" not in above


def _words(element: etree._Element) -> str:
    """Return the text of a paragraph; a soft or hard break within it is a line feed."""
    name = local_name(element)
    if name == "t":
        return (element.text or "").replace("\n", " ")
    if name in MARKS:
        return MARKS[name]
    return "".join(_words(child) for child in element if local_name(child) not in LEFT_OUT)
