"""What was coded leaves as a REFI-QDA project that holds to the schema and is read back as it was."""

import tempfile
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
from aimed.ingest.coding.recognise import read_coded_project
from aimed.onboarding.export.coded_words import release_texts
from aimed.onboarding.export.refi_qda import (
    CodedWords,
    CodingProject,
    WrittenText,
    write_code_book,
    write_coding_project,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

THEMES = pd.DataFrame(
    [
        ["access", "", "Access", "What must be there."],
        ["access.internet", "access", "Internet & price", "A < b."],
        ["ethics", "", "Ethics", "Who answers."],
    ],
    columns=["code", "parent", "label", "definition"],
)
# what Project.xsd and Codebook.xsd (QDA-XML 1.0, 18 March 2019) say of the elements that are written; what is
# written was held to the whole of both, too
GUID = (
    '<xs:simpleType name="Id"><xs:restriction base="xs:token">'
    '<xs:pattern value="[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"/>'
    "</xs:restriction></xs:simpleType>"
    '<xs:simpleType name="Color"><xs:restriction base="xs:token">'
    '<xs:pattern value="#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"/></xs:restriction></xs:simpleType>'
)
HEAD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{0}" targetNamespace="{0}" '
    'elementFormDefault="qualified">'
)
CODE = """
<xs:complexType name="CodeType"><xs:sequence>
  <xs:element name="Description" type="xs:string" minOccurs="0"/>
  <xs:element name="Code" type="CodeType" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="guid" type="Id" use="required"/>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="isCodable" type="xs:boolean" use="required"/><xs:attribute name="color" type="Color"/>
</xs:complexType>
<xs:complexType name="CodesType"><xs:sequence>
  <xs:element name="Code" type="CodeType" maxOccurs="unbounded"/></xs:sequence></xs:complexType>"""
MADE = (
    '<xs:attribute name="creatingUser" type="Id"/><xs:attribute name="creationDateTime" type="xs:dateTime"/>'
)
PROJECT = (
    HEAD.format("urn:QDA-XML:project:1.0")
    + GUID
    + CODE
    + f"""
<xs:element name="Project"><xs:complexType><xs:sequence>
  <xs:element name="Users" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="User" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="guid" type="Id" use="required"/><xs:attribute name="name" type="xs:string"/>
    </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
  <xs:element name="CodeBook" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="Codes" type="CodesType"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="Sources" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="TextSource" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="PlainTextSelection" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
        <xs:sequence>
        <xs:element name="Coding" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
          <xs:element name="CodeRef"><xs:complexType>
            <xs:attribute name="targetGUID" type="Id" use="required"/></xs:complexType></xs:element>
          </xs:sequence><xs:attribute name="guid" type="Id" use="required"/>{MADE}
          </xs:complexType></xs:element>
        </xs:sequence>
        <xs:attribute name="guid" type="Id" use="required"/><xs:attribute name="name" type="xs:string"/>
        <xs:attribute name="startPosition" type="xs:integer" use="required"/>
        <xs:attribute name="endPosition" type="xs:integer" use="required"/>{MADE}
      </xs:complexType></xs:element></xs:sequence><xs:attribute name="guid" type="Id" use="required"/>
      <xs:attribute name="name" type="xs:string"/><xs:attribute name="plainTextPath" type="xs:string"/>{MADE}
    </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="origin" type="xs:string"/><xs:attribute name="creationDateTime" type="xs:dateTime"/>
</xs:complexType></xs:element></xs:schema>"""
)
CODE_BOOK = (
    HEAD.format("urn:QDA-XML:codebook:1.0")
    + GUID
    + CODE
    + """
<xs:element name="CodeBook"><xs:complexType><xs:sequence><xs:element name="Codes" type="CodesType"/>
</xs:sequence><xs:attribute name="origin" type="xs:string"/></xs:complexType></xs:element></xs:schema>"""
)
SPOKEN = "abcé –“”<&>'\"👋🏽\u0301日\n"
CODERS = ("Ann & Co", "Bo")


def schema_of(text: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(text))


