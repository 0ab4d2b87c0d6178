"""A second attack, written apart (tests/attack.py), finds nothing that the ledger does not own up to."""

from pathlib import Path

from aimed.files.yaml_json import read_json
from attack import attack


def test_what_the_second_attack_narrows_is_a_conflict_that_the_ledger_reports(built_toy: Path) -> None:
    numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]
    protection = read_json(Path("results/ledger/evidence.json"))["protection"]
    assert "not_bounded" not in protection
    bounds = attack(built_toy, numbers)
    assert bounds
    narrowed = {name for name, (low, high) in bounds.items() if low > 1 or high < 4}
    # of one question that has several ids, the ledger bounds one
    ends = {numbers[name]["analysis"] for name in protection["conflicts"]}
    assert {numbers[name]["analysis"] for name in narrowed} <= ends
    assert narrowed & protection["bounds"].keys() <= protection["conflicts"].keys()


def test_it_finds_what_is_shown_again(built_toy: Path) -> None:
    """Were the levels beside a hidden count public, the attack would tell the count."""
    numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]
    hidden = next(
        n for n, e in sorted(numbers.items()) if not e["public"] and 1 <= e["value"] <= 4 and ".level." in n
    )
    stem = hidden.split(".level.")[0]
    for name, entry in numbers.items():
        if name != hidden and (name.startswith(f"{stem}.level.") or name == f"{stem}.n"):
            entry["public"] = True
    assert attack(built_toy, numbers)[hidden] == (numbers[hidden]["value"],) * 2
