"""Personal data in the files that people write about a cohort. Expected: written by hand, messages whole."""

import shutil
from pathlib import Path

import pytest
import yaml
from aimed.build.gate import inspect_results
from aimed.build.up_to_date import remember_state
from aimed.files.digests import digest_file
from aimed.ingest.personal import written_files
from aimed.ingest.personal.written_files import find_personal_data_in_written_files
from aimed.messages.problems import Problem
from personal_cohort import HEADER
from toy_study import copy_toy

COHORT = Path("data/cohorts/toy")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = copy_toy(tmp_path / "toy")
    monkeypatch.chdir(copied)
    return copied


def change(name: str, old: str, new: str) -> None:
    path = COHORT / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found() -> list[Problem]:
    return find_personal_data_in_written_files()


def test_the_toy_as_it_is_holds_nothing(study: Path) -> None:
    assert found() == []


def test_every_file_that_people_write_is_looked_at(study: Path) -> None:
    (COHORT / "roster.csv").write_text("name,participant\nWanjiku Otieno,a2\n", encoding="utf-8")
    change("cohort.yaml", "title: Toy cohort", "title: Toy cohort of Wanjiku's class")
    with (COHORT / "cohort.yaml").open("a", encoding="utf-8") as stream:
        stream.write("description: ask jane@uni.edu\npersonal_data: {roster: roster.csv}\n")
    (COHORT / "corrections.yaml").write_text(
        "- id: one\n  where: {respondent: a2, variable: q9}\n  found: x\n  replace: call +254 712 345678\n"
        '  reason: Wanjiku said so herself.\n  who: Otieno\n  date: "2020-03-16"\n',
        encoding="utf-8",
    )
    with (COHORT / "crosswalk.csv").open("a", encoding="utf-8") as stream:
        stream.write("q9,my passport is AB1234567,,,,,\n")
    (COHORT / "README.md").write_text("# Toy\n\nWrite to jane at uni dot edu.\n", encoding="utf-8")
    told = [(one.place.removeprefix(f"{COHORT.as_posix()}/"), one.found) for one in found()]
    last = len((COHORT / "crosswalk.csv").read_text(encoding="utf-8").splitlines())
    described = (COHORT / "cohort.yaml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(described, start=1) if text.startswith("description"))
    assert told == [
        ("cohort.yaml:1", "1 name, as [name], line 1"),
        (f"cohort.yaml:{line}", f"1 e-mail address, as j***@***, line {line}"),
        ("corrections.yaml:4", "1 telephone number, as [phone], line 4"),
        ("corrections.yaml:5", "2 names, as [name], lines 5, 6"),
        ("README.md:3", "1 e-mail address, as [email], line 3"),
        (f"crosswalk.csv, line {last}", f"1 identity number, as [id number], line {last}"),
    ]


def test_a_message_says_how_to_allow_what_stands_there_and_a_line_does(study: Path) -> None:
    (COHORT / "README.md").write_text("Write to jane@uni.edu.\n", encoding="utf-8")
    [problem] = found()
    assert str(problem) == (
        "data/cohorts/toy/README.md:1\n"
        "  found:    1 e-mail address, as j***@***, line 1\n"
        "  expected: no personal data in a file that git takes\n"
        "  to do:    write it without, as by role or id; or allow it (with reason and reviewer): add to "
        "data/cohorts/toy/personal_data.csv, below the header place,kind,decision,reason,reviewer,date, "
        "the line README.md,email,allow,,,"
    )
    allowed = "README.md,email,allow,the address of the data manager,AL,\n"
    (COHORT / "personal_data.csv").write_text(HEADER + allowed, encoding="utf-8")
    assert found() == []
    (COHORT / "README.md").write_text("Write to nobody.\n", encoding="utf-8")
    assert [one.found for one in found()] == ["allow of e-mail addresses at README.md, where none was found"]


def test_a_raw_file_called_after_a_person_is_named(study: Path) -> None:
    (COHORT / "roster.csv").write_text("name,participant\nWanjiku Otieno,a2\n", encoding="utf-8")
    shutil.move(COHORT / "survey.sav", COHORT / "survey_WanjikuOtieno.sav")
    change("cohort.yaml", "survey.sav", "survey_WanjikuOtieno.sav")
    with (COHORT / "cohort.yaml").open("a", encoding="utf-8") as stream:
        stream.write("personal_data: {roster: roster.csv}\n")
    assert [one.found for one in found()] == ["a file under files that is called after a person, [name]"]


def test_the_gate_before_a_build_says_it(study: Path) -> None:
    (COHORT / "README.md").write_text("Write to jane@uni.edu.\n", encoding="utf-8")
    assert "data/cohorts/toy/README.md:1" in [problem.place for problem in inspect_results()[0]]


def test_what_the_last_good_build_knew_is_not_looked_at_again(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(written_files, "_look_at_cohort", lambda folder, _: looked.append(folder.name) or [])
    inspect_results()
    remember_state("paper")
    inspect_results()
    assert looked == ["toy"]
    (COHORT / "README.md").write_text("Toy.\n", encoding="utf-8")
    inspect_results()
    assert looked == ["toy", "toy"]
    remember_state("paper")
    (COHORT / "README.md").unlink()
    inspect_results()
    assert looked == ["toy", "toy", "toy"]


@pytest.mark.parametrize("forms", ["patterns.py", "names.yaml"])
def test_files_are_looked_at_again_with_other_forms_of_personal_data(
    forms: str, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(written_files, "_look_at_cohort", lambda folder, _: looked.append(folder.name) or [])
    code = tmp_path / "personal"
    code.mkdir()
    (code / forms).write_text("1")
    monkeypatch.setattr(written_files, "CODE", code)
    files = [*written_files.list_written_files(COHORT), written_files.WORDS, code / forms]
    known = [f"{path.as_posix()} {digest_file(path)}" for path in files]
    assert not written_files.find_personal_data_in_written_files(known) and not looked
    (code / forms).write_text("2")
    written_files.find_personal_data_in_written_files(known)
    assert looked == ["toy"]


def test_ids_that_were_made_at_home_are_no_names_though_they_are_letters_alone(study: Path) -> None:
    change("cohort.yaml", "a2: a2", "qwmtzupoxkab: qwmtzupoxkab")
    assert [problem.found for problem in found()] == ["1 name, as [name], line 24"]
    path = COHORT / "cohort.yaml"
    received = yaml.safe_load(path.read_text()) | {"files": {"harmonised": {"path": "harmonised"}}}
    path.write_text(yaml.safe_dump(received, sort_keys=False))
    assert found() == []
