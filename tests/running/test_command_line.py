"""The command line as a whole: its version, a mistyped command, completion, and JSON for programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aimed import __version__
from aimed.audit.lookup.numbers import describe_number
from aimed.audit.release.change_reports import write_json
from aimed.audit.release.changed_numbers import Change, ChangedNumbers
from aimed.command import main
from aimed.onboarding import commands as cohort_commands
from aimed.options import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def call(monkeypatch, capsys, tmp_path):
    """Run `aimed` in a folder that is a study, and return its exit code with what it wrote."""
    (tmp_path / "config.yaml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("aimed.command.run_own_workflow", lambda study: None)

    def called(*arguments):
        monkeypatch.setattr(sys, "argv", ["aimed", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return (ended.value.code, *capsys.readouterr())

    return called


def test_version_in_a_study_and_outside(call, tmp_path):
    assert call("--version") == (0, f"aimed {__version__}\n", "")
    (tmp_path / "config.yaml").unlink()
    assert call("--version") == (0, f"aimed {__version__}\n", "")
    assert call("check")[0] == 1


@pytest.mark.parametrize(
    ("words", "known", "near"),
    [(("chekc",), COMMANDS, "check"), (("disagrements",), COMMANDS, "disagreements")],
)
def test_a_mistyped_command_is_answered_with_the_nearest(call, words, known, near):
    names = ", ".join(sorted(known))
    assert call(*words) == (
        2,
        "",
        f"aimed {words[0]}\n  found:    no such command\n"
        f"  expected: one of {names}; the nearest is {near}\n  to do:    correct it\n",
    )


def test_a_mistyped_command_of_a_group(call):
    names = ", ".join(sorted(cohort_commands.COMMANDS))
    assert call("cohort", "chek") == (
        2,
        "",
        "aimed cohort chek\n  found:    no such command\n"
        f"  expected: one of {names}; the nearest is check\n  to do:    correct it\n",
    )
    assert call("qqq")[2].splitlines()[2].endswith("verify")


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_the_commands(shell):
    here = {**os.environ, "PYTHONPATH": str(ROOT / "workflow")}
    command = [sys.executable, "-m", "aimed.command", "--tyro-print-completion", shell]
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, check=True, text=True)
    assert all(name in done.stdout for name in COMMANDS)


ENTRY = {"label": "People", "shown": "128", "n": 130, "unit": "count", "public": True}


def test_numbers_for_programs():
    told = {"id": "a.b", "mark": "[a.b]{.num}", "label": "People"}
    assert describe_number("a.b", ENTRY) == told | {"shown": "128", "n": 130, "unit": "count", "public": True}
    nothing = {"shown": None, "n": None, "unit": None, "public": False}
    assert describe_number("a.b", ENTRY | {"public": False}) == told | nothing


def test_a_difference_for_programs():
    old = {"value": 1.0, "shown": "1", "n": None, "low": None, "high": None, "unit": "count"}
    place = {"place": "manuscript/paper.qmd:3:1", "text": "One."}
    change = Change("a.b", "B", old, old | {"value": 2.0, "shown": "2"}, ("a flag",), "a cause", (place,))
    difference = ChangedNumbers(("x", "y"), 5, (change,), {"a.c": old}, {}, None, {"a.c": [place]})
    assert json.loads(write_json(difference)) == {
        "old": "x",
        "new": "y",
        "same": 5,
        "cause": "cause: not known, since only releases and the current results say what they came from",
        "changed": [
            {
                "id": "a.b",
                "label": "B",
                "old": "1",
                "new": "2",
                "flags": ["a flag"],
                "cause": "a cause",
                "places": [place],
            }
        ],
        "came": [{"id": "a.c", "shown": "1", "places": [place]}],
        "went": [],
    }


def test_json_is_short_for_its_format(monkeypatch, call):
    asked = []
    monkeypatch.setattr(
        "aimed.audit.check.command.print_check", lambda root, stage, form="text": asked.append(form) or 0
    )
    monkeypatch.setattr(
        "aimed.onboarding.check.command.check_cohort", lambda cohort, form: asked.append(form) or ([], 0)
    )
    monkeypatch.setattr("aimed.audit.release.diff.print_diff", lambda old, new, form: asked.append(form) or 0)
    for words in (["check"], ["cohort", "check", "a"], ["diff", "published", "current"]):
        assert call(*words, "--json")[0] == 0
        assert call(*words)[0] == 0
    assert asked == ["json", "text"] * 3
