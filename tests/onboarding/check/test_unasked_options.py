"""Options that REDCap writes as 0 where nobody saw them. Expected values: read by hand from the rows here."""

from collections import Counter

import pandas as pd
import pytest
from aimed.harmonise.recoding.recode import recode
from aimed.onboarding.check.stages import Cohort
from aimed.onboarding.check.unasked_options import find_unasked
from aimed.onboarding.new.command import read_study_words
from aimed.onboarding.new.crosswalk import draft_crosswalk
from aimed.onboarding.profiling import Column, Profile
from aimed.study.codebook import Codebook, read_study_codebook

LOGIC = "[q_prior]<>'88'"
ASKED = [[["q_prior", "not_in", ["88"]]]]
OPTIONS = {"top___1": "Ethics", "top___2": "Coding"}


def describe(option: str, ways: list[object], logic: str = LOGIC) -> dict[str, object]:
    said = {"label": f"Topics wanted - {option}", "question": "Topics wanted", "option": option}
    ticks = {"values": {"1": option}, "unticked": ["0"], "not_shown": [""]}
    return said | ticks | {"asked_where": ways} | ({"shown_if": logic} if logic else {})


def cohort(ways: list[object]) -> Cohort:
    """Return a cohort in which row 2 was shown and 3 not; 4 was not shown and has a tick."""
    book: Codebook = read_study_codebook()
    made = Cohort("toy", book, {})
    cells = {"q_prior": ["1", "88", "88"], "top___1": ["0", "0", "1"], "top___2": ["0", "0", "0"]}
    made.rows = pd.DataFrame(cells | {"source_file": "raw.csv", "source_row": [2, 3, 4]})
    lines = [
        (name, cell, f"topic__{option.lower()}", value)
        for name, option in OPTIONS.items()
        for cell, value in (("1", "yes"), ("0", "no"))
    ]
    table = pd.DataFrame(lines, columns=["source_variable", "source_value", "variable", "value"])
    made.crosswalk = table.assign(missing_reason="", rule="", note="", line=range(2, 6))
    made.described = {"columns": {name: describe(option, ways) for name, option in OPTIONS.items()}}
    return made


@pytest.mark.parametrize(
    ("ways", "logic", "note", "decide"),
    [
        (ASKED, LOGIC, f"blank, and not asked, where {LOGIC} is not met", ""),
        ([], LOGIC, f"asked only where {LOGIC}: 0 may mean not asked", "?"),
        ([], "", "without the data dictionary nobody knows who was asked: 0 may mean not asked", "?"),
    ],
)
def test_the_draft_says_that_0_may_mean_not_asked(
    toy: object, ways: list[object], logic: str, note: str, decide: str
) -> None:
    read_study_words.cache_clear()
    columns = {
        name: Column(name, describe(option, ways, logic), Counter("01"), 2)
        for name, option in OPTIONS.items()
    }
    lines = draft_crosswalk(Profile([{"name": "a.csv", "rows": 2}], columns, {}), read_study_words(), {})
    unticked = [line for line in lines if line.source_value == "0"]
    assert [(line.variable, line.value) for line in unticked] == [
        ("topic__ethics", "no"),
        ("topic__coding", "no"),
    ]
    assert {(line.note, line.decide) for line in unticked} == {(note, decide)}


def test_options_that_were_not_shown_were_not_asked(toy: object) -> None:
    made = cohort(ASKED)
    done = recode(made.rows, made.crosswalk, made.codebook, "crosswalk.csv", made.described)
    assert list(done.responses["topic__ethics"]) == [False, None, True]
    assert list(done.responses["topic__coding"]) == [False, None, False]
    assert done.reasons.loc[1, ["topic__ethics", "topic__coding"]].tolist() == ["not_asked", "not_asked"]
    assert list(find_unasked(made)) == []


def test_a_condition_that_was_not_judged_is_looked_at(toy: object) -> None:
    (found,) = find_unasked(cohort([]))
    assert str(found) == (
        "raw.csv, row 2, column top___1\n"
        "  found:    no option of 'Topics wanted' ticked, in 2 rows from this one on; it was asked "
        "only where [q_prior]<>'88'\n"
        "  expected: options that were seen: the platform writes the same where they were not shown\n"
        "  to do:    where the condition was not met, blank the options in corrections.yaml (replace: null)"
    )
