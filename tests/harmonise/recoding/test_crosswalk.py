"""Lines of a crosswalk: how they are named, and how wrong ones are left out."""

import pandas as pd
import pytest
from aimed.harmonise.recoding.crosswalk import name_lines, without_lines
from aimed.messages.problems import Problem


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3], "3"),
        ([5, 6, 7], "5-7"),
        ([12, 3, 5, 9, 8, 7, 6], "3, 5-9 and 12"),
    ],
)
def test_lines_are_named_as_a_reader_says_them(numbers: list[int], said: str) -> None:
    assert name_lines(numbers) == said


def test_lines_that_problems_name_are_left_out() -> None:
    crosswalk = pd.DataFrame({"source_variable": ["a", "b", "c"], "line": [2, 3, 4]})
    wrong = [Problem("crosswalk.csv, line 3", "rule 'texts'", "a rule", "correct this line")]
    assert without_lines(crosswalk, wrong)["line"].tolist() == [2, 4]
