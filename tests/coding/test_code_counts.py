"""Counts of codes over a small study of two cohorts, every number counted by hand."""

from textwrap import dedent

import pandas as pd
import pytest
from aimed.messages.problems import ProblemsFound

# one: a1 and a2 are kept, a3 withdrew, a4 did not consent; two: b1 is kept and of no known group
TURNS = {
    "one": [
        ("g", 1, "M", None, "moderator", 0, 10),
        ("g", 2, "P1", "one:a1", "participant", 20, 30),
        ("g", 3, "P2", "one:a2", "participant", 40, 50),
        ("g", 4, "P1", "one:a1", "participant", 60, 70),
        ("g", 5, "P3", "one:a3", "participant", 80, 90),
        ("h", 1, "P4", "one:a4", "participant", 0, 10),
        ("h", 2, "P2", "one:a2", "participant", 20, 30),
        ("h", 3, "?", None, "unknown", 40, 50),
    ],
    "two": [("g", 1, "B", "two:b1", "participant", 0, 10)],
}
SEGMENTS = {
    "one": [
        ("Ann", "ethics.bias.skin", "g", 0, 21),  # the moderator's turn and the first letter of turn 2
        ("Bo", "ethics.bias", "g", 30, 45),  # begins where turn 2 ends: turn 3 alone
        ("Bo", "ethics", "g", 20, 22),
        ("Ann", "access", "g", 80, 90),  # a3 withdrew
        ("Bo", "access", "g", 51, 59),  # between two turns
        ("Ann", "access", "h", 0, 50),  # a4 and nobody known beside a2
    ],
    "two": [("Bo", "access", "g", 3, 4)],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory, take) -> dict[str, pd.DataFrame]:
    return take(tmp_path_factory.mktemp("coding"), TURNS, SEGMENTS)


def test_only_kept_and_consenting_people_and_moderators_speak(made):
    kept = made["kept_turns"]
    assert kept[["cohort", "transcript", "turn"]].values.tolist() == [
        ["one", "g", 1], ["one", "g", 2], ["one", "g", 3], ["one", "g", 4], ["one", "h", 2], ["two", "g", 1],
    ]  # fmt: skip
    assert kept["participant"].fillna("").tolist() == ["", "one:a1", "one:a2", "one:a1", "one:a2", "two:b1"]
    assert kept["words"].tolist() == [2] * 6


def test_turns_have_the_codes_that_overlap_them_and_their_parents(made):
    coded = made["coded_turns"]
    assert coded[["cohort", "transcript", "turn", "code", "coders"]].values.tolist() == [
        ["one", "g", 2, "ethics", 2],
        ["one", "g", 2, "ethics.bias", 1],
        ["one", "g", 2, "ethics.bias.skin", 1],
        ["one", "g", 3, "ethics", 1],
        ["one", "g", 3, "ethics.bias", 1],
        ["one", "h", 2, "access", 1],
        ["two", "g", 1, "access", 1],
    ]
    assert coded["income_group"].fillna("").tolist() == ["high"] * 3 + ["low"] * 3 + [""]


@pytest.mark.parametrize(
    ("code", "by", "unit", "turns", "participants"),
    [
        ("ethics", "all", "all", (2, 5), (2, 3)),
        ("access", "all", "all", (2, 5), (2, 3)),
        ("ethics", "transcript", "one/g", (2, 3), (2, 2)),
        ("ethics", "transcript", "one/h", (0, 1), (0, 1)),
        ("access", "transcript", "two/g", (1, 1), (1, 1)),
        ("ethics.bias", "income_group", "high", (1, 2), (1, 1)),
        ("ethics.bias", "income_group", "low", (1, 2), (1, 1)),
        ("access", "income_group", "missing", (1, 1), (1, 1)),
    ],
)
def test_counts_of_turns_and_of_participants(made, code, by, unit, turns, participants):
    counts = made["counts"].set_index(["code", "by", "unit", "measure"])
    for measure, (count, n) in (("turns", turns), ("participants", participants)):
        found = counts.loc[(code, by, unit, measure)]
        assert (found["count"], found["n"], found["value"]) == (count, n, count / n)


def test_every_code_is_counted_in_every_unit(made):
    # 4 codes in 1 + 3 transcripts + 3 groups, by 2 measures
    assert len(made["counts"]) == 4 * 7 * 2


def test_agreement_is_over_the_transcripts_that_both_coded(made):
    # transcript g of cohort one: turns 2, 3 and 4; Bo did not code h, Ann did not code cohort two
    agreement = made["agreement"].query("unit == 'turn'")
    assert agreement[["code", "both", "only_a", "only_b", "neither", "n"]].values.tolist() == [
        ["ethics", 1, 0, 1, 1, 3],
        ["ethics.bias", 0, 1, 1, 1, 3],
        ["ethics.bias.skin", 0, 1, 0, 2, 3],
        ["access", 0, 0, 0, 3, 3],
    ]
    assert set(zip(agreement["unit"], agreement["coder_a"], agreement["coder_b"], strict=True)) == {
        ("turn", "Ann", "Bo")
    }
    # ethics: (2/3 - 4/9) / (1 - 4/9), chance being 1/3 * 2/3 + 2/3 * 1/3; access has no variation
    assert agreement["kappa"].tolist() == pytest.approx([0.4, -0.5, 0.0, float("nan")], nan_ok=True)


def test_a_study_without_transcripts_has_empty_tables(tmp_path, take):
    made = take(tmp_path, {"one": []}, {"one": []})
    assert {name: len(table) for name, table in made.items()} == {
        "kept_turns": 0, "read_turns": 0, "given_codes": 0, "coded_turns": 0, "counts": 0,
        "agreement": 0, "ratings": 0, "disagreements": 0,
    }  # fmt: skip


