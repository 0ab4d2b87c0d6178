"""A study half written for an earlier version builds, with the public numbers of then.

tests/toy_before/ is the toy study as of commit 7308b53, frozen with its survey; toy_before_numbers.csv holds
the public numbers that the workflow of that commit gave. Neither is ever edited: what an old study must
change belongs into CHANGELOG.md under Breaking. A number, or the n beside it, may be withheld by now; none
may differ. Statistics that came since are left aside.
"""

import csv
from pathlib import Path

import pytest
from aimed.ledger.contents import read_ledger
from aimed.ledger.public_numbers import select_public, write_numbers
from toy_study import REPOSITORY, copy_toy, run_aimed

CAME = ("detectable",)  # statistics that each comparison has had since
BEFORE = REPOSITORY / "tests" / "toy_before"


@pytest.mark.slow
def test_an_old_study_builds_with_the_same_public_numbers(tmp_path: Path) -> None:
    study = copy_toy(tmp_path / "toy", half=BEFORE)
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    ledger = read_ledger(study / "results/ledger/ledger.json")
    made = by_id(write_numbers(select_public(ledger)))
    before = by_id(BEFORE.with_name("toy_before_numbers.csv").read_text(encoding="utf-8"))
    made = {name: row for name, row in made.items() if name.rpartition(".")[2] not in CAME}
    assert made.keys() <= before.keys()
    withheld = {name for name in before if name not in made and not ledger["numbers"][name]["public"]}
    assert before.keys() - made.keys() == withheld
    differing = [name for name in made if made[name] != before[name]]
    assert [name for name in differing if made[name] != before[name] | {"n": ""}] == []
    assert len(withheld) < len(made)


def by_id(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}
