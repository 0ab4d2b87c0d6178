"""How severe a finding is: the house's list, what config.yaml changes, and what it cannot mean."""

from pathlib import Path

import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.severities import read_severities, read_stage
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_config

CONFIG = Path("config.yaml")
PAPER = Path("manuscript/paper.qmd")


def configure(text: str) -> None:
    CONFIG.write_text(f"{CONFIG.read_text(encoding='utf-8')}severities:\n{text}", encoding="utf-8")


def test_the_house_decides_where_the_study_says_nothing(study: Path) -> None:
    house = read_yaml(Path("workflow/schemas/severities.yaml"))
    for stage in ("draft", "submission", "release"):
        assert read_severities(Path(), stage) == {kind: levels[stage] for kind, levels in house.items()}


def test_a_study_changes_a_kind_for_all_stages_or_for_some(study: Path) -> None:
    configure("  unclaimed_words: off\n  untraced_digit: {draft: warning}\n  misnamed: 'off'\n")
    draft, release = read_severities(Path(), "draft"), read_severities(Path(), "release")
    assert [draft[kind] for kind in ("unclaimed_words", "untraced_digit", "misnamed")] == [
        "off",
        "warning",
        "off",
    ]
    assert [release[kind] for kind in ("unclaimed_words", "untraced_digit")] == ["off", "error"]
    assert read_config()["severities"]["untraced_digit"] == {"draft": "warning"}  # the schema takes it


def test_a_changed_severity_changes_the_exit_code(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    PAPER.write_text(PAPER.read_text().replace("Another", "Another 7"))
    assert print_check(Path(), None) == 1
    configure("  untraced_digit: {draft: warning}\n")
    capsys.readouterr()
    assert print_check(Path(), None) == 0
    assert capsys.readouterr().out.startswith("manuscript/paper.qmd:11:48: warning: a typed number")
    assert print_check(Path(), "release") == 1


WRONG = {
    "  untraced_digits: off\n": (
        "config.yaml:7\n  found:    the severity of untraced_digits\n"
        "  expected: a kind of workflow/schemas/severities.yaml\n  to do:    did you mean untraced_digit?"
    ),
    "  misnamed: fatal\n": (
        "config.yaml:7\n  found:    the severity fatal of misnamed\n"
        "  expected: one of error, warning, off\n  to do:    correct it"
    ),
    "  misnamed: {first: off}\n": (
        "config.yaml:7\n  found:    the stage first\n"
        "  expected: one of draft, submission, release\n  to do:    correct it"
    ),
    "  - misnamed\n": (
        "config.yaml:6\n  found:    severities that are ['misnamed']\n"
        "  expected: kind: severity, with kinds of workflow/schemas/severities.yaml\n"
        "  to do:    write one kind a line"
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_severities_that_mean_nothing(study: Path, text: str) -> None:
    configure(text)
    with pytest.raises(ProblemsFound) as error:
        read_severities(Path(), "draft")
    assert str(error.value) == WRONG[text]


def test_a_stage_that_is_none(study: Path) -> None:
    with pytest.raises(ProblemsFound) as error:
        print_check(Path(), "relase")
    assert str(error.value) == (
        "--stage relase\n  found:    the stage relase\n"
        "  expected: one of draft, submission, release\n  to do:    did you mean release?"
    )
    assert read_stage(Path(), None) == "draft"
