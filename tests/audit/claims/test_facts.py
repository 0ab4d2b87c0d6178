"""Conditions taken apart, each as a person would."""

import pytest
from aimed.audit.claims.facts import Equal, Fact, Limit, Order, Within, list_facts
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim


def order(high: str, low: str) -> Order:
    return Order(frozenset(high.split()), frozenset(low.split()))


def equal(ids: str) -> Equal:
    return Equal(frozenset(ids.split()))


def limit(ids: str, sign: str, border: float) -> Limit:
    return Limit(frozenset(ids.split()), sign, border)


def within(ids: str, sides: str = "above below") -> Within:
    return Within(frozenset(ids.split()), frozenset(sides.split()))


@pytest.mark.parametrize(
    ("expression", "facts"),
    [
        ("a.n > b.n", [order("a.n", "b.n")]),
        ("a.n < b.n", [order("b.n", "a.n")]),
        ("a.n > b.n > c.n", [order("a.n", "b.n"), order("b.n", "c.n")]),
        ("5 < a.n <= 9", [limit("a.n", ">", 5), limit("a.n", "<=", 9)]),
        ("not a.n < 5", [limit("a.n", ">=", 5)]),
        ("a.n > 5 and b.n < 3", [limit("a.n", ">", 5), limit("b.n", "<", 3)]),
        ("a.n > 5 or b.n < 3", []),
        ("not (a.n > 5 or b.n < 3)", [limit("a.n", "<=", 5), limit("b.n", ">=", 3)]),
        ("min(a.n, b.n) > max(c.n, d.n)", [order("a.n b.n", "c.n d.n")]),
        ("max(a.n, b.n) > c.n", []),
        ("max(a.n, b.n) >= c.n", [within("a.n b.n c.n", "below")]),
        ("c.n >= min(a.n, b.n)", [within("a.n b.n c.n", "above")]),
        ("max(a.n, b.n) - min(a.n, b.n) < 15", [within("a.n b.n")]),
        ("max(a.n, b.n) - min(a.n, c.n) < 15", []),
        ("max(a.n, b.n) < 5", [limit("a.n b.n", "<", 5)]),
        ("max(a.n, b.n) > 5", []),
        ("max(a.n, b.n) == 0", [limit("a.n b.n", "<=", 0)]),
        ("min(a.n, b.n) == 100", [limit("a.n b.n", ">=", 100)]),
        ("a.n / b.n > 0.25", [limit("a.n", ">", 25)]),
        ("abs(a.n) < 0.1", [limit("a.n", "<", 0.1)]),
        ("a.n == b.n", [equal("a.n b.n")]),
        ("a.n == b.n + c.n", [equal("a.n b.n c.n")]),
        ("a.n != b.n", []),
        ("a.n + b.n > 5", []),
        ("a.n - b.n > 0", [order("a.n", "b.n")]),
        ("rank(x.*.n, a) == 1", [order("x.a.n", "x.b.n")]),
        ("rank(x.*.n, a) <= 2", []),
        ("all(x.*.n > 5)", [limit("x.a.n", ">", 5), limit("x.b.n", ">", 5)]),
        ("any(x.*.n > 5)", []),
    ],
)
def test_what_a_condition_says_for_certain(expression: str, facts: list[Fact]) -> None:
    assert list(list_facts(write_out(parse_claim(expression), ["x.a.n", "x.b.n"]))) == facts
