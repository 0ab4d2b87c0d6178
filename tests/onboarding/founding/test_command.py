"""`aimed study new`: what stands in a study that it makes, and what it says; forty rows by hand."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from aimed.audit.check.command import check_study, print_check
from aimed.audit.release.publish import make_release
from aimed.build.gate import inspect_results
from aimed.files.yaml_json import read_json, read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.founding.command import make_study, name_cohort
from aimed.onboarding.founding.halves import list_workflow_half, read_laid_down
from aimed.onboarding.new.command import read_study_words
from aimed.study.layout import STARTED_IN
from toy_study import REPOSITORY, run_aimed

PAGE = (REPOSITORY / "docs/own-study.md").read_text(encoding="utf-8")
ROWS = ["f,0,neutral", "m,4,agree", "f,7,agree", "m,0,disagree"]
QUESTIONNAIRE = REPOSITORY / "tests/ingest/survey/layouts/exports/qualtrics/questionnaire.qsf"


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stand in a checkout of this workflow alone, with a folder beside it for studies and surveys."""
    checkout = tmp_path / "aimed"
    for part in ("workflow", "tests", "docs", "data/reference", "manuscript", "profiles"):
        (checkout / part).parent.mkdir(parents=True, exist_ok=True)
        (checkout / part).symlink_to(REPOSITORY / part)
    for name in ("Makefile", "Snakefile", "data/README.md", "data/codebook/missing.csv"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, checkout / name)
    monkeypatch.chdir(checkout)
    monkeypatch.setenv(STARTED_IN, os.fspath(checkout))
    read_study_words.cache_clear()
    yield tmp_path
    read_study_words.cache_clear()


