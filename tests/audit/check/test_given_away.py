"""Which plan gives hidden counts away. Expected values: by hand."""

from typing import Any

from aimed.audit.check.given_away import find_given_away
from aimed.audit.lookup.declarations import StudyDeclarations

PLAN: Any = {"small_cells": "shown"}
DESIGN = StudyDeclarations(
    plans={"access": ("analyses/access.yaml", "kind: distribution\nsmall_cells: shown\n", PLAN)}
)


def found(protection: Any) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.found) for one in find_given_away(protection, DESIGN)]


def test_a_plan_is_named_once_with_how_many_it_narrows() -> None:
    conflicts = {"support.a.low.n": ["access"], "support.b.low.n": ["access"], "support.c.low.n": []}
    assert found({"bounds": {}, "conflicts": conflicts}) == [
        ("results/ledger/evidence.json", 0, "public numbers narrow the hidden support.c.low.n"),
        (
            "analyses/access.yaml",
            2,
            "small_cells of access shows numbers that narrow the hidden support.a.low.n and 1 more",
        ),
    ]


def test_nothing_is_found_without_conflicts_or_in_an_older_ledger() -> None:
    assert found({"bounds": {"a.b.c.n": [1, 4]}, "conflicts": {}}) == []
    assert found(None) == []


def test_what_could_not_be_bounded_is_said() -> None:
    why = found({"bounds": {}, "conflicts": {}, "not_bounded": "no"})
    assert why == [("results/ledger/evidence.json", 0, "hidden counts that could not be bounded (no)")]
