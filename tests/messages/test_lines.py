"""Numbers of lines as a reader says them."""

import pytest
from aimed.messages.lines import name_lines


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
