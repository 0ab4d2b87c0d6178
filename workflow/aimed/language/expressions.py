"""Claims in the manuscript: a small language of ids, numbers, arithmetic, comparisons, and, or, not.

whole      := both ("or" both)*
both       := negated ("and" negated)*
negated    := "not" negated | comparison
comparison := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)*
sum        := product (("+" | "-") product)*
product    := signed (("*" | "/") signed)*
signed     := ("-" | "+") signed | atom
atom       := number | id | ("min" | "max" | "abs") "(" whole ("," whole)* ")" | "(" whole ")"
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

LONGEST = 1000
MOST_PARTS = 200
DEEPEST = 30
WORDS = ("and", "or", "not", "min", "max", "abs")
FUNCTIONS: dict[str, Callable[..., float]] = {"min": min, "max": max, "abs": abs}
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/(),<>]))"
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class _Node:
    """A piece of a parsed expression: what it is, its text, its parts, and where it stands (from 1)."""

    kind: str
    text: str
    parts: tuple["_Node", ...]
    at: int


def evaluate(expression: str, values: Mapping[str, float]) -> bool | float:
    """Return what `expression` amounts to with the numbers in `values`: a bool, or a float.

    `and` and `or` stop at the first part that decides. Comparisons are exact, in full precision.
    Raises ValueError with the character (from 1) for text outside the language, an id that `values`
    does not have, a division by zero, and arithmetic on true and false.
    """
    return _value(_parse(expression), values)


def ids_of(expression: str) -> list[str]:
    """Return the ids in `expression`, each once, in order; raises ValueError as evaluate does."""
    _parse(expression)
    names = [token.text for token in _tokens(expression) if token.kind == "name"]
    return list(dict.fromkeys(name for name in names if name not in WORDS))


def _tokens(expression: str) -> list[_Token]:
    if len(expression) > LONGEST:
        raise ValueError(f"the expression has {len(expression)} characters; at most {LONGEST} are read")
    tokens, at = [], 0
    end = len(expression.rstrip())
    while at < end:
        match = TOKEN.match(expression, at)
        if match is None:
            at += len(expression[at:]) - len(expression[at:].lstrip())
            raise ValueError(_unreadable(expression, at))
        kind = str(match.lastgroup)
        tokens.append(_Token(kind, match[kind], match.start(kind) + 1))
        at = match.end()
    if len(tokens) > MOST_PARTS:
        raise ValueError(f"the expression has {len(tokens)} parts; at most {MOST_PARTS} are read")
    return [*tokens, _Token("end", "", end + 1)]


def _unreadable(expression: str, at: int) -> str:
    character = expression[at]
    hint = ""
    if character == "=":
        hint = "; write == to compare"
    elif character in "≤≥≠":
        hint = f"; write {({'≤': '<=', '≥': '>=', '≠': '!='})[character]}"
    elif character == "%":
        hint = "; write percentages as plain numbers"
    elif character.isdigit():
        return f"character {at + 1}: a number is written like 5 or 0.5"
    return f"character {at + 1}: {character!r} has no meaning here{hint}"


class _Parser:
    """Reads one expression from left to right."""

    def __init__(self, expression: str) -> None:
        self.tokens = _tokens(expression)
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> _Token | None:
        token = self.next
        if token.text not in texts or token.kind == "end":
            return None
        self.place += 1
        return token

    def need(self, text: str) -> None:
        if self.take(text) is None:
            raise ValueError(f"character {self.next.at}: {text!r} expected, {_named(self.next)} found")

    def chain(self, part: Callable[[], _Node], *signs: str) -> _Node:
        node = part()
        while sign := self.take(*signs):
            node = _Node("binary", sign.text, (node, part()), sign.at)
        return node

    def deeper(self, part: Callable[[], _Node], at: int) -> _Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"character {at}: more than {DEEPEST} brackets or signs in one another")
        node = part()
        self.depth -= 1
        return node

    def whole(self) -> _Node:
        either = partial(self.chain, partial(self.chain, self.negated, "and"), "or")
        return self.deeper(either, self.next.at)

    def negated(self) -> _Node:
        return self.prefixed(self.negated, self.comparison, "not")

    def comparison(self) -> _Node:
        first = self.sum()
        parts, signs = [first], []
        while sign := self.take(*COMPARE):
            signs.append(sign.text)
            parts.append(self.sum())
        return _Node("compare", " ".join(signs), tuple(parts), first.at) if signs else first

    def sum(self) -> _Node:
        return self.chain(lambda: self.chain(self.signed, "*", "/"), "+", "-")

    def signed(self) -> _Node:
        return self.prefixed(self.signed, self.atom, "-", "+")

    def prefixed(self, again: Callable[[], _Node], otherwise: Callable[[], _Node], *signs: str) -> _Node:
        sign = self.take(*signs)
        if sign is None:
            return otherwise()
        return _Node("unary", sign.text, (self.deeper(again, sign.at),), sign.at)

    def atom(self) -> _Node:
        token = self.next
        if token.text in FUNCTIONS:
            return self.call()
        if self.take("("):
            node = self.whole()
            self.need(")")
            return node
        if token.kind not in ("number", "name") or token.text in WORDS:
            raise ValueError(f"character {token.at}: a number or an id expected, {_named(token)} found")
        self.place += 1
        return _Node(token.kind, token.text, (), token.at)

    def call(self) -> _Node:
        name = self.next
        self.place += 1
        self.need("(")
        parts = [self.whole()]
        while self.take(","):
            parts.append(self.whole())
        self.need(")")
        if name.text == "abs" and len(parts) != 1:
            raise ValueError(f"character {name.at}: abs takes one value, {len(parts)} found")
        if name.text != "abs" and len(parts) < 2:
            raise ValueError(f"character {name.at}: {name.text} takes two values or more, one found")
        return _Node("call", name.text, tuple(parts), name.at)


def _named(token: _Token) -> str:
    return "the end" if token.kind == "end" else repr(token.text)


def _parse(expression: str) -> _Node:
    parser = _Parser(expression)
    if parser.next.kind == "end":
        raise ValueError("the expression is empty")
    node = parser.whole()
    if parser.next.kind != "end":
        raise ValueError(f"character {parser.next.at}: the end expected, {_named(parser.next)} found")
    return node


def _value(node: _Node, values: Mapping[str, float]) -> bool | float:
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
        case "call":
            return FUNCTIONS[node.text](*(_number(part, values) for part in node.parts))
    if node.text in ("and", "or"):
        first = _truth(node.parts[0], values)
        return first if first == (node.text == "or") else _truth(node.parts[1], values)
    return _calculate(node, values)


def _look_up(node: _Node, values: Mapping[str, float]) -> float:
    if node.text not in values:
        raise ValueError(f"character {node.at}: no number is called {node.text}")
    value = values[node.text]
    if value is None or not math.isfinite(value):
        raise ValueError(f"character {node.at}: {node.text} has no value")
    return float(value)


def _compare(node: _Node, values: Mapping[str, float]) -> bool:
    numbers = [_number(part, values) for part in node.parts]
    signs = node.text.split()
    return all(COMPARE[sign](*pair) for sign, pair in zip(signs, pairwise(numbers), strict=True))


def _calculate(node: _Node, values: Mapping[str, float]) -> float:
    left, right = (_number(part, values) for part in node.parts)
    if node.text == "/" and right == 0:
        raise ValueError(f"character {node.at}: division by zero")
    signs = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    return _finite(float(signs[node.text](left, right)), node)


def _finite(number: float, node: _Node) -> float:
    if not math.isfinite(number):
        raise ValueError(f"character {node.at}: too large a number")
    return number


def _number(node: _Node, values: Mapping[str, float]) -> float:
    value = _value(node, values)
    if isinstance(value, bool):
        raise ValueError(f"character {node.at}: a number expected, a true-or-false part found")
    return value


def _truth(node: _Node, values: Mapping[str, float]) -> bool:
    value = _value(node, values)
    if not isinstance(value, bool):
        raise ValueError(f"character {node.at}: a comparison expected, a number found")
    return value
