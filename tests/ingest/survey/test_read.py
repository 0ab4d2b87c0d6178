"""The survey as it came. Expected values: the cells of tests/toy/survey.csv, written by pyreadstat."""

import csv
import os
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from aimed.files.tables import read_table
from aimed.files.yaml_json import read_json
from aimed.ingest.survey.read import ingest_survey, read_export
from aimed.ingest.survey.refusals import check_there
from aimed.messages.problems import ProblemsFound
from personal_cohort import ingest as ingest_made
from personal_cohort import refusal, write_survey
from workbooks import write_workbook

COHORT = Path("data/cohorts/toy")


def ingest() -> None:
    ingest_survey(
        cohort_file=COHORT / "cohort.yaml",
        files=(COHORT / "survey.sav",),
        table=Path("results/survey.parquet"),
        labels=Path("results/labels.json"),
    )


def test_cells_stay_text_in_source_order_with_declared_missing_codes(toy: Path) -> None:
    ingest()
    table = read_table(Path("results/survey.parquet"))
    assert list(table.columns[:5]) == ["source_file", "source_row", "id", "consent", "status"]
    assert table.shape == (16, 14)
    row = table.set_index("source_row").loc[3]
    assert (row["id"], row["q7_1"], row["country"]) == ("a3", "-99", "Norway")
    assert table.set_index("source_row").at[5, "country"] == "NA"
    assert table.set_index("source_row")["q_hours"].isna().sum() == 14


def test_labels_and_declared_missing_values_stand_beside(toy: Path) -> None:
    ingest()
    column = read_json(Path("results/labels.json"))["columns"]["q7_1"]
    assert column["label"] == "AI should be in the core curriculum"
    assert column["values"] == {
        "1": "Strongly disagree",
        "5": "Strongly agree",
        "-99": "Refused",
        "-88": "Don't know",
    }
    assert sorted(column["missing"]) == [["-88", "-88"], ["-99", "-99"]]


def message_of(step: object = ingest) -> str:
    with pytest.raises(ProblemsFound) as found:
        ingest()
    return str(found.value)


def test_what_is_no_survey_export_is_named(toy: Path) -> None:
    (COHORT / "survey.sav").write_bytes(b"%PDF-1.7\n")
    assert message_of() == (
        "data/cohorts/toy/survey.sav\n"
        "  found:    a PDF\n"
        "  expected: a survey export: SPSS, Stata, SAS, Excel, OpenDocument, CSV or TSV\n"
        "  to do:    name the export under survey; a questionnaire file goes under questionnaire"
    )


def test_a_file_is_read_as_what_it_is_and_not_as_its_name_says(toy: Path) -> None:
    (COHORT / "survey.sav").write_bytes(b"id;consent\r\n1;1\r\n")
    described = COHORT / "cohort.yaml"
    described.write_text(described.read_text().replace("rows: 16, columns: 12", "rows: 1, columns: 2"))
    ingest()
    assert read_json(Path("results/labels.json"))["files"] == [
        {
            "columns": ["id", "consent"],
            "encoding": "utf-8",
            "format": "delimited",
            "header_rows": 1,
            "layout": "plain",
            "path": "data/cohorts/toy/survey.sav",
            "rows": 1,
            "separator": ";",
        }
    ]


def test_an_empty_file_is_not_an_empty_survey(toy: Path) -> None:
    (COHORT / "survey.sav").write_bytes(b"")
    assert "found:    an empty file" in message_of()


