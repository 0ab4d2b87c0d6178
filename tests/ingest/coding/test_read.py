"""Coding projects to segments: the same coded words in the ways that programs are known to write them."""

from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import pandas as pd
import pytest
from aimed.files.tables import connect, read_table, write_table
from aimed.ingest.coding.read import SEGMENT_TYPES, ingest_coding
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound
from coding_project import CODES, Dialect, selection, utf16, write_project
from transcript_cohort import packed, write_cohort

TEXT = "M: Hello 👋🏽 all!\nP1: No network 📵 in our wards, 😀 none.\nP2: 🤷 One tablet for a whole ward.\n"
PLAIN = Dialect()
THEMES = dedent("""\
    code,parent,label
    access,,Access
    access.devices,access,Devices and rooms
    access.internet,access,Internet
    """)
PDF = '<PDFSource name="g.pdf"><Representation><PlainTextContent>{}</PlainTextContent>'
CODED = [
    ("No network", "C1", "U1"),
    ("in our wards", "C1", "U2"),
    ("none", "C3", "U1"),
    ("One tablet for a whole ward.", "C0", "U2"),
]


def read(tmp_path: Path, project: Path | None, text: str = TEXT, before: str = "", **options) -> pd.DataFrame:
    """Run the step against one transcript, g."""
    cohort_file = write_cohort(tmp_path, {}, {})
    if options:
        coding = f"  coding: {{path: p.qdpx, offsets: {options['offsets']}}}\n"
        cohort_file.write_text(cohort_file.read_text().replace("files:\n", "files:\n" + coding))
    table = pd.DataFrame({"transcript": ["g"], "text": [text], "before": [before]})
    write_table(table, tmp_path / "transcripts.parquet")
    tmp_path.joinpath("themes.csv").write_text(THEMES)
    ingest_coding(
        cohort_file=cohort_file,
        files=(project,) if project else (),
        transcripts=tmp_path / "transcripts.parquet",
        themes=tmp_path / "themes.csv",
        segments=tmp_path / "segments.parquet",
    )
    return read_table(tmp_path / "segments.parquet")


def problems_of(tmp_path: Path, project: Path, **options) -> str:
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, project, **options)
    assert not tmp_path.joinpath("segments.parquet").exists()
    return str(found.value)


def project_of(tmp_path: Path, dialect: Dialect = PLAIN, name: str = "g", text: str = TEXT) -> Path:
    selections = [selection(text, *coded, dialect) for coded in CODED]
    return write_project(tmp_path / "p.qdpx", {name: (text, selections)}, dialect)


@pytest.mark.parametrize(
    "dialect",
    [
        pytest.param(PLAIN, id="QualCoder"),
        pytest.param(
            Dialect(utf16, crlf=True, quotes=False, folder="Sources", mark="\ufeff"), id="NVivo for Windows"
        ),
        pytest.param(Dialect(crlf=True, crlf_is_one=True), id="ATLAS.ti"),
        pytest.param(Dialect(utf16, end_included=True), id="UTF-16, end included"),
        pytest.param(Dialect(crlf=True, end_included=True, quotes=False), id="CRLF, end included, no words"),
    ],
)
def test_segments_of_different_programs_are_the_same(tmp_path, dialect):
    segments = read(tmp_path, project_of(tmp_path, dialect))
    assert segments.columns.tolist() == list(SEGMENT_TYPES)
    # offsets counted by hand in code points: the waving hand is two of them
    assert segments.values.tolist() == [
        ["Ann", "access.devices", "g", 21, 31, "No network"],
        ["Bo", "access.devices", "g", 34, 46, "in our wards"],
        ["Ann", "access.devices", "g", 50, 54, "none"],
        ["Bo", "access", "g", 62, 90, "One tablet for a whole ward."],
    ]


@pytest.mark.parametrize("name", ["g", "g.docx", "C:\\data\\g.txt", "some other name"])
def test_sources_are_found_by_name_or_by_text(tmp_path, name):
    assert set(read(tmp_path, project_of(tmp_path, name=name))["transcript"]) == {"g"}


