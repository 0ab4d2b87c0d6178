"""Ids that a spreadsheet program changed. Expected values: counted by hand in the ids written here."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription
from aimed.onboarding.check.changed_ids import find_changed_ids
from aimed.onboarding.check.stages import Cohort
from aimed.study.codebook import Codebook
from workbooks import Percent, repack, write_workbook


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (
            ["100001", "1.00E+05", "1,2E+11", "1.2e+17"],
            "ids written as powers of ten, as 1.00E+05, in 3 rows",
        ),
        (["0000012", "7"], "ids without the zeros that others begin with, as 7 beside 0000012, in 1 row"),
        (
            ["01-Mar", "MAR2", "DEC5", "5. Dez", "2024-09-09"],
            "ids written as days, as 01-Mar for MAR1, in 3 rows",
        ),
        (["1-abc", "2-wxyz", "a-12"], ""),
        (["2024-03-01", "2024-03-02"], ""),
        (["a1", "12", "7", None], ""),
        (["0012", "4711"], ""),
    ],
)
def test_ids_that_a_spreadsheet_program_changed_are_said(ids: list[str | None], found: str) -> None:
    cohort = Cohort("c", Codebook.__new__(Codebook), {"respondent_id": "id"})  # type: ignore[typeddict-item]
    rows = {"source_file": "a.csv", "source_row": range(2, len(ids) + 2)}
    cohort.survey = pd.DataFrame(rows | {"id": pd.Series(ids, dtype="string")})
    said = [problem.found for problem in find_changed_ids(cohort)]
    assert said == ([f"{found}: a spreadsheet program changed them"] if found else [])


def test_ids_that_became_equal_are_said_where_no_column_is_the_respondents() -> None:
    cohort = Cohort("c", Codebook.__new__(Codebook), {"respondent_id": "source_row"})  # type: ignore[typeddict-item]
    cohort.described = {"columns": {"id": {}, "share": {}}}
    ids, shares = ["1,23457E+11", "1,23457E+11", "4711"], ["1.5E-3", "2E0", "3"]
    rows = {"source_file": "a.csv", "source_row": ["2", "3", "4"]}
    cohort.survey = pd.DataFrame(rows | {"id": ids, "share": shares}, dtype="string")
    [problem] = find_changed_ids(cohort)
    assert problem.place == "a.csv, row 2, column id"
    assert problem.found.startswith("ids written as powers of ten, as 1.00E+05, in 2 rows")


@pytest.mark.parametrize(("shown", "found"), [("0000000", 2), ("00", 1), ("0", 0), ("General", 0)])
def test_ids_that_a_workbook_shows_with_zeros_are_said(tmp_path: Path, shown: str, found: int) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx", [["age", "id"], [20, Percent(7)], [21, Percent(12)], [22, "x"]]
    )
    with zipfile.ZipFile(path) as archive:
        styles = archive.read("xl/styles.xml").decode()
    formats = f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{shown}"/></numFmts>'
    assert styles.count('numFmtId="9"') == 1
    styles = styles.replace("<fonts", f"{formats}<fonts", 1).replace('numFmtId="9"', 'numFmtId="164"')
    repack(path, {"xl/styles.xml": styles.encode()})
    cohort = Cohort("c", Codebook.__new__(Codebook), {"respondent_id": "id"})  # type: ignore[typeddict-item]
    cohort.survey = pd.DataFrame(
        {
            "source_file": path.as_posix(),
            "source_row": [2, 3, 4],
            "age": ["20", "21", "22"],
            "id": ["7", "12", "x"],
        }
    )
    cohort.exports = [(path, Export(dict.fromkeys(("age", "id"), ColumnDescription("")), []))]
    said = [problem.found for problem in find_changed_ids(cohort)]
    rows = "1 row" if found == 1 else f"{found} rows"
    assert said == [
        "ids that are shown with zeros first, as 0000007, and stored as 7, in "
        f"{rows}: a spreadsheet program changed them"
    ] * bool(found)
