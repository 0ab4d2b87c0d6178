"""What ledger.json and evidence.json say of a number. Expected values: by hand, of two respondents."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from aimed.ledger.decide import decide_disclosure
from aimed.ledger.disclosure import Disclosure
from aimed.ledger.entries import describe_study, make_entries, make_evidence
from aimed.ledger.make import collect_numbers
from aimed.ledger.row_sets import RowSets
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import Codebook

BOOK = Codebook(pd.DataFrame({"label": ["Core"], "scale": [""]}, index=["core"]), {}, {})
NUMBER: dict[str, Any] = {
    "id": "support.core.all.pct",
    "analysis": "support",
    "item": "core",
    "group": "all",
    "statistic": "pct",
    "value": 50.0,
    "unit": "percent",
    "n": 2.0,
    "numerator": 1.0,
    "denominator": 2.0,
    "low": 9.5,
    "high": 90.5,
    "method": "Wilson score interval",
    "kind": "proportion",
    "numbers": '["support.core.all.count"]',
    "partitions": "[]",
    "table": "responses",
    "where": '[["core", "in", ["agree"]]]',
    "base": '[["core", "known", null]]',
    "base_table": None,
    "distinct": None,
    "columns": '["core"]',
    "formula": "100 * count / n",
    "seed": None,
    "draws": np.nan,
}
CHOICES: Any = {"smallest_cell": 1}


def numbers(**changed: object) -> pd.DataFrame:
    return pd.DataFrame([NUMBER | changed], dtype=object)


def entry(choices: Any = CHOICES, plan: Any = None, **changed: object) -> Any:
    plans: Any = {"support": plan or {}}
    table = numbers(**changed)
    evidence: Any = {"support.core.all.pct": {"rows": None, "base": None, "distinct": None}}
    disclosure, _ = decide_disclosure(table, evidence, {}, BOOK, plans, choices)
    return make_entries(table, BOOK, {}, plans, choices, disclosure)["support.core.all.pct"]


def test_an_entry_says_all_that_the_manuscript_may_read() -> None:
    assert entry() == {
        "analysis": "support",
        "item": "core",
        "group": "all",
        "statistic": "pct",
        "value": 50.0,
        "shown": "50.0%",
        "shown_bare": "50.0",
        "unit": "percent",
        "n": 2,
        "low": 9.5,
        "high": 90.5,
        "shown_low": "9.5",
        "shown_high": "90.5",
        "shown_level": "95",
        "method": "Wilson score interval",
        "label": "Core, percent",
        "public": True,
    }


def test_what_is_hidden_says_why() -> None:
    hidden = entry({"smallest_cell": 5})
    assert (hidden["public"], hidden["hidden_because"]) == (False, "rests on fewer than the smallest cell")


@pytest.mark.parametrize(
    ("plan", "n", "choices", "public"),
    [
        ({"small_cells": "shown"}, 2, {}, True),
        ({"small_cells": "large_groups"}, 50, {}, True),
        ({"small_cells": "large_groups"}, 49, {}, False),
        ({"small_cells": "large_groups"}, 30, {"smallest_group": 30}, True),
        ({"small_cells": "hidden"}, 50, {}, False),
        ({}, 50, {}, False),
    ],
)
def test_a_plan_may_show_small_cells(plan: Any, n: int, choices: Any, public: bool) -> None:
    assert entry({"smallest_cell": 5, **choices}, plan, n=n)["public"] is public


def test_an_interval_covers_what_the_plan_says_and_decimals_are_the_configs() -> None:
    shown = entry({"smallest_cell": 1, "ledger": {"decimals": {"percent": 0}}}, {"interval": 0.9})
    assert (shown["shown_level"], shown["shown"], shown["shown_low"]) == ("90", "50%", "10")
    assert "shown_level" in entry(low=np.nan)
    assert "shown_level" in entry(high=None)
    plain = entry(low=np.nan, high=None, n=None, method=None)
    assert not {"shown_level", "shown_low", "shown_high"} & plain.keys()
    assert (plain["n"], plain["low"], plain["high"], plain["method"]) == (None, None, None, None)


def test_an_n_may_be_withheld_by_itself() -> None:
    only_n: Any = make_entries(numbers(), BOOK, {}, {}, CHOICES, Disclosure({}, {"support.core.all.pct"}))
    assert (only_n["support.core.all.pct"]["n"], only_n["support.core.all.pct"]["public"]) == (None, True)


def test_evidence_says_what_a_number_rests_on() -> None:
    responses = pd.DataFrame({"respondent": ["a", "b"], "core": ["agree", "neutral"]})
    recodes = pd.DataFrame(
        [("toy", "q7", "core", 3)], columns=["cohort", "source_variable", "variable", "line"]
    )
    row_sets = RowSets({"responses": responses}, recodes, {"toy": ["consent"]}, {"toy": 4})
    found = make_evidence(numbers(seed=7.0, draws=2000), row_sets)["support.core.all.pct"]
    rows, base = (row_sets.row_sets[str(found[part])] for part in ("rows", "base"))
    assert (rows["n"], base["n"]) == (1, 2)
    assert row_sets.selections[str(found["selection"])]["cohorts"]["toy"]["columns"] == ["consent", "q7"]
    assert {name: value for name, value in found.items() if name not in ("rows", "base", "selection")} == {
        "analysis": "support",
        "kind": "proportion",
        "distinct": None,
        "columns": ["core"],
        "numbers": ["support.core.all.count"],
        "numerator": 1,
        "denominator": 2,
        "formula": "100 * count / n",
        "seed": 7,
        "draws": 2000,
        "plan": "analyses/support.yaml",
        "command": "snakemake results/stats/support.parquet --force",
    }


def test_a_base_may_lie_in_another_table() -> None:
    tables = {
        "responses": pd.DataFrame({"respondent": ["a"], "core": ["agree"]}),
        "participants": pd.DataFrame({"participant": ["a", "b", "c"], "core": "x"}),
    }
    recodes = pd.DataFrame(columns=["cohort", "source_variable", "variable", "line"])
    row_sets = RowSets(tables, recodes, {}, {})
    found = make_evidence(numbers(base_table="participants"), row_sets)["support.core.all.pct"]
    assert row_sets.row_sets[str(found["base"])]["n"] == 3


def test_the_study_counts_who_was_kept() -> None:
    participants = pd.DataFrame(
        {
            "kept": [True, True, True, False],
            "in_survey": [True, True, False, True],
            "country": ["NOR", "NOR", "KEN", "PER"],
        }
    )
    cohorts: Any = {"b": {"synthetic": "yes"}, "a": {"synthetic": True}, "c": {"synthetic": False}, "d": {}}
    expected = {"name": "toy", "synthetic": 1, "synthetic_cohorts": ["a", "b"], "cohorts": 4}
    expected |= {"respondents": 2, "countries": 2, "plans_frozen_before_collection": 0}
    assert describe_study("toy", cohorts, participants) == expected
    assert describe_study("toy", {"c": cohorts["c"]}, participants)["synthetic"] == 0


def test_numbers_of_all_analyses_are_one_table_and_those_without_a_value_are_left_out() -> None:
    columns = ["item", "group", "statistic", "value"]
    one = pd.DataFrame([("core", "all", "n", 2.0), ("core", "all", "p", None)], columns=columns)
    two = pd.DataFrame([("Topic.AI-ethics", "all", "n", 3.0)], columns=columns)
    table = collect_numbers([("support", one), ("wanted", two), ("empty", one[:0])], one[:0])
    assert table["id"].to_list() == ["support.core.all.n", "wanted.topic.ai_ethics.all.n"]
    assert table.index.to_list() == [0, 1]


def test_two_numbers_of_one_id_stop() -> None:
    columns = ["item", "group", "statistic", "value"]
    rows = [("zinc", "all", "n", 1), ("a-b", "all", "n", 1), ("a_b", "all", "n", 1), ("zinc", "all", "n", 1)]
    same = pd.DataFrame([*rows, ("other", "all", "n", 1)], columns=columns)
    with pytest.raises(ProblemsFound) as found:
        collect_numbers([("support", same)], same[:0])
    assert str(found.value) == "\n".join(
        f"analyses/support.yaml\n  found:    2 numbers with the id support.{name}.all.n\n"
        "  expected: one number per id\n"
        "  to do:    rename the analysis, the variable or the code that collides"
        for name in ("a_b", "zinc")
    )


@pytest.mark.parametrize(("statistic", "table"), [("p", "support"), ("p_adjusted", "adjusted")])
def test_the_command_makes_the_table_with_the_number(statistic: str, table: str) -> None:
    nothing = ("table", "where", "base", "base_table", "distinct", "columns", "numbers", "numerator")
    nothing += ("denominator", "formula", "seed", "draws")
    row = dict.fromkeys(nothing) | {"id": "a", "analysis": "support", "statistic": statistic, "kind": "test"}
    evidence = make_evidence(pd.DataFrame([row], dtype=object), RowSets({}, pd.DataFrame(), {}, {}))
    assert evidence["a"]["command"] == f"snakemake results/stats/{table}.parquet --force"
    assert evidence["a"]["plan"] == "analyses/support.yaml"
