"""A cohort that was coded and does not say by whom: told once, by check and by the cohort's own check."""

from pathlib import Path

import pytest
from aimed.audit.check.command import find_guessed_coders
from aimed.onboarding.check.command import look_at

COHORT = Path("data/cohorts/toy/cohort.yaml")
CODERS = COHORT.with_name("coders.csv")


@pytest.fixture
def coded(toy: Path) -> Path:
    """The toy with a coding that is named; nothing here reads it."""
    text = COHORT.read_text(encoding="utf-8")
    COHORT.write_text(text.replace("files:\n", "files:\n  coding: {path: coding.qdpx}\n"), encoding="utf-8")
    return toy


def test_who_coded_is_asked_for_where_a_coding_is_named(coded: Path) -> None:
    (finding,) = find_guessed_coders()
    assert (finding.place, finding.kind) == ("data/cohorts/toy/coders.csv", "coders_guessed")
    assert finding.found == "no such table: whoever gave a code in a transcript counts as its reader"
    assert finding.remedy == (
        "write the headings coder,transcript and a line for each coder, as coder_1,all or coder_1,fg2"
    )
    CODERS.write_text("coder,transcript\ncoder_1,all\n", encoding="utf-8")
    assert list(find_guessed_coders()) == []


def test_a_cohort_without_coding_is_not_asked(toy: Path) -> None:
    assert list(find_guessed_coders()) == []


def test_the_check_of_a_cohort_says_it_too_and_reads_the_table(coded: Path) -> None:
    _, oddities, _ = look_at("toy")
    assert "data/cohorts/toy/coders.csv" in {problem.place for problem in oddities}
    CODERS.write_text("coder,transcript\ncoder_1,tolk\n", encoding="utf-8")
    cohort, oddities, _ = look_at("toy")
    assert "data/cohorts/toy/coders.csv" not in {problem.place for problem in oddities}
    assert [str(problem) for problem in cohort.problems.by_stage()["coders"]] == [
        "data/cohorts/toy/coders.csv, line 2\n"
        "  found:    transcript 'tolk'\n"
        "  expected: a transcript of the cohort (talk), or all; the nearest is talk\n"
        "  to do:    correct the name"
    ]
