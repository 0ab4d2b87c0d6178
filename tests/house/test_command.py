"""The command finds the study it stands in and runs that study's own package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from audited_study import REPOSITORY

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str, package: Path = REPOSITORY / "workflow") -> tuple[int, str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "AIMED_STUDY_FOUND"}
    environment["PYTHONPATH"] = str(package)
    done = subprocess.run(
        [sys.executable, "-m", "aimed.command", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_outside_a_study(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, "check")
    assert (code, out) == (1, "")
    assert err == (
        f"{tmp_path}\n"
        "  found:    no config.yaml here or in any folder above\n"
        "  expected: to stand in a study\n"
        "  to do:    change into the study's folder\n"
    )


def test_from_a_folder_inside_the_study(study: Path) -> None:
    code, out, err = run(study / "manuscript", "check")
    assert (code, out, err) == (0, "0 errors, 0 warnings (stage draft)\n", "")


def test_a_copied_study_runs_its_own_code(study: Path) -> None:
    (study / "workflow").unlink()
    shutil.copytree(REPOSITORY / "workflow", study / "workflow", ignore=shutil.ignore_patterns("__pycache__"))
    numbers = study / "workflow/aimed/audit/lookup/numbers.py"
    numbers.write_text(numbers.read_text().replace("(NOT public)", "(kept back)"))
    code, out, _ = run(study, "numbers", "norway")
    assert code == 0
    assert out.endswith("(kept back)\n")


def test_a_study_without_a_workflow(study: Path) -> None:
    (study / "workflow").unlink()
    code, out, err = run(study, "check")
    assert (code, out) == (1, "")
    assert err == (
        "workflow/aimed\n"
        "  found:    no package here that can be run\n"
        "  expected: the workflow of this study\n"
        "  to do:    restore the folder workflow/ beside config.yaml\n"
    )


def test_a_problem_is_told_without_a_traceback(study: Path) -> None:
    code, out, err = run(study, "trace", "nonsense")
    assert (code, out) == (1, "")
    assert err == (
        "nonsense\n"
        "  found:    nothing is known by this name\n"
        "  expected: an id, a shown value, paper.qmd:LINE, fig-ID, tbl-ID, a file, "
        "FILE:ROW:COLUMN, a person or a turn\n"
        "  to do:    aimed numbers WORD lists the ids\n"
    )


def test_a_command_goes_on_working_under_its_old_name(study: Path) -> None:
    assert run(study, "audit", "--help") == run(study, "recompute", "--help")
