"""A collector raises what a stage found, or keeps it and lets the work go on."""

import pytest
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, ProblemsFound, raise_problems, repeat_problem

A, B, C = (Problem(place, "this", "that", "correct it") for place in "abc")


def work(problems: Collector) -> list[str]:
    """Go through two stages; the first stage has two problems, of which one is raised."""
    done = []
    problems.add("first", [B])
    with problems.collecting("first"):
        raise_problems([A])
        done.append("the rest of the block")
    done.append("after it")
    problems.stop()
    problems.add("second", [C])
    return [*done, "the end"]


def test_what_is_raised_stays_raised_where_strict() -> None:
    with pytest.raises(ProblemsFound) as raised:
        work(Collector())
    assert raised.value.problems == (A,)


def test_a_strict_one_raises_all_that_was_added_at_once_in_its_order() -> None:
    problems = Collector()
    problems.stop()
    problems.add("second", [C])
    problems.add("first", [A])
    problems.add("second", [B])
    with pytest.raises(ProblemsFound) as raised:
        problems.stop()
    assert raised.value.problems == (C, A, B)


def test_another_keeps_everything_and_goes_on() -> None:
    problems = Collector(strict=False)
    assert work(problems) == ["after it", "the end"]
    assert problems.by_stage() == {"first": [B, A], "second": [C]}


def test_other_errors_are_nobodys_to_keep() -> None:
    problems = Collector(strict=False)
    with pytest.raises(ZeroDivisionError), problems.collecting("first"):
        raise ZeroDivisionError
    assert problems.by_stage() == {}


def test_a_problem_stays_where_it_was_found_first_and_stages_keep_their_order() -> None:
    problems = Collector(strict=False)
    problems.add("first", [])
    problems.add("second", [A, A])
    problems.add("first", [A, B])
    assert list(problems.by_stage().items()) == [("first", [B]), ("second", [A])]


def count(rows: int, place: str, key: str = "x") -> Problem:
    return repeat_problem((key,), rows, place, ("value 'x' in ", " rows"), "a value", "add a line")


def test_the_rows_of_all_parts_are_one_problem() -> None:
    problems = Collector()
    for part in ([count(1, "row 2"), A], [count(2, "row 7"), A], [count(1, "row 9", "y")]):
        problems.add("values", part)
    with pytest.raises(ProblemsFound) as raised:
        problems.stop()
    assert [(one.place, one.found) for one in raised.value.problems] == [
        ("row 2", "value 'x' in 3 rows"),
        ("a", "this"),
        ("row 9", "value 'x' in 1 row"),
    ]


def test_problems_that_read_alike_are_told_once() -> None:
    problems = Collector(strict=False)
    problems.add("values", [count(1, "row 2", "topic__a"), count(1, "row 2", "topic__b")])
    assert problems.by_stage() == {"values": [count(1, "row 2")]}
