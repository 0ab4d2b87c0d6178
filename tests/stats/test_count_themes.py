"""Codes over turns counted by hand."""

import json

import pandas as pd
import pytest
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import ProblemsFound
from aimed.stats.conversations.spoken_turns import list_transcripts
from aimed.stats.count_themes import count_themes
from aimed.stats.state_agreement import state_agreement

THEMES = "code,parent,label\nethics,,Ethics\nethics.bias,ethics,Bias\nwishes,,Wishes\n"
PLAN = "kind: codes\ntable: coded_turns\nby: income\ncollapsed: yes\n"
# transcript, turn, participant, income
TURNS = [
    ("fg1", 1, "moderator", None, None),
    ("fg1", 2, "participant", "c-1:a", "high"),
    ("fg1", 3, "participant", "c-1:b", "low"),
    ("fg1", 4, "participant", "c-1:a", "high"),
    ("fg2", 1, "participant", "c-1:c", "middle"),
    ("fg2", 2, "participant", "c-1:d", None),
]
# turn -> its codes, parents included
CODED = {
    ("fg1", 2): ["ethics", "ethics.bias"],
    ("fg1", 3): ["ethics"],
    ("fg1", 4): ["ethics"],
    ("fg2", 1): ["ethics", "ethics.bias"],
}


def make_tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    turns = pd.DataFrame(TURNS, columns=["transcript", "turn", "role", "participant", "income"])
    turns.insert(0, "cohort", "c-1")
    rows = [
        {**row, "code": code}
        for row in turns.to_dict("records")
        for code in CODED.get((row["transcript"], row["turn"]), [])
    ]
    return turns, pd.DataFrame(rows).drop(columns="role").assign(coded_by="either")


@pytest.fixture
def count(tmp_path, write_plan, codebook_files):
    """Return the table of a plan of kind codes, with the ids of its numbers as index."""

    def run(themes: str = THEMES) -> pd.DataFrame:
        turns, coded = make_tables()
        write_table(turns, tmp_path / "turns.parquet")
        write_table(coded, tmp_path / "coded_turns.parquet")
        (tmp_path / "themes.csv").write_text(themes, encoding="utf-8")
        count_themes(
            analysis="themes",
            plan=write_plan(PLAN, "themes"),
            themes=tmp_path / "themes.csv",
            turns=tmp_path / "turns.parquet",
            coded_turns=tmp_path / "coded_turns.parquet",
            statistics=tmp_path / "themes.parquet",
            **codebook_files,
        )
        table = read_table(tmp_path / "themes.parquet")
        table.index = "themes." + table["item"] + "." + table["group"] + "." + table["statistic"]
        assert table.index.is_unique
        return table

    return run


BY_HAND = {
    "turns.all.count": 5,
    "participants.all.count": 4,
    "transcripts.all.count": 2,
    "turns.fg1.count": 3,
    "ethics.all.turns": 4,
    "ethics.all.pct": 80,
    "ethics.all.participants": 3,
    "ethics.all.groups": 2,
    "ethics.bias.all.turns": 2,
    "ethics.bias.all.participants": 2,
    "ethics.bias.hic.turns": 1,
    "ethics.hic.turns": 2,
    "ethics.hic.participants": 1,
    "ethics.lmic.pct": 100,
    "ethics.income_missing.turns": 0,
    "ethics.fg1.participants": 2,
    "ethics.bias.fg2.turns": 1,
    "wishes.all.turns": 0,
    "wishes.all.pct": 0,
    "turns.unclassified.count": 0,
}


def test_numbers_are_those_counted_by_hand(count):
    table = count()
    assert {name: table.at[f"themes.{name}", "value"] for name in BY_HAND} == BY_HAND


def test_a_group_without_turns_has_no_percentage(count):
    assert "themes.ethics.unclassified.pct" not in count().index


def test_groups_and_transcripts_add_up_to_all(count):
    table = count()
    members: dict[str, float] = {}
    for row in table.itertuples():
        for key in json.loads(row.partitions):
            members[key] = members.get(key, 0) + row.value
    assert {key.split("|")[1] for key in members} == {"income_collapsed", "transcript"}
    for key, total in members.items():
        assert table.at[key.split("|")[0], "value"] == total, key


def test_a_code_that_themes_lacks_is_told(count, tmp_path):
    with pytest.raises(ProblemsFound) as found:
        count("code,parent,label\nethics,,Ethics\nturns,,Turns\n")
    assert str(found.value).replace(f"{tmp_path}/", "") == (
        "themes.csv\n"
        "  found:    no code ethics.bias\n"
        "  expected: every code that coders used\n"
        "  to do:    add the code\n"
        "themes.csv\n"
        "  found:    code turns\n"
        "  expected: a code other than turns, participants, transcripts\n"
        "  to do:    rename the code"
    )


