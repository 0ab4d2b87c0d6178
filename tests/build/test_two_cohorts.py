"""Two cohorts: problems of both at once, and nothing left of one that is taken away."""

import shutil
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_json
from toy_study import run_aimed

COHORTS = Path("data/cohorts")


def add_second_cohort() -> None:
    shutil.copytree(COHORTS / "toy", COHORTS / "other")


@pytest.mark.slow
def test_problems_of_all_cohorts_are_told_at_once_and_nothing_half_made_is_left(toy: Path) -> None:
    add_second_cohort()
    for cohort in ("toy", "other"):
        crosswalk = COHORTS / cohort / "crosswalk.csv"
        crosswalk.write_text(crosswalk.read_text().replace("q7_1,5,core_curriculum,strongly_agree,,,\n", ""))
    done = run_aimed(toy, "build")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    block = (
        "data/cohorts/{0}/survey.sav, row 4, column q7_1\n"
        "  found:    value '5' for core_curriculum in 3 rows\n"
        "  expected: a source_value of data/cohorts/{0}/crosswalk.csv, or a value its rule can read\n"
        "  to do:    add a line for it to the crosswalk, with a value or a missing_reason"
    )
    told = sorted(done.stdout.removeprefix("Stopped. What is wrong:\n").rstrip("\n").split("\n\n"))
    assert told == [block.format("other"), block.format("toy")]
    assert not list(Path("results/harmonise").rglob("*.*"))


@pytest.mark.slow
def test_a_cohort_that_is_taken_away_leaves_nothing_behind(built_toy: Path) -> None:
    ledger = Path("results/ledger/ledger.json")
    alone = ledger.read_bytes()
    add_second_cohort()
    assert run_aimed(built_toy, "build").returncode == 0
    assert read_json(ledger)["study"]["cohorts"] == 2
    assert read_json(ledger)["numbers"]["flow.kept.all.count"]["value"] == 22
    shutil.rmtree(COHORTS / "other")
    done = run_aimed(built_toy, "build")
    assert done.returncode == 0
    assert "results/harmonise/other/responses.parquet was deleted" in done.stdout
    assert not list(Path("results").rglob("*other*"))
    assert ledger.read_bytes() == alone
