"""Declared numbers read a second time: a ledger that is changed, or whose source is, differs by name."""

from pathlib import Path
from typing import Any

import pytest
from aimed.audit.recompute.command import recompute_study
from aimed.audit.recompute.declared.shown import differ
from aimed.audit.trace.command import print_trace
from aimed.files.yaml_json import read_json, write_json

LEDGER = Path("results/ledger/ledger.json")


def change(name: str, **changed: Any) -> None:
    content = read_json(LEDGER)
    content["known"][name].update(changed)
    write_json(content, LEDGER)


def test_a_declared_number_of_the_toy_is_found_again(built_toy: Path) -> None:
    known = read_json(LEDGER)["known"]
    report = recompute_study(Path())
    assert report.clean
    assert (report.kinds["declared"].numbers, report.kinds["declared"].agree) == (len(known), len(known))


@pytest.mark.parametrize(
    ("name", "changed", "told"),
    [
        ("config.smallest_cell", {"value": 4.0}, ("value", 4.0, 2.0)),
        ("config.smallest_cell", {"shown": "4"}, ("shown", "4", 2.0)),
        ("study.cohorts", {"value": 7.0}, ("value", 7.0, 1.0)),
        ("study.interval", {"shown": "90%"}, ("shown", "90%", 95.0)),
    ],
)
def test_a_ledger_that_says_otherwise_differs(
    built_toy: Path, name: str, changed: dict[str, Any], told: tuple[str, Any, Any]
) -> None:
    change(name, **changed)
    differences = recompute_study(Path()).differences
    assert [(one.id, one.what, one.ledger, one.recomputed) for one in differences] == [(name, *told)]


def test_a_number_that_no_file_tells_cannot_be_recomputed(built_toy: Path) -> None:
    content = read_json(LEDGER)
    content["known"]["config.largest_cell"] = content["known"]["config.smallest_cell"]
    write_json(content, LEDGER)
    report = recompute_study(Path())
    assert list(report.not_recomputed) == ["config.largest_cell"]
    assert report.incomplete == {"config.largest_cell": "no place where it stands"}


def test_a_date_is_held_to_its_day() -> None:
    entry: Any = {"value": 737485.0, "shown": "2020-03-02", "unit": "date"}
    assert list(differ(entry, 737485.0)) == [("shown", "2020-03-02", "2020-03-01")]


def test_a_trace_says_file_and_line(built_toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Path("config.yaml").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith("smallest_cell"))
    assert print_trace(Path(), "config.smallest_cell", every=False, as_json=False) == 0
    assert capsys.readouterr().out == (
        f"config.smallest_cell = 2\n  smallest cell: as declared\n  config.yaml:{line}  {lines[line - 1]}\n"
    )
