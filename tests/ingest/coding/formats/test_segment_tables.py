"""Tables of coded segments, by the heads of the programs that write them.

Those of QualCoder and Taguette were written by the programs; the others follow what is known of exports that
were not at hand: Dedoose's heads as an R package for it reads them, those of MAXQDA and ATLAS.ti by memory.
"""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest.coding.project import CodedProject
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound
from workbooks import write_workbook

PROJECTS = Path(__file__).parent / "projects"
INTERNET, WORRY = ("Access", "internet"), ("worry",)
TABLETS = ("Access", "Devices", "tablets")


def coded_in(project: CodedProject) -> list[tuple]:
    """Return document, words, coder, code and row of each coding."""
    return [
        (source.name, one.quoted, coder, code, one.place)
        for source in project.sources
        for one in source.selections
        for coder, code in one.codings
    ]


def table(tmp_path: Path, text: str, name: str = "coded.csv") -> CodedProject:
    """Return what is read of a table with this text."""
    (tmp_path / name).write_text(dedent(text), encoding="utf-8")
    return read_coded_project(tmp_path / name, {})


def test_the_report_that_qualcoder_wrote():
    project = read_coded_project(PROJECTS / "qualcoder_report.csv", {})
    assert project.origin == "QualCoder"
    assert coded_in(project) == [
        ("group_1", "No network 📵 in our wards", "Ann", INTERNET, "row 2"),
        ("group_1", "No network 📵 in our wards", "Bo", INTERNET, "row 3"),
        ("group_1", "“none at all”", "Ann", WORRY, "row 4"),
        ("group_1", "One tablet for a whole ward, naïve as it sounds.", "Bo", TABLETS, "row 5"),
        ("group_1", "cafe\u0301s", "Bo", INTERNET, "row 6"),
        ("group_1", "tablet", "Ann", (*TABLETS, "old ones"), "row 7"),
        ("memo.txt", "A thought.", "Ann", WORRY, "row 8"),
    ]
    assert all(one.start is None for source in project.sources for one in source.selections)
    assert project.left_out == {"codings of words that were removed": 1, "codings of pictures": 1}


def test_a_report_by_cases_with_variables(tmp_path):
    project = table(
        tmp_path,
        """\
        Case,Filename,Coder,Coded,Id,Codename,Coded_Memo,Category,Category,FileVar_year,CaseVar_age
        school A,group_1,Ann,No network,ctid:1,tablets,,Devices,Access,2025,30
        school A,group_1,Ann,No network,ctid:1,worry,,2025,30
        """,
    )
    assert [(name, code) for name, _, _, code, _ in coded_in(project)] == [
        ("group_1", TABLETS),
        ("group_1", WORRY),
    ]


@pytest.mark.parametrize("name", ["taguette_highlights.csv", "taguette_highlights.xlsx"])
def test_the_highlights_that_taguette_wrote(name):
    project = read_coded_project(PROJECTS / name, {})
    tablets = ("Access", "devices", "tablets")
    two_turns = "everyone! 👋🏽 What is missing? P1: No network"
    assert project.origin == "Taguette"
    assert coded_in(project) == [
        ("group_1.txt", two_turns, "", INTERNET, "row 2"),
        ("group_1.txt", two_turns, "", WORRY, "row 3"),
        ("group_1.txt", "No network 📵 in our wards", "", INTERNET, "row 4"),
        ("group_1.txt", "No network 📵 in our wards", "", INTERNET, "row 5"),
        ("group_1.txt", "“none at all”", "", WORRY, "row 6"),
        ("group_1.txt", "One tablet for a whole ward, naïve as it sounds.", "", tablets, "row 7"),
        ("group_1.txt", "cafe\u0301s", "", INTERNET, "row 8"),
    ]


def test_segments_of_maxqda(tmp_path):
    heads = ["Color", "Comment", "Document group", "Document name", "Code", "Beginning", "End",
             "Weight score", "Segment", "Modified by", "Modified on", "Area", "Coverage %"]  # fmt: skip
    rows = [
        ["●", "", "Wards", "group_1", "Access\\Devices\\tablets", 3, 3, 0, "One tablet", "ann", "", 10, 0.5],
        ["●", "", "Wards", "group_1", "Access > internet", 2, 2, 0, "No network", "bo", "", 10, 0.5],
        ["●", "", "Wards", "ward.png", "worry", 2, 2, 0, "", "bo", "", 10, 0.5],
    ]
    write_workbook(tmp_path / "segments.xlsx", [heads, *rows])
    project = read_coded_project(tmp_path / "segments.xlsx", {})
    assert project.origin == "MAXQDA"
    assert coded_in(project) == [
        ("group_1", "One tablet", "ann", TABLETS, "row 2"),
        ("group_1", "No network", "bo", INTERNET, "row 3"),
    ]
    assert project.left_out == {"segments without words": 1}


