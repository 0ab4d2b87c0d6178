"""Years that the income table lacks. Expected: read by hand in the tables written here."""

import pandas as pd
import pytest
from aimed.harmonise.recoding.geography import Reference, find_lacking_year


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(["iso3", "fy20", "fy21"], "one of fy20 to fy21"), (["iso3"], "a column for each year")],
)
def test_a_year_that_the_table_lacks_is_said_with_those_it_has(columns: list[str], expected: str) -> None:
    reference = Reference(pd.DataFrame(), pd.DataFrame(columns=columns), pd.DataFrame())
    [problem] = find_lacking_year("fy30", reference)
    assert problem.expected == expected
    assert bool(find_lacking_year("fy21", reference)) == ("fy21" not in columns)
