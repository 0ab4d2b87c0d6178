"""Branching logic of REDCap. Expected values: read by hand from the conditions written here."""

import re
from pathlib import Path

import pandas as pd
import pytest
from aimed.harmonise.recoding.blanks import blank_unshown
from aimed.harmonise.recoding.recode import recode
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.read import read_export
from aimed.study.codebook import read_study_codebook

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


FORMS = (
    "field_name,form_name,field_type,field_label,select_choices_or_calculations,branching_logic\n"
    "record_id,start,text,Record,,\n"
    "age,start,text,Age,,\n"
    'topic,second,checkbox,Topics?,"1, Ethics | 2, Coding",\n'
    'core,second,radio,Core?,"1, Yes | 2, No",\n'
)
HEADS = {
    "raw": "record_id,age,start_complete,topic___1,topic___2,core,second_complete",
    "label": "Record,Age,Complete?,Topics? (choice=Ethics),Topics? (choice=Coding),Core?,Complete?",
    "survey": "record_id,age,start_complete,second_timestamp,topic___1,topic___2,core,second_complete",
}


@pytest.mark.parametrize("form", ["raw", "label", "survey"])
@pytest.mark.parametrize("dictionary", [True, False])
def test_a_form_that_was_never_opened_was_not_asked(
    toy: Path, tmp_path: Path, form: str, dictionary: bool
) -> None:
    """Rows 3 and 4 never opened the second form; 5 did, and 6 has one answer; 7 was completed without one."""
    rows = ["1,0,1,2", "0,0,,0", "0,0,,", "0,0,2,0", "0,1,,0", "0,0,,2"]
    done, ticks, choices = "2", ("1", "0"), ("1", "2")
    if form == "label":
        done, ticks, choices = "Complete", ("Checked", "Unchecked"), ("Yes", "No")
        ends = {"0": "Incomplete", "2": "Complete", "": ""}
        cells = [row.split(",") for row in rows]
        picked = [
            [ticks[a == "0"], ticks[b == "0"], choices[int(c) - 1] if c else ""] for a, b, c, _ in cells
        ]
        rows = [",".join([*row, ends[cells[at][3]]]) for at, row in enumerate(picked)]
    if form == "survey":
        rows = [f"{'2024-03-01 10:00' if at in (0, 3, 4, 5) else ''},{row}" for at, row in enumerate(rows)]
    lines = [f"{at},2{at},{done},{row}" for at, row in enumerate(rows, start=1)]
    (tmp_path / "form.csv").write_text(FORMS)
    (tmp_path / "raw.csv").write_text("\n".join([HEADS[form], *lines]))
    beside = {"questionnaire": tmp_path / "form.csv"} if dictionary else {}
    export = read_export({"path": (tmp_path / "raw.csv").as_posix()} | beside)
    survey = pd.concat([part.assign(source_file="raw.csv") for _, part in export.parts])
    survey["source_row"] = range(2, 8)
    first, second, core = (name for name in export.columns if re.match("topic|Topics|core|Core", name))
    asked = ((first, ticks), (second, ticks), (core, choices))
    answers = [(name, cell) for name, cells in asked for cell in cells]
    crosswalk = pd.DataFrame(answers, columns=["source_variable", "source_value"]).assign(
        variable=["topic__ethics"] * 2 + ["topic__law"] * 2 + ["core_curriculum"] * 2,
        value=["yes", "no"] * 2 + ["agree", "disagree"],
        missing_reason="",
        rule="",
        line=range(2, 8),
    )
    files = [{"path": "raw.csv", "columns": [*export.columns], "forms": export.reading["forms"]}]
    made = recode(
        survey, crosswalk, read_study_codebook(), "crosswalk.csv", {"columns": export.columns, "files": files}
    )
    assert made.problems == []
    unopened = [None, "not_asked", "not_asked", None, None, None]
    assert made.reasons["topic__ethics"].tolist() == unopened
    assert made.responses["topic__ethics"].tolist() == [True, None, None, False, False, False]
    assert made.reasons["core_curriculum"].tolist() == [*unopened[:4], "no_answer", "no_answer"]
