"""Tables of cohorts one below the other. Expected values: written by hand."""

import pandas as pd
from aimed.harmonise.pool_cohorts import pool_tables


def test_a_column_that_is_null_in_the_first_cohort_keeps_its_place_and_takes_the_type() -> None:
    first = pd.DataFrame({"respondent": ["a:1"], "hours": pd.Series([None], dtype="string"), "cohort": ["a"]})
    second = pd.DataFrame({"respondent": ["b:1"], "hours": [3.0], "cohort": ["b"]})
    pooled = pool_tables([first, second])
    assert list(pooled.columns) == ["respondent", "hours", "cohort"]
    assert pooled["hours"].dtype == float
    assert pooled["hours"].fillna(-1).tolist() == [-1, 3]
    assert pooled["cohort"].tolist() == ["a", "b"]