def test_transcripts_of_one_name_in_two_cohorts_stay_apart():
    turns = pd.DataFrame({"cohort": ["a", "b", "b"], "transcript": ["fg1", "fg1", "fg2"]})
    assert [group.code for group in list_transcripts(turns)] == ["a_fg1", "b_fg1", "fg2"]


def spell_out(rows) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who read and gave what, turn by turn, as the counts of each pair have it."""
    read, given = set(), set()
    for code, first, second, both, only_first, only_second, _, n, _ in rows:
        read |= {("c", "t", turn, coder, False) for turn in range(n) for coder in (first, second)}
        alone = range(both + only_first, both + only_first + only_second)
        given |= {("c", "t", turn, first, code) for turn in range(both + only_first)}
        given |= {("c", "t", turn, second, code) for turn in (*range(both), *alone)}
    place = ["cohort", "transcript", "turn", "coder"]
    who = pd.DataFrame(sorted(read), columns=[*place, "consensus"]).astype({"turn": int, "consensus": bool})
    codes = pd.DataFrame(sorted(given), columns=[*place, "code"]).astype({"turn": int})
    return who.assign(material="focus_groups"), codes.assign(material="focus_groups")


def state(tmp_path, write_plan, rows) -> pd.DataFrame:
    columns = ["code", "coder_a", "coder_b", "both", "only_a", "only_b", "neither", "n", "kappa"]
    table = pd.DataFrame(rows, columns=columns).assign(unit="turn", level="code")
    write_table(table, tmp_path / "agreement.parquet")
    read, given = spell_out(rows)
    write_table(read, tmp_path / "read_turns.parquet")
    write_table(given, tmp_path / "given_codes.parquet")
    marks = given.groupby(["code", "turn"]).size()
    people = read["coder"].nunique()
    rated = [
        {"code": code, "readers": people, "given": int(marks.get((code, turn), 0)), "n": 1}
        for code in dict.fromkeys(row[0] for row in rows)
        for turn in read["turn"].unique()
    ]
    ratings = pd.DataFrame(rated, columns=["code", "readers", "given", "n"])
    ratings = ratings.groupby(["code", "readers", "given"], as_index=False).sum()
    write_table(ratings.assign(unit="turn", level="code"), tmp_path / "ratings.parquet")
    state_agreement(
        analysis="agreement",
        plan=write_plan("kind: agreement\n", "agreement"),
        agreement=tmp_path / "agreement.parquet",
        ratings=tmp_path / "ratings.parquet",
        read_turns=tmp_path / "read_turns.parquet",
        given_codes=tmp_path / "given_codes.parquet",
        statistics=tmp_path / "out.parquet",
    )
    return read_table(tmp_path / "out.parquet").set_index(["item", "group", "statistic"])


def test_agreement_of_one_pair_and_its_median(tmp_path, write_plan):
    rows = [
        ("a", "x", "y", 20, 5, 10, 15, 50, 0.4),
        ("b", "x", "y", 9, 1, 0, 40, 50, 0.9),
        ("c", "x", "y", 0, 0, 0, 50, 50, None),
        ("d", "x", "y", 10, 5, 5, 30, 50, 0.5),
    ]
    table = state(tmp_path, write_plan, rows)
    assert table.at[("a", "all", "agreement"), "value"] == 70
    assert table.at[("a", "all", "kappa"), "value"] == 0.4
    assert ("c", "all", "kappa") not in table.index
    # R psych 2.2.9: cohen.kappa(matrix(c(20, 10, 5, 15), 2))$confid
    interval = table.loc[("a", "all", "kappa_interval"), ["value", "low", "high"]]
    assert interval.tolist() == pytest.approx([0.4, 0.15109229, 0.64890771], abs=1e-8)
    assert table.at[("codes_only", "all", "median"), "value"] == 0.5
    assert ("themes_only", "all", "median") not in table.index
    assert ("c", "all", "gwet_ac1") not in table.index
    assert table.at[("codes", "all", "median"), "value"] == 0.5
    assert json.loads(table.at[("codes", "all", "median"), "numbers"]) == [
        "agreement.a.all.kappa",
        "agreement.b.all.kappa",
        "agreement.d.all.kappa",
    ]


def test_several_pairs_have_groups_of_their_own(tmp_path, write_plan):
    rows = [("a", x, y, 1, 0, 0, 1, 2, 1.0) for x, y in [("x", "y"), ("x", "z"), ("y", "z")]]
    table = state(tmp_path, write_plan, rows)
    assert set(table.index.get_level_values("group")) == {"pair_1", "pair_2", "pair_3", "all"}
    # of all three together: no disagreement in two turns, so no interval
    assert table.at[("a", "all", "gwet_ac1"), "value"] == 1
    assert table.at[("a", "all", "krippendorff_alpha"), "value"] == 1
    assert pd.isna(table.at[("a", "all", "krippendorff_alpha"), "low"])


def test_agreement_of_nobody_is_an_empty_table(tmp_path, write_plan):
    assert state(tmp_path, write_plan, []).empty
