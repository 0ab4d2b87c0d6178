"""A step run from the command line: written beside then renamed, recorded, and a mistake is one block."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_json

pytestmark = pytest.mark.slow

SURVEY = [
    *("--files", "data/cohorts/toy/survey.sav", "--cohort-file", "data/cohorts/toy/cohort.yaml"),
    *("--table", "results/ingest/toy/survey.parquet", "--labels", "results/ingest/toy/labels.json"),
    *("--record", "results/ingest/toy/survey.record.json"),
]


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    here = {**os.environ, "PYTHONPATH": "workflow", "AIMED_PROBLEMS": "logs/problems"}
    return subprocess.run(
        [sys.executable, "-m", "aimed.ingest.survey.read", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=here,
    )


def test_a_run_is_recorded_without_clock_or_machine(toy: Path) -> None:
    assert call(*SURVEY).returncode == 0
    record = read_json(Path("results/ingest/toy/survey.record.json"))
    assert set(record) == {"step", "options", "inputs", "outputs", "lay_at", "code", "versions"}
    assert set(record["outputs"]) == {"results/ingest/toy/survey.parquet", "results/ingest/toy/labels.json"}
    assert "data/cohorts/toy/survey.sav" in record["inputs"]
    assert str(toy) not in Path("results/ingest/toy/survey.record.json").read_text()
    first = Path("results/ingest/toy/survey.parquet").read_bytes()
    assert call(*SURVEY).returncode == 0
    assert Path("results/ingest/toy/survey.parquet").read_bytes() == first


def test_a_copy_of_a_remote_file_gives_the_bytes_of_the_file_itself(toy: Path) -> None:
    assert call(*SURVEY).returncode == 0
    made = [Path("results/ingest/toy", name) for name in ("survey.parquet", "labels.json")]
    here = [path.read_bytes() for path in made]
    store = Path(".snakemake/storage/s3/bucket")
    for folder in ("data", "workflow/schemas"):
        shutil.copytree(folder, store / folder)
    shutil.rmtree("data")
    stored = [word if word.startswith("--") else str(store / word) for word in SURVEY]
    words = store / "workflow/schemas/personal_words.yaml"
    assert call(*stored, "--personal", str(words)).returncode == 0
    assert [(store / path).read_bytes() for path in made] == here
    record = read_json(store / "results/ingest/toy/survey.record.json")
    assert record["lay_at"]["data/cohorts/toy/survey.sav"] == str(store / "data/cohorts/toy/survey.sav")
    (store / "data/cohorts/toy/survey.sav").write_bytes(b"")
    done = call(*stored)
    assert done.stderr.startswith("data/cohorts/toy/survey.sav\n  found:")


def test_a_users_mistake_is_one_block_and_nothing_half_written(toy: Path) -> None:
    Path("data/cohorts/toy/survey.sav").write_bytes(b"")
    done = call(*SURVEY)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("data/cohorts/toy/survey.sav\n  found:")
    (left,) = [read_json(path) for path in Path("logs/problems").iterdir()]
    assert left["text"] == done.stderr.rstrip("\n")
    (problem,) = left["problems"]
    assert (problem["path"], problem["line"]) == ("data/cohorts/toy/survey.sav", 0)
    assert list(Path("results").rglob("*.*")) == []


def test_an_input_that_was_changed_by_hand_is_refused(toy: Path) -> None:
    assert call(*SURVEY).returncode == 0
    from aimed.messages.problems import ProblemsFound
    from aimed.running.run_records import check_inputs

    table = Path("results/ingest/toy/survey.parquet")
    records = [Path("results/ingest/toy/survey.record.json")]
    check_inputs([table], records)
    table.write_bytes(table.read_bytes() + b" ")
    try:
        check_inputs([table], records)
    except ProblemsFound as found:
        assert str(found) == (
            "results/ingest/toy/survey.parquet\n"
            "  found:    a file that differs from its run record\n"
            "  expected: the bytes that its rule wrote\n"
            "  to do:    aimed rebuild results/ingest/toy/survey.parquet"
        )
    else:
        raise AssertionError("the changed file was accepted")
