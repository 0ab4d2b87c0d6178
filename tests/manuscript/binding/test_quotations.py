"""Quotations against turns written by hand: what counts as verbatim, who may be quoted, as whom."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.files.tables import write_table
from aimed.manuscript.binding.quotations import (
    attribute_speaker,
    check_quotation,
    holds_verbatim,
    read_quotable,
    write_attribution,
)
from make_study import PARTICIPANTS, TURNS

SPOKEN = "Well, I don’t like it  so much, but the teacher's warm milk “helps” a lot."


@pytest.mark.parametrize(
    "words",
    [
        "I don't like it so much",
        "I don’t like it\nso much",
        "I don't like it … warm milk",
        "I don't like it [...] warm milk",
        "I don't like it [ … ] warm milk",
        "… warm milk",
        "[W]ell, I don't",
        "the [old] teacher's warm [tea with] milk",
        "[The] warm milk",
        "warm milk [of all things]",
        "I don't like it\n> so much",
        'milk "helps" a lot.',
        "a lot",
        "I don't like it",
        'warm milk \\"helps\\"',
    ],
)
def test_these_are_verbatim(words):
    assert holds_verbatim(words, SPOKEN)


@pytest.mark.parametrize(
    "words",
    [
        "I do not like it",
        "I don't like it much",  # "so" left out without saying so
        "warm milk … I don't like it",  # out of order
        "I don't like it … like it",  # the second part stands only once
        "arm milk",  # not at a word boundary
        "warm mil",
        "well, I don't",  # another case, not declared
        "[t]he [o]ld",
        "warm[er] mild",
        "",
        "…",
        "[everything added]",
        "I DON'T LIKE IT",
    ],
)
def test_these_are_not(words):
    assert not holds_verbatim(words, SPOKEN)


def problem_of(turn, words, participants=PARTICIPANTS):
    (problem,) = check_quotation("paper.qmd:3:1", turn, words, TURNS, participants)
    return str(problem)


def test_a_quotation_that_stands_has_no_problem():
    assert check_quotation("paper.qmd:3:1", "demo/g1/2", "warm milk helps", TURNS, PARTICIPANTS) == []


def test_an_altered_word_is_shown_with_the_words_before_it():
    assert problem_of("demo/g1/2", "Well, I don't like it so very much") == (
        "paper.qmd:3:1\n"
        '  found:    the quotation "… I don\'t like it so very …"\n'
        "  expected: words of turn demo/g1/2, in order, at word boundaries\n"
        "  to do:    quote word by word; declare what you leave out […] and what you add [so]"
    )


def test_words_of_another_turn_are_found_there():
    assert problem_of("demo/g1/2", "My hundred cups") == (
        "paper.qmd:3:1\n"
        '  found:    the quotation "My …"\n'
        "  expected: words of turn demo/g1/2, in order, at word boundaries\n"
        "  to do:    these words stand in turn demo/g1/4: correct the turn"
    )


@pytest.mark.parametrize(
    ("turn", "found", "expected"),
    [
        ("demo/g1/9", "no turn demo/g1/9", "a turn of demo/g1: 1 to 4"),
        (
            "demo/9",
            "no turn demo/9",
            "<cohort>/<transcript>/<turn>, of a participant who is kept and agreed to analysis",
        ),
        (
            "",
            "no turn ",
            "<cohort>/<transcript>/<turn>, of a participant who is kept and agreed to analysis",
        ),
    ],
)
def test_a_turn_that_is_not_there(turn, found, expected):
    assert problem_of(turn, "tea") == (
        f"paper.qmd:3:1\n  found:    {found}\n  expected: {expected}\n"
        "  to do:    correct the turn of this quotation, or take it out"
    )


def test_a_moderator_is_not_quoted():
    assert problem_of("demo/g1/1", "What do you think") == (
        "paper.qmd:3:1\n"
        "  found:    turn demo/g1/1 was spoken by nobody who takes part (a moderator, or unknown)\n"
        "  expected: words of a participant\n"
        "  to do:    quote a participant's turn"
    )


def test_consent_to_quotation_is_needed():
    assert problem_of("demo/g1/3", "Nobody asked me") == (
        "paper.qmd:3:1\n"
        "  found:    the speaker of turn demo/g1/3 did not agree to be quoted\n"
        "  expected: consent to quotation\n"
        "  to do:    take this quotation out"
    )


def test_somebody_who_is_not_kept_is_not_quoted():
    gone = [person | {"kept": person["participant"] != "demo:a"} for person in PARTICIPANTS]
    assert problem_of("demo/g1/2", "warm milk", gone) == (
        "paper.qmd:3:1\n"
        "  found:    turn demo/g1/2 was spoken by somebody who is not kept in the study\n"
        "  expected: words of a kept participant\n"
        "  to do:    take this quotation out"
    )


def test_attribution_takes_the_first_group_that_is_large_enough():
    # five in the north, two in the south; a coarser column puts all seven together
    people = [person | {"half": "east"} for person in PARTICIPANTS]
    assert attribute_speaker("demo/g1/2", TURNS, people, ["region", "half"], 5) == ("region", "north")
    assert attribute_speaker("demo/g1/4", TURNS, people, ["region", "half"], 5) == ("half", "east")
    assert attribute_speaker("demo/g1/4", TURNS, people, ["region"], 5) == ("otherwise", None)
    assert attribute_speaker("demo/g1/2", TURNS, people, ["region"], 6) == ("otherwise", None)


def test_people_outside_the_focus_groups_do_not_make_a_group_larger():
    survey_only = {**PARTICIPANTS[-1], "in_focus_groups": False}
    people = [*PARTICIPANTS, *(survey_only | {"participant": f"demo:{name}"} for name in "uvwxyz")]
    assert attribute_speaker("demo/g1/4", TURNS, people, ["region"], 5) == ("otherwise", None)


def test_attribution_in_words():
    wording = {"region": "Drinker, {lower} ({label})", "otherwise": "Drinker"}
    assert write_attribution("region", "South-East", wording) == "Drinker, south-East (South-East)"
    assert write_attribution("otherwise", None, wording) == "Drinker"


def test_a_pseudonym_stands_in_the_turn_and_an_insertion_does_not():
    spoken = "I told [name 3] so, and she wrote to [email 5kq2m7ab]."
    assert holds_verbatim("I told [name 3] so", spoken)
    assert holds_verbatim("told [name 3] so, and she [my friend] wrote", spoken)
    assert not holds_verbatim("I told [name 4] so", spoken)
    assert not holds_verbatim("I told so", spoken)


def test_coded_answers_of_the_survey_are_no_turns_that_may_be_quoted(tmp_path: Path):
    rows = [("fg1", "focus_groups", "Said."), ("future_use", "answers", "Written.")]
    write_table(pd.DataFrame(rows, columns=["transcript", "material", "text"]), tmp_path / "turns")
    assert [row["text"] for row in read_quotable(tmp_path / "turns")] == ["Said."]