def test_source_with_a_title_other_blanks_and_empty_lines(tmp_path):
    stored = "Group one\n\n" + TEXT.replace(": ", ":\t   ").replace("\n", "\n\n")
    stored = stored.replace("One tablet", "One  tablet")
    selections = [
        selection(stored, words, code, user, PLAIN)
        for words, code, user in [("One  tablet", "C1", "U1"), ("none.\n\nP2", "C1", "U2")]
    ]
    project = write_project(tmp_path / "p.qdpx", {"g": (stored, selections)}, PLAIN)
    segments = read(tmp_path, project, before="Group one")
    assert segments["text"].tolist() == ["none.\nP2", "One tablet"]
    assert [TEXT[s:e] for s, e in segments[["char_start", "char_end"]].values] == segments["text"].tolist()


def test_the_same_coding_twice_is_one_segment(tmp_path):
    selections = [selection(TEXT, *coded, PLAIN) for coded in (*CODED, CODED[2], CODED[0])]
    project = write_project(tmp_path / "p.qdpx", {"g": (TEXT, selections)}, PLAIN)
    assert len(read(tmp_path, project)) == len(CODED)


def test_text_of_a_pdf_written_into_the_project(tmp_path):
    project = project_of(tmp_path)
    written = (
        _member(project, "project.qde")
        .replace('<TextSource guid="T0" name="g" plainTextPath="internal://T0.txt">', PDF.format(TEXT))
        .replace("</TextSource>", "</Representation></PDFSource>")
    )
    project.write_bytes(packed({"Trial.qde": written}))
    assert len(read(tmp_path, project)) == len(CODED)


def test_code_names_may_be_labels(tmp_path):
    codes = CODES.replace('name="access">', 'name="Access">').replace('"devices"', '"Devices and rooms"')
    project = project_of(tmp_path)
    project.write_bytes(
        packed({
            "p.qde": _member(project, "project.qde").replace(CODES, codes),
            "sources/T0.txt": TEXT,
        })
    )  # fmt: skip
    assert read(tmp_path, project)["code"].tolist() == ["access.devices"] * 3 + ["access"]


def test_no_coding_is_an_empty_typed_table(tmp_path):
    read(tmp_path, None)
    with connect() as connection:
        path = str(tmp_path / "segments.parquet")
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        ("coder", "VARCHAR"), ("code", "VARCHAR"), ("transcript", "VARCHAR"),
        ("char_start", "BIGINT"), ("char_end", "BIGINT"), ("text", "VARCHAR"),
    ]  # fmt: skip


# What a user reads


def test_unknown_codes_and_texts_at_once(tmp_path):
    other = TEXT.replace("tablet for", "tablet, for")
    selections = [selection(other, "none", "C4", "U1", PLAIN), selection(other, "wards", "C2", "U1", PLAIN)]
    stray = selection("Memo on focus", "Memo", "C1", "U1", PLAIN)
    project = write_project(
        tmp_path / "p.qdpx", {"g": (other, selections), "memo": ("Memo on focus", [stray])}, PLAIN
    )
    assert (
        problems_of(tmp_path, project)
        == dedent(f"""\
        {project}, code access.Internet
          found:    a code that the codebook does not have
          expected: a code of {tmp_path}/themes.csv; the nearest is access.internet
          to do:    add it to the codebook, or rename it in the project and export again
        {project}, code acess
          found:    a code that the codebook does not have
          expected: a code of {tmp_path}/themes.csv; the nearest is access
          to do:    add it to the codebook, or rename it in the project and export again
        {project}, source g
          found:    a text that differs from g from turn 3, character 18 on
          expected: the letters of g as the workflow reads it, one by one
          to do:    restore the transcript that was coded, or bring the codes to the transcript as it is now
        {project}, source memo
          found:    a coded text that is no transcript of this cohort
          expected: one of g
          to do:    name it in cohort.yaml under files, transcripts, or rename the source as its transcript""")  # noqa: E501
    )


def test_offsets_that_fit_in_no_way_or_in_several(tmp_path):
    message = dedent("""\
        {}
          found:    offsets of coded words that fit the texts in no way, or in several ways
          expected: offsets that begin and end at words, in code points or UTF-16 units
          to do:    say `offsets: code_points` or `offsets: utf16` under files, coding in cohort.yaml, or export again""")  # noqa: E501
    off_by_two = Dialect(lambda text: len(text) + 2, quotes=False)
    project = project_of(tmp_path, off_by_two)
    assert problems_of(tmp_path, project) == message.format(project)
    # read as UTF-16 units, after two characters of two units each, "c" is "b"
    text = "M: a 😀😀 b c d\n"
    both = Dialect(quotes=False)
    selections = [selection(text, "c", "C1", "U1", both)]
    project = write_project(tmp_path / "p.qdpx", {"g": (text, selections)}, both)
    assert problems_of(tmp_path, project, text=text) == message.format(project)
    assert read(tmp_path, project, text=text, offsets="code_points")["text"].tolist() == ["c"]


