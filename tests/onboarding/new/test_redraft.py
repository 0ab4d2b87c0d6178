"""How the files of a cohort are read: as an option says, then as its cohort.yaml does; by hand."""

import csv
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.commands import new
from aimed.onboarding.new.command import make_cohort, read_study_words
from workbooks import write_workbook

FOLDER = Path("data/cohorts/kenya-2025")


@pytest.fixture(autouse=True)
def fresh_words() -> None:
    read_study_words.cache_clear()


@pytest.fixture
def two_sheets(toy: Path) -> Path:
    """Write a workbook whose first sheet tells of the survey, and whose second holds the answers."""
    notes = [["About", "Text"], ["asked", "in May"], ["by", "the school"]]
    answers = [["id", "Age", "AI in the core curriculum"], ["a1", 21, "Agree"], ["a2", 22, "Disagree"]]
    write_workbook(Path("two.xlsx"), {"Notes": notes, "Answers": answers})
    return Path("two.xlsx")


def names() -> list[str]:
    with (FOLDER / "crosswalk.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(dict.fromkeys(row["source_variable"] for row in csv.DictReader(stream)))


def test_other_sheets_are_named_with_their_sizes_and_one_can_be_chosen(two_sheets: Path) -> None:
    told = make_cohort("kenya-2025", (two_sheets,), None, None)
    other = "read of two.xlsx: sheet Notes; not read: sheet Answers (3 rows); "
    assert f"{other}--sheet NAME takes another" in told
    assert (
        f"{other}`sheet` in data/cohorts/kenya-2025/cohort.yaml takes another"
        in check_cohort("kenya-2025")[0]
    )
    for path in FOLDER.iterdir():
        path.unlink()
    assert new("kenya-2025", (two_sheets,), sheet="Answers") == 0
    assert names() == ["id", "Age", "AI in the core curriculum"]
    assert read_yaml(FOLDER / "cohort.yaml")["files"]["survey"] == [{"path": "two.xlsx", "sheet": "Answers"}]


def test_a_redraft_obeys_the_cohort_file(two_sheets: Path) -> None:
    make_cohort("kenya-2025", (two_sheets,), None, None)
    assert names() == ["About", "Text"]
    text = (FOLDER / "cohort.yaml").read_text(encoding="utf-8")
    text = text.replace('{"path": "two.xlsx"}', '{"path": "two.xlsx", "sheet": "Answers"}')
    text = text.replace("respondent_id: TO DECIDE", "respondent_id: Age")
    (FOLDER / "cohort.yaml").write_text(text, encoding="utf-8")
    (FOLDER / "crosswalk.csv").unlink()
    told = make_cohort("kenya-2025", (), None, None)
    assert "written: data/cohorts/kenya-2025/crosswalk.csv" in told
    assert names() == ["id", "Age", "AI in the core curriculum"]
    drafted = (FOLDER / "crosswalk.csv").read_text(encoding="utf-8-sig")
    assert "Age,,,,,,respondent_id in cohort.yaml" in drafted


def test_options_that_say_other_than_the_cohort_file_are_named(two_sheets: Path) -> None:
    make_cohort("kenya-2025", (two_sheets,), None, None)
    with pytest.raises(ProblemsFound) as found:
        make_cohort("kenya-2025", (two_sheets,), None, None, {"sheet": "Answers"})
    assert str(found.value) == (
        "data/cohorts/kenya-2025/cohort.yaml\n"
        "  found:    --sheet Answers, and no sheet at two.xlsx\n"
        "  expected: one word of how a file is read: that of cohort.yaml\n"
        "  to do:    write sheet: Answers there, and leave --sheet out"
    )


def test_an_encoding_and_a_layout_are_taken_and_written_down(toy: Path) -> None:
    Path("a.csv").write_bytes("id,Age,Größe\na1,21,groß\na2,22,größer\n".encode("cp1252"))
    make_cohort("kenya-2025", (Path("a.csv"),), None, None, {"encoding": "cp1252", "layout": "plain"})
    assert read_yaml(FOLDER / "cohort.yaml")["files"]["survey"] == [
        {"path": "a.csv", "encoding": "cp1252", "layout": "plain"}
    ]
    assert names() == ["id", "Age", "Größe"]


def test_options_that_cannot_be_are_named(toy: Path) -> None:
    Path("a.csv").write_text("id,Age\na1,21\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        make_cohort("kenya-2025", (Path("a.csv"),), None, None, {"layout": "qualtric", "sheet": "One"})
    assert str(found.value) == (
        "aimed cohort new\n"
        "  found:    --layout qualtric\n"
        "  expected: one of qualtrics, limesurvey, redcap, kobo, jisc, google_forms, microsoft_forms, "
        "surveymonkey, plain\n"
        "  to do:    correct the name, or leave it out\n"
        "a.csv\n"
        "  found:    --sheet One, and a file that is no workbook\n"
        "  expected: sheets in a workbook\n"
        "  to do:    leave --sheet out"
    )
    with pytest.raises(ProblemsFound, match="no survey file"):
        make_cohort("kenya-2025", (), None, None)
    assert not FOLDER.exists()
