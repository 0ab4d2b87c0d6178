"""Resolved tables of the miniature study, by hand from its ledger and codebook."""

from dataclasses import replace

import pandas as pd
import pytest
from aimed.files.yaml_json import read_yaml
from aimed.manuscript.tables.declared import resolve_table
from aimed.messages.problems import ProblemsFound
from make_study import LEDGER, shown


def test_characteristics(tea):
    table = resolve_table({"analysis": "people", "kind": "characteristics"}, tea)
    assert shown(table) == [
        ["Characteristic", "All (n = 40)", "North"],
        ["Age, median (interquartile range)", "24 (22 to 27)", "–"],
        ["  Preferred not to say", "suppressed", "–"],
        ["Tea should be served daily", "", ""],
        ["  Disagree", "12 (30.0%)", "suppressed"],
        ["  Agree", "28 (70.0%)", "suppressed"],
    ]
    assert table["notes"] == [
        "suppressed: a count of 1 to 4 people, or a number that would give one away; "
        "not shown to protect them.",
        "–: not analysed.",
    ]
    assert table["question"] == "Who answered?"
    assert table["align"] == ["left", "right", "right"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("- {id: a, kind: flow}", "expected: an analysis for a table of this kind"),
        ("- {id: a, kind: shown_cells, analysis: flow}", "expected: no analysis for a table of kind shown"),
    ],
)
def test_shown_cells_alone_is_of_no_analysis(tmp_path, written, found):
    path = tmp_path / "tables.yaml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ProblemsFound, match=found):
        read_yaml(path, schema="tables")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("median_iqr", "Age, median (interquartile range)"),
        ("range", "Age, range"),
        ("{median} [{min} to {max}]", "Age, median [range]"),
        ("{mean} ({sd})", "Age, mean (SD)"),
    ],
)
def test_the_row_of_a_number_says_which_statistic_stands_in_it(tea, form, words):
    tea = replace(tea, forms={**tea.forms, "range": "{min} to {max}"})
    declared = {"analysis": "people", "kind": "characteristics", "number_cell": form, "rows": ["age"]}
    assert shown(resolve_table(declared, tea))[1][0] == words


def test_a_compared_number_has_its_median_where_no_form_is_named(tea):
    numbers = {
        name.replace("people.age.all", f"support.view.{group}"): {**entry, "item": "view", "group": group}
        for name, entry in LEDGER["numbers"].items()
        for group in ("all", "north", "south")
        if name.startswith("people.age.all.") and name.count(".") == 3
    }
    alone = replace(tea, numbers=numbers, by_item={}, labels={})
    table = resolve_table({"analysis": "support", "kind": "comparison", "rows": ["view"]}, alone)
    assert shown(table)[1][:2] == [
        "Tea should be served daily, median (interquartile range)",
        "24 (22 to 27)",
    ]


def test_every_cell_that_shows_a_number_names_it(tea):
    for kind, analysis in (
        ("characteristics", "people"),
        ("comparison", "support"),
        ("flow", "flow"),
        ("codes", "themes"),
        ("listing", "support"),
    ):
        for row in resolve_table({"analysis": analysis, "kind": kind}, tea)["rows"]:
            for cell in row["cells"]:
                if any(character.isdigit() for character in cell["text"]):
                    assert cell["ids"], cell
                    assert set(cell["ids"]) <= set(LEDGER["numbers"])


def test_no_hidden_value_is_in_a_table(tea):
    table = resolve_table({"analysis": "people", "kind": "characteristics"}, tea)
    texts = " ".join(cell["text"] for row in table["rows"] for cell in row["cells"])
    for value in ("13.3", "86.7", "26"):  # of people.view.north, not public
        assert value not in texts


def test_comparison(tea):
    declared = {
        "analysis": "support",
        "kind": "comparison",
        "cell": "{pct}",
        "columns": ["all", "north", "south"],
        "labels": {"north": "Up"},
    }
    table = resolve_table(declared, tea)
    assert shown(table) == [
        [
            "Item",
            "All (n = 40)",
            "Up (n = 30)",
            "South (n = 10)",
            "Difference, percentage points (95% CI)",
            "p",
            "Adjusted p",
        ],
        [
            "Tea should be served daily",
            "71.8%",
            "76.7%",
            "60.0%",
            "16.7 (−10.1 to 42.3)",
            "<0.001",
            "<0.001",
        ],
        ["Topics wanted", "", "", "", "", "", ""],
        ["  Milk", "50.0%", "–", "–", "–", "–", "–"],
    ]
    dash = "–: not analysed; groups not compared."
    assert not [cell for row in table["rows"] for cell in row["cells"] if "why" in cell]
    event = "Tea should be served daily: percentage of agree at all."  # the coarser code, not its namesake
    assert table["notes"] == [event, "p: count.", dash]


def test_flow_has_received_first_and_reasons_indented(tea):
    table = resolve_table({"analysis": "flow", "kind": "flow", "labels": {"raw": "Received"}}, tea)
    assert shown(table) == [
        ["Step", "n"],
        ["Received", "52"],
        ["  No consent", "12"],
        ["Submissions kept", "40"],
    ]


