"""Raw data beyond their day. Expected values: the days written in the toy's cohort.yaml."""

import datetime
from pathlib import Path

import pytest
from aimed.audit.check.command import find_kept_too_long, print_check
from aimed.audit.check.documents import check_documents
from aimed.audit.check.inputs import read_material

COHORT = Path("data/cohorts/toy/cohort.yaml")


def keep_until(day: str) -> int:
    """Write the last day into the toy's cohort.yaml and return its line."""
    text = COHORT.read_text(encoding="utf-8").replace("2099-12-31", day)
    COHORT.write_text(text, encoding="utf-8")
    return next(n for n, line in enumerate(text.splitlines(), start=1) if line.startswith("retention"))


def test_the_last_day_itself_is_within_the_time(toy: Path) -> None:
    keep_until("2024-05-31")
    assert list(find_kept_too_long(datetime.date(2024, 5, 31))) == []


def test_a_day_later_it_is_a_finding_with_its_line(toy: Path) -> None:
    line = keep_until("2024-05-31")
    (finding,) = find_kept_too_long(datetime.date(2024, 6, 1))
    assert finding.place == f"data/cohorts/toy/cohort.yaml:{line}"
    assert finding.kind == "kept_too_long"
    assert finding.found == "raw data of toy that were to be kept until 2024-05-31"


def test_a_cohort_that_says_nothing_has_no_finding(toy: Path) -> None:
    lines = COHORT.read_text(encoding="utf-8").splitlines(keepends=True)
    COHORT.write_text("".join(line for line in lines if not line.startswith("retention")), encoding="utf-8")
    assert list(find_kept_too_long(datetime.date(2999, 1, 1))) == []


def test_check_warns_and_the_build_knows_no_clock(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep_until("2001-01-01")
    print_check(Path(), "draft")
    shown = capsys.readouterr().out
    line = next(line for line in shown.splitlines() if "were to be kept until 2001-01-01" in line)
    assert ": warning: " in line
    assert line.startswith("data/cohorts/toy/cohort.yaml:")
    assert "kept_too_long" not in {finding.kind for finding in check_documents(read_material(Path()))}
