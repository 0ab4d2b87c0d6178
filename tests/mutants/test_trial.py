"""Mutants of a tiny tree: one that a test notices, one that none does, one that never ends."""

import csv
import subprocess
from itertools import islice
from pathlib import Path

import pytest
from mutants import trial
from mutants.draw import EQUIVALENT, draw_mutants, list_mutants, read_equivalent
from mutants.run import tell_trials
from mutants.trial import Trial, copy_tree, list_runs, prove_tests_pass, try_mutant
from toy_study import REPOSITORY

MODULE = """\
def count(rows):
    n = 0
    while n < len(rows):
        n += 1
    return n


def is_small(n, smallest=5):
    return 0 < n < smallest
"""
TEST = """\
import sys

sys.path.insert(0, "workflow")
from aimed.room.module import count, is_small


def test_rows_are_counted():
    assert count("abc") == 3


def test_few_are_small():
    assert is_small(2) and not is_small(8)
"""
FILE = "workflow/aimed/room/module.py"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    files = {
        FILE: MODULE,
        "workflow/aimed/other/module.py": "SIZE = 3\n",
        "tests/room/test_module.py": TEST,
        "tests/room/test_another.py": "def test_nothing():\n    pass\n",
        EQUIVALENT: "file,function,before,after,why\n",
        "pyproject.toml": '[tool.pytest.ini_options]\nmarkers = ["slow: slow"]\n',
    }
    root = tmp_path / "root"
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return copy_tree(root, tmp_path / "tree")


def outcomes(tree: Path) -> dict[str, Trial]:
    return {
        one.after: try_mutant(tree, "room", one, number)
        for number, one in enumerate(list_mutants(tree, "room"))
    }


@pytest.mark.slow
def test_a_mutant_that_a_test_notices_is_killed_and_another_survives(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "SECONDS", 5)
    prove_tests_pass(tree, ["room"])
    found = outcomes(tree)
    assert {after: one.outcome for after, one in found.items()} == {
        "n = 1": "survived",
        "while not (n < len(rows)):": "killed",
        "while n <= len(rows):": "killed",
        "n += 2": "killed",
        "def is_small(n, smallest=6):": "survived",
        "return 1 < n < smallest": "survived",
        "return 0 <= n < smallest": "survived",
        "return 0 < n <= smallest": "survived",
    }
    assert found["n += 2"].noticed_by == "FAILED tests/room/test_module.py::test_rows_are_counted"
    assert (tree / FILE).read_text(encoding="utf-8") == MODULE


@pytest.mark.slow
def test_a_mutant_that_never_ends_is_killed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "SECONDS", 2)
    endless = MODULE.replace("n += 1", "n += 0")
    (tree / FILE).write_text(endless, encoding="utf-8")
    [size] = [one for one in list_mutants(tree, "room") if one.after == "def is_small(n, smallest=6):"]
    assert try_mutant(tree, "room", size, 0).outcome == "out of time"
    with pytest.raises(RuntimeError, match="room: tests fail without a mutant"):
        prove_tests_pass(tree, ["room"])


def test_tests_that_import_the_module_come_first(tree: Path) -> None:
    assert list(list_runs(tree, "room", FILE)) == [
        ["tests/room/test_module.py", "-m", "not slow"],
        ["tests/room/test_another.py", "-m", "not slow"],
        ["tests/room/test_module.py", "tests/room/test_another.py", "-m", "slow"],
    ]


def test_the_same_seed_draws_the_same_mutants_from_each_room_in_turn(tree: Path) -> None:
    drawn = list(draw_mutants(tree, ["room", "other"], 1))
    assert drawn == list(draw_mutants(tree, ["room", "other"], 1))
    assert drawn != list(draw_mutants(tree, ["room", "other"], 2))
    assert len(drawn) == len(list_mutants(tree, "room")) + 1
    first = [(room, one.operator) for room, one in islice(drawn, 4)]
    assert first == [
        ("room", "comparison"),
        ("room", "constant"),
        ("other", "constant"),
        ("room", "condition"),
    ]


def write_equivalent(tree: Path, after: str) -> None:
    row = (FILE, "count", "n = 0", after, "by hand")
    with (tree / EQUIVALENT).open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(row)


def test_a_mutant_listed_as_equivalent_must_be_one_that_is_made(tree: Path) -> None:
    write_equivalent(tree, "n = 1")
    assert read_equivalent(tree) == {(FILE, "count", "n = 0", "n = 1"): "by hand"}
    write_equivalent(tree, "n = 2")
    with pytest.raises(ValueError) as error:
        read_equivalent(tree)
    assert str(error.value) == (
        f"{EQUIVALENT}:3: no mutant is made so: ('{FILE}', 'count', 'n = 0', 'n = 2')"
    )


def test_the_list_of_the_repository_holds() -> None:
    assert all(read_equivalent(REPOSITORY).values())


def test_the_table_counts_by_room_and_operator_and_names_survivors(tree: Path) -> None:
    made = {one.after: one for one in list_mutants(tree, "room")}
    noticed, silent = made["n = 1"], made["return 0 <= n < smallest"]
    trials = [Trial("room", noticed, "killed", "", 3), Trial("room", silent, "survived", "", 5)]
    assert tell_trials(trials) == [
        "room        operator     mutants       killed  out of time   equivalent     survived",
        "room        comparison         1            0            0            0            1",
        "room        constant           1            1            0            0            0",
        "all                            2            1            0            0            1",
        f"survived: {FILE}:9 is_small (comparison): return 0 < n < smallest  ->  return 0 <= n < smallest",
        "1 of 2 mutants killed (50.0 %), 4 s for each",
    ]
