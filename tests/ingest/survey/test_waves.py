"""One name for two questions in the files of a cohort. Expected values: likeness counted by hand."""

from pathlib import Path

import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.waves import find_reused


def reused(one: dict[str, ColumnDescription], two: dict[str, ColumnDescription]) -> dict[str, dict[str, str]]:
    return find_reused([(Path("a.csv"), Export(one, [])), (Path("b.csv"), Export(two, []))])


def test_files_that_ask_different_questions_under_a_name_are_found() -> None:
    one: dict[str, ColumnDescription] = {"Q1": {"label": "AI should be taught"}, "Q2": {"label": "Your age"}}
    two: dict[str, ColumnDescription] = {
        "Q1": {"label": "Hours of sleep per night"},
        "Q2": {"label": "Your age?"},
    }
    assert reused(one, two) == {"Q1": {"a.csv": "AI should be taught", "b.csv": "Hours of sleep per night"}}


@pytest.mark.parametrize(("text", "other"), [("Sleds", False), ("Slats", True)])
def test_texts_of_which_less_than_60_percent_is_shared_are_two_questions(text: str, other: bool) -> None:
    """Sleep shares 3 of 5 letters with Sleds, 60 percent, and 2 with Slats."""
    found = reused({"Q1": {"label": "Sleep"}}, {"Q1": {"label": text}})
    assert found == ({"Q1": {"a.csv": "Sleep", "b.csv": text}} if other else {})


@pytest.mark.parametrize("silent", [{}, {"label": "q1"}, {"label": "Begun at", "platform": True}])
def test_a_column_that_says_no_more_than_its_name_is_no_other_question(silent: ColumnDescription) -> None:
    assert reused({"Q1": {"label": "Hours of sleep per night"}}, {"Q1": silent}) == {}
