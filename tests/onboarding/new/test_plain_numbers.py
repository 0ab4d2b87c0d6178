"""Which numbers `aimed cohort new` reads from texts: one that can be no other, or none."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from aimed.onboarding.new.command import read_study_words
from aimed.onboarding.new.values import draft_values
from aimed.onboarding.new.vocabulary import read_plain_number
from aimed.onboarding.profiling import Column

HOUR, YEAR = frozenset({"hour"}), frozenset({"year"})
CORRECT = "a number is read from it: correct it, or write a missing_reason"
WRITE = "no number: write the number, or a missing_reason"


@pytest.mark.parametrize(
    ("text", "units", "number"),
    [
        ("10h", HOUR, "10"),
        ("about 1,5 hours", HOUR, "1.5"),
        ("２時間", HOUR, "2"),
        ("Year 1", YEAR, "1"),
        ("1年", YEAR, "1"),
        ("22 años", YEAR, "22"),
        ("4th year", YEAR, "4"),
        ("1.200,0", HOUR, ""),
        ("1,200", HOUR, ""),
        ("1 000", HOUR, ""),
        ("1'000", HOUR, ""),
        ("5½ hours", HOUR, ""),
        ("2-3", HOUR, ""),
        ("2 or 3", HOUR, ""),
        ("30 min", HOUR, ""),
        ("90 minutes", HOUR, ""),
        ("30分", HOUR, ""),
        ("3 hours per week", HOUR, ""),
        ("5 Jahre", HOUR, ""),
        ("Semester 5", YEAR, ""),
        ("First", YEAR, ""),
    ],
)
def test_a_number_is_read_where_it_can_be_no_other(text: str, units: frozenset[str], number: str) -> None:
    assert read_plain_number(text, units) == number


@pytest.fixture
def hours(toy: Path) -> Iterator[str]:
    """Give the variable of the toy study that is told in hours."""
    read_study_words.cache_clear()
    yield "hours"
    read_study_words.cache_clear()


def draft(column: Column, variable: str) -> list[tuple[str, str, str, str]]:
    lines = draft_values(column, variable, read_study_words())[:-1]
    return [(line.source_value, line.value, line.decide, line.note) for line in lines]


def test_what_is_no_number_waits_with_what_can_be_read(hours: str) -> None:
    cells = Counter({"10h": 1, "about 1,5 hours": 1, "30 min": 1, "2-3": 1, "1 000": 1, "5": 9})
    assert draft(Column("Q1", {}, cells, 13), hours) == [
        ("1 000", "", "?", WRITE),
        ("10h", "10", "", ""),
        ("2-3", "", "?", WRITE),
        ("30 min", "", "?", WRITE),
        ("about 1,5 hours", "1.5", "?", CORRECT),
    ]


def test_labels_say_their_number_or_that_none_stands_in_them(hours: str) -> None:
    labels = {"1": "One hour", "2": "2 hours", "3": "3-5 hours"}
    column = Column("Q1", {"values": labels}, Counter({"1": 3, "2": 3, "3": 3}), 9)
    none = "no plain number stands in this label: write the number, or a missing_reason"
    assert draft(column, hours) == [
        ("1", "", "?", none),
        ("2", "2", "?", "the number that this label says"),
        ("3", "", "?", none),
    ]