def test_codes_in_the_order_of_the_codebook(tea):
    declared = {"analysis": "themes", "kind": "codes", "cells": [{"head": "Turns", "cell": "{turns}"}]}
    table = resolve_table(declared, tea)
    assert shown(table) == [["Theme", "Turns"], ["Taste", "9"], ["  Bitterness", "7"]]
    table = resolve_table({"analysis": "themes", "kind": "codes", "cell": "{turns}"}, tea)
    assert shown(table)[0] == ["Theme", "All (n = 31)"]
    assert table["notes"] == ["n: participants' turns."]


def test_listing_leaves_out_what_is_not_public(tea):
    declared = {"analysis": "support", "kind": "listing", "rows": ["view"], "columns": ["all", "far_east"]}
    assert shown(resolve_table(declared, tea)) == [
        ["Number", "Value", "95% CI", "n", "Method"],
        ["view, All", "", "", "", ""],
        ["  N", "40", "", "40", "count"],
        ["  Count", "28", "", "40", "count"],
        ["  Pct", "71.8%", "56.2 to 83.5", "40", "Wilson score interval"],
    ]


def test_listing_limited_to_some_statistics(tea):
    declared = {
        "analysis": "support",
        "kind": "listing",
        "rows": ["view"],
        "columns": ["north_vs_south"],
        "statistics": ["p"],
    }
    assert shown(resolve_table(declared, tea)) == [
        ["Number", "Value", "n", "Method"],  # no interval, no column of intervals
        ["view, North against South", "", "", ""],
        ["  P", "<0.001", "40", "count"],
    ]


def test_specifications_stand_in_the_order_of_the_analyses_that_are_made_again(tea):
    shares = {"same_sign": "75.0%", "same_interval": "100.0%", "same_decision": "50.0%"}
    values = {"specifications": "8", "smallest": "\u22120.20", "largest": "0.08", **shares}
    like = LEDGER["numbers"]["support.view.all.n"]
    numbers = {
        f"again.{item}.{group}.{statistic}": like
        | {"item": item, "group": group, "statistic": statistic, "shown": value, "public": True}
        for item, group in (("view", "north_vs_south"), ("comparisons", "all"))
        for statistic, value in values.items()
        if item == "view" or statistic not in ("smallest", "largest")
    }
    numbers = {**tea.numbers, **numbers}
    again = replace(tea, numbers=numbers, by_item={}, analyses={**tea.analyses, "again": {"of": ["support"]}})
    table = resolve_table({"analysis": "again", "kind": "specifications"}, again)
    assert shown(table) == [
        ["Comparison", "Other choices", "Same sign", "Interval says the same", "Same decision", "Effect"],
        ["Tea should be served daily", "8", "75.0%", "100.0%", "50.0%", "\u22120.20 to 0.08"],
        ["All comparisons", "8", "75.0%", "100.0%", "50.0%", "\u2013"],
    ]


def test_a_group_without_anybody_is_no_column(tea):
    numbers = {**LEDGER["numbers"], "people.view.south.n": {**LEDGER["numbers"]["people.view.all.n"]}}
    numbers["people.view.south.n"] |= {"value": 0, "shown": "0", "group": "south"}
    empty = type(tea)(**{**vars(tea), "numbers": numbers, "by_item": {}})
    table = resolve_table({"analysis": "people", "kind": "characteristics"}, empty)
    assert [cell["text"] for cell in table["columns"]] == ["Characteristic", "All (n = 40)", "North"]


def test_cohorts_are_called_by_their_titles(tea):
    named = replace(tea, titles={"kenya_2025": "Two schools, Kenya"})
    assert named.group_label("flow", "kenya_2025") == "Two schools, Kenya"
    assert named.group_label("flow", "norway_2025") == "norway 2025"


def test_a_listing_has_items_in_the_order_of_the_codebook_and_a_comparison_once(tea):
    variables = tea.codebook.variables
    more = [variables.loc[["view"]].rename(index={"view": name}) for name in ("view_2", "view_10")]
    codebook = replace(tea.codebook, variables=pd.concat([variables, *more]))
    like = {**next(iter(tea.numbers.values())), "statistic": "same_sign", "public": True}
    words = "other choices with the same sign, percent"
    numbers = {
        f"again.view.{item}.north_vs_south.same_sign": {
            **like, "item": f"view.{item}", "group": "north_vs_south",
            "label": f"{item}, North against South, {words}",
        }
        for item in ("view_10", "view_2")
    }  # fmt: skip
    study = replace(tea, numbers=numbers, codebook=codebook, by_item={}, labels={})
    assert shown(resolve_table({"analysis": "again", "kind": "listing"}, study)) == [
        ["Number", "Value", "n", "Method"],
        ["view_2, North against South", "", "", ""],
        ["  Other choices with the same sign, percent", "40", "40", "count"],
        ["view_10, North against South", "", "", ""],
        ["  Other choices with the same sign, percent", "40", "40", "count"],
    ]
