"""What labels.json quotes from answers, and headings: nothing personal passes. Texts written by hand."""

import json
from pathlib import Path

import pytest
from aimed.tables import read_table
from personal_cohort import ingest, write_survey

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
