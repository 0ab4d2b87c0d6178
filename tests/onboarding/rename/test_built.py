"""A study under new names builds, with the numbers that it had."""

from pathlib import Path

import pytest
from aimed.files.yaml_json import read_json
from toy_study import copy_toy, run_aimed

RENAMED = (
    ("core_curriculum", "in_core"),
    ("analysis:support", "wish"),
    ("income_group_collapsed.hic", "rich"),
    ("topic.coding", "programs"),
    ("theme:access", "barriers"),
)
LEDGER = "results/ledger/ledger.json"


@pytest.mark.slow
def test_a_renamed_study_builds_with_the_same_numbers(toy_once_built: Path, tmp_path: Path) -> None:
    study = copy_toy(tmp_path / "toy")
    for old, new in RENAMED:
        done = run_aimed(study, "rename", old, new)
        assert done.returncode == 0, done.stderr
    built = run_aimed(study, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    before, after = (read_json(folder / LEDGER)["numbers"] for folder in (toy_once_built, study))
    assert "wish.in_core.rich.pct" in after
    told = [
        sorted((one["value"], one["shown"], one["public"]) for one in each.values())
        for each in (before, after)
    ]
    assert told[0] == told[1]
