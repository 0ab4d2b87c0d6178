"""Read an OpenDocument transcript (.odt): the paragraphs and headings of the text, in order."""

import re
from pathlib import Path

from lxml import etree

from aimed.files.archive import Archive, local_name
from aimed.ingest.transcripts.formats.table_rows import Names, read_body
from aimed.ingest.transcripts.utterances import Utterance, refuse_boxes

CONTENT = "content.xml"
PARAGRAPHS = ("p", "h")
# notes, comments, deletions, the second reading of ruby and generated numbers are not part of the text
LEFT_OUT = {"note", "annotation", "tracked-changes", "ruby-text", "number", "forms", "sequence-decls"}
# drawings that can hold text of their own
SHAPES = {"text-box", "frame", "custom-shape", "rect", "ellipse", "polygon", "line", "g"}
BLANKS = re.compile(r"[ \t\r\n]+")
# stand for what stays when blanks are joined; XML cannot hold these characters themselves
BLANK, BREAK, TAB = "\0", "\1", "\2"
KEPT = str.maketrans({BLANK: " ", BREAK: "\n", TAB: "\t"})
MOST_BLANKS = 100
TABLES = Names("table", "table-row", ("table-cell", "covered-table-cell"))


def read_odt(path: Path, _encoding: str | None = None) -> list[Utterance]:
    """Return the lines of an .odt transcript that hold words; `line` is the paragraph's number.

    Blanks are read as OpenDocument 1.3, part 3, section 6.1.2 says. Deletions that are tracked, notes,
    comments, headers and footers are not read. Raises ProblemsFound for a file that LibreOffice could
    not open, and for words in a text box, whose place among the turns is not known.
    """
    archive = Archive(path, "an OpenDocument text (.odt)", "open it in LibreOffice and save it again as .odt")
    root = archive.read_xml(CONTENT)
    paragraphs = [p for p in root.iter() if local_name(p) in PARAGRAPHS and not _above(p) & LEFT_OUT]
    words = [_words(paragraph) for paragraph in paragraphs]
    numbered = enumerate(zip(paragraphs, words, strict=True), start=1)
    refuse_boxes(path, (number for number, (one, text) in numbered if _above(one) & SHAPES and text.strip()))
    return read_body(paragraphs, words, TABLES, path)


def _above(element: etree._Element) -> set[str]:
    return {local_name(ancestor) for ancestor in element.iterancestors()}


def _words(paragraph: etree._Element) -> str:
    """Return a paragraph's text; a line break within it is a line feed."""
    joined = BLANKS.sub(" ", "".join(_pieces(paragraph)))
    return joined.translate(KEPT)


def _pieces(element: etree._Element) -> list[str]:
    """Return the stretches of text below an element, with marks for what stays when blanks are joined."""
    pieces = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name == "s":
            count = child.get(f"{{{etree.QName(child).namespace}}}c", "1")
            pieces.append(BLANK * min(int(count) if re.fullmatch("[0-9]{1,9}", count) else 1, MOST_BLANKS))
        elif name == "tab":
            pieces.append(TAB)
        elif name == "line-break":
            pieces.append(BREAK)
        elif name and name not in LEFT_OUT | SHAPES:
            pieces += _pieces(child)
        pieces.append(child.tail or "")
    return pieces
