"""Codes by what participants answered, density, negative cases and populations, all counted by hand."""

import json

import pandas as pd
import pytest
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import ProblemsFound
from aimed.stats.count_themes import count_themes

THEMES = "code,parent,label,against\nhope,,Hope,\nfear,,Fear,hope\ndoubt,,Doubt,hope\n"
# transcript, turn, participant, taught, words
TURNS = [
    ("fg1", 1, "c-1:a", "yes", 10),
    ("fg1", 2, "c-1:b", "no", 40),
    ("fg1", 3, "c-1:a", "yes", 50),
    ("fg2", 1, "c-1:c", None, 100),
]
# transcript, turn, code, coders, words coded
CODED = [
    ("fg1", 1, "hope", 2, 4),
    ("fg1", 2, "fear", 1, 20),
    ("fg1", 2, "hope", 1, 10),
    ("fg2", 1, "doubt", 2, 60),
    ("fg2", 1, "fear", 2, 5),
]


@pytest.fixture
def count(tmp_path, write_plan, codebook_files):
    def run(keys: str, themes: str = THEMES) -> pd.DataFrame:
        turns = pd.DataFrame(TURNS, columns=["transcript", "turn", "participant", "taught", "words"])
        turns = turns.assign(cohort="c-1", role="participant")
        coded = pd.DataFrame(CODED, columns=["transcript", "turn", "code", "coders", "coded_words"])
        coded = coded.merge(turns.drop(columns="role"), on=["transcript", "turn"])
        coded = coded.assign(coded_by="either")
        write_table(turns, tmp_path / "turns.parquet")
        write_table(coded, tmp_path / "coded_turns.parquet")
        (tmp_path / "themes.csv").write_text(themes, encoding="utf-8")
        count_themes(
            analysis="themes",
            plan=write_plan(f"kind: codes\n{keys}", "themes"),
            themes=tmp_path / "themes.csv",
            turns=tmp_path / "turns.parquet",
            coded_turns=tmp_path / "coded_turns.parquet",
            statistics=tmp_path / "themes.parquet",
            **codebook_files,
        )
        table = read_table(tmp_path / "themes.parquet")
        table.index = table["item"] + "." + table["group"] + "." + table["statistic"]
        return table

    return run


def values(table: pd.DataFrame, *names: str) -> dict[str, float]:
    return {name: float(table.at[name, "value"]) for name in names}


def test_a_code_is_counted_by_any_attribute_with_its_people_as_denominators(count):
    table = count("by: taught\nmeasures: [participants_pct]\n")
    by_hand = {
        "hope.yes.turns": 1, "hope.yes.pct": 50, "hope.yes.participants": 1, "hope.no.participants_pct": 100,
        "hope.taught_missing.turns": 0, "fear.taught_missing.participants_pct": 100, "fear.all.pct": 50,
    }  # fmt: skip
    assert values(table, *by_hand) == by_hand
    assert table.at["hope.yes.participants", "n"] == 1
    assert table.at["fear.all.participants", "n"] == 3
    assert "words.all.count" not in table.index


def test_people_of_the_groups_of_an_attribute_add_up_so_that_a_hidden_one_is_not_the_rest(count):
    table = count("by: taught\n")
    parts = {key for written in table["partitions"] for key in json.loads(written)}
    assert {"themes.participants.all.count|taught", "themes.hope.all.participants|taught"} <= parts
    # nobody speaks in two transcripts here, so these add up too
    assert "themes.participants.all.count|transcript" in parts


def test_density_is_by_1000_words_of_the_group(count):
    table = count("by: taught\nmeasures: [density]\n")
    by_hand = {
        "words.all.count": 200, "words.yes.count": 60, "hope.all.coded_words": 14, "hope.yes.coded_words": 4,
        "hope.all.turns_per_1000": 10, "hope.no.turns_per_1000": 25, "fear.all.coded_words_per_1000": 125,
    }  # fmt: skip
    assert values(table, *by_hand) == by_hand
    assert set(table.loc[["words.all.count", "hope.all.coded_words"], "kind"]) == {"sum"}


def test_negative_cases_are_the_turns_of_codes_that_speak_against_a_theme(count):
    table = count("")
    by_hand = {
        "hope.all.against": 2, "hope.all.against_participants": 2, "hope.all.against_groups": 2,
        "hope.all.either": 3, "hope.fg1.against": 1, "hope.fg2.either": 1, "hope.fg1.against_pct": 50,
    }  # fmt: skip
    assert values(table, *by_hand) == by_hand
    assert table.at["hope.all.against_pct", "value"] == pytest.approx(200 / 3)
    assert "fear.all.against" not in table.index


def test_a_population_may_ask_what_coding_alone_says(count):
    table = count("population: [[coders, at_least, 2]]\n")
    by_hand = {"turns.all.count": 4, "hope.all.turns": 1, "fear.all.turns": 1, "doubt.all.turns": 1}
    assert values(table, *by_hand) == by_hand
    table = count("population: [[words, at_least, 50]]\n")
    assert values(table, "turns.all.count", "hope.all.turns") == {"turns.all.count": 2, "hope.all.turns": 0}


def test_a_column_that_coded_turns_lack_is_told_with_those_there_are(count, tmp_path):
    with pytest.raises(ProblemsFound) as found:
        count("population: [[coder, is, Ann]]\n")
    assert str(found.value).replace(f"{tmp_path}/", "") == (
        "themes.yaml:4\n"
        "  found:    population column coder\n"
        "  expected: a column of the table coded_turns: transcript, turn, code, coders, coded_words,"
        " participant, taught, words, cohort, coded_by\n"
        "  to do:    write coders"
    )


def test_a_code_against_one_that_is_not_there_or_against_its_own_branch_is_told(count, tmp_path):
    themes = "code,parent,label,against\nhope,,Hope,hopes\nfear,,Fear,fear\n"
    themes += "doubt,,Doubt,\ndoubt.a,doubt,A,doubt\n"
    with pytest.raises(ProblemsFound) as found:
        count("", themes)
    assert str(found.value).replace(f"{tmp_path}/", "") == (
        "themes.csv:2\n"
        "  found:    code hope against hopes\n"
        "  expected: a code of this table\n"
        "  to do:    correct it, or leave it blank\n"
        "themes.csv:3\n"
        "  found:    code fear against fear, which it is a part of or the same as\n"
        "  expected: a code of another branch\n"
        "  to do:    name another code\n"
        "themes.csv:5\n"
        "  found:    code doubt.a against doubt, which it is a part of or the same as\n"
        "  expected: a code of another branch\n"
        "  to do:    name another code"
    )
