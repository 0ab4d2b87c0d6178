"""Jisc Online Surveys. Expected values: written by hand from the plan below and in exports/make_jisc.py.

The .sav has the names, labels, missing values and formats that were met in real files of Jisc.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.read import read_export

FOLDER = Path(__file__).parent / "exports" / "jisc"
MADE_BY = "File created by user 'demo' at 2024-03-01 10:00:00"
ANSWERS = pd.DataFrame(
    {
        "URN": ["456789-456780-45671000", "456789-456780-45671001", "456789-456780-45671002"],
        "Q1": [1.0, 0.0, 2.0],
        "Q3_1": [1.0, 0.0, None],
        "Q3_2": [0.0, 0.0, None],
        "Q4": ["05", "150", ""],
        "Q14_1_a": [4.0, 0.0, None],
        "Q20": [1.380240e10, None, None],
    }
)


def write_export(path: Path, file_label: str = MADE_BY) -> Path:
    coded = ["Q1", "Q3_1", "Q3_2", "Q14_1_a"]
    pyreadstat.write_sav(
        ANSWERS,
        path,
        file_label=file_label,
        column_labels={
            "Q1": "Do you take part?",
            "Q3_1": "Which topics - if any - interest you? - Ethics - law",
            "Q3_2": "Which topics - if any - interest you? - Statistics",
            "Q14_1_a": "How far do you agree? - AI should be taught",
        },
        variable_value_labels={
            "Q1": {1: "Yes", 2: "No"},
            "Q3_1": {1: "Ethics - law"},
            "Q3_2": {1: "Statistics"},
            "Q14_1_a": {1: "Disagree", 4: "Agree"},
        },
        missing_ranges={name: [0] for name in coded},
        variable_format={"Q20": "DATE11"},
    )
    return path


def read(path: Path, **options: Any) -> tuple[Export, pd.DataFrame]:
    export = read_export({"path": path.as_posix()} | options)
    cells = pd.concat([cells for _, cells in export.parts]).astype(object)
    return export, cells.where(cells.notna(), None)


def test_zero_of_an_option_is_not_ticked_and_no_missing_value(tmp_path: Path) -> None:
    export, cells = read(write_export(tmp_path / "answers.sav"))
    assert export.reading["layout"] == "jisc"
    assert list(cells["Q3_1"]) == ["1", "0", None]
    assert export.columns["Q3_1"] == {
        "label": "Which topics - if any - interest you? - Ethics - law",
        "question": "Which topics - if any - interest you?",
        "option": "Ethics - law",
        "values": {"1": "Ethics - law"},
        "missing": [],
        "type": "double",
        "unticked": ["0"],
        "not_shown": [""],
    }


def test_zero_of_other_questions_is_seen_and_not_answered(tmp_path: Path) -> None:
    export, cells = read(write_export(tmp_path / "answers.sav"))
    assert (export.columns["Q1"]["missing"], export.columns["Q1"]["seen_unanswered"]) == ([["0", "0"]], ["0"])
    grid = export.columns["Q14_1_a"]
    assert (grid["question"], grid["row"]) == ("How far do you agree?", "AI should be taught")
    assert grid["seen_unanswered"] == ["0"]
    assert list(cells["Q4"]) == ["05", "150", None]
    assert list(cells["Q20"]) == ["2020-03-01", None, None]
    assert export.columns["URN"]["platform"] is True


def test_a_file_that_others_made_keeps_its_missing_values(tmp_path: Path) -> None:
    path = write_export(tmp_path / "answers.sav", "Student survey")
    export, _ = read(path)
    assert export.columns["Q3_1"]["missing"] == [["0", "0"]]
    assert "layout" not in export.reading
    assert read(path, layout="jisc")[0].columns["Q3_1"]["missing"] == []


def test_csv_of_codes() -> None:
    export, cells = read(FOLDER / "codes.csv")
    assert list(cells["Q3_3"]) == ["1", "0", None, "0"]
    assert list(cells["Q4"]) == ["21", "05", None, "NA"]
    assert export.columns["Q3_3"] == {
        "label": "Q3_3",
        "question": "Q3",
        "option": "Q3_3",
        "unticked": ["0"],
        "not_shown": [""],
    }
    assert export.columns["Q14_1_a"]["row"] == "Q14_1_a"
    assert export.columns["Unique Response Number"] == {"label": "Unique Response Number", "platform": True}


def test_csv_of_texts() -> None:
    export, cells = read(FOLDER / "texts.csv")
    assert list(cells["3. Which topics?"]) == ["Ethics, law, None", None, None, "Statistics"]
    assert export.columns["3. Which topics?"] == {"label": "3. Which topics?", "question": "3. Which topics?"}


@pytest.mark.parametrize("number", ["a1", "456789", "456789-1"])
def test_other_numbers_of_responses_are_not_of_jisc(tmp_path: Path, number: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"URN,Q1\n{number},1\n", encoding="utf-8")
    assert read(path)[0].reading["layout"] == "plain"
