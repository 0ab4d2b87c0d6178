"""Labels of statistics packages' files before the gate. Expected: written by hand, after docs/ingest.md."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from aimed.files.yaml_json import read_json
from aimed.ingest.survey.read import ingest_survey
from aimed.messages.problems import ProblemsFound
from personal_cohort import write_survey

ADD = (
    "decide drop, pseudonym or allow (with reason and reviewer), and add to personal_data.csv, "
    "below the header place,kind,decision,reason,reviewer,date, the line"
)


def write_labelled(folder: Path, decisions: str = "", file_label: str = "") -> Path:
    """Write a cohort whose .sav file names a person in the label of a column."""
    cells = pd.DataFrame({"id": ["a1", "a2"], "q1": ["yes", "no"]})
    label = {"q1": "Asked by jane@uni.edu: do you agree?"}
    pyreadstat.write_sav(cells, folder / "survey.sav", column_labels=label, file_label=file_label)
    files = {"survey": {"path": "survey.sav"}}
    return write_survey(folder, "id\n", decisions, files=files)


def read_labelled(cohort_file: Path) -> Any:
    folder = cohort_file.parent
    table, labels = folder / "made.parquet", folder / "made.json"
    ingest_survey(cohort_file=cohort_file, files=(folder / "survey.sav",), table=table, labels=labels)
    return read_json(labels)


def test_labels_of_columns_in_a_statistics_file_are_looked_at(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_labelled(write_labelled(tmp_path, file_label="by +254 712 345678"))
    told = str(found.value).replace(f"{tmp_path.as_posix()}/", "")
    expected = dedent("""\
        survey.sav
          found:    1 telephone number, as [phone], in the label of the file
          expected: a label without personal data
          to do:    take it out of the file, and save it again
        survey.sav, column q1
          found:    1 e-mail address, as j***@***, 1 in labels
          expected: a reviewed line for email at q1 in personal_data.csv
          to do:    @ q1,email,pseudonym,,,""")
    assert told == expected.replace("@ ", f"{ADD} ")


@pytest.mark.parametrize("decision", ["drop", "pseudonym"])
def test_a_label_goes_on_without_what_a_line_decided(tmp_path: Path, decision: str) -> None:
    labels = read_labelled(write_labelled(tmp_path, f"q1,email,{decision},,,\n"))
    assert "jane" not in str(labels)
    if decision == "pseudonym":
        assert re.fullmatch(r"Asked by \[email \w{8}\]: do you agree\?", labels["columns"]["q1"]["label"])
