"""Claim expressions: values by hand calculation, errors as whole texts."""

import pytest
from aimed.language.claim_syntax import DEEPEST, LONGEST, MOST_PARTS
from aimed.language.expressions import evaluate, ids_of

VALUES = {
    "a.n": 128.0,
    "a.pct": 89.84375,
    "b.pct": 75.0,
    "zero.n": 0.0,
    "study.synthetic": 1.0,
    "no.value": float("nan"),
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a.pct >= 80", True),
        ("a.pct < 80", False),
        ("80 <= a.pct < 90", True),
        ("80 <= a.pct < 89", False),
        ("a.n == 128 and a.pct != 90", True),
        ("not a.n == 128 or b.pct == 75", True),
        ("not (a.n == 128 or b.pct == 75)", False),
        ("1 == 1 or 1 == 1 and 1 == 2", True),
        ("a.n - 100 - 20", 8.0),
        ("a.n / 4 / 2", 16.0),
        ("2 + 3 * 4", 14.0),
        ("(2 + 3) * 4", 20.0),
        ("-b.pct + 5", -70.0),
        ("- - 5", 5.0),
        ("min(a.pct, b.pct, 80) * 2", 150.0),
        ("max(a.pct, b.pct) - min(a.pct, b.pct) > 10", True),
        ("abs(b.pct - a.pct)", 14.84375),
        ("zero.n != 0 and a.n / zero.n > 2", False),
        ("zero.n == 0 or a.n / zero.n > 2", True),
        ("a.n\n  >= 5", True),
        ("study.synthetic==1", True),
        ("0.5 < 1", True),
    ],
)
def test_value(expression: str, expected: bool | float) -> None:
    found = evaluate(expression, VALUES)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("", "the expression is empty"),
        ("  ", "the expression is empty"),
        ("a.n >", "character 6: a number or an id expected, the end found"),
        ("a.n > 5)", "character 8: the end expected, ')' found"),
        ("(a.n > 5", "character 9: ')' expected, the end found"),
        ("a.n = 5", "character 5: '=' has no meaning here; write == to compare"),
        ("a.n ≥ 5", "character 5: '≥' has no meaning here; write >="),
        ("a.pct > 80%", "character 11: '%' has no meaning here; write percentages as plain numbers"),
        ("a.n > 5 5", "character 9: the end expected, '5' found"),
        ("a.x > 5", "character 1: no number is called a.x"),
        ("no.value > 5", "character 1: no.value has no value"),
        ("a.n / zero.n", "character 5: division by zero"),
        ("a.n and 1 == 1", "character 1: a comparison expected, a number found"),
        ("not a.n", "character 5: a comparison expected, a number found"),
        ("(a.n > 5) + 1", "character 2: a number expected, a true-or-false part found"),
        ("abs(1, 2)", "character 1: abs takes one value, 2 found"),
        ("min(1)", "character 1: min takes two values or more, one found"),
        ("min 1", "character 5: '(' expected, '1' found"),
        ("5x > 1", "character 1: a number is written like 5 or 0.5"),
        ("1.2.3 > 1", "character 1: a number is written like 5 or 0.5"),
        ("A.n > 1", "character 1: 'A' has no meaning here"),
        ("__import__('os')", "character 1: '_' has no meaning here"),
        ("a.n ** 2", "character 6: a number or an id expected, '*' found"),
        ("a.n; 1", "character 4: ';' has no meaning here"),
        ("a.n > or", "character 7: a number or an id expected, 'or' found"),
        ("9" * 400 + " > 1", "character 1: too large a number"),
        ("1" + " " * LONGEST, f"the expression has {LONGEST + 1} characters; at most {LONGEST} are read"),
        (
            "1" + "+1" * MOST_PARTS,
            f"the expression has {2 * MOST_PARTS + 1} parts; at most {MOST_PARTS} are read",
        ),
        (
            "(" * 90 + "1" + ")" * 90,
            f"character {DEEPEST + 1}: more than {DEEPEST} brackets or signs in one another",
        ),
        ("-" * 90 + "1", f"character {DEEPEST}: more than {DEEPEST} brackets or signs in one another"),
    ],
)
def test_error(expression: str, text: str) -> None:
    with pytest.raises(ValueError) as error:
        evaluate(expression, VALUES)
    assert str(error.value) == text


def test_ids_stand_in_order_and_once() -> None:
    assert ids_of("b.c_1 > 5 and max(a.n, b.c_1) < topics.1_2.x or not a.n == 1") == [
        "b.c_1",
        "a.n",
        "topics.1_2.x",
    ]


def test_ids_of_an_expression_that_cannot_be_read() -> None:
    with pytest.raises(ValueError) as error:
        ids_of("a.n > > 5")
    assert str(error.value) == "character 7: a number or an id expected, '>' found"


def test_a_long_sum_is_read() -> None:
    assert evaluate("1" + " + 1" * (MOST_PARTS // 2 - 1), {}) == MOST_PARTS / 2
