"""What is up to date is decided by content, whatever the dates say, on a copy of the built toy study."""

import os
import shutil
import time
from pathlib import Path

import pytest
from aimed.build.clearing import clear_results
from aimed.build.gate import report_gate
from aimed.build.stale import find_stale, read_command
from aimed.build.up_to_date import STATE, remember_state
from aimed.files.yaml_json import read_json, write_json
from aimed.messages.problems import ProblemsFound
from aimed.running.long_lists import name_list
from aimed.study.declarations import read_config
from toy_study import run_aimed

pytestmark = pytest.mark.slow

LEDGER = Path("results/ledger/ledger.json")
WITHDRAWALS = Path("data/cohorts/toy/withdrawals.csv")
DAYS = 24 * 3600.0
KEPT = "flow.kept.all.n"


def date_all(study: Path, seconds: float) -> None:
    """Date every file of a study so many seconds from now."""
    then = time.time() + seconds
    for path in study.rglob("*"):
        if path.is_file() and ".venv" not in path.parts:
            os.utime(path, (then, then))


def count_respondents() -> int:
    return int(read_json(LEDGER)["study"]["respondents"])


def withdraw_someone() -> None:
    WITHDRAWALS.write_text(WITHDRAWALS.read_text() + "a3,2020-04-03,all\n")


@pytest.mark.parametrize("days", [2, -2, -9000], ids=["ahead", "behind", "long ago"])
@pytest.mark.parametrize("changed_too", [True, False], ids=["dated too", "dated now"])
def test_a_change_is_seen_whatever_the_dates(days: float, changed_too: bool, built_toy: Path) -> None:
    before = count_respondents()
    if not changed_too:
        date_all(built_toy, days * DAYS)
    withdraw_someone()
    if changed_too:
        date_all(built_toy, days * DAYS)
    done = run_aimed(built_toy, "build")
    assert "data/cohorts/toy/withdrawals.csv has changed: what follows from it is made again" in done.stdout
    assert count_respondents() == before - 1, done.stdout + done.stderr
    again = run_aimed(built_toy, "build")
    assert again.stdout.startswith("nothing to do: everything is up to date"), again.stdout + again.stderr


def test_dates_alone_make_nothing_again(built_toy: Path) -> None:
    date_all(built_toy, 2 * DAYS)
    STATE.unlink()
    done = run_aimed(built_toy, "build")
    assert done.stdout.startswith("nothing to do: everything is up to date"), done.stdout + done.stderr


def test_results_of_another_day_are_made_again(built_toy: Path, tmp_path: Path) -> None:
    old = shutil.copytree("results", tmp_path / "old")
    before = count_respondents()
    withdraw_someone()
    assert run_aimed(built_toy, "build").returncode == 0
    shutil.rmtree("results")
    shutil.copytree(old, "results")
    assert run_aimed(built_toy, "build").returncode == 0
    assert count_respondents() == before - 1


def test_results_from_before_a_cohort_came_are_made_again(built_toy: Path, tmp_path: Path) -> None:
    """Every file that they rest on is as it was: only the list of cohorts is another."""
    old = shutil.copytree("results", tmp_path / "old")
    before = count_respondents()
    shutil.copytree("data/cohorts/toy", "data/cohorts/second")
    assert run_aimed(built_toy, "build", "--target", "numbers").returncode == 0
    shutil.copytree(old, "results", dirs_exist_ok=True)
    assert count_respondents() == before
    done = run_aimed(built_toy, "build", "--target", "numbers")
    record = "results/harmonise/pooled/pool_cohorts.record.json"
    assert f"{record} was made with other options or files: what follows from it" in done.stdout
    assert count_respondents() == 2 * before


def test_a_command_is_read_as_its_record_has_it() -> None:
    command = "python -m aimed.x --cohort a --file 'data/a > b.yaml' --raw one two --none --record r > l 2>&1"
    read = {"cohort": ["a"], "file": ["data/a > b.yaml"], "raw": ["one", "two"]}
    assert read_command(command) == read


def test_a_list_in_a_file_that_is_empty_is_no_value() -> None:
    """A study whose cohorts have no coders.csv hands on an empty list: its build is not stale."""
    command = f"python step.py --coders {name_list([])} --turns {name_list(['a'])} > log"
    assert read_command(command) == {"turns": [name_list(["a"])]}


def test_results_without_snakemakes_notes_are_made_again(built_toy: Path) -> None:
    before = LEDGER.read_bytes()
    shutil.rmtree(".snakemake")
    config = Path("config.yaml")
    config.write_text(config.read_text() + "# another comment\n")
    done = run_aimed(built_toy, "build")
    assert ".snakemake/metadata is gone, by which options are compared: all is made again" in done.stdout
    assert "17 jobs" in done.stdout
    assert LEDGER.read_bytes() == before


def test_gate_and_check_say_what_is_stale_and_change_nothing(built_toy: Path) -> None:
    withdraw_someone()
    files = sorted(Path("results").rglob("*"))
    why = "data/cohorts/toy/withdrawals.csv has changed"
    assert report_gate() == [f"{why}: what follows from it is made again"]
    checked = run_aimed(built_toy, "check")
    assert f"results/: warning: {why}\n" in checked.stdout
    assert sorted(Path("results").rglob("*")) == files


def test_nothing_is_remembered_that_was_not_built(built_toy: Path) -> None:
    withdraw_someone()
    (stale,) = [one for one in find_stale(read_config())]
    with pytest.raises(ProblemsFound) as found:
        remember_state("paper")
    assert str(found.value) == (
        "results/harmonise/toy/harmonise_cohort.record.json\n"
        f"  found:    results that the build left as they were, though {WITHDRAWALS.as_posix()} has changed\n"
        "  expected: results of the study as it is\n"
        f"  to do:    aimed rebuild {' '.join(stale.outputs)}"
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"code": "0" * 64}, "the code has changed"),
        ({"versions": "pandas==0.1 python==3.11"}, "the version of a package has changed"),
    ],
)
def test_code_and_packages_that_changed_are_seen_without_dates(
    changed: dict[str, str], why: str, built_toy: Path
) -> None:
    assert find_stale(read_config()) == []
    record = Path("results/ledger/ledger.record.json")
    write_json(read_json(record) | changed, record)
    assert [(one.record, one.why) for one in find_stale(read_config())] == [(record, why)]


def test_what_rests_on_a_result_that_is_gone_is_made_again_whatever_the_dates(built_toy: Path) -> None:
    """All files have one date, as after a clock that was set back: none is newer than another."""
    before = count_respondents()
    withdraw_someone()
    date_all(built_toy, -3 * DAYS)
    shutil.rmtree("results/harmonise/toy")
    clear_results()
    assert not LEDGER.exists() and not Path("results/manuscript/paper.html").exists()
    assert Path("results/ingest/toy/survey.parquet").exists()
    done = run_aimed(built_toy, "build", "--target", "numbers")
    assert count_respondents() == before - 1, done.stdout + done.stderr
