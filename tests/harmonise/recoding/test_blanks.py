"""Blanks that were not shown. Expected values: read by hand from the rows written here."""

import pandas as pd
import pytest
from aimed.files.row_selection import Filter
from aimed.harmonise.recoding.blanks import blank_unshown, read_condition


def test_an_option_is_shown_where_one_of_several_conditions_holds() -> None:
    """Row 1 meets the first, row 2 the second, row 3 neither; row 4 neither, and ticked it all the same."""
    ways = [[["taught", "in", ["1"]]], [["age", "not_in", [""]], ["taught", "in", ["2"]]]]
    option = {"option": "Ethics", "question": "Topics", "unticked": ["0"], "asked_where": ways}
    rows = pd.DataFrame(
        {
            "source_file": "s.csv",
            "taught": ["1", "2", "2", "3"],
            "age": [None, "20", None, "20"],
            "q": ["0", "0", "0", "1"],
        }
    )
    blanked = blank_unshown(rows, {"columns": {"q": option}})  # type: ignore[typeddict-item]
    assert list(blanked["q"].isna()) == [False, False, True, False]


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("taught known", Filter("taught", "known")),
        ("taught is yes", Filter("taught", "is", "yes")),
        ("taught in yes|no", Filter("taught", "in", ("yes", "no"))),
    ],
)
def test_conditions_of_the_codebook(written: str, condition: Filter) -> None:
    assert read_condition(written) == condition
