"""Read a REFI-QDA code book (.qdc): codes with their definitions, and nothing that was coded."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from aimed.files.archive import UnsafeXml, local_name, parse_xml
from aimed.ingest.coding.formats.refi_parts import children_of
from aimed.ingest.coding.project import CodedProject, CodeEntry, CodePath
from aimed.messages.problems import ProblemsFound

NAME = "a REFI-QDA code book (.qdc)"
REMEDY = "export the code book again as REFI-QDA"
LARGEST = 32 * 1024 * 1024
FLAT = "taguette"  # writes the names from the top of the tree down as one, with full stops between


def recognise(path: Path) -> bool:
    """Return whether a file is XML whose root is a code book, or is called .qdc."""
    if path.suffix.lower() == ".qdc" or not path.is_file():
        return path.suffix.lower() == ".qdc"
    with path.open("rb") as stream:
        head = stream.read(2_000)
    return b"<CodeBook" in head and b"<Project" not in head


def read(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return a project without texts. Raises ProblemsFound for what is no code book, or cannot be trusted."""
    root = _read_root(path)
    origin = (root.get("origin") or "").strip()
    told: dict[CodePath, str] = {}
    for codes in children_of(root, "Codes"):
        for names, definition in _walk(codes, (), flat=FLAT in origin.lower()):
            told[names] = told.get(names) or definition
    entries = tuple(CodeEntry(names, definition) for names, definition in told.items())
    return CodedProject(path, origin, (), codes=entries)


def _read_root(path: Path) -> etree._Element:
    if not path.is_file():
        raise ProblemsFound.at(path, "no such file", NAME, REMEDY)
    if path.stat().st_size > LARGEST:
        raise ProblemsFound.at(path, f"a file of more than {LARGEST // 1024**2} MB", NAME, REMEDY)
    try:
        root = parse_xml(path.read_bytes())
    except UnsafeXml as error:
        raise ProblemsFound.at(path, str(error), NAME, REMEDY) from None
    if local_name(root) != "CodeBook":
        raise ProblemsFound.at(path, f"XML of a {local_name(root)}", NAME, REMEDY)
    return root


def _walk(above: etree._Element, path: CodePath, *, flat: bool) -> Iterator[tuple[CodePath, str]]:
    """Yield the names of each code from the top of the tree down, and its definition."""
    for code in children_of(above, "Code"):
        name = code.get("name", "").strip()
        here = (*path, *(part.strip() for part in (name.split(".") if flat else [name])))
        said = " ".join((one.text or "").strip() for one in children_of(code, "Description"))
        yield here, said.strip()
        yield from _walk(code, here, flat=flat)
