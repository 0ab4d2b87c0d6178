"""Columns of responses without a raw cell of their own: from a reference table, or from other columns."""

from collections.abc import Iterable, Mapping
from typing import Any

DERIVED_FROM = {"income_group": "country", "who_region": "country"}
UNCLASSIFIED = "unclassified"  # the income group of a country that the World Bank gives none
REFERENCES = {
    "country": "data/reference/countries.csv",
    "income_group": "data/reference/income_groups.csv",
    "who_region": "data/reference/who_regions.csv",
}


def list_feeding(columns: Iterable[str], parts: Mapping[str, list[str]]) -> list[str]:
    """Return the columns that raw cells fill which some columns come from; others stand for themselves.

    parts: derived variable -> the columns that cohorts answer which it follows from.
    """
    answered = [part for column in columns for part in parts.get(column, [column])]
    return list(dict.fromkeys(DERIVED_FROM.get(column, column) for column in answered))


def list_steps(columns: Iterable[str], derived: Mapping[str, Any]) -> list[str]:
    """Return columns, each derived one after the columns that it follows from, step by step.

    derived: derived variable -> its rule, with its `parts`.
    """
    steps: dict[str, None] = {}
    for column in columns:
        parts = derived[column]["parts"] if column in derived else []
        steps |= dict.fromkeys([*list_steps(parts, derived), column])
    return list(steps)
