"""Code books: Taguette's own, one that the workflow writes, and what cannot be one."""

from pathlib import Path

import pytest
from aimed.ingest.coding.formats import code_books
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound

TAGUETTE = Path(__file__).parent / "projects/taguette.qdc"
NVIVO = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1:0" origin="NVivo"><Codes>
<Code guid="{A}" name="Access" isCodable="true"><Description>All of
it.</Description><Code guid="{B}" name="Wi-fi" isCodable="true"/></Code>
<Code guid="{C}" name=" Worry.1 " isCodable="true"><Description/></Code></Codes></CodeBook>"""


def test_taguettes_flat_names_are_a_tree():
    project = read_coded_project(TAGUETTE, {})
    assert (project.format, project.origin, project.sources) == ("qdc", "Taguette 1.5.2", ())
    assert [entry.path for entry in project.codes] == [
        ("Access", "devices", "tablets"),
        ("Access", "internet"),
        ("worry",),
    ]


def test_a_tree_with_definitions(tmp_path):
    path = tmp_path / "codes.xml"  # the namespace is NVivo's for the Mac; known by its content
    path.write_text(NVIVO, encoding="utf-8")
    project = read_coded_project(path, {})
    assert [(one.path, one.definition) for one in project.codes] == [
        (("Access",), "All of\nit."),
        (("Access", "Wi-fi"), ""),
        (("Worry.1",), ""),
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "broken XML: line 1"),
        ("<Project/>", "XML of a Project"),
        ("<!DOCTYPE CodeBook><CodeBook/>", "XML with a DOCTYPE"),
    ],
)
def test_what_is_no_code_book(tmp_path, content, found):
    path = tmp_path / "codes.qdc"
    path.write_text(content)
    with pytest.raises(ProblemsFound) as stopped:
        code_books.read(path, {})
    assert str(stopped.value) == (
        f"{path}\n  found:    {found}\n  expected: a REFI-QDA code book (.qdc)\n"
        "  to do:    export the code book again as REFI-QDA"
    )