def test_a_file_cut_short_is_an_error_and_leaves_nothing(toy: Path) -> None:
    whole = (COHORT / "survey.sav").read_bytes()
    (COHORT / "survey.sav").write_bytes(whole[: len(whole) // 2])
    text = message_of()
    assert text.startswith("data/cohorts/toy/survey.sav\n  found:    an SPSS file that cannot be read (")
    assert text.endswith(
        "  expected: a whole .sav file\n  to do:    export it again, or copy it again: it may be cut short"
    )
    assert not Path("results/survey.parquet").exists()


def test_other_rows_than_expected_stop_the_cohort(toy: Path) -> None:
    described = COHORT / "cohort.yaml"
    described.write_text(described.read_text().replace("rows: 16", "rows: 17"))
    assert message_of() == (
        "data/cohorts/toy/survey.sav\n"
        "  found:    16 rows\n"
        "  expected: 17 rows, as data/cohorts/toy/cohort.yaml says under expected\n"
        "  to do:    look at what came or went, then correct `expected`"
    )


def test_names_that_differ_in_capitals_or_are_the_tables_own_are_told_apart(tmp_path: Path) -> None:
    cells = "id,Age,age,Source_Row,source_file,age (2)\nr1,20,x,7,f,y\n"
    table, labels = ingest_made(write_survey(tmp_path, cells))
    assert table.to_dict("records") == [
        {
            "id": "r1",
            "Age": "20",
            "age (2)": "x",
            "Source_Row (2)": "7",
            "source_file (2)": "f",
            "age (2) (2)": "y",
        }
    ]
    assert labels["order"] == labels["files"][0]["columns"] == list(table.columns)


def test_a_stata_file_with_two_names_that_differ_in_capitals(tmp_path: Path) -> None:
    cohort = write_survey(tmp_path, "", files={"survey": {"path": "survey.dta"}})
    frame = pd.DataFrame({"id": ["r1"], "q": [1.0], "Q": ["x"]})
    pyreadstat.write_dta(frame, str(tmp_path / "survey.dta"))
    table, labels = ingest_made(cohort)
    assert table.to_dict("records") == [{"id": "r1", "q": "1", "Q (2)": "x"}]
    assert labels["order"] == ["id", "q", "Q (2)"]


def test_columns_of_two_waves_that_differ_in_capitals_are_one(tmp_path: Path) -> None:
    files = {"survey": [{"path": "survey.csv"}, {"path": "second.csv"}]}
    (tmp_path / "second.csv").write_text("ID,age,sex\nr2,30,f\n")
    table, labels = ingest_made(write_survey(tmp_path, "id,Age\nr1,20\n", files=files))
    assert table.fillna("").to_dict("records") == [
        {"id": "r1", "Age": "20", "sex": ""},
        {"id": "r2", "Age": "30", "sex": "f"},
    ]
    assert labels["files"][1]["columns"] == ["id", "Age", "sex"]


@pytest.mark.parametrize("what", ["questionnaire", "catalog"])
def test_a_file_beside_the_survey_that_is_absent_or_not_read_is_refused(tmp_path: Path, what: str) -> None:
    cohort = write_survey(tmp_path, "id\nr1\n", files={"survey": {"path": "survey.csv", what: "form.qsf"}})
    assert refusal(cohort) == (
        "form.qsf\n"
        "  found:    no such file\n"
        f"  expected: the file that cohort.yaml names under `{what}`\n"
        f"  to do:    restore it, correct its name, or take `{what}` out of cohort.yaml"
    )
    (tmp_path / "form.qsf").write_text("{}")
    expected, remedy = {
        "questionnaire": (
            "a questionnaire beside an export of qualtrics, limesurvey, redcap, kobo",
            "name its `layout` if it is another, or take `questionnaire` out of cohort.yaml",
        ),
        "catalog": ("a catalog beside a .sas7bdat file", "take `catalog` out of cohort.yaml"),
    }[what]
    assert refusal(cohort) == (
        "survey.csv\n"
        f"  found:    a file in the layout plain, and form.qsf under `{what}`, which would not be read\n"
        f"  expected: {expected}\n"
        f"  to do:    {remedy}"
    )


def test_an_absent_file_beside_the_survey_is_told_from_other_problems() -> None:
    with pytest.raises(ProblemsFound) as found:
        check_there({"path": "survey.csv", "questionnaire": Path("form.qsf")})
    assert [problem.kind for problem in found.value.problems] == ["absent_file"]


def test_a_folder_and_a_pipe_are_no_survey(tmp_path: Path) -> None:
    cohort = write_survey(tmp_path, "", files={"survey": {"path": "."}})
    assert "\n  found:    a folder\n" in refusal(cohort)
    os.mkfifo(tmp_path / "pipe.csv")
    cohort = write_survey(tmp_path, "", files={"survey": {"path": "pipe.csv"}})
    assert refusal(cohort).endswith(
        "  found:    no file, but a pipe or the like\n"
        "  expected: a survey export: SPSS, Stata, SAS, Excel, OpenDocument, CSV or TSV\n"
        "  to do:    name a file under `path` in cohort.yaml"
    )


def test_an_encoding_with_a_nul_is_one_that_nothing_knows(tmp_path: Path) -> None:
    files = {"survey": {"path": "survey.csv", "encoding": "utf-8\0"}}
    assert "found:    the encoding 'utf-8\\x00', which nothing knows" in refusal(
        write_survey(tmp_path, "id\nr1\n", files=files)
    )


@pytest.mark.parametrize(
    ("rows", "name", "columns"),
    [
        (['"id,age,sex"', '"1,21,2"', '"2,22,1"'], "comma", 3),
        (["id;age", "1;21", "2;22", "3;"], "semicolon", 2),
        (['"id,topic"', '"1,""Ethics, law"""', '"2,Coding"'], "comma", 2),
        (["id|age|sex", "1|21|2", "2|22|1"], "bar", 3),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_in_one_column_is_said_with_its_separator(
    tmp_path: Path, rows: list[str], name: str, columns: int, ending: str
) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "xlsx":
        write_workbook(path, [[next(csv.reader([row], delimiter="\t"))[0]] for row in rows])
    else:
        lines = [row if row.startswith('"') else f'"{row}"' for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_export({"path": path.as_posix()})
    assert str(found.value) == (
        f"{path}\n"
        f"  found:    one column, whose heading and cells hold {columns} parts between {name}s\n"
        f"  expected: a table of {columns} columns\n"
        f"  to do:    take the column apart at the {name}s in a copy (in Excel: Data, Text to Columns), "
        "and take that copy in; if it is one question all the same, write layout: plain at it"
    )
    assert list(read_export({"path": path.as_posix(), "layout": "plain"}).columns)


def test_one_question_with_commas_in_its_answers_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"What, if anything?"\n"no, nothing"\nyes\n"b\n,c"\n"a, b, c"\n', encoding="utf-8")
    assert read_export({"path": path.as_posix()}).counted == 4
