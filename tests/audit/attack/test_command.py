"""A second attack, written apart from the rule, finds nothing that the ledger does not own up to."""

import json
from pathlib import Path
from typing import Any

import pytest
from aimed.audit.attack.command import print_attack
from aimed.audit.attack.public_sums import REST, bound_hidden
from aimed.files.yaml_json import read_json
from aimed.ledger.contents import LedgerNumber
from toy_study import run_aimed

pytestmark = pytest.mark.slow

LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = Path("results/ledger/evidence.json")
Numbers = dict[str, LedgerNumber]


@pytest.fixture
def numbers(built_toy: Path) -> Numbers:
    """The ledger's numbers where the smallest cell is 5, as in the demonstration; the toy's own is 2."""
    config = built_toy / "config.yaml"
    text = config.read_text(encoding="utf-8")
    assert "smallest_cell: 2" in text
    config.write_text(text.replace("smallest_cell: 2", "smallest_cell: 5"), encoding="utf-8")
    done = run_aimed(built_toy, "build", "--target", "numbers")
    assert done.returncode == 0, done.stdout + done.stderr
    numbers: Numbers = read_json(LEDGER)["numbers"]
    return numbers


def small_level(numbers: Numbers) -> str:
    """Return the first hidden count of 1 to 4 of an answer."""
    small = (n for n, e in sorted(numbers.items()) if not e["public"] and 1 <= e["value"] <= 4)
    return next(name for name in small if ".level." in name and name.endswith(".count"))


def show_beside(numbers: Numbers, hidden: str) -> None:
    """Make the counts beside a hidden one public, by which it can be had."""
    stem = hidden.partition(".level.")[0]
    for name, entry in numbers.items():
        if name != hidden and (name.startswith(f"{stem}.level.") or name == f"{stem}.n"):
            entry["public"] = entry["unit"] == "count"


def test_what_the_second_attack_narrows_is_said(numbers: Numbers, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_attack(Path()) == 0
    lines = capsys.readouterr().out.splitlines()
    conflicts = read_json(EVIDENCE)["protection"]["conflicts"]
    assert lines[-1] == "0 are bounded more tightly and the ledger does not say so"
    assert {line.split(":")[0].strip() for line in lines[3:-1]} <= conflicts.keys()


def test_what_is_shown_again_is_found_and_no_release_is_made(
    numbers: Numbers, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the levels beside a hidden count public, the attack would tell the count."""
    hidden = small_level(numbers)
    show_beside(numbers, hidden)
    value = f"{numbers[hidden]['value']:g}"
    content: dict[str, Any] = read_json(LEDGER) | {"numbers": numbers}
    LEDGER.write_text(json.dumps(content), encoding="utf-8")
    assert print_attack(Path()) == 1
    assert f"  {hidden}: {value} to {value}" in capsys.readouterr().out.splitlines()
    from aimed.audit.release import publish

    monkeypatch.setattr(publish, "is_unchanged", lambda target: True)
    monkeypatch.setattr(publish, "print_check", lambda root, stage: 0)
    with pytest.raises(publish.ProblemsFound) as problems:
        publish.make_release()
    assert f"found:    {hidden}, which is {value} to {value}" in str(problems.value)
    assert not Path("manuscript/published.csv").exists()


def test_who_did_not_tick_is_attacked_too(tmp_path: Path) -> None:
    """Of 20 women 18 ticked ethics: of all 40 the public 37 and of men 19 of 20 would tell the 2 left."""
    book = tmp_path / "data/codebook"
    book.mkdir(parents=True)
    (tmp_path / "analyses").mkdir()
    (tmp_path / "analyses/topics.yaml").write_text("by: gender\n", encoding="utf-8")
    rows = "variable,type,scale\ntopic,multi,topic\ngender,category,gender\n"
    (book / "variables.csv").write_text(rows, encoding="utf-8")
    rows = "scale,code,collapsed\ntopic,ethics,\ngender,woman,\ngender,man,\n"
    (book / "scales.csv").write_text(rows, encoding="utf-8")
    (book / "missing.csv").write_text("reason,label\n", encoding="utf-8")
    hidden = "topics.topic.ethics.woman.count"
    counts = {"woman": (18, 20), "man": (19, 20), "all": (37, 40)}
    numbers: Any = {
        f"topics.topic.ethics.{group}.count": {
            **{"analysis": "topics", "item": "topic.ethics", "group": group, "statistic": "count"},
            **{"unit": "count", "value": value, "n": n, "public": group != "woman"},
        }
        for group, (value, n) in counts.items()
    }
    among = {"statistic": "n", "value": 20, "public": True}
    numbers["topics.topic.ethics.woman.n"] = numbers[hidden] | among
    assert bound_hidden(tmp_path, numbers, 4) == {f"{hidden}{REST}": (2.0, 2.0)}
    numbers["topics.topic.ethics.man.count"]["public"] = False
    assert bound_hidden(tmp_path, numbers, 4)[f"{hidden}{REST}"] == (0.0, 3.0)
