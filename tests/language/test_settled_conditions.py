"""Conditions that any number satisfies, or none; and those that are for the numbers to decide."""

import math

import pytest
from aimed.language.settled_conditions import find_settled

RANGES = {
    "share.a.pct": (0.0, 100.0),
    "share.b.pct": (0.0, 100.0),
    "said.a.participants": (0.0, 12.0),
    "said.b.participants": (0.0, math.inf),
    "test.p": (0.0, 1.0),
    "effect.d": (-math.inf, math.inf),
}


@pytest.mark.parametrize(
    "condition",
    [
        "share.a.pct >= 0",
        "share.a.pct <= 100",
        "0 <= share.a.pct <= 100",
        "said.a.participants <= 12",
        "said.b.participants + share.a.pct >= 0",
        "share.a.pct - share.b.pct <= 100",
        "test.p <= 1 or share.a.pct > 50",
        "not share.a.pct > 100",
        "max(share.a.pct, share.b.pct) >= 0",
        "abs(effect.d) >= 0",
        "all(share.*.pct >= 0)",
        "count(share.*.pct > 50) >= 0",
        "0.9 * share.a.pct < 95",
        # no end of a range says so
        "share.a.pct > 50 or share.a.pct <= 50",
        "share.a.pct >= share.b.pct or share.a.pct < share.b.pct",
        "share.a.pct / (said.b.participants + 1) >= 0",
    ],
)
def test_what_any_number_satisfies(condition):
    assert find_settled(condition, RANGES) is True


@pytest.mark.parametrize(
    "condition",
    [
        "share.a.pct > 100",
        "share.a.pct < 0",
        "said.a.participants > 12",
        "share.a.pct > 50 and test.p > 1",
        "min(share.a.pct, share.b.pct) < 0",
        "any(share.*.pct > 100)",
    ],
)
def test_what_no_number_satisfies(condition):
    assert find_settled(condition, RANGES) is False


@pytest.mark.parametrize(
    "condition",
    [
        "share.a.pct > 0",
        "share.a.pct < 100",
        "share.a.pct > 50",
        "share.a.pct > share.b.pct",
        "share.a.pct != 50",
        "share.a.pct - share.b.pct != 7.25",
        "said.a.participants / said.b.participants > 1 / 3",
        "abs(share.a.pct - share.b.pct) <= 10",
        "largest(share.*.pct) == a",
        "effect.d > -2",
        "test.p > 0.05 or share.a.pct > 50",
        "all(share.*.pct > 0)",
        "share.a.pct < 30 and share.a.pct > 40",  # false of all, which is not looked for beyond the ends
        "unknown.name >= 0",
    ],
)
def test_what_the_numbers_decide(condition):
    assert find_settled(condition, {**RANGES, "unknown.name": (-math.inf, math.inf)}) is None
