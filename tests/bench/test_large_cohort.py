"""The cohort that is measured. Expected values: worked out by hand from its written formulas."""

import csv
from pathlib import Path

import pyreadstat
from aimed.bench.large_cohort import COLUMNS, write_large_cohort


def test_rows_are_those_of_the_formulas(tmp_path: Path) -> None:
    survey = write_large_cohort(tmp_path, 3, "csv")
    with survey.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [len(row) for row in rows] == [COLUMNS] * 3
    assert [(row["id"], row["land"], row["age"]) for row in rows] == [
        ("p0", "Norway", "17"),
        ("p1", "Kenya", "18"),
        ("p2", "Norway", "19"),
    ]
    # q1 is (8 n + n // 2) % 11: 0 falls to 1 + n % 5, 8 to 1 + 1 % 5, 17 % 11 = 6 is refused
    assert [row["q1"] for row in rows] == ["1", "2", "-99"]


def test_both_formats_hold_the_same_answers(tmp_path: Path) -> None:
    table, _ = pyreadstat.read_sav(write_large_cohort(tmp_path / "sav", 20, "sav"), user_missing=True)
    with write_large_cohort(tmp_path / "csv", 20, "csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["q42"] for row in rows] == [f"{cell:g}" for cell in table["q42"]]
