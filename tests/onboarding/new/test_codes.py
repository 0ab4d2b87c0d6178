"""Coded projects that are handed over: their codes become the study's, or wait for what they are in it."""

import csv
import shutil
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.ingest.coding.code_map import read_code_map
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.new.codes import draft_themes
from aimed.onboarding.new.command import make_cohort, read_study_words
from toy_study import REPOSITORY

PROJECTS = REPOSITORY / "tests/ingest/coding/formats/projects"
FOLDER = Path("data/cohorts/kenya-2025")
THEMES = Path("data/codebook/themes.csv")
HEAD = "code,parent,label,definition,include,exclude\n"


@pytest.fixture
def answers(toy: Path) -> tuple[Path, ...]:
    """Write a small survey into a fresh study."""
    read_study_words.cache_clear()
    Path("answers.csv").write_text("id,Age\na1,21\na2,22\n", encoding="utf-8")
    return (Path("answers.csv"),)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_study_without_codes_gets_those_of_its_project(answers):
    THEMES.write_text(HEAD, encoding="utf-8")
    told = make_cohort("kenya-2025", answers, None, None, coding=(PROJECTS / "wards.qda",))
    # codes and memos as tests/ingest/coding/formats/projects/make_qualcoder.py gave them to QualCoder
    assert rows_of(THEMES) == [
        ["code", "parent", "label", "definition", "include", "exclude"],
        ["access", "", "Access", "All of it.", "", ""],
        ["access.devices", "access", "Devices", "TO DECIDE", "", ""],
        ["access.devices.tablets", "access.devices", "tablets", "TO DECIDE", "", ""],
        ["access.devices.tablets.old_ones", "access.devices.tablets", "old ones", "TO DECIDE", "", ""],
        ["access.internet", "access", "internet", "Connection & price.", "", ""],
        ["worry", "", "worry", "What people fear < and hope.", "", ""],
    ]
    assert not (FOLDER / "code_map.csv").exists()
    assert (FOLDER / "coding/wards.qda/data.qda").read_bytes() == (
        PROJECTS / "wards.qda/data.qda"
    ).read_bytes()
    assert read_yaml(FOLDER / "cohort.yaml")["files"]["coding"] == [{"path": "coding/wards.qda"}]
    assert "data.qda (QualCoder 4.0): 7 codings by 2 coders of 2 texts, 4 codes used" in told
    step = "say what each code means, in place of TO DECIDE, and look at the others"
    assert f"  2. data/codebook/themes.csv: {step}" in told
    assert not any("not read" in line for line in told)


def test_a_code_book_alone_gives_a_study_its_codes(answers):
    THEMES.write_text(HEAD, encoding="utf-8")
    told = make_cohort("kenya-2025", answers, None, None, coding=(PROJECTS / "taguette.qdc",))
    assert [row[:3] for row in rows_of(THEMES)[1:]] == [
        ["access", "", "Access"],
        ["access.devices", "access", "devices"],
        ["access.devices.tablets", "access.devices", "tablets"],
        ["access.internet", "access", "internet"],
        ["worry", "", "worry"],
    ]
    assert "taguette.qdc (Taguette 1.5.2): 3 codes, and nothing coded" in told
    # it is no coding of the cohort, and stays where it was
    assert "coding" not in read_yaml(FOLDER / "cohort.yaml")["files"]
    assert not (FOLDER / "coding").exists()


def test_a_code_book_of_a_study_that_has_codes_is_compared(answers):
    THEMES.write_text(HEAD + "access,,Access,a,,\naccess.internet,access,internet,a,,\n", encoding="utf-8")
    told = make_cohort("kenya-2025", answers, None, None, coding=(PROJECTS / "taguette.qdc",))
    names = "Access > devices > tablets, worry"
    assert f"codes without codings that data/codebook/themes.csv does not have: {names}" in told
    assert not (FOLDER / "code_map.csv").exists()


def test_a_study_with_codes_gets_lines_for_names_that_it_does_not_know(answers):
    written = HEAD + "\n".join(
        [
            "access,,Access,a,,",
            "access.wifi,access,Internet and Wi-Fi,a,,",
            "access.tablets,access,tablets,a,,",
            "fears,,Worries,a,,",
            "formats,,Hackathons,a,,",
        ]
    )
    THEMES.write_text(written, encoding="utf-8")
    told = make_cohort("kenya-2025", answers, None, None, coding=(PROJECTS / "taguette_export.sqlite3",))
    assert THEMES.read_text(encoding="utf-8") == written
    assert rows_of(FOLDER / "code_map.csv") == [
        ["name", "code", "note", "score", "decide"],
        ["Access > devices > tablets", "access.tablets", "", "100", "?"],
        ["Access > internet", "access.wifi", "Connection & price.", "80", "?"],
        ["worry", "fears", "What people fear < and hope.", "67", "?"],
    ]
    assert "codes: 0 as in data/codebook/themes.csv, 3 lines of code_map.csv wait for you" in told
    assert "  ? worry: fears" in told
    step = "the same for the names of codes; without a code, `note` says why"
    assert f"  2. data/cohorts/kenya-2025/code_map.csv: {step}" in told
    with pytest.raises(ProblemsFound) as found:
        read_code_map(
            FOLDER / "code_map.csv", {code: code for code in ("access.wifi", "access.tablets", "fears")}
        )
    assert len(found.value.problems) == 3  # a draft decides nothing


def test_a_folder_above_the_themes_is_one_line(answers):
    THEMES.write_text(HEAD + "worry,,worry,a,,\naccess,,Access,a,,\n", encoding="utf-8")
    Path("coded.csv").write_text(
        "document,words,code\ng,a,Nodes > worry\ng,b,Nodes > Access\ng,c,worry\n", encoding="utf-8"
    )
    make_cohort("kenya-2025", answers, None, None, coding=(Path("coded.csv"),))
    assert rows_of(FOLDER / "code_map.csv")[1:] == [["Nodes", "(top)", "", "100", "?"]]


def test_codes_are_made_of_any_name():
    told = {
        ("1. Zugang", "W-LAN!"): "a",
        ("1. Zugang", "w lan"): "",
        ("日本",): "b",
        ("日",): "",
        ("x", "2"): "",
    }
    assert [row[:3] for row in draft_themes(told)] == [
        ["zugang", "", "1. Zugang"],
        ["zugang.w_lan", "zugang", "W-LAN!"],
        ["zugang.w_lan_2", "zugang", "w lan"],
        ["x", "", "x"],
        ["x.2", "x", "2"],
        ["code", "", "日"],
        ["code_2", "", "日本"],
    ]


def test_a_project_that_cannot_be_read_leaves_nothing_behind(answers):
    Path("wards.qdpx").write_bytes(b"PK")
    with pytest.raises(ProblemsFound):
        make_cohort("kenya-2025", answers, None, None, coding=(Path("wards.qdpx"),))
    assert not (FOLDER / "coding/wards.qdpx").exists()
    assert not (FOLDER / "cohort.yaml").exists()


def test_a_second_project_of_one_name_stops(answers):
    Path("other").mkdir()
    shutil.copy(PROJECTS / "qualcoder_report.csv", "other/coded.csv")
    shutil.copy(PROJECTS / "taguette_highlights.csv", "coded.csv")
    with pytest.raises(ProblemsFound, match=r"a second file coded\.csv"):
        make_cohort("kenya-2025", answers, None, None, coding=(Path("coded.csv"), Path("other/coded.csv")))
