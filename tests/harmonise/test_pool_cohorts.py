"""Tables of cohorts one below the other. Expected values: written by hand."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.files.tables import list_columns, read_rows, write_table
from aimed.harmonise.pool_cohorts import pool_cohorts
from aimed.messages.problems import ProblemsFound


def write_responses(folder: Path, **columns: list[object]) -> Path:
    """Write a cohort's table of responses."""
    path = folder / "responses.parquet"
    write_table(pd.DataFrame(columns), path)
    return path


def test_a_column_that_is_null_in_the_first_cohort_keeps_its_place_and_takes_the_type(tmp_path: Path) -> None:
    first = write_responses(tmp_path / "a", respondent=["a:1"], hours=[None], text=[None], cohort=["a"])
    second = write_responses(
        tmp_path / "b", respondent=["b:1", "b:2"], hours=[3.0, 0.5], text=[None] * 2, cohort=["b"] * 2
    )
    pooled = tmp_path / "responses.parquet"
    pool_cohorts(tables=(first, second), pooled=(pooled,))
    assert list_columns(pooled) == ["respondent", "hours", "text", "cohort"]
    rows = [tuple(row.values()) for row in read_rows(pooled)]
    assert rows == [("a:1", None, None, "a"), ("b:1", 3.0, None, "b"), ("b:2", 0.5, None, "b")]


def test_a_table_that_holds_rows_of_another_cohort_stops(tmp_path: Path) -> None:
    path = write_responses(tmp_path / "a", respondent=["a:1", "b:1"], cohort=["a", "b"])
    with pytest.raises(ProblemsFound, match="rows of a, b"):
        pool_cohorts(tables=(path,), pooled=(tmp_path / "responses.parquet",))
