"""Branching logic of REDCap. Expected values: read by hand from the conditions written here."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.harmonise.recoding.blanks import blank_unshown
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.read import read_export

HEAD = (
    "field_name,form_name,field_type,field_label,select_choices_or_calculations,branching_logic\n"
    "id,f,text,Id,,\n"
    'taught,f,radio,Taught?,"1, Yes | 2, No | 88, Not sure",\n'
    'why,f,checkbox,Why?,"1, Law | 2, Time",\n'
    "age,f,text,Age,,\n"
)
TAUGHT = ["taught", "in", ["1"]]
UNSURE = ["taught", "not_in", ["88"]]


def read(
    folder: Path, logic: str, rows: str, head: str = "id,taught,why___1,why___2,age,top___1,top___2"
) -> Export:
    last = "Complete?" if "Taught" in head else "f_complete"
    quoted = logic.replace('"', '""')
    (folder / "form.csv").write_text(f'{HEAD}top,f,checkbox,Topics?,"1, Ethics | 2, Coding","{quoted}"\n')
    (folder / "raw.csv").write_text(f"{head},{last}\n{rows}")
    return read_export({"path": (folder / "raw.csv").as_posix(), "questionnaire": folder / "form.csv"})


@pytest.mark.parametrize(
    ("logic", "ways"),
    [
        ("[taught]<>'88'", [[UNSURE]]),
        ('[taught] != "88" ', [[UNSURE]]),
        ("[taught] = 1 AND [why(2)] = '1'", [[TAUGHT, ["why___2", "in", ["1"]]]]),
        ("[why(2)]='0' or [taught]=''", [[["why___2", "not_in", ["1"]]], [["taught", "in", [""]]]]),
        ("[why(1)] <> 1", [[["why___1", "not_in", ["1"]]]]),
        ("([taught]='1' or [taught]='2') and [age]<>''", [
            [TAUGHT, ["age", "not_in", [""]]], [["taught", "in", ["2"]], ["age", "not_in", [""]]]]),
        ("[taught]='1' or [taught]<>'88' and [age]<>''", [[TAUGHT], [UNSURE, ["age", "not_in", [""]]]]),
        *[(logic, []) for logic in (
            "[age] > 18", "[age] = '18'", "[taught]='7'", "[other]='1'", "[taught]=0", "[start][taught]='1'",
            "[taught]='1' or", "([taught]='1'", "[taught]='1')", "sum([taught],1)='1'", "'1'=[taught]",
            "[taught]='1' [taught]='2'", "(" * 5000, "(" * 60 + "[taught]='1'" + ")" * 60 + " or")],
    ],
)  # fmt: skip
def test_conditions_of_choices_are_read_and_no_others(tmp_path: Path, logic: str, ways: list[object]) -> None:
    columns = read(tmp_path, logic, "1,1,0,0,20,0,0,2\n").columns
    assert columns["top___1"]["asked_where"] == columns["top___2"]["asked_where"] == ways
    assert "asked_where" not in columns["why___1"]


def test_options_of_a_question_that_was_not_shown_are_blank(tmp_path: Path) -> None:
    """Row 2 was shown; 3 was not; 4 was not and has a tick; 5 has no answer to what decides, so was shown."""
    rows = "1,1,0,0,,0,0,2\n2,88,0,0,,0,0,2\n3,88,0,0,,0,1,2\n4,,0,0,,0,0,2\n"
    export = read(tmp_path, "[taught]<>'88'", rows)
    survey = pd.concat([cells.assign(source_file="raw.csv") for _, cells in export.parts])
    blanked = blank_unshown(survey, {"columns": export.columns})
    assert list(blanked["top___1"].isna()) == list(blanked["top___2"].isna()) == [False, True, False, False]
    assert not blanked["why___1"].isna().any()
    lacking = {"columns": export.columns, "files": [{"path": "raw.csv", "columns": ["top___1", "top___2"]}]}
    assert not blank_unshown(survey, lacking)["top___1"].isna().any()
    assert not blank_unshown(survey.drop(columns="taught"), lacking)["top___1"].isna().any()


def test_conditions_are_read_in_an_export_of_labels_too(tmp_path: Path) -> None:
    head = (
        "Id,Taught?,Why? (choice=Law),Why? (choice=Time),Age,Topics? (choice=Ethics),Topics? (choice=Coding)"
    )
    rows = "1,Not sure,Unchecked,Checked,,Unchecked,Unchecked,Complete\n"
    columns = read(tmp_path, "[taught]='88' and [why(2)]='1'", rows, head).columns
    assert columns["Topics? (choice=Ethics)"]["asked_where"] == [
        [["Taught?", "in", ["Not sure"]], ["Why? (choice=Time)", "in", ["Checked"]]]
    ]


def test_events_and_repeated_forms_are_left_to_a_person(tmp_path: Path) -> None:
    head = "id,redcap_event_name,taught,top___1,top___2"
    assert read(tmp_path, "[taught]='1'", "1,a,1,0,0,2\n", head).columns["top___1"]["asked_where"] == []
