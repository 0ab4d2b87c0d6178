"""Tables of no analysis of the miniature study: what shows small cells, plans, deviations from a freeze."""

from dataclasses import replace

import pytest
from aimed.manuscript.tables.declared import resolve_table
from make_study import shown


def test_analyses_that_show_small_cells_stand_by_reason(tea):
    why = "Counts of forms tell of the file."
    plans = {
        "a_b": {"small_cells": "shown", "small_cells_reason": why},
        "c": {"small_cells": "large_groups", "small_cells_reason": "Groups of fifty and more."},
        "d": {"small_cells": "hidden"},
        "e": {"small_cells": "shown", "small_cells_reason": why},
        "f": {},
    }
    table = resolve_table({"kind": "shown_cells"}, replace(tea, analyses=plans))
    assert shown(table) == [
        ["Analysis", "Shown", "Reason"],
        ["a b, e", "Every cell", why],
        ["c", "Every cell of large groups", "Groups of fifty and more."],
    ]
    assert table["align"] == ["left"] * 3


FREEZE = {
    "date": "2020-01-01",
    "given": False,
    "digest": "d",
    "earlier": [],
    "before_collection": True,
    "deviations": [],
}
PLANS = {
    "a_b": {"planned": True, "question": "Who\n wins?", "note": "A note."},
    "c": {"planned": False, "question": "Why?"},
}


def test_plans_stand_with_question_standing_and_note(tea):
    found = [
        {"analysis": "a-b", "kind": "changed", "changes": ["note was added: x"]},
        {"analysis": "gone", "kind": "dropped", "changes": []},
    ]
    table = resolve_table(
        {"kind": "plans"}, replace(tea, analyses=PLANS, frozen=FREEZE | {"deviations": found})
    )
    assert shown(table) == [
        ["Analysis", "Question", "Standing", "Note"],
        ["a b", "Who wins?", "Planned, changed after the freeze", "A note."],
        ["c", "Why?", "Exploratory", ""],
    ]
    assert table["notes"] == []
    alone = resolve_table({"kind": "plans"}, replace(tea, analyses=PLANS))
    assert shown(alone)[1][2] == "Planned"
    assert alone["notes"] == [
        "Planned or exploratory is what each plan says of itself; no freeze before collection shows it."
    ]


def test_deviations_from_the_frozen_plans(tea):
    found = [
        {"analysis": "a-b", "kind": "changed", "changes": ["by was x, is y", "compare was added: yes"]},
        {"analysis": "c", "kind": "added", "changes": []},
        {"analysis": "gone", "kind": "dropped", "changes": []},
    ]
    freeze = FREEZE | {
        "deviations": found,
        "before_collection": False,
        "given": True,
        "earlier": ["2019-01-01"],
    }
    table = resolve_table({"kind": "deviations"}, replace(tea, analyses=PLANS, frozen=freeze))
    assert shown(table) == [
        ["Analysis", "Since the freeze", "What"],
        ["a b", "Changed", "by was x, is y; compare was added: yes"],
        ["c", "Added", "Why?"],
        ["gone", "Dropped", ""],
    ]
    assert table["notes"] == [
        "Plans frozen on 2020-01-01 (UTC, a day that was given); sha256 d.",
        "Frozen before on 2019-01-01; deviations from then are not listed.",
    ]


@pytest.mark.parametrize(
    ("freeze", "line", "notes"),
    [
        (
            FREEZE,
            "None: no plan was added, dropped or changed after the freeze.",
            ["Plans frozen on 2020-01-01 (UTC), before the first day of collection; sha256 d."],
        ),
        (None, "The plans were not frozen, so that no day shows when they were written.", []),
        ({"date": None}, "The plans were not frozen, so that no day shows when they were written.", []),
    ],
)
def test_deviations_that_there_are_none_of_are_one_line(tea, freeze, line, notes):
    table = resolve_table({"kind": "deviations"}, replace(tea, frozen=freeze))
    assert shown(table) == [["Deviations"], [line]]
    assert (table["notes"], table["align"]) == (notes, ["left"])
