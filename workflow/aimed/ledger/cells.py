"""Name the people that a number counts, so that the same people have one name in every analysis."""

import json
from collections.abc import Mapping

import pandas as pd

from aimed.ledger.contents import NumberEvidence, RowSet


def name_cells(
    numbers: pd.DataFrame, evidence: Mapping[str, NumberEvidence], row_sets: Mapping[str, RowSet]
) -> pd.DataFrame:
    """Return the numbers with cell, question and people, and those with base_; None for no row.

    A cell is the rows that were counted: equal where two numbers count the same rows, by design or by
    chance. A question is how they were selected: equal where every reader knows that the rows are the same.
    People are how many spoke the rows, where these are turns. Those with base_ are of the rows that they are
    counted among.
    """
    own = [evidence[str(name)] for name in numbers["id"]]
    named: dict[str, list[str | int | None]] = {}
    for prefix, keys in (("", [one["rows"] for one in own]), ("base_", [one["base"] for one in own])):
        counted = [one["distinct"] or "" for one in own]
        rows = [(row_sets.get(str(key)), distinct) for key, distinct in zip(keys, counted, strict=True)]
        found = [(r, distinct) if r and r["n"] else None for r, distinct in rows]
        named[f"{prefix}cell"] = [one and f"{one[0]['table']} {one[0]['digest']} {one[1]}" for one in found]
        named[f"{prefix}people"] = [r.get("people") if r else None for r, _ in rows]
        named[f"{prefix}question"] = [one and _question(*one) for one in found]
    columns = {name: pd.Series(keys, numbers.index, dtype=object) for name, keys in named.items()}
    return numbers.assign(**columns)


def _question(rows: RowSet, distinct: str) -> str:
    """Return how rows were selected, in one form: who has a value has an answer, and order is nothing."""
    valued = {column for column, comparison, _ in rows["where"] if comparison in ("is", "in")}
    filters = [f for f in rows["where"] if not (f[1] == "known" and f[0] in valued)]
    return json.dumps([rows["table"], sorted(map(json.dumps, filters)), distinct])
