"""What leaves the machine names public numbers alone: pages, comments, lists of evidence, attachments."""

import json
import re
import zipfile
from pathlib import Path

from pypdf import PdfReader

NUMBER = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+){2,}")
TAG = re.compile(r"<[^>]+>")


def read_pdf(path: Path) -> str:
    """Return the text of the pages, and what is attached."""
    reader = PdfReader(path)
    attached = [content.decode("utf-8") for files in reader.attachments.values() for content in files]
    return "\n".join([*(page.extract_text() for page in reader.pages), *attached])


def read_docx(path: Path) -> str:
    """Return the text of all parts, comments among them."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join(TAG.sub("", part) for part in parts)


def read_numbers(study: Path) -> dict[str, dict[str, object]]:
    """Return the ledger's numbers by their ids."""
    content = json.loads((study / "results/ledger/ledger.json").read_text(encoding="utf-8"))
    return dict(content["numbers"])


READERS = {".html": Path.read_text, ".pdf": read_pdf, ".docx": read_docx}
TELLING = {"paper.html", "paper-annotated.docx", "paper-evidence.pdf"}  # those that name their numbers


def test_no_document_names_a_hidden_number(toy_once_built: Path) -> None:
    ledger = read_numbers(toy_once_built)
    hidden = {name for name, entry in ledger.items() if not entry["public"]}
    assert hidden
    documents = [path for path in (toy_once_built / "results/manuscript").iterdir() if path.suffix in READERS]
    named = {path.name: set(NUMBER.findall(READERS[path.suffix](path))) & ledger.keys() for path in documents}
    assert {name for name, ids in named.items() if ids} >= TELLING
    assert {name: ids & hidden for name, ids in named.items() if ids & hidden} == {}


def test_the_numbers_that_are_attached_are_the_public_ones(toy_once_built: Path) -> None:
    ledger = read_numbers(toy_once_built)
    reader = PdfReader(toy_once_built / "results/manuscript/paper-evidence.pdf")
    lines = reader.attachments["public.csv"][0].decode("utf-8").splitlines()[1:]
    assert lines and {line.partition(",")[0] for line in lines} <= {
        number for number, entry in ledger.items() if entry["public"]
    }
