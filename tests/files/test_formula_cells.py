"""CSV for people holds no cell that a spreadsheet program would run. Expected values: written by hand."""

from pathlib import Path

import pytest
from aimed.files.formula_cells import guard_cell, unguard_cell, write_csv
from aimed.files.people_tables import read_people_csv
from hypothesis import given, settings
from hypothesis import strategies as st

CALL = "=cmd|'/C calc'!A0"
WORKFLOW = Path(__file__).parents[2] / "workflow/aimed"


@pytest.mark.parametrize("text", [CALL, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "'=1", "-", "+49 30"])
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(write_csv([["a", "b"], [text, "x"]]))
    assert guard_cell(text) == f"'{text}"
    assert unguard_cell(guard_cell(text)) == text
    assert read_people_csv(path)["a"].tolist() == [text]


@pytest.mark.parametrize("text", ["-5", "+5", "-5.2%", "-1,000.5", "-.5", "-1e-05", "a=b", "", "'", "it's"])
def test_numbers_and_plain_text_are_not_guarded(text: str) -> None:
    assert guard_cell(text) == text == unguard_cell(text)


@settings(max_examples=200, deadline=None)
@given(st.text("'=+-@\t ＝a1", max_size=6))
def test_guarding_loses_nothing(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text


def test_every_csv_is_written_by_the_one_writer_that_guards() -> None:
    guarding = {
        "formula_cells.py",
        "crosswalk_lines.py",
        "personal_data.py",
    }  # the last two in their own way
    writers = ("csv.writer", "DictWriter", ".to_csv(", ".to_excel(")
    found = {
        path.name
        for path in WORKFLOW.rglob("*.py")
        if "simulate" not in path.parts  # writes raw files, as survey tools do
        and any(one in path.read_text("utf-8") for one in writers)
    }
    assert found <= guarding
