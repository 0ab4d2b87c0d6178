"""Each operator makes the mutant that it says, and no other text changes. Expected texts: by hand."""

import pytest
from mutants.places import find_mutants

FILE = "workflow/aimed/room/module.py"


def made(source: str, operator: str, required: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
    return [one.make(source) for one in find_mutants(source, FILE, required) if one.operator == operator]


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("x = a < b\n", ["x = a <= b\n"]),
        ("x = a <= b\n", ["x = a < b\n"]),
        ("x = a > b\n", ["x = a >= b\n"]),
        ("x = a >= b\n", ["x = a > b\n"]),
        ("x = a == b\n", ["x = a != b\n"]),
        ("x = a != b\n", ["x = a == b\n"]),
        ("x = a in b\n", ["x = a not in b\n"]),
        ("x = a not  in b\n", ["x = a in b\n"]),
        ("x = a is b\n", ["x = a is not b\n"]),
        ("x = a is not b\n", ["x = a is b\n"]),
        ("x = (a) < (b)\n", ["x = (a) <= (b)\n"]),
        ("é = ('é' == b < c)\n", ["é = ('é' != b < c)\n", "é = ('é' == b <= c)\n"]),
    ],
)
def test_comparisons_are_flipped(source: str, mutants: list[str]) -> None:
    assert made(source, "comparison") == mutants


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("x = 4\n", ["x = 5\n"]),
        ("x = [True, False]\n", ["x = [False, False]\n", "x = [True, True]\n"]),
        ("def f(x: int = 0) -> int:\n    return x\n", ["def f(x: int = 1) -> int:\n    return x\n"]),
        ("x: Literal[4] = 4\n", ["x: Literal[4] = 5\n"]),
        ("x = 4.0\ny = 'a 4'\nz = f'{x:4}'\n", []),
        ("json.dumps(x, indent=2, sort_keys=True)\n", ["json.dumps(x, indent=2, sort_keys=False)\n"]),
        ("zip(x, y, strict=True)\n", []),
        (
            "@dataclass(frozen=True)\nclass A:\n    x: int = 0\n",
            ["@dataclass(frozen=True)\nclass A:\n    x: int = 1\n"],
        ),
        ("assert x == 4\n", []),
    ],
)
def test_constants_change_by_one(source: str, mutants: list[str]) -> None:
    assert made(source, "constant") == mutants


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("if x:\n    y()\n", ["if not (x):\n    y()\n"]),
        ("while x and y:\n    z()\n", ["while not (x and y):\n    z()\n"]),
        ("x = a if b else c\n", ["x = a if not (b) else c\n"]),
        (
            "x = [a for a in b if c if d]\n",
            ["x = [a for a in b if not (c) if d]\n", "x = [a for a in b if c if not (d)]\n"],
        ),
        (
            "match x:\n    case 'a' if y:\n        z()\n",
            ["match x:\n    case 'a' if not (y):\n        z()\n"],
        ),
        ("if __name__ == '__main__':\n    run()\n", []),
        ("if TYPE_CHECKING:\n    import pandas\n", []),
    ],
)
def test_conditions_are_negated(source: str, mutants: list[str]) -> None:
    assert made(source, "condition") == mutants


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("f(x, a=b)\n", ["f(x)\n"]),
        ("f(a=b, c=d)\n", ["f(c=d)\n", "f(a=b)\n"]),
        ("f(\n    x,\n    a=b,\n)\n", ["f(\n    x,\n)\n"]),
        ("x.g(a=b)\n", []),
        ("table.assign(a=b)\ndict(a=b)\n", []),
        ("read(path, encoding='utf-8')\n", []),
    ],
)
def test_arguments_with_a_default_are_dropped(source: str, mutants: list[str]) -> None:
    assert made(source, "argument", frozenset({("g", "a")})) == mutants


def test_what_a_call_must_give_is_known_from_the_definitions() -> None:
    from mutants.places import list_required

    source = "def f(a, b=1, *, c, d=2):\n    pass\n\n\nclass K:\n    e: int\n    g: int = 3\n    h = 4\n"
    assert list_required(source) == {("f", "a"), ("f", "c"), ("K", "e")}


def test_a_mutant_says_where_it_is() -> None:
    source = "class A:\n    def f(self):\n        if (\n            x < 1\n        ):\n            pass\n"
    [one] = [one for one in find_mutants(source, FILE) if one.operator == "comparison"]
    assert (one.file, one.line, one.function) == (FILE, 4, "A.f")
    assert (one.before, one.after) == ("x < 1", "x <= 1")
