"""A second attack, written apart (attack.py), finds nothing that the ledger does not own up to."""

from pathlib import Path
from typing import Any

import pytest
from aimed.files.yaml_json import read_json
from ledger.protection.attack import attack
from toy_study import run_aimed

Numbers = dict[str, dict[str, Any]]


@pytest.fixture
def numbers(built_toy: Path) -> Numbers:
    """The ledger's numbers where the smallest cell is 5, as in the demonstration; the toy's own is 2."""
    config = built_toy / "config.yaml"
    text = config.read_text(encoding="utf-8")
    assert "smallest_cell: 2" in text
    config.write_text(text.replace("smallest_cell: 2", "smallest_cell: 5"), encoding="utf-8")
    done = run_aimed(built_toy, "build", "--target", "numbers")
    assert done.returncode == 0, done.stdout + done.stderr
    numbers: Numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]
    return numbers


def test_what_the_second_attack_narrows_is_a_conflict_that_the_ledger_reports(numbers: Numbers) -> None:
    protection = read_json(Path("results/ledger/evidence.json"))["protection"]
    bounds = attack(Path(), numbers)
    assert bounds
    narrowed = {name for name, (low, high) in bounds.items() if low > 1 or high < 4}
    # of one question that has several ids, the ledger bounds one
    assert narrowed & protection["bounds"].keys() <= protection["conflicts"].keys()


def test_it_finds_what_is_shown_again(numbers: Numbers) -> None:
    """Were the levels beside a hidden count public, the attack would tell the count."""
    small = (n for n, e in sorted(numbers.items()) if not e["public"] and 1 <= e["value"] <= 4)
    hidden = next(name for name in small if ".level." in name and name.endswith(".count"))
    stem = hidden.split(".level.")[0]
    for name, entry in numbers.items():
        if name != hidden and (name.startswith(f"{stem}.level.") or name == f"{stem}.n"):
            entry["public"] = entry["unit"] == "count"
    assert attack(Path(), numbers)[hidden] == (numbers[hidden]["value"],) * 2
