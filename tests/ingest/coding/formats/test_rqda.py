"""RQDA's project, as its own code wrote it: codings, codes, what is deleted and what is left out."""

from pathlib import Path

import pytest
from aimed.ingest.coding.formats import rqda
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound

PROJECT = Path(__file__).parent / "projects/wards.rqda"
INTERNET = ("Access", "internet")
# offsets counted by hand in code points, as those of the other programs (projects/group.py)
CODED = [
    (54, 79, "No network 📵 in our wards", "Ann", INTERNET),
    (82, 95, "“none at all”", "Ann", ("worry",)),
    (101, 149, "One tablet for a whole ward, naïve as it sounds.", "Bo", ("tablets",)),
    (177, 183, "cafe\u0301s", "Bo", INTERNET),
]


def coded_in(path: Path) -> list[tuple]:
    """Return offsets, words, coder and code of each coding."""
    return [
        (one.start, one.end, one.quoted, coder, code)
        for source in rqda.read(path, {}).sources
        for one in source.selections
        for coder, code in one.codings
    ]


def test_codings_codes_and_what_is_left_out():
    project = read_coded_project(PROJECT, {})
    assert (project.format, project.origin) == ("rqda", "RQDA")
    # what was unmarked, and the codings of a code that was deleted, are none
    assert coded_in(PROJECT) == CODED
    [source] = project.sources
    assert source.name == "group_1"
    assert all(source.text[one.start : one.end] == one.quoted for one in source.selections)
    # tablets lies in both categories, and so below none of them
    assert [(code.path, code.definition) for code in project.codes] == [
        (("Access",), "All of it."),
        (INTERNET, "Connection & price."),
        (("Devices",), ""),
        (("tablets",), ""),
        (("worry",), ""),
    ]
    assert project.left_out == {
        "codings of the second coding table": 1,
        "annotations of texts": 1,
        "cases": 1,
        "entries of the journal": 1,
        "memos of codings": 1,
    }
    assert project.lacking == ()


def test_a_category_that_was_deleted_is_above_nothing(alter):
    path = alter(PROJECT, "UPDATE codecat SET status = 0 WHERE catid = 2")
    assert [code for *_, code in coded_in(path)] == [INTERNET, ("worry",), ("Access", "tablets"), INTERNET]


def test_pointers_that_lead_nowhere_and_a_text_that_was_deleted(alter):
    path = alter(PROJECT, "UPDATE coding SET cid = 77 WHERE selfirst = 82")
    project = rqda.read(path, {})
    assert project.lacking == ("the code of coding 2",)
    path = alter(PROJECT, "UPDATE source SET status = 0")
    assert rqda.read(path, {}).lacking[0] == "the text of coding 1"


def test_offsets_that_are_no_numbers_are_named(alter):
    path = alter(PROJECT, "UPDATE coding SET selfirst = 'x' WHERE selfirst = 82")
    with pytest.raises(ProblemsFound) as found:
        rqda.read(path, {})
    assert str(found.value) == (
        f"{path}, row 2 of the table coding, selfirst\n"
        "  found:    a text\n"
        "  expected: a number\n"
        "  to do:    close the project in RQDA, and copy it again"
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DROP TABLE treecode", "no table treecode"),
        ("ALTER TABLE freecode DROP COLUMN status", "no column status in the table freecode"),
    ],
)
def test_a_database_that_lacks_something(alter, change, found):
    path = alter(PROJECT, change)
    with pytest.raises(ProblemsFound) as stopped:
        rqda.read(path, {})
    assert str(stopped.value) == (
        f"{path}\n  found:    {found}\n  expected: an RQDA project (.rqda)\n"
        "  to do:    close the project in RQDA, and copy it again"
    )