def test_offsets_of_which_many_cut_words(tmp_path):
    cut = Dialect(quotes=False)
    coded = [selection(TEXT, *each, cut) for each in [*CODED, ("etwor", "C1", "U1")]]
    project = write_project(tmp_path / "p.qdpx", {"g": (TEXT, coded)}, cut)
    assert "fit the texts in no way" in problems_of(tmp_path, project)


def test_words_that_differ_from_the_quotation_and_codings_of_none(tmp_path):
    selections = [selection(TEXT, *coded, PLAIN) for coded in CODED * 5]
    selections[0] = selections[0].replace("No network", "A network")
    empty = '<PlainTextSelection name="" startPosition="22" endPosition="22"><Coding creatingUser="U1">'
    selections.append(empty + '<CodeRef targetGUID="C1"/></Coding></PlainTextSelection>')
    project = write_project(tmp_path / "p.qdpx", {"g": (TEXT, selections)}, PLAIN)
    assert problems_of(tmp_path, project) == dedent(f"""\
        {project}, source g, characters 21 to 31
          found:    words that differ from those that the project quotes
          expected: the same words
          to do:    select the words again, or export the project again
        {project}, source g, characters 22 to 22
          found:    a coding that holds no word of a turn
          expected: at least one word
          to do:    select the words, or take the coding away""")


def _member(project: Path, name: str) -> str:
    with ZipFile(project) as archive:
        return archive.read(name).decode()


def test_pointers_that_lead_nowhere(tmp_path):
    project = project_of(tmp_path)
    written = (
        _member(project, "project.qde")
        .replace('targetGUID="C0"', 'targetGUID="C9"')
        .replace('<Coding creatingUser="U2">', '<Coding creatingUser="U9">', 1)
        .replace('startPosition="50"', 'startPosition="-1"')
        .replace('name="Bo"', 'name="Ann"')
        .replace("<Description/>", '<Coding creatingUser="U1"><CodeRef targetGUID="C1"/></Coding>')
        .replace("internal://T0.txt", "relative://../../etc/passwd")
    )
    project.write_bytes(packed({"project.qde": written, "sources/T0.txt": TEXT, "../../etc/passwd": "x"}))
    place = f"{project}, project.qde"
    assert problems_of(tmp_path, project) == dedent(f"""\
        {place}, Users
          found:    2 coders named Ann
          expected: one name for each coder
          to do:    rename them in the program and export again
        {place}, TextSource g
          found:    a code given to something other than words of a text
          expected: codes on selected words
          to do:    code the words themselves, or take this code away
        {place}, source g, selection at 34
          found:    a coding by u9
          expected: a coder listed under Users with a name
          to do:    name each coder in the program and export again
        {place}, source g
          found:    a selection from "-1" to "54"
          expected: two whole numbers
          to do:    export it again
        {place}, source g, selection at 62
          found:    a coding with the code C9
          expected: a code of the project's code book
          to do:    export the project with its code book
        {place}, source g
          found:    no text at "relative://../../etc/passwd"
          expected: the text within the project file
          to do:    export the project with its sources""")


@pytest.mark.parametrize(
    ("members", "place", "found"),
    [
        ({}, "", "no such file"),
        (None, "", "a file that is not a ZIP archive"),
        ({"a.txt": ""}, "", "no project files (.qde) in the archive"),
        ({"a.qde": "<a/>", "b.qde": "<b/>"}, "", "2 project files (.qde) in the archive"),
        ({"a.qde": "<a>"}, ", a.qde", "broken XML: line 1"),
        ({"a.qde": "<!DOCTYPE a><a/>"}, ", a.qde", "XML with a DOCTYPE"),
    ],
)
def test_projects_that_cannot_be_trusted(tmp_path, members, place, found):
    project = tmp_path / "p.qdpx"
    if members != {}:
        project.write_bytes(b"no zip" if members is None else packed(members))
    with pytest.raises(ProblemsFound) as problems:
        read_coded_project(project, {"format": "qdpx"})
    assert str(problems.value) == dedent(f"""\
        {project}{place}
          found:    {found}
          expected: a REFI-QDA project (.qdpx)
          to do:    export the project again as REFI-QDA""")
