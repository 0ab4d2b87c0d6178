"""Conditions of a joint display that no number could turn: then the verdict rests on nothing."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from aimed.language.expressions import ids_of
from aimed.language.settled_conditions import EVERY, Range, find_settled
from aimed.ledger.joint.rows import JointDisplay, list_conditions
from aimed.ledger.joint.verdicts import JudgedRow
from aimed.messages.problems import Problem

SETTLED = "joint_settled"  # the kind of finding
NOT_NEGATIVE = ("count", "words", "seconds", "per_1000", "years", "hours")
ENDS: dict[str, Range] = {"percent": (0.0, 100.0), "p": (0.0, 1.0), "kappa": (-1.0, 1.0)}
OVER_ALL = "information"  # new codes in percent of the base: there may be more of them
FOUND = {True: "holds whatever the numbers are", False: "holds for no numbers"}


def find_settled_rows(
    display: JointDisplay,
    judged: Mapping[str, JudgedRow],
    values: Mapping[str, float],
    numbers: Mapping[str, Mapping[str, Any]],
) -> Iterator[Problem]:
    """Yield each condition of a row that every number satisfies, or none (a share of at least 0, below it).

    Rows with conditions that cannot be decided are left out: `judge_rows` tells of them.
    """
    for row in display.rows:
        if judged[row["id"]].verdict is None and judged[row["id"]].problems:
            continue
        for keys, condition in list_conditions(row):
            ranges = {one: find_ends(numbers.get(one)) for one in ids_of(condition, values)}
            settled = find_settled(condition, ranges, values)
            if settled is not None:
                found = f'"{condition}" in row {row["id"]}, which {FOUND[settled]}'
                expected = "a condition that some numbers meet and others do not"
                remedy = "compare with a value that the numbers may lie on either side of"
                place = display.place(row["id"], *keys)
                yield Problem(place, found, expected, remedy, kind=SETTLED)


def find_ends(entry: Mapping[str, Any] | None) -> Range:
    """Return the least and the greatest that a number may be: by its unit, a count by what it is out of."""
    if entry is None:
        return EVERY
    unit, n, value = entry["unit"], entry.get("n"), entry["value"]
    if unit in NOT_NEGATIVE or entry["statistic"] == OVER_ALL:
        out_of = unit == "count" and n is not None and value <= n
        return 0.0, float(n) if out_of and n is not None else math.inf
    return ENDS.get(unit, EVERY)