def write_survey(folder: Path, head: str = "sex,score,view", rows: list[str] = ROWS) -> Path:
    path = folder / "answers.csv"
    path.write_text("\n".join([head, *rows * (40 // len(rows)), ""]), encoding="utf-8")
    return path


def test_the_page_shows_what_is_said(beside: Path) -> None:
    write_survey(beside)
    told = make_study(Path("../my-study"), (Path("../answers.csv"),), None)
    [_, said, *_] = re.findall(r"^```(?:text|csv)\n(.*?)^```", PAGE, re.M | re.S)
    assert "\n".join([*told, ""]) == said
    shown = re.search(r"^```csv\n(.*?)^```", PAGE, re.M | re.S)
    assert shown
    assert (beside / "answers.csv").read_text(encoding="utf-8").startswith(shown[1])


def test_a_study_has_both_halves_and_nothing_of_the_demonstration(beside: Path) -> None:
    make_study(Path("../mine"), (write_survey(beside),), None)
    study = beside / "mine"
    assert set(read_laid_down(study)) == set(list_workflow_half(study))
    assert not (study / "tests/demonstration").exists()
    assert not (study / "docs/examples").exists()
    assert not (study / "manuscript/published.csv").exists()
    own = [path for part in ("data", "analyses", "manuscript") for path in (study / part).rglob("*.*")]
    own = [path for path in [*own, study / "config.yaml", study / "README.md"] if path.is_file()]
    texts = {path: path.read_text(encoding="utf-8") for path in own if "reference" not in path.parts}
    words = ("ifmsa", "medical student", "core_curriculum", "Student,", "Rwanda")
    assert [(path.name, word) for path, text in texts.items() for word in words if word in text] == []
    assert [path.name for path in beside.iterdir() if path.name.startswith(".partial")] == []


def test_a_made_study_stands_up_to_the_gate_and_its_cohort_to_its_check(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_study(Path("../mine"), (write_survey(beside),), None)
    monkeypatch.chdir(beside / "mine")
    assert inspect_results() == ([], [])
    lines, code = check_cohort("answers")
    assert code == 0, lines
    assert {finding.kind for finding in check_study(Path())} == {"ledger_missing", "undescribed"}
    described = read_yaml(Path("data/cohorts/answers/cohort.yaml"), schema="cohort")
    assert described["respondent_id"] == "source_row"
    assert described["consent"] == {"analysis": True, "quotation": "not_asked", "deposit": "not_asked"}


@pytest.mark.parametrize("name", ["2024", "yes", "a: b #c", "Größe", "..mine-"])
def test_a_study_may_have_any_name(beside: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    make_study(Path("..", name), (write_survey(beside),), None)
    monkeypatch.chdir(beside / name)
    assert inspect_results() == ([], [])
    assert check_cohort("answers")[1] == 0


def test_consent_that_was_asked_for_counts(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["Yes,f,1", "No,m,2", "Yes,m,3", "Yes,f,4"]
    told = make_study(Path("../mine"), (write_survey(beside, "I consent to take part,sex,age", rows),), None)
    assert "consent: of 40 rows, the 30 with 'Yes' in I consent to take part are analysed" in told
    described = read_yaml(beside / "mine/data/cohorts/answers/cohort.yaml")
    assert described["consent"]["analysis"] == {"column": "I consent to take part", "value": "Yes"}


def test_personal_data_and_own_words_are_not_used_and_stand_in_no_table(beside: Path) -> None:
    rows = ["f,a@uni.example,Lectures,Red", "m,b@uni.example,Online,Blue"]
    path = write_survey(beside, "sex,email,format,colour", rows)
    path.write_text(path.read_text() + "f,c@uni.example,Lectures,the colour of my own house\n")
    told = make_study(Path("../mine"), (path,), None)
    assert "not used, personal data: e-mail address: email" in told
    assert "not used, words of people's own: colour" in told
    cohort = beside / "mine/data/cohorts/answers"
    kept = [one for one in cohort.iterdir() if one.name != "answers.csv"]
    texts = "".join(one.read_text(encoding="utf-8") for one in kept) + "".join(told)
    assert "my own house" not in texts
    assert "uni.example" not in texts
    assert "email,email,drop" in (cohort / "personal_data.csv").read_text(encoding="utf-8")


def test_a_questionnaire_alone_gives_a_codebook_and_no_cohort(
    beside: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = make_study(Path("../mine"), (), QUESTIONNAIRE)
    assert told[-4:] == [
        "../mine is a study. Stand in it, and go on:",
        "  1. aimed cohort new ID --survey FILE: the first cohort",
        "  2. analyses/, manuscript/: what you ask and what you write",
        "docs/own-study.md tells the whole way.",
    ]
    monkeypatch.chdir(beside / "mine")
    assert "q1_2,Which year are you in?,category" in Path("data/codebook/variables.csv").read_text()
    assert print_check(Path(), None) == 0
    assert capsys.readouterr().out == (
        "data/cohorts: warning: no cohort\n"
        "  expected: a folder with a cohort.yaml below it\n"
        "  to do:    aimed cohort new ID --survey FILE, as docs/adding-a-cohort.md tells\n"
        "0 errors, 1 warning (stage draft)\n"
    )


@pytest.mark.parametrize(
    ("folder", "survey", "told"),
    [
        ("../full", "../answers.csv", "../full\n  found:    a folder with something in it\n"),
        ("inside", "../answers.csv", "inside\n  found:    a folder of the study whose workflow is running\n"),
        ("../mi{ne}", "../answers.csv", "../mi{ne}\n  found:    a path with braces\n"),
        ("../mine", "../absent.csv", "absent.csv\n  found:    no such file\n"),
        ("../mine", "../empty.csv", "answers"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(beside: Path, folder: str, survey: str, told: str) -> None:
    write_survey(beside)
    (beside / "full").mkdir()
    (beside / "full/notes.txt").write_text("mine\n", encoding="utf-8")
    (beside / "empty.csv").write_text("", encoding="utf-8")
    before = sorted(beside.iterdir())
    with pytest.raises(ProblemsFound) as found:
        make_study(Path(folder), (Path(survey),), None)
    assert told in str(found.value) or "empty" in str(found.value)
    assert sorted(beside.iterdir()) == before


@pytest.mark.parametrize(
    ("file", "cohort"),
    [
        ("Results (final) v2.csv", "results-final-v2"),
        ("2024 survey.sav", "cohort-2024-survey"),
        ("学生.xlsx", "cohort"),
        (f"{'long ' * 20}.csv", "long-long-long-long-long-long"),
    ],
)
def test_a_cohort_is_called_after_its_file(file: str, cohort: str) -> None:
    assert name_cohort(Path(file)) == cohort


@pytest.mark.slow
def test_a_made_study_builds_at_once_and_its_first_release_is_release_1(
    beside: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_study(Path("../mine"), (write_survey(beside),), None)
    study = beside / "mine"
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.chdir(study)
    numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]
    assert numbers["answers.view.all.level.agree.count"]["value"] == 20
    assert numbers["flow.kept.all.count"]["value"] == 40
    assert {finding.kind for finding in check_study(Path())} == {"undescribed"}
    capsys.readouterr()
    assert make_release() == 1
    assert "No release: correct the errors first." in capsys.readouterr().out
    cohort = Path("data/cohorts/answers/cohort.yaml")
    said = 'countries: [KEN]\ncollected: {from: "2024-01-01", to: "2024-01-31"}\nlanguages: [en]\n'
    cohort.write_text(cohort.read_text(encoding="utf-8") + said, encoding="utf-8")
    assert run_aimed(study, "build").returncode == 0
    assert make_release() == 0, capsys.readouterr().out
    assert "Release 1: " in capsys.readouterr().out