@st.composite
def coded_texts(draw) -> list[WrittenText]:
    texts = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(st.text(SPOKEN, min_size=1, max_size=60))
        starts = st.integers(0, len(text) - 1)
        marks = []
        for start in draw(st.lists(starts, max_size=6)):
            end = draw(st.integers(start + 1, len(text)))
            code = draw(st.sampled_from(THEMES["code"].tolist()))
            marks.append(CodedWords(start, end, draw(st.sampled_from(CODERS)), code))
        texts.append(WrittenText(f"group {number}", text, tuple(dict.fromkeys(marks))))
    return texts


@settings(max_examples=60, deadline=None)
@given(coded_texts())
def test_a_project_holds_to_the_schema_and_is_read_back(texts):
    used = frozenset(mark.code for text in texts for mark in text.marks)
    project = CodingProject("wards", "", {coder: coder for coder in CODERS}, THEMES, used)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "wards.qdpx")
        path.write_bytes(write_coding_project(project, texts))
        with ZipFile(path) as archive:
            schema_of(PROJECT).assertValid(etree.fromstring(archive.read("project.qde")))
        read = {source.name: source for source in read_coded_project(path, {}).sources}
    for text in texts:
        if not text.marks:
            continue
        source = read[text.name]
        assert source.text == text.text
        found = {
            (one.start, one.end, coder, ".".join(names))
            for one in source.selections
            for coder, names in one.codings
        }
        assert found == {(mark.start, mark.end, mark.coder, mark.code) for mark in text.marks}
        assert all(one.quoted == source.text[one.start : one.end] for one in source.selections)


def test_a_code_book_holds_to_the_schema():
    written = write_code_book(CodingProject("wards", "", {}, THEMES))
    root = etree.fromstring(written)
    schema_of(CODE_BOOK).assertValid(root)
    assert [code.get("name") for code in root.iter("{*}Code")] == ["access", "internet", "ethics"]
    assert [one.text for one in root.iter("{*}Description")][1] == "Internet & price. A < b."


def test_words_that_xml_has_no_letters_for_are_kept_in_the_text():
    text = WrittenText("g", "a\x0bb", (CodedWords(0, 3, "Bo", "access"),))
    project = CodingProject("wards", "", {"Bo": "Bo"}, THEMES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "wards.qdpx")
        path.write_bytes(write_coding_project(project, [text]))
        source = read_coded_project(path, {}).sources[0]
    assert (source.text, source.selections[0].quoted) == ("a\x0bb", "ab")


TURNS = pd.DataFrame(
    # M: ab cd / P1: ef gh / P2: ij, where the text of the study is "M: ab cd\nP1: ef gh\nP2: ij\n"
    [["g", 1, 3, 8, "Moderator", "ab cd"], ["g", 2, 13, 18, "p-x", "ef gh"], ["g", 3, 23, 25, "p-y", "ij"]],
    columns=["transcript", "turn", "char_start", "char_end", "label", "said"],
)


def released(segments: list[list], withheld: int | None = None) -> tuple[list[WrittenText], int]:
    turns = TURNS.copy()
    if withheld is not None:
        turns.loc[withheld, ["label", "said"]] = ["Withheld", "[not released]"]
    columns = ["coder", "code", "transcript", "char_start", "char_end"]
    return release_texts(turns, pd.DataFrame(segments, columns=columns))


def words_of(text: WrittenText) -> list[str]:
    return [text.text[mark.start : mark.end] for mark in text.marks]


def test_codings_stand_at_their_words_under_new_labels():
    (text,), lost = released([["Bo", "access", "g", 16, 18], ["Bo", "ethics", "g", 6, 25]])
    assert text.text == "Moderator: ab cd\np-x: ef gh\np-y: ij\n"
    assert words_of(text) == ["gh", "cd\np-x: ef gh\np-y: ij"]
    assert lost == 0


def test_words_of_who_does_not_take_part_do_not_leave():
    segments = [["Bo", "access", "g", 13, 15], ["Bo", "ethics", "g", 6, 25], ["Bo", "ethics", "g", 9, 12]]
    (text,), lost = released(segments, withheld=1)
    assert text.text == "Moderator: ab cd\nWithheld: [not released]\np-y: ij\n"
    assert words_of(text) == ["cd", "ij"]  # the long one is parted at what is withheld
    assert lost == 2
