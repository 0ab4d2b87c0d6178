"""A study half written for an earlier version builds, with the public numbers of then.

tests/toy_before/ is the toy study as of commit 7308b53, frozen with its survey; toy_before_numbers.csv holds
the public numbers that the workflow of that commit gave. Neither is ever edited: what an old study must
change belongs into CHANGELOG.md under Breaking.
"""

from pathlib import Path

import pytest
from aimed.audit.release.published_files import select_public, write_numbers
from aimed.files.yaml_json import read_json
from toy_study import REPOSITORY, copy_toy, run_aimed

BEFORE = REPOSITORY / "tests" / "toy_before"


@pytest.mark.slow
def test_an_old_study_builds_with_the_same_public_numbers(tmp_path: Path) -> None:
    study = copy_toy(tmp_path / "toy", half=BEFORE)
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    made = write_numbers(select_public(read_json(study / "results/ledger/ledger.json")))
    assert made == BEFORE.with_name("toy_before_numbers.csv").read_text(encoding="utf-8")
