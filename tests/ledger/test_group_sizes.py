"""The size of the group that a number describes. Expected values: by hand."""

from typing import Any

import pandas as pd
import pytest
from aimed.ledger.group_sizes import lift_large_groups, measure_groups


def row(group: str, statistic: str, value: float, item: str = "core", **more: Any) -> dict[str, Any]:
    return {
        "analysis": "support",
        "item": item,
        "group": group,
        "statistic": statistic,
        "value": value,
        "n": 128,
        "numerator": None,
        **more,
    }


NUMBERS = pd.DataFrame(
    [
        row("low", "total", 70),
        row("low", "missing.not_asked.count", 15),
        row("low", "missing.not_applicable.count", 10),
        row("low", "missing.refused.count", 20),
        row("low", "level.agree.count", 3, numerator=3),
        row("high", "total", 60),
        row("low_vs_high", "p", 0.5),
        row("by_income", "p", 0.5, n=99),
        row("low", "count", 15, item="respondents", numerator=15),
    ]
)


@pytest.mark.parametrize(
    ("at", "size"),
    [
        (4, 45),  # 70 less 15 and 10 who were never asked; who refused was asked
        (5, 60),
        (6, 45),  # the smaller of the groups compared
        (7, 99),  # nothing tells more than its n
        (8, 15),  # a count of people is their number, and not that of all people
    ],
)
def test_a_group_is_those_who_were_asked(at: int, size: float) -> None:
    assert measure_groups(NUMBERS)[at] == size


def test_a_cohort_that_was_not_asked_makes_no_group_large() -> None:
    lifted = lift_large_groups(NUMBERS, {"support": "large_groups"}, 50)
    assert [bool(lifted[at]) for at in (4, 5, 6)] == [False, True, False]
    assert lift_large_groups(NUMBERS, {"support": "shown"}, 50).all()
    assert not lift_large_groups(NUMBERS, {"support": "hidden"}, 50).any()
