"""What `aimed cohort new` writes into tables that are committed, and what it must not; files by hand."""

import csv
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.new.command import make_cohort, read_study_words

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


def test_files_that_are_passed_over_are_named(toy: Path) -> None:
    Path("talks/more").mkdir(parents=True)
    Path("talks/g1.txt").write_text("M: Hello.\nP1: Yes.\n" * 2, encoding="utf-8")
    for name in ("g2.pdf", "more/g3.txt", ".DS_Store"):
        Path("talks", name).write_text("M: Hello.\n", encoding="utf-8")
    Path("a.csv").write_text(EXPORT, encoding="utf-8")
    told = make_cohort("kenya-2025", (Path("a.csv"),), None, Path("talks"))
    assert told[:2] == [
        "not taken as a transcript: g2.pdf",
        "not taken as a transcript: more/g3.txt",
    ]
    Path("b.csv").write_text(EXPORT, encoding="utf-8")
    told = make_cohort("kenya-2025", (Path("b.csv"),), None, None)
    assert told[0] == (
        "not read, since cohort.yaml does not name it under files: data/cohorts/kenya-2025/b.csv"
    )
    lines, _ = check_cohort("kenya-2025")
    assert (
        "data/cohorts/kenya-2025/b.csv\n"
        "  found:    a file that data/cohorts/kenya-2025/cohort.yaml does not name, and nothing reads\n"
        "  expected: raw files that are named under files\n"
        "  to do:    add it under files in data/cohorts/kenya-2025/cohort.yaml, or move it away"
    ) in "\n".join(lines)


def test_what_cannot_be_read_leaves_no_copy(toy: Path) -> None:
    Path("a.csv").write_text('id,Age\n"a1,21\n', encoding="utf-8")
    with pytest.raises(ProblemsFound):
        make_cohort("kenya-2025", (Path("a.csv"),), None, None)
    assert not [path for path in FOLDER.rglob("*") if path.is_file()]
