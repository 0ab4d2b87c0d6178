"""Verdicts from conditions: the table of both strands' stances, worked out by hand, and each message."""

from pathlib import Path

import pytest
from milk_display import judge, write

ADDS = {"by": "groups", "says": "warm", "holds": "talk.milk.cold.all.participants > 0"}
FOR, AGAINST, SILENT = 60.0, 40.0, 50.0  # of the survey; of the groups 7, 3 and 5
GROUPS = {FOR: 7.0, AGAINST: 3.0, SILENT: 5.0}


@pytest.mark.parametrize(
    ("survey", "groups", "alone", "with_adds"),
    [
        (FOR, FOR, "confirmed", "expanded"),
        (AGAINST, AGAINST, "confirmed", "expanded"),
        (FOR, AGAINST, "discordant", "discordant"),
        (AGAINST, FOR, "discordant", "discordant"),
        (FOR, SILENT, "silent", "expanded"),
        (SILENT, AGAINST, "silent", "expanded"),
        (SILENT, SILENT, None, None),
    ],
)
def test_the_verdict_that_follows(joint: Path, survey, groups, alone, with_adds) -> None:
    changed = {"wants_taste_milk_all_pct": survey, "talk_milk_warm_all_participants": GROUPS[groups]}
    assert judge(write(joint), **changed).verdict == alone
    assert judge(write(joint, adds=ADDS), **changed).verdict == with_adds
    for verdict in ("confirmed", "expanded", "discordant", "silent"):
        assert judge(write(joint, verdict=verdict), **changed).holds == (verdict == alone)
        assert judge(write(joint, verdict=verdict, adds=ADDS), **changed).holds == (verdict == with_adds)


NOW = "(wants.taste.milk.all.pct is {}, talk.milk.warm.all.participants is {})"


def test_a_verdict_turned_into_its_opposite(joint: Path) -> None:
    assert [str(one) for one in judge(write(joint, verdict="discordant")).problems] == [
        "manuscript/joint.yaml:24\n"
        "  found:    the verdict discordant of row milk\n"
        f"  expected: confirmed: the survey is for it and the groups are for it {NOW.format(60, 7)}\n"
        "  to do:    correct the verdict, or the conditions that it follows from"
    ]


def test_a_condition_that_became_false(joint: Path) -> None:
    (problem,) = judge(write(joint), wants_taste_milk_all_pct=50.0).problems
    assert problem.expected == (f"silent: the survey is silent and the groups are for it {NOW.format(50, 7)}")


def test_neither_strand_speaks(joint: Path) -> None:
    changed = {"wants_taste_milk_all_pct": 50.0, "talk_milk_warm_all_participants": 5.0}
    (problem,) = judge(write(joint), **changed).problems
    assert problem.expected == (
        "a strand that speaks for or against the statement, and not both: the survey is silent and "
        f"the groups are silent {NOW.format(50, 5)}"
    )


def test_a_strand_that_contradicts_itself(joint: Path) -> None:
    (problem,) = judge(write(joint, survey_against="wants.taste.milk.all.pct > 10")).problems
    assert "the survey is for and against it" in problem.expected


def test_expanded_needs_what_is_added_and_that_it_holds(joint: Path) -> None:
    (problem,) = judge(write(joint, verdict="expanded")).problems
    assert problem.expected.endswith("; expanded needs `adds`")
    added = write(joint, verdict="expanded", adds=ADDS | {"holds": "talk.milk.cold.all.participants > 9"})
    (problem,) = judge(added).problems
    assert (problem.found, problem.expected) == (
        "what row milk adds does not hold: wants.taste.milk.all.pct is 60, "
        "talk.milk.warm.all.participants is 7, talk.milk.cold.all.participants is 8",
        "talk.milk.cold.all.participants > 9",
    )


@pytest.mark.parametrize(
    ("condition", "found", "expected"),
    [
        ("wants.taste.milk.all.pct => 5", "character 26: '=' has no meaning here; write == to compare", None),
        ("1 == 1", "it names no number", None),
        ("wants.taste.milk.all.pct + 1", "a number, neither true nor false", None),
        ("wants.taste.mlik.all.pct > 1", "no number wants.taste.mlik.all.pct",
         "an id of results/ledger/ledger.json; the nearest is wants.taste.milk.all.pct"),
        ("wants.taste.milk.south.pct > 1", "milk.south.pct, which is not public", "public numbers"),
    ],
)  # fmt: skip
def test_conditions_that_cannot_be_decided(joint: Path, condition, found, expected) -> None:
    judged = judge(write(joint, survey_for=condition, survey_against=None))
    (problem,) = judged.problems
    assert judged.verdict is None
    assert found in problem.found
    assert problem.expected == (expected or "a comparison of ids and numbers")
    assert (problem.place, problem.kind) == ("manuscript/joint.yaml:13", "condition")
