"""Turns that few people spoke, and people who raised a code. Expected values: worked by hand."""

import json

import pandas as pd
from aimed.ledger.disclosure import hide_small_cells

COUNT = {
    **{"kind": "count", "value": 30, "n": 30, "numerator": 30, "denominator": 30, "numbers": "[]"},
    **{"statistic": "count", "public_by_plan": False, "analysis": "a", "item": "turns", "group": "all"},
    **dict.fromkeys(("cell", "question", "base_cell", "base_question")),
}


def of_turns(**people: int) -> pd.DataFrame:
    """Return counts of 30 turns by group, spoken by so many people each, and their total."""
    rows = [
        {
            **COUNT,
            "id": f"a.turns.{group}.count",
            "group": group,
            "people": spoken,
            "base_people": spoken,
            "partitions": json.dumps([] if group == "all" else ["a.turns.all.count|gender"]),
        }
        for group, spoken in people.items()
    ]
    return pd.DataFrame(rows)


def test_turns_that_few_people_spoke_are_hidden_and_are_not_the_rest_of_the_others() -> None:
    few = "said by fewer people than the smallest cell"
    table = of_turns(all=21, women=10, men=9, others=2)
    assert hide_small_cells(table, 5) == {
        "a.turns.others.count": few,
        "a.turns.men.count": "a difference would give a hidden count away",
    }
    words = table.assign(id=table["id"].str.replace("turns", "words"), kind="sum", item="words", value=900)
    words["partitions"] = words["partitions"].str.replace("turns", "words")
    assert hide_small_cells(words, 5) == {
        "a.words.others.count": few,
        "a.words.men.count": "a difference would give a hidden count away",
    }
    assert hide_small_cells(table.assign(public_by_plan=True), 5) == {}


def test_people_who_raised_a_code_leave_as_few_as_any_others() -> None:
    row = {**COUNT, "value": 18, "id": "a.hope.all.participants", "statistic": "participants"}
    row |= {"partitions": "[]", "numerator": 18, "denominator": 20}
    assert hide_small_cells(pd.DataFrame([row]), 5) == {
        "a.hope.all.participants": "leaves fewer than the smallest cell"
    }
