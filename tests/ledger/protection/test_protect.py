"""Small counts that several tables give away together. Expected values: by hand, of 60 people.

Of region x answer, with region x answer counted a second time by another analysis's coarser answer.
"""

import json
from typing import Any

import numpy as np
import pandas as pd
from aimed.ledger.decide import decide_disclosure
from aimed.ledger.protection.suppression import Search, _without_needless
from aimed.study.codebook import Codebook

ANSWERS, REGIONS = ("no", "perhaps", "yes"), ("east", "north", "south")
PEOPLE = {"east": (2, 9, 9), "north": (8, 3, 9), "south": (9, 9, 2)}
BOOK = Codebook(
    pd.DataFrame({"type": ["category", "category"], "scale": ["answer", "region"]}, index=["core", "region"]),
    {"answer": pd.DataFrame(index=list(ANSWERS)), "region": pd.DataFrame(index=list(REGIONS))},
    {"refused": ""},
)


class Study:
    """Counts with their row sets, as an analysis would make them."""

    def __init__(self) -> None:
        self.numbers: list[dict[str, Any]] = []
        self.evidence: dict[str, Any] = {}
        self.row_sets: dict[str, Any] = {}

    def count(self, analysis: str, answers: tuple[str, ...], regions: tuple[str, ...]) -> str:
        group = "_".join(regions) if len(regions) < 3 else "all"
        statistic = f"level.{'_'.join(answers)}.count" if len(answers) < 3 else "total"
        name = f"{analysis}.core.{group}.{statistic}"
        value = sum(PEOPLE[r][ANSWERS.index(a)] for r in regions for a in answers)
        base = sum(sum(PEOPLE[r]) for r in regions)
        self.numbers.append(
            {"id": name, "analysis": analysis, "item": "core", "group": group, "statistic": statistic}
            | {"value": value, "n": base, "numerator": value, "denominator": base, "kind": "count"}
            | {"numbers": "[]", "partitions": json.dumps(["a.level|level"])}
        )
        keys = {"rows": self.rows(answers, regions, value), "base": self.rows(ANSWERS, regions, base)}
        self.evidence[name] = keys | {"distinct": None}
        return name

    def rows(self, answers: tuple[str, ...], regions: tuple[str, ...], n: int) -> str:
        where: list[Any] = [["core", "in", list(answers)]] if len(answers) < 3 else []
        where += [["region", "in", list(regions)]] if len(regions) < 3 else []
        key = json.dumps(where)
        self.row_sets[key] = {"table": "responses", "where": where, "n": n, "digest": key}
        return key

    def decide(self, **small_cells: str) -> Any:
        plans: Any = {name: {"small_cells": rule} for name, rule in small_cells.items()}
        choices: Any = {"smallest_cell": 5, "smallest_group": 50}
        table = pd.DataFrame(self.numbers)
        return decide_disclosure(table, self.evidence, self.row_sets, BOOK, plans, choices)


def crossed(analysis: str = "a") -> Study:
    """Return region x answer with the sums of both; each sum holds one small count or more."""
    study = Study()
    for regions in (*((one,) for one in REGIONS), REGIONS):
        for answers in (*((one,) for one in ANSWERS), ANSWERS):
            study.count(analysis, answers, regions)
    return study


def small(disclosure: Any) -> set[str]:
    return {name for name, why in disclosure.hidden.items() if why == "fewer than the smallest cell"}


def test_what_rows_and_columns_give_away_together_is_hidden() -> None:
    """Each small count is alone in its row and in its column: four cells of a rectangle have to go."""
    disclosure, protection = crossed().decide(a="hidden")
    assert len(small(disclosure)) == 3
    assert protection["conflicts"] == {}
    assert protection["bounds"] == {name: [1.0, 4.0] for name in sorted(small(disclosure))}
    # without hiding more, they would be the sum less the others
    assert len(disclosure.hidden) > 5


def test_two_runs_hide_the_same_whatever_the_order() -> None:
    there, back = crossed(), crossed()
    back.numbers.reverse()
    assert sorted(there.decide(a="hidden")[0].hidden) == sorted(back.decide(a="hidden")[0].hidden)


def test_what_a_plan_shows_on_purpose_is_named_with_its_plan() -> None:
    """Another analysis shows 17 of north and south, and 19 of all: east has no more than 2.

    It may have 1, were there one of no known region; so the number of people of east is hidden.
    """
    study = crossed()
    for region in (("north", "south"), REGIONS):
        study.count("b", ("no",), region)
    disclosure, protection = study.decide(a="hidden", b="shown")
    told = "a.core.east.level.no.count"
    assert protection["bounds"][told] == [1.0, 2.0]
    assert protection["conflicts"] == {told: ["b"]}
    assert not {name for name in disclosure.hidden if name.startswith("b.")}
    hidden = study.decide(a="hidden", b="hidden")[1]
    assert hidden["conflicts"] == {} and hidden["bounds"][told] == [1.0, 4.0]


def test_numbers_that_cannot_be_are_said() -> None:
    study = crossed()
    study.numbers[-1] |= {"value": 1, "numerator": 1, "n": 1, "denominator": 60}
    assert study.decide(a="shown")[1]["not_bounded"]


def test_what_no_goal_needs_is_not_hidden() -> None:
    search = Search(
        chosen={0, 1, 2}, witnesses={("men", "up"): [frozenset({0})], ("women", "up"): [frozenset({0, 2})]}
    )
    assert _without_needless(search, np.array([1.0, 1.0, 1.0])) == {0, 2}
