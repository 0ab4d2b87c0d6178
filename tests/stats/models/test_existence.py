"""A model that has no estimates is named with its reason, never given a silly number."""

import numpy as np
import pytest
from aimed.stats.models.existence import find_dependent, find_reason, find_separated

ONES = np.ones(6)
GROUP = np.array([0.0, 0, 0, 1, 1, 1])
NAMES = ("intercept", "group")


def signed(event: list[int], *columns: np.ndarray) -> np.ndarray:
    return (2 * np.array(event) - 1)[:, None] * np.column_stack([ONES, *columns])


def test_separation_is_found_where_a_group_has_all_or_none():
    assert find_separated(signed([0, 0, 0, 1, 1, 1], GROUP), NAMES) == ["intercept", "group"]  # all of them
    assert find_separated(signed([0, 1, 0, 1, 1, 1], GROUP), NAMES) == ["group"]  # one group only
    assert find_separated(signed([0, 1, 0, 1, 0, 1], GROUP), NAMES) == []


def test_a_large_number_beside_small_ones_hides_no_separation():
    year = np.array([1990.0, 1991, 1992, 1993, 1994, 1995])
    assert find_separated(signed([0, 0, 0, 1, 1, 1], year), ("intercept", "year")) == ["intercept", "year"]
    assert find_separated(signed([0, 1, 0, 1, 0, 1], year), ("intercept", "year")) == []


def test_the_first_dependent_column_is_named():
    matrix = np.column_stack([ONES, GROUP, 1 - GROUP, np.arange(6)])
    assert find_dependent(matrix, ("intercept", "a", "b", "c")) == "b"
    assert find_dependent(np.column_stack([ONES, 2020 * ONES]), ("intercept", "year")) == "year"
    assert find_dependent(matrix[:, [0, 1, 3]], ("intercept", "a", "c")) is None


@pytest.mark.parametrize(
    ("n", "outcome", "reason"),
    [
        (0, [], "nobody has an answer to the outcome and to every predictor"),
        (1, [1.0], "all have the same answer to the outcome"),
        (2, [0.0, 1.0], "2 people and 2 coefficients"),
        (6, [1.0] * 6, "all have the same answer to the outcome"),
        (6, [0.0, 1.0, 0.0, 1.0, 0.0, 1.0], None),
    ],
)
def test_few_people_and_no_variation(n, outcome, reason):
    matrix = np.column_stack([ONES, GROUP])[:n]
    assert find_reason(np.array(outcome), matrix, NAMES, 2) == reason
