"""What a reader finds in a document of each format: words, and the alternative texts of Word."""

import subprocess
import zipfile
from io import BytesIO

import pypandoc
from lxml import etree, html
from pypdf import PdfReader


def words_of_page(content):
    """Return the words of a page in order; a name that keeps its capitals is no element of its own."""
    page = html.fromstring(content)
    for element in page.xpath("//span[@class='nocase']"):
        element.drop_tag()
    for element in page.xpath("//script|//style"):
        element.drop_tree()
    return " ".join(page.itertext()).split()


def words_of_word(content, folder):
    (folder / "a.docx").write_bytes(content)
    command = [pypandoc.get_pandoc_path(), "--to=plain", "--wrap=none", str(folder / "a.docx")]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def words_of_pdf(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()


def list_tags(content):
    """Return the kinds of the structure elements of a PDF, in order."""
    found, left = [], [PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]]
    while left:
        element = left.pop()
        found += [element["/S"]] if "/S" in element else []
        inside = element.get("/K", [])
        inside = inside.get_object() if hasattr(inside, "get_object") else inside
        inside = inside if isinstance(inside, list) else [inside]
        left += [one for part in reversed(inside) if hasattr(one := part.get_object(), "get")]
    return found


def descriptions(content, folder):
    """Return the alternative texts of a Word file, in order."""
    (folder / "a.docx").write_bytes(content)
    with zipfile.ZipFile(folder / "a.docx") as parts:
        root = etree.fromstring(parts.read("word/document.xml"))
    return [element.get("descr") for element in root.iter("{*}docPr")]
