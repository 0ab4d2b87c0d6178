"""Shown forms. Expected values: the habits of the Vancouver style, written out by hand."""

import pytest
from aimed.ledger.shown_values import show


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (128.0, "count", "128"),
        (12345.0, "count", "12,345"),
        (89.84375, "percent", "89.8%"),
        (-3.25, "points", "\u22123.2"),
        (-0.04, "points", "0.0"),
        (0.0004, "p", "<0.001"),
        (0.0123, "p", "0.012"),
        (0.456, "effect", "0.46"),
        (22.0, "years", "22"),
        (22.5, "years", "22.5"),
    ],
)
def test_a_value_is_shown_by_its_unit(value: float, unit: str, shown: str) -> None:
    assert show(value, unit, {}) == shown


def test_decimals_come_from_the_config_and_the_bare_form_has_no_sign() -> None:
    assert show(89.84375, "percent", {"percent": 2}) == "89.84%"
    assert show(89.84375, "percent", {}, bare=True) == "89.8"
