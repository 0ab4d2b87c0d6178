"""What labels.json quotes from answers, and headings: nothing personal passes. Texts written by hand."""

import json
from pathlib import Path

import pytest
from aimed.files.tables import read_table
from personal_cohort import ingest, refusal, write_survey
from workbooks import write_workbook

MAIL = "jane.w@uni.ac.ke"
GOOGLE = '"Timestamp","id","Which tools?"\n' + "".join(
    f'"3/1/2020 9:0{n}:00","r{n}","{answer}"\n'
    for n, answer in enumerate(["ChatGPT, Gemini", "ChatGPT", "Gemini", f"ask {MAIL}"])
)
MICROSOFT = '"ID","Start time","Completion time","Email","Name","Which tools?"\n' + "".join(
    f'"{n}","3/1/20 9:0{n}:00","3/1/20 9:0{n}:30","anonymous","","{answer}"\n'
    for n, answer in enumerate(["ChatGPT;Gemini;", "ChatGPT;", f"Gemini;ask {MAIL};"])
)


@pytest.mark.parametrize(
    ("layout", "cells", "respondent"), [("google_forms", GOOGLE, "id"), ("microsoft_forms", MICROSOFT, "ID")]
)
def test_options_are_replaced_as_the_cells_they_were_found_in(
    tmp_path: Path, layout: str, cells: str, respondent: str
) -> None:
    decisions = "Which tools?,email,pseudonym,,,\n"
    files = {"survey": {"path": "survey.csv", "layout": layout}}
    table, labels = ingest(write_survey(tmp_path, cells, decisions, files=files, respondent_id=respondent))
    option = labels["columns"]["Which tools?"]["options"][-1]
    assert option.startswith("ask [email ")
    assert option in table["Which tools?"].iloc[-1]
    assert labels["columns"]["Which tools?"]["options"][:2] == ["ChatGPT", "Gemini"]
    assert MAIL not in json.dumps(labels)
    assert MAIL not in read_table(tmp_path / "made.parquet").to_csv()


def test_a_first_row_that_is_no_heading_is_refused_and_masked(tmp_path: Path) -> None:
    cells = f"1,{MAIL},+254712345678,203.0.113.77\n2,b@x.org,3,4\n"
    assert refusal(write_survey(tmp_path, cells, respondent_id="1")) == "\n".join(
        f"survey.csv, heading of column {place}\n"
        f"  found:    {found}\n"
        "  expected: names of columns and sheets without personal data\n"
        "  to do:    is the first row a heading? put one above the answers; else give the column another name"
        for place, found in (
            (2, "1 e-mail address, as j***@***"),
            (3, "1 telephone number, as [phone]"),
            (4, "1 IP address, as [ip]"),
        )
    )


def test_an_address_within_a_question_and_a_question_s_number_are_headings(tmp_path: Path) -> None:
    question = f"Do you agree? Write to {MAIL} to withdraw"
    table, _ = ingest(write_survey(tmp_path, f"id,{question},2.1.10.3,2020\nr1,yes,1,2\n"))
    assert list(table.columns) == ["id", question, "2.1.10.3", "2020"]


def test_sheets_that_are_called_after_an_address_are_refused(tmp_path: Path) -> None:
    rows = [["id"], ["r1"]]
    write_workbook(tmp_path / "survey.xlsx", {"answers": rows, MAIL: rows})
    assert refusal(write_survey(tmp_path, "", files={"survey": {"path": "survey.xlsx"}})) == (
        "survey.xlsx, name of a sheet\n"
        "  found:    1 e-mail address, as j***@***\n"
        "  expected: names of columns and sheets without personal data\n"
        "  to do:    give the sheet another name"
    )
