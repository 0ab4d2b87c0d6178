"""Claims in the manuscript, decided: what a condition amounts to, and the numbers that it rests on."""

import math
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import pairwise

from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import ClaimNode, parse_claim

FUNCTIONS: dict[str, Callable[..., float]] = {"min": min, "max": max, "abs": abs}
QUANTIFIERS: dict[str, Callable[[list[bool]], bool | float]] = {
    "all": all,
    "any": any,
    "count": lambda each: float(sum(each)),
}
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def evaluate(expression: str, values: Mapping[str, float]) -> bool | float:
    """Return what `expression` amounts to with the numbers in `values`: a bool, or a float.

    `and` and `or` stop at the first part that decides. Comparisons are exact, in full precision.
    Raises ValueError with the character (from 1) for text outside the language, an id that `values`
    does not have, a division by zero, and arithmetic on true and false.
    """
    return evaluate_tree(write_out(parse_claim(expression), values), values)


def evaluate_tree(node: ClaimNode, values: Mapping[str, float]) -> bool | float:
    """Return what a condition amounts to that is read and written out; as `evaluate` otherwise."""
    return _value(node, values)


def ids_of(expression: str, names: Collection[str] = ()) -> list[str]:
    """Return the ids in `expression`, each once, in order; raises ValueError as evaluate does.

    names: the ids that there are, which patterns stand for.
    """
    return list(dict.fromkeys(_names(write_out(parse_claim(expression), names))))


def _names(node: ClaimNode) -> Iterator[str]:
    if node.kind == "name":
        yield node.text
    for part in node.parts:
        yield from _names(part)


def _value(node: ClaimNode, values: Mapping[str, float]) -> bool | float:
    match node.kind:
        case "number":
            return _finite(float(node.text), node)
        case "name":
            return _look_up(node, values)
        case "compare":
            return _compare(node, values)
        case "unary" if node.text == "not":
            return not _truth(node.parts[0], values)
        case "unary":
            number = _number(node.parts[0], values)
            return -number if node.text == "-" else number
        case "call" if node.text in QUANTIFIERS:
            return QUANTIFIERS[node.text]([_truth(part, values) for part in node.parts])
        case "call":
            return FUNCTIONS[node.text](*(_number(part, values) for part in node.parts))
    if node.text in ("and", "or"):
        first = _truth(node.parts[0], values)
        return first if first == (node.text == "or") else _truth(node.parts[1], values)
    return _calculate(node, values)


def _look_up(node: ClaimNode, values: Mapping[str, float]) -> float:
    if node.text not in values:
        raise ValueError(f"character {node.at}: no number is called {node.text}")
    value = values[node.text]
    if value is None or not math.isfinite(value):
        raise ValueError(f"character {node.at}: {node.text} has no value")
    return float(value)


def _compare(node: ClaimNode, values: Mapping[str, float]) -> bool:
    numbers = [_number(part, values) for part in node.parts]
    signs = node.text.split()
    return all(COMPARE[sign](*pair) for sign, pair in zip(signs, pairwise(numbers), strict=True))


def _calculate(node: ClaimNode, values: Mapping[str, float]) -> float:
    left, right = (_number(part, values) for part in node.parts)
    if node.text == "/" and right == 0:
        raise ValueError(f"character {node.at}: division by zero")
    signs = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    return _finite(float(signs[node.text](left, right)), node)


def _finite(number: float, node: ClaimNode) -> float:
    if not math.isfinite(number):
        raise ValueError(f"character {node.at}: too large a number")
    return number


def _number(node: ClaimNode, values: Mapping[str, float]) -> float:
    value = _value(node, values)
    if isinstance(value, bool):
        raise ValueError(f"character {node.at}: a number expected, a true-or-false part found")
    return value


def _truth(node: ClaimNode, values: Mapping[str, float]) -> bool:
    value = _value(node, values)
    if not isinstance(value, bool):
        raise ValueError(f"character {node.at}: a comparison expected, a number found")
    return value
