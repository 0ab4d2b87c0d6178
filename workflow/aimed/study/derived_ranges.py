"""Hold the range that a derived number declares to what its parts can give."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from aimed.study.derived_variables import DerivedVariable

CLOSE = 1e-9
ADDED = ("sum", "mean", "weighted_sum", "difference")


class Ends(Protocol):
    """The smallest and the largest number that a part can be, infinite where they are not known."""

    @property
    def low(self) -> float:
        """The smallest number."""

    @property
    def high(self) -> float:
        """The largest number."""


class WrongRange(NamedTuple):
    """One thing that is wrong with min and max."""

    keys: list[str | int]
    found: str
    expected: str
    remedy: str


def find_wrong_range(one: DerivedVariable, parts: Mapping[str, Ends]) -> Iterator[WrongRange]:
    """Yield a finding where min and max are none, or what the parts can give goes beyond them."""
    least, most = (float(one.written[end]) for end in ("min", "max"))
    declared = f"min {least:g} and max {most:g} of {one.name}"
    if not (math.isfinite(least) and math.isfinite(most) and least <= most):
        yield WrongRange(["min"], declared, "two numbers, max not below min", "correct min and max")
        return
    low, high = _reach(one, parts)
    known = math.isfinite(low) and math.isfinite(high)
    if known and (low < least - CLOSE or high > most + CLOSE):
        expected = f"min at most {low:g} and max at least {high:g}, as the parts add up"
        yield WrongRange(["min"], declared, expected, "correct min and max, or the parts")


def _reach(one: DerivedVariable, parts: Mapping[str, Ends]) -> tuple[float, float]:
    """Return the smallest and the largest number that follow from the parts; infinite for other kinds."""
    if one.kind == "count":
        return 0.0, float(len(one.written["conditions"]))
    if one.kind not in ADDED:
        return -math.inf, math.inf
    weights = one.written.get("weights", dict.fromkeys(one.parts, 1))
    if one.kind == "difference":
        weights = dict(zip(one.parts, (1, -1), strict=False))
    factor = one.written.get("times", 1) / (len(one.parts) if one.kind == "mean" else 1)
    ends = [
        sorted(float(weight) * factor * end for end in (parts[part].low, parts[part].high))
        for part, weight in weights.items()
        if weight * factor
    ]
    return math.fsum(end[0] for end in ends), math.fsum(end[1] for end in ends)
