"""What a claim says, read into a tree: ids, patterns of ids, numbers, arithmetic, comparisons, and, or, not.

whole      := both ("or" both)*
both       := negated ("and" negated)*
negated    := "not" negated | comparison
comparison := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)* ["in" name]
sum        := product (("+" | "-") product)*
product    := signed (("*" | "/") signed)*
signed     := ("-" | "+") signed | atom
atom       := number | name [except] | extreme | function "(" whole ("," whole)* ")" | "(" whole ")"
extreme    := ("largest" | "smallest") "(" name [except] ")" ("==" | "!=") part ("," part)*
except     := "except" "(" part ("," part)* ")"
function   := "min" | "max" | "abs" | "all" | "any" | "count" | "rank" | "between"
name       := an id; with * for a part, every id that has something there; a part alone, in `in` and `rank`
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

LONGEST = 1000
MOST_PARTS = 200
DEEPEST = 30
COMPARED = ("<", "<=", ">", ">=", "==", "!=")
EXTREMES = ("largest", "smallest")
# function -> how many values it takes, at least and at most; None: as many as there are
TAKES: dict[str, tuple[int, int | None]] = {
    "min": (2, None),
    "max": (2, None),
    "abs": (1, 1),
    "all": (1, 1),
    "any": (1, 1),
    "count": (1, 1),
    "rank": (2, 2),
    "between": (3, 3),
}
WORDS = ("and", "or", "not", "in", "except", *TAKES, *EXTREMES)
TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.(?:[a-z0-9_]+|\*))*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/(),<>]))"
)
SPELLED = {1: "one value", 2: "two values", 3: "three values"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class ClaimNode:
    """A piece of a claim: what it is, its text, its parts, and where it stands (from 1).

    kind is number, name, compare, unary, binary, call, extreme (largest or smallest, its pattern, then
    parts of ids) or within (a comparison of parts of ids, and the pattern that they are put into). A name
    with `except` has the parts that it leaves out as its own parts.
    """

    kind: str
    text: str
    parts: tuple["ClaimNode", ...]
    at: int

    @property
    def is_pattern(self) -> bool:
        """Whether this is a name that stands for several."""
        return self.kind == "name" and "*" in self.text


@lru_cache(maxsize=512)  # a claim is read by the build, by check and by whoever looks for its ids
def parse_claim(expression: str) -> ClaimNode:
    """Return the tree of a claim; raises ValueError with the character (from 1) for what is none."""
    parser = _Parser(expression)
    if parser.next.kind == "end":
        raise ValueError("the expression is empty")
    node = parser.whole()
    if parser.next.kind != "end":
        raise ValueError(f"character {parser.next.at}: the end expected, {_named(parser.next)} found")
    return node


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
    elif character == ".":
        hint = "; no heading or block around it names an analysis with of="
    elif character.isdigit():
        return f"character {at + 1}: a number is written like 5 or 0.5"
    return f"character {at + 1}: {character!r} has no meaning here{hint}"


def _named(token: _Token) -> str:
    return "the end" if token.kind == "end" else repr(token.text)


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

    def need(self, *texts: str) -> _Token:
        token = self.take(*texts)
        if token is None:
            expected = " or ".join(map(repr, texts))
            raise ValueError(f"character {self.next.at}: {expected} expected, {_named(self.next)} found")
        return token

    def chain(self, part: Callable[[], ClaimNode], *signs: str) -> ClaimNode:
        node = part()
        while sign := self.take(*signs):
            node = ClaimNode("binary", sign.text, (node, part()), sign.at)
        return node

    def listed(self, part: Callable[[], ClaimNode]) -> list[ClaimNode]:
        parts = [part()]
        while self.take(","):
            parts.append(part())
        return parts

    def deeper(self, part: Callable[[], ClaimNode], at: int) -> ClaimNode:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"character {at}: more than {DEEPEST} brackets or signs in one another")
        node = part()
        self.depth -= 1
        return node

    def whole(self) -> ClaimNode:
        either = partial(self.chain, partial(self.chain, self.negated, "and"), "or")
        return self.deeper(either, self.next.at)

    def negated(self) -> ClaimNode:
        return self.prefixed(self.negated, self.comparison, "not")

    def comparison(self) -> ClaimNode:
        first = self.sum()
        parts, signs = [first], []
        while sign := self.take(*COMPARED):
            signs.append(sign.text)
            parts.append(self.sum())
        if not signs:
            return first
        node = ClaimNode("compare", " ".join(signs), tuple(parts), first.at)
        return ClaimNode("within", "in", (node, self.name()), first.at) if self.take("in") else node

    def sum(self) -> ClaimNode:
        return self.chain(lambda: self.chain(self.signed, "*", "/"), "+", "-")

    def signed(self) -> ClaimNode:
        return self.prefixed(self.signed, self.atom, "-", "+")

    def prefixed(
        self, again: Callable[[], ClaimNode], otherwise: Callable[[], ClaimNode], *signs: str
    ) -> ClaimNode:
        sign = self.take(*signs)
        if sign is None:
            return otherwise()
        return ClaimNode("unary", sign.text, (self.deeper(again, sign.at),), sign.at)

    def atom(self) -> ClaimNode:
        token = self.next
        if token.text in TAKES:
            return self.call()
        if token.text in EXTREMES:
            return self.extreme()
        if self.take("("):
            node = self.whole()
            self.need(")")
            return node
        if token.kind == "number":
            self.place += 1
            return ClaimNode("number", token.text, (), token.at)
        return self.name()

    def name(self) -> ClaimNode:
        token = self.next
        if token.kind != "name" or token.text in WORDS:
            raise ValueError(f"character {token.at}: a number or an id expected, {_named(token)} found")
        self.place += 1
        left_out: list[ClaimNode] = []
        if "*" in token.text and self.take("except"):
            self.need("(")
            left_out = self.listed(self.name)
            self.need(")")
        return ClaimNode("name", token.text, tuple(left_out), token.at)

    def extreme(self) -> ClaimNode:
        name = self.next
        self.place += 1
        self.need("(")
        pattern = self.name()
        self.need(")")
        if not pattern.is_pattern:
            raise ValueError(
                f"character {pattern.at}: ids with * for one part expected, {pattern.text} found"
            )
        sign = self.need("==", "!=")
        found = ClaimNode("extreme", name.text, (pattern, *self.listed(self.name)), name.at)
        return found if sign.text == "==" else ClaimNode("unary", "not", (found,), sign.at)

    def call(self) -> ClaimNode:
        name = self.next
        self.place += 1
        self.need("(")
        parts = self.listed(self.whole)
        self.need(")")
        least, most = TAKES[name.text]
        if most == len(parts) or (most is None and (len(parts) >= least or parts[0].is_pattern)):
            return ClaimNode("call", name.text, tuple(parts), name.at)
        takes = SPELLED[least] + (" or more" if most is None else "")
        found = "one" if len(parts) == 1 else len(parts)
        raise ValueError(f"character {name.at}: {name.text} takes {takes}, {found} found")
