"""The range of a derived number against what its parts can give; items s1 to s4 are scored 0 to 3."""

from collections.abc import Callable
from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import Codebook

PLACE = Path("data/codebook/derived.yaml")
NONE = "two numbers, max not below min", "correct min and max"
TWO = "[[s1, is, never], [s2, is, never]]"
WRONG = {
    "a difference": (
        "kind: difference, of: [s1, s2], min: 0, max: 3",
        "min 0 and max 3",
        "min at most -3 and max at least 3, as the parts add up",
        "correct min and max, or the parts",
    ),
    "a count": (
        f"kind: count, missing: none, conditions: {TWO}, min: 0, max: 1",
        "min 0 and max 1",
        "min at most 0 and max at least 2, as the parts add up",
        "correct min and max, or the parts",
    ),
    "turned round": ("kind: ratio, of: [s1, s2], min: 9, max: 0", "min 9 and max 0", *NONE),
    "no end": ("kind: age, from: born, until: collected.from, min: 0, max: .inf", "min 0 and max inf", *NONE),
    "no number": ("kind: sum, of: [s1], missing: all, min: .nan, max: 3", "min nan and max 3", *NONE),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_range_that_does_not_fit_is_said(
    read: Callable[..., Codebook], case: tuple[str, str, str, str]
) -> None:
    written, found, expected, remedy = case
    with pytest.raises(ProblemsFound) as told:
        read(f"a: {{label: A, {written}, unit: points}}")
    assert str(told.value) == (
        f"{PLACE.as_posix()}:1\n  found:    {found} of a\n  expected: {expected}\n  to do:    {remedy}"
    )


@pytest.mark.parametrize(
    "written",
    [
        "kind: difference, of: [s1, s2], min: -3, max: 3",
        f"kind: count, missing: none, conditions: {TWO}, min: 0, max: 2",
        "kind: weighted_sum, weights: {s1: -1, s2: 0.5}, min: -3, max: 1.5",
        "kind: sum, of: [s1, s2], times: -2, missing: all, min: -12, max: 0",
        "kind: ratio, of: [s1, s2], min: 1, max: 1",
    ],
)
def test_a_range_just_wide_enough_is_taken(read: Callable[..., Codebook], written: str) -> None:
    assert list(read(f"a: {{label: A, {written}, unit: points}}").derived) == ["a"]
