"""Coding projects to segments: the same coded words in the ways that programs are known to write them."""

# ruff: noqa: E501

import re
from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import pandas as pd
import pytest
from aimed.files.tables import connect, read_table, write_table
from aimed.files.yaml_json import read_json
from aimed.ingest.coding.read import SEGMENT_TYPES, ingest_coding
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


def read(
    tmp_path: Path,
    project: Path | None,
    text: str = TEXT,
    before: str = "",
    themes: str = THEMES,
    code_map: str = "",
    **options: str,
) -> pd.DataFrame:
    """Run the step against one transcript, g; `options` stand in cohort.yaml at the project."""
    cohort_file = write_cohort(tmp_path, {}, {})
    if options:
        said = ", ".join(f"{key}: {value}" for key, value in options.items())
        coding = f"  coding: {{path: p.qdpx, {said}}}\n"
        cohort_file.write_text(cohort_file.read_text().replace("files:\n", "files:\n" + coding))
    write_tables(tmp_path, text, before)
    tmp_path.joinpath("themes.csv").write_text(themes)
    tmp_path.joinpath("code_map.csv").write_text(code_map)
    ingest_coding(
        cohort_file=cohort_file,
        files=(project,) if project else (),
        transcripts=tmp_path / "transcripts.parquet",
        turns=tmp_path / "turns.parquet",
        themes=tmp_path / "themes.csv",
        code_map=(tmp_path / "code_map.csv",) if code_map else (),
        segments=tmp_path / "segments.parquet",
        account=tmp_path / "coding.json",
    )
    return read_table(tmp_path / "segments.parquet")


def write_tables(folder: Path, text: str, before: str) -> None:
    """Write what the step before knows of one transcript, g: a turn a line, after its label."""
    known = {"transcript": ["g"], "text": [text], "before": [before], "source_file": ["g.txt"]}
    write_table(pd.DataFrame(known | {"original_file": [None]}), folder / "transcripts.parquet")
    spans = [(found.end(), found.end() + len(found[2])) for found in re.finditer(r"(.*?: )(?=(.*)\n)", text)]
    turns = pd.DataFrame([("g", *span) for span in spans], columns=["transcript", "char_start", "char_end"])
    write_table(turns, folder / "turns.parquet")


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


def test_names_of_codes_are_led_to_the_codebook_and_some_are_left_out(tmp_path):
    unknown = [("none", "C4", "U1"), ("wards", "C2", "U1")]  # acess, and access > Internet
    selections = [selection(TEXT, *each, PLAIN) for each in (*CODED, *unknown)]
    project = write_project(tmp_path / "p.qdpx", {"g": (TEXT, selections)}, PLAIN)
    mapped = "name,code,note\nacess,,a typing error\naccess > internet,access.devices,\n"
    segments = read(tmp_path, project, code_map=mapped)
    assert segments["code"].tolist() == ["access.devices"] * 4 + ["access"]
    assert read_json(tmp_path / "coding.json")["projects"][0]["left_out"] == [
        {"kind": "codings with a code that code_map.csv leaves out", "number": 1, "reason": None}
    ]


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
    selections = [selection(TEXT, "none", "C4", "U1", PLAIN), selection(TEXT, "wards", "C2", "U1", PLAIN)]
    stray = selection("Memo on focus", "Memo", "C1", "U1", PLAIN)
    project = write_project(
        tmp_path / "p.qdpx", {"g": (TEXT, selections), "memo": ("Memo on focus", [stray])}, PLAIN
    )
    assert (
        problems_of(tmp_path, project)
        == dedent(f"""\
        {project}, code access.Internet
          found:    a code that the codebook does not have
          expected: a code of {tmp_path}/themes.csv; the nearest is access.internet
          to do:    write in the cohort's code_map.csv which code it is, or add it to the codebook
        {project}, code acess
          found:    a code that the codebook does not have
          expected: a code of {tmp_path}/themes.csv; the nearest is access
          to do:    write in the cohort's code_map.csv which code it is, or add it to the codebook
        {project}, source memo
          found:    1 codings of a text that is no transcript
          expected: a transcript of this cohort, by its name or its text
          to do:    name it in cohort.yaml under files, transcripts, or write there under left_out at the project {{source: NAME, reason: ...}}""")
    )


