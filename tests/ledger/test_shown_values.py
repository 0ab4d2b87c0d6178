"""Shown forms. Expected values: the habits of the Vancouver style, written out by hand."""

from typing import Any

import pytest
from aimed.ledger.shown_values import show, show_interval


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (128.0, "count", "128"),
        (12345.0, "count", "12,345"),
        (89.84375, "percent", "89.8%"),
        (-3.25, "points", "\u22123.2"),
        (-0.04, "points", "0.0"),
        (0.0004, "p", "<0.001"),
        (0.001, "p", "0.001"),
        (0.0123, "p", "0.012"),
        (0.456, "effect", "0.46"),
        (22.0, "years", "22"),
        (22.5, "years", "22.5"),
        (4.0, "scale", "4"),
        (4.25, "scale", "4.2"),
        (12.0, "hours", "12"),
        (3.0, "df", "3"),
        (2.6, "df", "3"),
        (3.0, "points", "3.0"),
        (1.2345, "statistic", "1.23"),
        (0.6789, "kappa", "0.68"),
        (7.25, "furlongs", "7.2"),
        (0.0, "points", "0.0"),
    ],
)
def test_a_value_is_shown_by_its_unit(value: float, unit: str, shown: str) -> None:
    assert show(value, unit, {}) == shown


def test_decimals_come_from_the_config_and_the_bare_form_has_no_sign() -> None:
    assert show(89.84375, "percent", {"percent": 2}) == "89.84%"
    assert show(89.84375, "percent", {}, bare=True) == "89.8"


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (20.7, 99.96, {"shown_low": "20.7", "shown_high": "100.0"}),
        (20.7, None, {"shown_low": "20.7"}),
        (None, 0.0, {"shown_high": "0.0"}),
        (None, None, {}),
    ],
)
def test_the_ends_of_an_interval_are_shown_without_a_sign(
    low: float | None, high: float | None, shown: dict[str, str]
) -> None:
    entry: Any = {"low": low, "high": high, "unit": "percent"}
    show_interval(entry, {})
    assert entry == {"low": low, "high": high, "unit": "percent", **shown}
