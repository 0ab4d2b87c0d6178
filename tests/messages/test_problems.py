"""What is said to people. Expected texts: written by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import Problem, ProblemsFound, raise_problems, repeat_problem
from aimed.messages.unseen_characters import name_unseen, note_unseen

ZERO_WIDTH, SOFT_HYPHEN = "\u200b", "\u00ad"


def make(place: str) -> Problem:
    return Problem(place, "200", "15 to 99", "correct the cell")


def test_a_problem_says_where_what_and_what_to_do() -> None:
    assert str(make("a.csv, row 2")) == (
        "a.csv, row 2\n  found:    200\n  expected: 15 to 99\n  to do:    correct the cell"
    )


def test_equal_problems_are_told_once_and_in_the_order_in_which_they_came() -> None:
    found = ProblemsFound([make("b.csv"), make("a.csv"), make("b.csv")])
    assert [problem.place for problem in found.problems] == ["b.csv", "a.csv"]
    assert str(found) == (
        "b.csv\n  found:    200\n  expected: 15 to 99\n  to do:    correct the cell\n"
        "a.csv\n  found:    200\n  expected: 15 to 99\n  to do:    correct the cell"
    )


@pytest.mark.parametrize(("number", "last"), [(200, ""), (1_201, "and 1,001 more problems like these")])
def test_of_very_many_problems_the_first_200_are_told(number: int, last: str) -> None:
    found = ProblemsFound(make(f"row {n}") for n in range(1, number + 1))
    lines = str(found).splitlines()
    assert len(found.problems) == number
    assert [line for line in lines if line.startswith("row ")][-1] == "row 200"
    assert (lines[-1] if last else "") == last
    assert len(lines) == 200 * 4 + bool(last)


def test_one_problem_at_a_path() -> None:
    found = ProblemsFound.at(Path("data", "a.csv"), "no such file", "a file", "restore it")
    assert str(found) == "data/a.csv\n  found:    no such file\n  expected: a file\n  to do:    restore it"


def test_any_problem_is_raised_and_none_is_not() -> None:
    raise_problems(make(place) for place in ())
    with pytest.raises(ProblemsFound) as raised:
        raise_problems(make(place) for place in ("a", "b"))
    assert raised.value.problems == (make("a"), make("b"))


@pytest.mark.parametrize(("rows", "found"), [(1, "'x' in 1 row of many"), (2, "'x' in 2 rows of many")])
def test_a_problem_of_some_rows_counts_them(rows: int, found: str) -> None:
    problem = repeat_problem(("x",), rows, "a.csv, row 5", ("'x' in ", " rows of many"), "y", "z")
    assert problem.found == found


def test_the_same_problem_of_a_later_part_keeps_the_first_place() -> None:
    first, later = (
        repeat_problem(("x",), rows, place, ("'x' in ", " rows"), "y", "z")
        for rows, place in ((1, "row 5"), (3, "row 90"))
    )
    assert (later.join(first).place, later.join(first).found) == ("row 5", "'x' in 4 rows")
    assert later.join(None) == later


@pytest.mark.parametrize(
    ("name", "known", "most", "nearest"),
    [
        ("consnt", ["country", "consent", "age"], 1, ["consent"]),
        ("zzz", ["country", "consent"], 1, []),
        ("support.core.al.pct", ["support.core.all.pct", "support.core.all.n", "flow.al.pct"], 2,
         ["support.core.all.pct", "support.core.all.n"]),
        ("age", [], 1, []),
    ],
)  # fmt: skip
def test_the_nearest_name(name: str, known: list[str], most: int, nearest: list[str]) -> None:
    assert find_nearest(name, known, most) == nearest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ünsichtbar ist nichts", ""),
        (f"a{ZERO_WIDTH}ge", ", which holds U+200B ZERO WIDTH SPACE"),
        (
            f"a{ZERO_WIDTH}g{SOFT_HYPHEN}e{ZERO_WIDTH}",
            ", which holds U+00AD SOFT HYPHEN and U+200B ZERO WIDTH SPACE",
        ),
    ],
)
def test_characters_that_nobody_sees_are_named(text: str, said: str) -> None:
    assert name_unseen(text) == said


def test_cells_with_unseen_characters_are_counted_by_column_with_its_name() -> None:
    reading: dict[str, Any] = {}
    name = f"q{ZERO_WIDTH}"
    long = f"{'x' * 80}{ZERO_WIDTH}"  # somebody's own words
    cells = pd.DataFrame(
        {"plain": ["a", "é"], name: [f"b{ZERO_WIDTH}{ZERO_WIDTH}", None], "words": [long, "b"]}
    )
    note_unseen(reading, cells)
    note_unseen(reading, cells[["plain"]])
    assert reading == {"unseen_characters": {name: {"U+200B ZERO WIDTH SPACE": 2}}}