def test_two_codes_of_one_path_of_labels(tmp_path):
    """The case themes_same_label.csv."""
    same = THEMES + "access.machines,access,Devices and rooms\n"
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, None, themes=same)
    assert str(found.value) == dedent(f"""\
        {tmp_path}/themes.csv, rows 3, 5
          found:    2 codes of one path of labels, Access > Devices and rooms: access.devices, access.machines
          expected: another label for each code below one theme
          to do:    rename one of them, or make them one code""")


def test_what_a_draft_left_open_in_themes_is_named_by_file_and_lines(tmp_path):
    drafted = "code,parent,label,definition,include,exclude\n"
    drafted += "access,,Access,TO DECIDE,,\naccess.devices,access,Devices,What one works with,,\n"
    drafted += "access.internet,access,Internet,TO DECIDE,,\naccess.rooms,access,Rooms,TO DECIDE,TO DECIDE,\n"
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, None, themes=drafted)
    assert str(found.value) == dedent(f"""\
        {tmp_path}/themes.csv, lines 2 and 4-5
          found:    definition: TO DECIDE, from the draft
          expected: what a person decided
          to do:    write it in these lines
        {tmp_path}/themes.csv, line 5
          found:    include: TO DECIDE, from the draft
          expected: what a person decided
          to do:    write it in these lines""")


def test_offsets_that_fit_in_no_way_or_in_several(tmp_path):
    off_by_two = Dialect(lambda text: len(text) + 2, quotes=False)
    project = project_of(tmp_path, off_by_two)
    assert (
        problems_of(tmp_path, project)
        == dedent(f"""\
        {project}
          found:    offsets that fit the texts in no way: with {{unit: code_points, crlf: 2, end: exclusive}} 2 of 4 selections begin and end at words
          expected: offsets that begin and end at words in one way of counting
          to do:    say which at the project in cohort.yaml: `offsets: {{unit: code_points, crlf: 2, end: exclusive}}`, or another""")
    )
    # read as UTF-16 units, after two characters of two units each, "c" is "b"
    text = "M: a 😀😀 b c d\n"
    both = Dialect(quotes=False)
    selections = [selection(text, "c", "C1", "U1", both)]
    project = write_project(tmp_path / "p.qdpx", {"g": (text, selections)}, both)
    assert (
        problems_of(tmp_path, project, text=text)
        == dedent(f"""\
        {project}
          found:    offsets that fit the texts in several ways: with {{unit: code_points, crlf: 2, end: exclusive}} 1 of 1 selections begin and end at words
          expected: offsets that begin and end at words in one way of counting
          to do:    say which at the project in cohort.yaml: `offsets: {{unit: code_points, crlf: 2, end: exclusive}}` or `offsets: {{unit: utf16, crlf: 2, end: exclusive}}`""")
    )
    for said in ("code_points", "{unit: code_points, crlf: 2, end: exclusive}"):
        assert read(tmp_path, project, text=text, offsets=said)["text"].tolist() == ["c"]


def test_a_selection_that_cuts_a_word_among_others_is_read(tmp_path):
    cut = Dialect(quotes=False)
    coded = [selection(TEXT, *each, cut) for each in [*CODED, ("etwor", "C1", "U1")]]
    project = write_project(tmp_path / "p.qdpx", {"g": (TEXT, coded)}, cut)
    assert "etwor" in set(read(tmp_path, project)["text"])
    [account] = read_json(tmp_path / "coding.json")["projects"]
    assert account["offsets"] | {"fitting": 4, "judged": 5, "by": "words"} == account["offsets"]


def _member(project: Path, name: str) -> str:
    with ZipFile(project) as archive:
        return archive.read(name).decode()
