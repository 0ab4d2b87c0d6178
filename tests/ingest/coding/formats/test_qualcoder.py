"""QualCoder's own project: codings, codes and what is left out, as its own code wrote them."""

import shutil
from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import pytest
from aimed.ingest.coding.formats import qualcoder
from aimed.ingest.coding.project import CodedProject
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound

PROJECT = Path(__file__).parent / "projects/wards.qda/data.qda"
PATHS = {
    "internet": ("Access", "internet"),
    "tablets": ("Access", "Devices", "tablets"),
    "worry": ("worry",),
}


def coded_in(project: CodedProject) -> list[tuple]:
    """Return document, offsets, words, coder and code of each coding."""
    return [
        (source.name, one.start, one.end, one.quoted, coder, code)
        for source in project.sources
        for one in source.selections
        for coder, code in one.codings
    ]


# offsets counted by hand in code points: the waving hand is two of them, and the accent of cafés is one
GROUP = [
    ("group_1", 54, 79, "No network 📵 in our wards", "Ann", PATHS["internet"]),
    ("group_1", 54, 79, "No network 📵 in our wards", "Bo", PATHS["internet"]),
    ("group_1", 82, 95, "“none at all”", "Ann", PATHS["worry"]),
    ("group_1", 101, 149, "One tablet for a whole ward, naïve as it sounds.", "Bo", PATHS["tablets"]),
    ("group_1", 177, 183, "cafe\u0301s", "Bo", PATHS["internet"]),
]


def test_codings_codes_and_what_is_left_out():
    project = read_coded_project(PROJECT, {})
    assert project.origin == "QualCoder 4.0"
    assert coded_in(project) == [
        *GROUP,
        ("group_1", 105, 111, "tablet", "Ann", (*PATHS["tablets"], "old ones")),
        ("memo.txt", 0, 10, "A thought.", "Ann", PATHS["worry"]),
    ]
    assert all(s.text[one.start : one.end] == one.quoted for s in project.sources for one in s.selections)
    assert [(code.path, code.definition) for code in project.codes] == [
        (("Access",), "All of it."),
        (("Access", "Devices"), ""),
        (PATHS["tablets"], ""),
        ((*PATHS["tablets"], "old ones"), ""),
        (PATHS["internet"], "Connection & price."),
        (PATHS["worry"], "What people fear < and hope."),
    ]
    assert project.left_out == {
        "codings of pictures": 1,
        "annotations of texts": 1,
        "cases": 1,
        "entries of the journal": 1,
        "codings of words that were removed": 1,
    }
    assert project.lacking == ()


def test_the_folder_as_an_archive(tmp_path):
    with ZipFile(tmp_path / "wards.zip", "w") as archive:
        archive.write(PROJECT, "wards.qda/data.qda")
        archive.writestr("wards.qda/documents/group_1", "x")
    assert coded_in(read_coded_project(tmp_path / "wards.zip", {})) == coded_in(qualcoder.read(PROJECT, {}))


def test_a_project_of_an_older_version(alter):
    """Before version 14 codes had no codes above them, and the database no names of coders."""
    path = alter(PROJECT, "ALTER TABLE code_name DROP COLUMN supercid", "DROP TABLE project")
    project = qualcoder.read(path, {})
    assert project.origin == "QualCoder"
    assert coded_in(project)[5][5] == ("old ones",)


def test_categories_in_a_circle_and_pointers_that_lead_nowhere(alter):
    path = alter(
        PROJECT,
        "UPDATE code_cat SET supercatid = 2 WHERE catid = 1",
        "UPDATE code_text SET cid = 77 WHERE ctid = 3",
        "UPDATE code_text SET fid = 78 WHERE ctid = 7",
    )
    project = qualcoder.read(path, {})
    assert coded_in(project)[0][5] == ("Devices", "Access", "internet")
    assert project.lacking == ("the text of coding ctid 7", "the code of coding ctid 3")
    assert len(coded_in(project)) == 5


# What a user reads


def problem_of(path: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        qualcoder.read(path, {})
    return str(found.value)


VIEW = ["ALTER TABLE code_cat RENAME TO c", "CREATE VIEW code_cat AS SELECT * FROM c"]
VIRTUAL = ["DROP TABLE code_cat", "CREATE VIRTUAL TABLE code_cat USING fts5(catid, name)"]
NO_TEXT = ["UPDATE code_name SET name = CAST(X'ff41' AS TEXT) WHERE cid = 1"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param(["DROP TABLE code_cat"], "no table code_cat", id="a table less"),
        pytest.param(
            ["ALTER TABLE code_text DROP COLUMN seltext"],
            "no column seltext in the table code_text",
            id="a column less",
        ),
        pytest.param(VIEW, "no table code_cat", id="a view"),
        pytest.param(VIRTUAL, "no table code_cat", id="a virtual table"),
        pytest.param(NO_TEXT, "a text in the table code_name that is not UTF-8", id="bytes for text"),
    ],
)
def test_databases_that_cannot_be_trusted(alter, changes, found):
    path = alter(PROJECT, *changes)
    assert problem_of(path) == dedent(f"""\
        {path}
          found:    {found}
          expected: a QualCoder project (.qda)
          to do:    close the project in QualCoder, and copy its folder again""")


def test_cells_of_another_type_all_at_once(alter):
    path = alter(
        PROJECT,
        "UPDATE code_text SET pos0 = 'x' WHERE ctid = 1",
        "UPDATE code_text SET seltext = X'00' WHERE ctid = 2",
        "UPDATE code_text SET pos1 = 7.5 WHERE ctid = 3",
    )
    to_do = "close the project in QualCoder, and copy its folder again"
    assert problem_of(path) == dedent(f"""\
        {path}, row 1 of the table code_text, pos0
          found:    a text
          expected: a whole number
          to do:    {to_do}
        {path}, row 2 of the table code_text, seltext
          found:    bytes
          expected: a text
          to do:    {to_do}
        {path}, row 3 of the table code_text, pos1
          found:    a number
          expected: a whole number
          to do:    {to_do}""")


def test_what_is_no_database_is_another_kind_of_file(tmp_path):
    for content in (b"", b"SQLite format 3\0", PROJECT.read_bytes()[:5000], b"PK\x03\x04"):
        tmp_path.joinpath("data.qda").write_bytes(content)
        assert not qualcoder.recognise(tmp_path / "data.qda")


def test_a_project_that_is_still_open(tmp_path):
    path = Path(shutil.copy(PROJECT, tmp_path))
    tmp_path.joinpath("data.qda-wal").write_bytes(b"x")
    assert problem_of(path) == dedent(f"""\
        {path}
          found:    changes in data.qda-wal that the program has not yet written into it
          expected: a project that its program has closed
          to do:    close the project in QualCoder, and copy its folder again""")


def test_nothing_is_written_beside_the_project(alter, tmp_path):
    """In this mode SQLite itself makes two files beside a database as soon as it is opened."""
    path = alter(PROJECT, "PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    assert len(coded_in(qualcoder.read(path, {}))) == 7
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["data.qda"]
