"""Typed limits held to the conditions of claims. Expected: decided by hand."""

import pytest
from aimed.audit.literals.limits import find_other_limits
from aimed.language.marks import scan_marks


def claim(words: str, holds: str, why: str = "limit of the claim") -> str:
    return f'[No more than [{words}]{{.literal why="{why}"}} had it]{{.claim holds="{holds}"}}.'


def found_in(text: str) -> list[str]:
    return [f"{one.kind} {one.found}" for one in find_other_limits("p", scan_marks(text))]


TESTED = '[They differ]{.claim holds="a.b.hic_vs_lmic.p_adjusted < 0.05"}. Below '
WRONG = [
    claim("a fifth", "a.b.all.pct <= 25"),
    claim("a quarter", "a.b.all.pct <= 30"),
    claim("10", "max(a.*.all.pct) - min(a.*.all.pct) < 15"),
    claim("three", "a.codes.fg2.cumulative == a.codes.all.total", "groups named in the claim"),
    claim("two thirds", "a.b.all.pct <= 75", "threshold"),
    claim("a third", "a.b.hic.count / a.b.all.count <= 1 / 4"),
    TESTED + '[0.01]{.literal why="level of the tests"}.',
    TESTED + '[1%]{.literal why="significance level"}.',
    TESTED + '[0.10]{.literal why="alpha"}.',
]
RIGHT = [
    claim("a quarter", "a.b.all.pct <= 25"),
    claim("a quarter", "a.b.hic.count / a.b.all.count <= 0.25"),
    claim("15", "max(a.*.all.pct) - min(a.*.all.pct) < 15"),
    claim("two", "a.codes.fg2.cumulative == a.codes.all.total", "groups named in the claim"),
    claim("two thirds", "a.b.all.pct <= 66.7", "threshold"),
    claim("a third", "a.b.hic.count / a.b.all.count <= 1 / 3"),
    claim("a quarter", "4 * a.b.hic.count <= a.b.all.count"),
    claim("a quarter", "abs(a.b.all.mean) <= a.b.all.sd / 4"),
    claim("2019", "a.b.all.pct <= 25", "year of the first survey"),
    'At most [7]{.literal why="limit of the method"} were asked.',
    TESTED + '[0.05]{.literal why="level of the tests"}.',
    TESTED + '[5%]{.literal why="significance level"}.',
    'Below [0.01]{.literal why="level of the tests"}.',
]


@pytest.mark.parametrize("text", WRONG)
def test_limits_that_the_condition_does_not_have(text: str) -> None:
    assert [one.split(" ")[0] for one in found_in(text)] == ["literal_untrue"]


@pytest.mark.parametrize("text", RIGHT)
def test_limits_of_the_condition(text: str) -> None:
    assert found_in(text) == []


def test_what_is_said() -> None:
    assert found_in(WRONG[0]) == [
        'literal_untrue [a fifth] as "limit of the claim", where its condition has 25'
    ]
    assert found_in(WRONG[6]) == [
        'literal_untrue [0.01] as "level of the tests", where the tests of claims have 0.05'
    ]


def test_a_limit_of_the_method_is_one_that_the_ledger_tells() -> None:
    methods = ["all tables, since a group has fewer than 20", "Holm step-down (Holm 1979), family of 7"]
    text = 'Groups of fewer than [{}]{{.literal why="limit of the method"}} were held to exact tests.'
    assert not list(find_other_limits("p", scan_marks(text.format(20)), methods=methods))
    found = [one.found for one in find_other_limits("p", scan_marks(text.format(30)), methods=methods)]
    assert found == ['[30] as "limit of the method", where the methods of the ledger have 7, 20']


ROWS = [
    {"id": "joint", "survey": {"for": "a.b.all.pct > 25"}, "groups": {"for": "c.d.all.n / c.e.all.n > 1 / 4"}}
]


def in_row(words: str) -> str:
    return f'[over [{words}]{{.literal why="limit of the statement"}} chose it]{{.claim row="joint"}}'


def test_limits_and_numbers_of_rows_of_the_joint_display() -> None:
    def told(text: str) -> list[str]:
        return [one.found for one in find_other_limits("p", scan_marks(text), ROWS)]

    assert told(in_row("a quarter")) == []
    assert told(in_row("half")) == [
        '[half] as "limit of the statement", where the conditions of its row have 0.25, 1, 4, 25, 100'
    ]
    silent = 'In [{}]{{.literal why="number of rows with this verdict"}} [one is silent]{{.claim row="a b"}}'
    assert told(silent.format("two")) == []
    assert told(silent.format("three")) == [
        '[three] as "number of rows with this verdict", where the claim behind it is bound to rows: 2'
    ]