def test_excerpts_of_dedoose(tmp_path):
    project = table(
        tmp_path,
        """\
        Media Title,Excerpt Range,Excerpt Creator,Excerpt Date,Excerpt Copy,Codes Applied Combined,\
        Code: Access\\Internet Applied,Code: Access\\Internet Range,Code: Worry Applied,Code: Worry Weight
        group_1,53-63,Ann,2025-03-04,No network,"Internet, Worry",True,53-63,TRUE,1
        group_1,84-88,Bo,2025-03-04,none,Worry,False,,True,2
        group_1,84-88,Bo,2025-03-04,again,,False,,False,
        """.replace("\\\n        Code", "Code"),
    )
    assert project.origin == "Dedoose"
    assert coded_in(project) == [
        ("group_1", "No network", "Ann", ("Access", "Internet"), "row 2"),
        ("group_1", "No network", "Ann", ("Worry",), "row 2"),
        ("group_1", "none", "Bo", ("Worry",), "row 3"),
    ]
    assert project.left_out == {"segments without a code": 1}


def test_quotations_of_atlas_ti_under_a_title(tmp_path):
    heads = ["ID", "Document", "Quotation Name", "Quotation Content", "Comment", "Codes", "Created by"]
    rows = [["1:1", "group_1", "", "No network", "", "Access: internet\nworry", "Ann"]]
    title = [["Project: wards"], ["Report created by Ann on 4 Mar 2025"], []]
    write_workbook(tmp_path / "quotations.xlsx", [*title, heads, *rows])
    project = read_coded_project(tmp_path / "quotations.xlsx", {})
    assert project.origin == "ATLAS.ti"
    assert coded_in(project) == [
        ("group_1", "No network", "Ann", INTERNET, "row 5"),
        ("group_1", "No network", "Ann", WORRY, "row 5"),
    ]


def test_a_plain_table_with_words_or_offsets(tmp_path):
    written = "document;code;coder;words;start;end\ng;access.internet;Ann;No network;;\ng;Access > internet;Bo;;54;64\n"  # noqa: E501
    (tmp_path / "coded.csv").write_text(written, encoding="cp1252")
    project = read_coded_project(tmp_path / "coded.csv", {})
    selections = project.sources[0].selections
    assert [(one.start, one.end, one.quoted, one.codings) for one in selections] == [
        (None, None, "No network", (("Ann", ("access.internet",)),)),
        (54, 64, "", (("Bo", INTERNET),)),
    ]
    offsets = table(tmp_path, "document\tcode\tstart\tend\ng\tworry\t54\t64\n", "coded.tsv")
    assert offsets.sources[0].selections[0].start == 54


# What a user reads


def problem_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(ProblemsFound) as found:
        table(tmp_path, text)
    return str(found.value)


def test_rows_that_name_no_document_or_no_offsets(tmp_path):
    path = tmp_path / "coded.csv"
    told = problem_of(
        tmp_path,
        """\
        document,code,start,end
        g,worry,5,x
        g,worry,5,4
        ,worry,5,6
        g,worry,²,6
        """,
    )
    offsets = dedent("""\
        {}, row {}
          found:    a start and an end that are no offsets
          expected: whole numbers from 0, the start before the end, or the words alone
          to do:    correct them""")
    nameless = dedent(f"""\
        {path}, row 4
          found:    a segment of no document
          expected: the name of its transcript
          to do:    write it""")
    assert told == "\n".join(
        [offsets.format(path, 2), offsets.format(path, 3), nameless, offsets.format(path, 5)]
    )


def test_a_table_with_other_heads(tmp_path):
    assert problem_of(tmp_path, "text,theme\nNo network,worry\n") == dedent(f"""\
        {tmp_path}/coded.csv
          found:    columns text, theme
          expected: document, code and words (or start and end), and coder where there are several; or the heads of QualCoder, Taguette, MAXQDA, Dedoose, ATLAS.ti
          to do:    export it again, or head its columns document, words, code, coder""")  # noqa: E501


def test_an_empty_table_and_one_that_is_no_text(tmp_path):
    assert "a file without any text" in problem_of(tmp_path, " \n")
    (tmp_path / "coded.xlsx").write_bytes(b"nothing")
    with pytest.raises(ProblemsFound) as found:
        read_coded_project(tmp_path / "coded.xlsx", {})
    assert str(tmp_path / "coded.xlsx") in str(found.value)
