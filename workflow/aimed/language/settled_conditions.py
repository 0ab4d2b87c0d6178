"""Conditions that are true, or false, whatever the numbers are: they rest on nothing."""

import math
import random
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import pairwise

from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import ClaimNode, parse_claim
from aimed.language.expressions import evaluate_tree

Range = tuple[float, float]
EVERY: Range = (-math.inf, math.inf)
EITHER = frozenset({True, False})
MANY, FAR = 400, 1_000.0  # sets of numbers that are tried; where an end is not known
CERTAIN: dict[str, Callable[[Range, Range], bool]] = {  # first and second, whatever they are
    "<": lambda a, b: a[1] < b[0],
    "<=": lambda a, b: a[1] <= b[0],
    ">": lambda a, b: a[0] > b[1],
    ">=": lambda a, b: a[0] >= b[1],
    "==": lambda a, b: a[0] == a[1] == b[0] == b[1],
    "!=": lambda a, b: a[1] < b[0] or b[1] < a[0],
}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def find_settled(
    expression: str, ranges: Mapping[str, Range], names: Collection[str] | None = None
) -> bool | None:
    """Return what a condition amounts to whatever its numbers are within `ranges`; None where they decide.

    `names` are the ids that patterns stand for, those of `ranges` where nothing is said.

    Ends are followed through the condition (interval arithmetic); what holds of every value though no end
    says so (`a > 5 or a <= 5`) is found by trying the ends, the condition's own numbers, and 400 sets drawn
    with a fixed seed. An equation of numbers is not tried, as drawing might never meet it. Raises ValueError
    as `evaluate` does.
    """
    node = write_out(parse_claim(expression), ranges if names is None else names)
    truths = _truths(node, ranges)
    if len(truths) == 1:
        return next(iter(truths))
    signs = {sign for one in _walk(node) if one.kind == "compare" for sign in one.text.split()}
    if signs & {"==", "!="}:
        return None
    return True if all(_try_values(node, ranges)) else None


def _walk(node: ClaimNode) -> Iterator[ClaimNode]:
    yield node
    for part in node.parts:
        yield from _walk(part)


def _try_values(node: ClaimNode, ranges: Mapping[str, Range]) -> Iterator[bool]:
    """Yield whether the condition holds for sets of values within the ranges."""
    names = list(dict.fromkeys(one.text for one in _walk(node) if one.kind == "name"))
    own = [float(one.text) for one in _walk(node) if one.kind == "number"]
    drawn = random.Random(1)  # noqa: S311 - values to try, and no secret
    places = {name: _places(ranges.get(name, EVERY), own) for name in names}
    for at in range(MANY):
        ends = {0: 0, 1: -1}.get(at)
        chosen = {
            name: drawn.choice(place) if ends is None else place[ends] for name, place in places.items()
        }
        try:
            yield evaluate_tree(node, chosen) is True
        except ValueError:  # as for a division by zero: it tells nothing
            continue


def _places(within: Range, numbers: list[float]) -> list[float]:
    low, high = (end if math.isfinite(end) else far for end, far in zip(within, (-FAR, FAR), strict=True))
    near = [number + step for number in numbers for step in (-1e-6, 0, 1e-6)]
    inside = [low, low + (high - low) / 3, (low + high) / 2, *near, high]
    return sorted(one for one in inside if within[0] <= one <= within[1])


def _truths(node: ClaimNode, ranges: Mapping[str, Range]) -> frozenset[bool]:
    """Return what a condition may amount to."""
    match node.kind:
        case "compare":
            parts = [_range(part, ranges) for part in node.parts]
            found = [
                _compare(sign, *two) for sign, two in zip(node.text.split(), pairwise(parts), strict=True)
            ]
            return _join(found, ends_with=False)
        case "unary":
            return frozenset(not one for one in _truths(node.parts[0], ranges))
        case "call" if node.text in ("all", "any"):
            return _join([_truths(part, ranges) for part in node.parts], ends_with=node.text == "any")
    if node.text in ("and", "or"):
        return _join([_truths(part, ranges) for part in node.parts], ends_with=node.text == "or")
    return EITHER


def _compare(sign: str, first: Range, second: Range) -> frozenset[bool]:
    if CERTAIN[sign](first, second):
        return frozenset({True})
    return frozenset({False}) if CERTAIN[OPPOSITE[sign]](first, second) else EITHER


def _join(parts: list[frozenset[bool]], *, ends_with: bool) -> frozenset[bool]:
    """Return what parts amount to of which one that is `ends_with` decides, as one true part does of `or`."""
    if any(part == {ends_with} for part in parts):
        return frozenset({ends_with})
    return frozenset({not ends_with}) if all(part == {not ends_with} for part in parts) else EITHER


def _range(node: ClaimNode, ranges: Mapping[str, Range]) -> Range:
    """Return between which ends a number may lie; the ends of its parts are taken as free of each other."""
    match node.kind:
        case "number":
            return float(node.text), float(node.text)
        case "name":
            return ranges.get(node.text, EVERY)
        case "call" if node.text == "count":
            return 0.0, float(len(node.parts))
    parts = [_range(part, ranges) for part in node.parts]
    match node.kind, node.text:
        case "call", "min" | "max":
            chosen = min if node.text == "min" else max
            return chosen(low for low, _ in parts), chosen(high for _, high in parts)
        case "call", "abs":
            (low, high) = parts[0]
            return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))
        case "unary", "-":
            return -parts[0][1], -parts[0][0]
        case "unary", _:
            return parts[0]
        case _, "+":
            return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]
        case _, "-":
            return parts[0][0] - parts[1][1], parts[0][1] - parts[1][0]
    return _multiply(node.text, parts)


def _multiply(sign: str, parts: list[Range]) -> Range:
    first, second = parts
    if sign == "/":
        if second[0] <= 0 <= second[1]:
            return EVERY
        second = (1 / second[1], 1 / second[0])
    products = [a * b for a in first for b in second]
    return EVERY if any(map(math.isnan, products)) else (min(products), max(products))
