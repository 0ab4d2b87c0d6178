"""Ids that a spreadsheet program changed. Expected values: counted by hand in the ids written here."""

import pandas as pd
import pytest
from aimed.onboarding.check.oddities import find_changed_ids
from aimed.onboarding.check.stages import Cohort
from aimed.study.codebook import Codebook


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (["100001", "1.00E+05", "1,2E+11"], "ids written as powers of ten, as 1.00E+05, in 2 rows"),
        (["0000012", "7"], "ids without the zeros that others begin with, as 7 beside 0000012, in 1 row"),
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
