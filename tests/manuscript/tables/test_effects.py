"""Why a cell of a comparison is a dash, and what its effects are called: by hand from a small ledger."""

from dataclasses import replace

import pytest
from aimed.manuscript.tables.declared import resolve_table
from aimed.manuscript.tables.effects import name_effect, why_no_effect, why_no_test

COMPARED = "support.view.north_vs_south"


def ledger_with(tea, statistic, **changes):
    """Return the study with one more number of the comparison, or the same with other parts."""
    like = {**next(iter(tea.numbers.values())), "statistic": statistic, **changes}
    return replace(tea, numbers={**tea.numbers, f"{COMPARED}.{statistic}": like})


@pytest.mark.parametrize(
    ("effect", "why"),
    [
        ("rank_biserial", "rank-biserial r: of ordered answers and numbers alone"),
        ("mean_difference", "difference of means: of means alone"),
        ("difference", "difference, percentage points: no interval can be computed from these answers"),
    ],
)
def test_a_dash_tells_what_the_effect_is_of(tea, effect, why):
    assert why_no_effect(effect, COMPARED, tea) == why


def test_a_comparison_without_any_effect(tea):
    assert why_no_effect("v", "support.view.None", tea) == "groups not compared"
    assert why_no_effect("v", "support.view.a_vs_b", tea) == "nobody answered in a group, or all alike"


def test_a_test_of_no_family_has_no_adjusted_p(tea):
    assert why_no_test("p_adjusted", "Adjusted p", COMPARED, tea) == (
        "adjusted p: the analysis is of no family of tests"
    )
    assert why_no_test("p", "p", "support.view.a_vs_b", tea) == "p: no test can be made"


def test_a_difference_of_means_has_the_unit_of_its_numbers(tea):
    assert name_effect("difference", "support", tea) == "Difference, percentage points"
    years = ledger_with(tea, "mean_difference", unit="years")
    assert name_effect("mean_difference", "support", years) == "Difference of means, years"


def test_a_table_without_a_dash_has_no_note_of_one(tea):
    declared = {"analysis": "support", "kind": "comparison", "cell": "{pct}", "rows": ["view"]}
    declared |= {"columns": ["all", "north", "south"]}
    assert resolve_table(declared, tea)["notes"] == ["Percentages: agree at all.", "p: count."]
    declared["effects"] = ["rank_biserial"]
    assert resolve_table(declared, tea)["notes"] == [
        "Percentages: agree at all.",
        "p: count.",
        "–: rank-biserial r: of ordered answers and numbers alone.",
    ]
