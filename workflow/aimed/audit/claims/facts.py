"""A condition taken apart into what it says of single numbers: which is larger, beyond a limit, or equal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from aimed.language.claim_syntax import ClaimNode

TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True)
class Order:
    """Every number of `high` is larger than every number of `low`, or as large."""

    high: frozenset[str]
    low: frozenset[str]


@dataclass(frozen=True)
class Limit:
    """Every number of `ids` stands so to a limit. A quotient counts as its first number, in percent."""

    ids: frozenset[str]
    sign: str
    limit: float


@dataclass(frozen=True)
class Equal:
    """These numbers make up one another: one is as large as the other, or as the sum of the others."""

    ids: frozenset[str]


@dataclass(frozen=True)
class Within:
    """These numbers lie no further apart than others, or than a limit, on the named sides: above, below."""

    ids: frozenset[str]
    sides: frozenset[str]


Fact = Order | Limit | Equal | Within


def list_facts(node: ClaimNode, so: bool = True) -> Iterator[Fact]:
    """Yield what a written-out condition says for certain: nothing of what only one of several parts does.

    so: whether the part holds, or is under a `not`.
    """
    if node.kind == "unary" and node.text == "not":
        yield from list_facts(node.parts[0], not so)
    elif node.kind == "compare" and (so or len(node.parts) == 2):
        for sign, (left, right) in zip(node.text.split(), pairwise(node.parts), strict=True):
            yield from _compare(left, sign if so else OPPOSITE[sign], right)
    elif _joins(node, so):
        for part in node.parts:
            yield from list_facts(part, so)


def _joins(node: ClaimNode, so: bool) -> bool:
    """Return whether each part of a node is as true as the whole is."""
    every = (node.kind, node.text) in (("binary", "and"), ("call", "all"))
    some = (node.kind, node.text) in (("binary", "or"), ("call", "any"))
    return every if so else some


def _compare(left: ClaimNode, sign: str, right: ClaimNode) -> Iterator[Fact]:
    if left.kind == "number":
        left, sign, right = right, TURNED[sign], left
    if right.kind == "number":
        yield from _limit(left, sign, float(right.text))
        return
    if sign in ("<", "<="):
        left, right, sign = right, left, TURNED[sign]
    if sign in (">", ">="):
        high, low = _each(left, "min"), _each(right, "max")
        if high and low:
            yield Order(high, low)
        elif sign == ">=":
            yield from _within_range(left, right)
    elif sign == "==":
        yield Equal(frozenset(_names(left)) | frozenset(_names(right)))


def _within_range(left: ClaimNode, right: ClaimNode) -> Iterator[Within]:
    """Yield what says that a number is no smaller than the smallest of several, or not the largest."""
    for one, others, function, side in ((left, right, "min", "above"), (right, left, "max", "below")):
        if one.kind == "name" and others.kind == "call" and others.text == function:
            yield Within(frozenset({one.text, *_names(others)}), frozenset({side}))


def _limit(node: ClaimNode, sign: str, limit: float) -> Iterator[Fact]:
    if node.kind == "binary" and node.text == "-" and limit == 0:
        yield from _compare(node.parts[0], sign, node.parts[1])
        return
    if node.kind == "binary" and node.text == "-" and sign in ("<", "<="):
        largest, smallest = node.parts
        ids = frozenset(_names(largest))
        if (largest.text, smallest.text) == ("max", "min") and ids == frozenset(_names(smallest)):
            yield Within(ids, frozenset({"above", "below"}))
            return
    if (ranked := _read_rank(node)) and (sign, limit) in (("==", 1), ("<=", 1), ("<", 2)):
        yield ranked
        return
    scale = 100.0 if node.kind == "binary" and node.text == "/" else 1.0
    if sign == "==" and node.kind == "call" and node.text in ("min", "max"):
        sign = ">=" if node.text == "min" else "<="
    signs = {"<": "max", "<=": "max", ">": "min", ">=": "min"}
    if ids := _each(node, signs.get(sign, "")):
        yield Limit(ids, sign, limit * scale)


def _read_rank(node: ClaimNode) -> Order | None:
    """Return what a rank of 1 says, of a rank as patterns write it out: 1 and the count of those larger."""
    if node.kind != "binary" or node.text != "+" or node.parts[1].kind != "call":
        return None
    larger = node.parts[1]
    if larger.text != "count" or any(part.text != ">" for part in larger.parts):
        return None
    high, low = {part.parts[1].text for part in larger.parts}, {part.parts[0].text for part in larger.parts}
    return Order(frozenset(high), frozenset(low)) if len(high) == 1 else None


def _names(node: ClaimNode) -> Iterator[str]:
    if node.kind == "name":
        yield node.text
    for part in node.parts:
        yield from _names(part)


def _each(node: ClaimNode, function: str) -> frozenset[str]:
    """Return the numbers of which each is beyond the other side: all of a min, on the larger side."""
    if node.kind == "name":
        return frozenset({node.text})
    if node.kind == "call" and node.text == "abs":
        return _each(node.parts[0], "")
    if node.kind == "call" and node.text == function:
        return frozenset(one for part in node.parts for one in _each(part, function))
    if node.kind == "binary" and node.text == "/":
        return _each(node.parts[0], "")
    return frozenset()
