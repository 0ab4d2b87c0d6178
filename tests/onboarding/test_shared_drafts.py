"""What `aimed cohort new` writes into tables that are committed, and what it must not; files by hand."""

import csv
from pathlib import Path

import pytest
from aimed.documents import read_yaml
from aimed.onboarding.new import make_cohort, read_study_words

FOLDER = Path("data/cohorts/kenya-2025")
EXPORT = "id,Age\na1,21\na2,22\n"


@pytest.fixture(autouse=True)
def fresh_words() -> None:
    read_study_words.cache_clear()


def test_names_of_speakers_are_drafted_into_the_roster_and_never_into_what_is_committed(toy: Path) -> None:
    folder = Path("talks")
    folder.mkdir()
    (folder / "g1.txt").write_text(
        "Moderator: Hello.\nAna Lima: Yes.\nModerator: Why?\nAna Lima: So.\n", encoding="utf-8"
    )
    Path("answers.csv").write_text(EXPORT, encoding="utf-8")
    told = make_cohort("kenya-2025", (Path("answers.csv"),), None, folder)
    assert (FOLDER / "roster.csv").read_text(encoding="utf-8") == "name,participant\nAna Lima,TO DECIDE\n"
    drafted = read_yaml(FOLDER / "cohort.yaml")
    assert drafted["personal_data"] == {"roster": "roster.csv"}
    assert drafted["speakers"] == {"g1": {"Moderator": "TO DECIDE"}}
    for name in ("cohort.yaml", "crosswalk.csv", "README.md"):
        assert "Lima" not in (FOLDER / name).read_text(encoding="utf-8")
    assert "Lima" not in "\n".join(told)
    assert (
        "  2. data/cohorts/kenya-2025/roster.csv: write which participant each name of a speaker stands for"
        in told
    )


def test_drafts_tell_no_persons_own_words_and_nobodys_name(toy: Path) -> None:
    Path("talks").mkdir()
    Path("talks/g1.txt").write_text("Grace Wambui: Hello.\nP1: Yes.\n" * 2, encoding="utf-8")
    answers = [
        'a1,"In my school, which is the only one of its kind",Grace Wambui,Strongly agree',
        "a2,ask jane.w@uni.ac.ke,Peter Njoroge,Disagree",
        "a3,Agree,Peter Njoroge,Agree",
    ]
    head = "id,AI should be in the core curriculum,Interviewer,Shoes"
    Path("a.csv").write_text("\n".join([head, *answers, ""]), encoding="utf-8")
    told = make_cohort("kenya-2025", (Path("a.csv"),), None, Path("talks"))
    shared = [(FOLDER / name).read_text(encoding="utf-8") for name in ("cohort.yaml", "crosswalk.csv")]
    for own in ("only one of its kind", "jane.w", "Wambui", "Njoroge"):
        assert own not in "\n".join([*told, *shared])
    with (FOLDER / "crosswalk.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["source_variable"].startswith("AI should")]
    assert (rows[0]["source_value"], rows[0]["value"]) == ("Agree", "agree")
    assert "Grace Wambui" in (FOLDER / "roster.csv").read_text(encoding="utf-8")