def test_speakers_who_are_nobody_are_named_at_once(tmp_path, take):
    strange = [("g", 1, "P7", "one:a7", "participant", 0, 9), ("g", 2, "P8", "one:a8", "participant", 9, 12)]
    with pytest.raises(ProblemsFound) as found:
        take(tmp_path, TURNS | {"one": [*TURNS["one"], *strange, strange[0]]}, SEGMENTS)
    assert str(found.value) == dedent("""\
        data/cohorts/one/cohort.yaml, speakers, g
          found:    P7 stands for one:a7, who is not among the participants
          expected: the id of a participant
          to do:    correct the id
        data/cohorts/one/cohort.yaml, speakers, g
          found:    P8 stands for one:a8, who is not among the participants
          expected: the id of a participant
          to do:    correct the id""")
    assert not list(tmp_path.glob("made-*"))


def test_turns_carry_what_their_speaker_answered_and_no_words(made):
    columns = ["participant", "gender", "age", "wish__x"]
    kept, coded = made["kept_turns"], made["coded_turns"]
    assert kept[columns].astype(object).where(kept[columns].notna(), None).values.tolist() == [
        [None, None, None, None], ["one:a1", "f", 22.0, True], ["one:a2", "m", None, None],
        ["one:a1", "f", 22.0, True], ["one:a2", "m", None, None], ["two:b1", None, None, None],
    ]  # fmt: skip
    assert "remark" not in kept.columns
    assert coded.loc[coded["participant"] == "one:a2", "gender"].unique().tolist() == ["m"]
    # a variable with the name of one of the table's own columns is left out
    assert coded["coders"].dtype == "int64"


def test_coded_words_are_those_that_hold_a_coded_letter(made):
    coded = made["coded_turns"].set_index(["cohort", "transcript", "turn", "code"])["coded_words"]
    # "two words" each: of turn 2 one letter of the first word, of turn 3 to the first letter of the second
    assert coded["one", "g", 2, "ethics.bias.skin"] == 1
    assert coded["one", "g", 2, "ethics"] == 1
    assert coded["one", "g", 3, "ethics.bias"] == 2


def test_answers_of_the_survey_are_turns_of_their_own_and_change_no_count_of_the_groups(tmp_path, take, made):
    """a1 and a2 answer, a3 withdrew; Bo codes the answer of a1: 2 turns more, none of them in the counts."""
    answers = [
        ("wish_to_learn", 1, "a1", "one:a1", "participant", 0, 9),
        ("wish_to_learn", 2, "a2", "one:a2", "participant", 10, 19),
        ("wish_to_learn", 3, "a3", "one:a3", "participant", 20, 29),
    ]
    found = take(tmp_path, TURNS, SEGMENTS, answers=(answers, [("Bo", "access", "wish_to_learn", 0, 29)]))
    own = found["kept_turns"].query("material == 'answers'")
    assert own[["transcript", "turn", "participant"]].values.tolist() == [
        ["wish_to_learn", 1, "one:a1"],
        ["wish_to_learn", 2, "one:a2"],
    ]
    coded = found["coded_turns"].query("material == 'answers'")
    assert coded[["turn", "code", "coders", "readers"]].values.tolist() == [
        [1, "access", 1, 1],
        [2, "access", 1, 1],
    ]
    for name in ("read_turns", "given_codes", "counts", "agreement", "ratings", "disagreements"):
        of_groups = found[name]
        if "material" in of_groups:
            of_groups = of_groups[of_groups["material"] == "focus_groups"].reset_index(drop=True)
        if "unit" in of_groups and name != "counts":
            of_groups = of_groups[of_groups["unit"].isin(["turn", "character"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(of_groups, made[name])


def test_coders_of_answers_are_compared_apart(tmp_path, take, made):
    """Ann and Bo read the answers of a1 and a2: both see access in the first, Ann ethics in the second alone.

    By letters: Bo marks 9 of the first answer, Ann 4 of these; Ann 9 of the second.
    """
    answers = [
        ("wish_to_learn", 1, "a1", "one:a1", "participant", 0, 9),
        ("wish_to_learn", 2, "a2", "one:a2", "participant", 10, 19),
    ]
    given = [
        ("Ann", "access", "wish_to_learn", 0, 4),
        ("Bo", "access", "wish_to_learn", 0, 9),
        ("Ann", "ethics", "wish_to_learn", 10, 19),
    ]
    found = take(tmp_path, TURNS, SEGMENTS, answers=(answers, given))
    table = found["agreement"].query("unit.str.startswith('answer') and code in ('access', 'ethics')")
    assert table[["unit", "code", "both", "only_a", "only_b", "neither", "n"]].values.tolist() == [
        ["answer", "ethics", 0, 1, 0, 1, 2],
        ["answer", "access", 1, 0, 0, 1, 2],
        ["answer_character", "ethics", 0, 9, 0, 9, 18],
        ["answer_character", "access", 4, 0, 5, 9, 18],
    ]
    rated = found["ratings"].query("unit == 'answer' and code == 'access'")
    assert rated[["readers", "given", "n"]].values.tolist() == [[2, 0, 1], [2, 2, 1]]
    differing = found["disagreements"].query("transcript == 'wish_to_learn'")
    columns = ["turn", "speaker", "code", "gave", "did_not"]
    assert differing[columns].values.tolist() == [[2, "a2", "ethics", "Ann", "Bo"]]
    assert differing["text"].isna().all()  # an answer's words stand nowhere
    groups = found["kept_turns"].query("material == 'focus_groups'").reset_index(drop=True)
    pd.testing.assert_frame_equal(groups, made["kept_turns"])
