"""The floor under a build: the same rules, whose jobs only touch their outputs; each output is there."""

from pathlib import Path

import pytest
from aimed.bench.many_cohorts import run_floor
from aimed.running.rule_inputs import list_records
from aimed.study.declarations import read_config


@pytest.mark.slow
def test_the_floor_runs_every_job_and_computes_nothing(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records, seen = list_records(read_config()), {}

    def look_before_deletion(folder: Path) -> None:
        made = [path for path in (folder / "results").rglob("*") if path.is_file()]
        seen.update({path.relative_to(folder).as_posix(): path.stat().st_size for path in made})

    monkeypatch.setattr("shutil.rmtree", look_before_deletion)
    cost = run_floor(toy, "paper")
    assert cost.failed == ""
    assert set(records) <= seen.keys()
    assert set(seen.values()) == {0}
