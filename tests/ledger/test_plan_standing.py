"""Which numbers were planned, and whether the plans were frozen before the first day of collection."""

from typing import Any

import pytest
from aimed.ledger.plan_standing import describe_frozen, mark_standing
from aimed.study.frozen_plans import Deviation, is_frozen_before, list_deviations

FROZEN: Any = {
    "date": "2020-01-01",
    "given": True,
    "digest": "d",
    "earlier": ["2019-12-01"],
    "plans": {name: {"sha256": name, "content": {"note": "a"}} for name in ("sup-port", "noted", "gone")},
}
TODAY: Any = {
    "sup-port": {"sha256": "b", "content": {"note": "a", "compare": True}},
    "noted": {"sha256": "b", "content": {"note": "b", "small_cells": "shown"}},
    "more": {"sha256": "b", "content": {}},
}
EARLY: Any = {"collected": {"from": "2020-01-02"}}
SAME_DAY: Any = {"collected": {"from": "2020-01-01"}}


@pytest.mark.parametrize(
    ("said", "planned"), [(True, True), ("yes", True), (False, False), ("no", False), (None, True)]
)
def test_a_number_says_whether_it_was_planned(said: Any, planned: bool) -> None:
    entries: Any = {"a": {"analysis": "sup-port"}}
    mark_standing(entries, {"sup-port": {} if said is None else {"planned": said}}, [])
    assert entries == {"a": {"analysis": "sup-port", "planned": planned}}


def test_a_number_says_what_became_of_its_plan() -> None:
    """A note computes nothing. The adjusted p-values of an analysis spell its name as ids do."""
    entries: Any = {name: {"analysis": name} for name in ("sup_port", "noted", "more", "other")}
    mark_standing(entries, {}, list_deviations(FROZEN, TODAY))
    assert {name: entry.get("since_freeze") for name, entry in entries.items()} == {
        "sup_port": "changed",
        "noted": None,
        "more": "added",
        "other": None,
    }


def test_what_the_ledger_says_of_the_freeze() -> None:
    found = list_deviations(FROZEN, TODAY)
    assert describe_frozen(FROZEN, found, {"a": EARLY}) == {
        "date": "2020-01-01",
        "given": True,
        "digest": "d",
        "earlier": ["2019-12-01"],
        "before_collection": False,
        "deviations": [
            {"analysis": "gone", "kind": "dropped", "changes": []},
            {"analysis": "more", "kind": "added", "changes": []},
            {
                "analysis": "noted",
                "kind": "changed",
                "changes": ["note was a, is b", "small_cells was added: shown"],
            },
            {"analysis": "sup-port", "kind": "changed", "changes": ["compare was added: yes"]},
        ],
    }
    assert describe_frozen(None, [], {"a": EARLY})["before_collection"] is False


@pytest.mark.parametrize(
    ("cohorts", "holds"),
    [([EARLY], True), ([EARLY, SAME_DAY], False), ([EARLY, {}], False), ([], False)],
)
def test_frozen_before_collection(cohorts: Any, holds: bool) -> None:
    assert is_frozen_before(FROZEN, [], cohorts) is holds
    assert not is_frozen_before(FROZEN, [Deviation("a", "changed", computed=False)], cohorts)
    assert not is_frozen_before(None, [], cohorts)
