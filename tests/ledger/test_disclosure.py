"""Small cells and what a difference gives away. Expected values: worked by hand on a table of 3 levels."""

import json

import pandas as pd
import pytest
from aimed.ledger.disclosure import hide_small_cells, withhold_sizes


def numbers(**counts: float) -> pd.DataFrame:
    rows = [
        {
            "id": f"a.item.all.level.{level}.count",
            "kind": "count",
            "value": value,
            "n": 40,
            "statistic": f"level.{level}.count",
            "numerator": value,
            "denominator": 40,
            "numbers": "[]",
            "partitions": json.dumps(["a.item.all.n|levels"]),
            "public_by_plan": False,
            "analysis": "a",
            "item": "item",
            "group": "all",
            **dict.fromkeys(("cell", "question", "base_cell", "base_question")),
        }
        for level, value in counts.items()
    ]
    rows += [
        {**row, "id": row["id"].replace("count", "pct"), "kind": "proportion", "partitions": "[]"}
        for row in rows
    ]
    return pd.DataFrame(rows)


def test_a_lone_small_cell_takes_the_smallest_other_with_it() -> None:
    hidden = hide_small_cells(numbers(low=2, middle=8, high=30), 5)
    assert hidden == {
        "a.item.all.level.low.count": "fewer than the smallest cell",
        "a.item.all.level.middle.count": "a difference would give a hidden count away",
        "a.item.all.level.low.pct": "rests on fewer than the smallest cell",
        "a.item.all.level.middle.pct": "the count beside it is hidden",
    }


@pytest.mark.parametrize(("value", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_count_of_one_to_four_is_hidden_where_the_smallest_cell_is_five(value: int, hidden: bool) -> None:
    why = hide_small_cells(numbers(low=value, high=40 - value), 5).get("a.item.all.level.low.count")
    assert why == ("fewer than the smallest cell" if hidden else None)


@pytest.mark.parametrize(("part", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_share_of_one_to_four_people_is_hidden(part: int, hidden: bool) -> None:
    """A mean over few people, and a share with few of them in it, have no count beside them here."""
    share = {**numbers(a=8).iloc[1].to_dict(), "id": "a.item.all.mean"}
    few_people = pd.DataFrame([{**share, "n": part, "numerator": None}])
    few_inside = pd.DataFrame([{**share, "numerator": part}])
    why = {"a.item.all.mean": "rests on fewer than the smallest cell"} if hidden else {}
    assert hide_small_cells(few_people, 5) == why
    assert hide_small_cells(few_inside, 5) == why


def test_two_small_cells_hide_each_other_and_zero_is_shown() -> None:
    hidden = hide_small_cells(numbers(none=0, low=2, middle=3, high=30), 5)
    assert sorted(name for name in hidden if name.endswith("count")) == [
        "a.item.all.level.low.count",
        "a.item.all.level.middle.count",
    ]


def test_a_number_derived_from_a_hidden_one_is_hidden() -> None:
    table = numbers(low=2, middle=3, high=30)
    derived = {
        **table.iloc[0].to_dict(),
        "id": "a.item.all.ratio",
        "kind": "derived",
        "numerator": None,
        "n": None,
        "numbers": json.dumps(["a.item.all.level.low.count"]),
    }
    hidden = hide_small_cells(pd.concat([table, pd.DataFrame([derived])], ignore_index=True), 5)
    assert hidden["a.item.all.ratio"] == "derived from a hidden number"


def test_the_plan_may_show_counts_of_procedure() -> None:
    assert hide_small_cells(numbers(low=2, middle=8).assign(public_by_plan=True), 5) == {}


def test_a_hidden_total_is_not_the_sum_of_public_parts() -> None:
    """Of 9 in one region, 0 and 9 by group; the region is hidden to protect another of 2."""
    table = numbers(small=2, region=9, other=30)
    parts = [
        {
            **table.iloc[1].to_dict(),
            "id": f"a.item.{group}.level.region.count",
            "value": value,
            "numerator": value,
        }
        for group, value in (("rich", 0), ("poor", 9))
    ]
    for part in parts:
        part["partitions"] = json.dumps(["a.item.all.level.region.count|group"])
    hidden = hide_small_cells(pd.concat([table, pd.DataFrame(parts)], ignore_index=True), 5)
    assert "a.item.all.level.region.count" in hidden
    assert hidden["a.item.poor.level.region.count"] == "a difference would give a hidden count away"
    assert "a.item.rich.level.region.count" not in hidden


def total_alone(value: float, by_plan: bool = False) -> pd.DataFrame:
    total = numbers(any=value).iloc[:1].assign(id="a.item.all.n", statistic="n", partitions="[]")
    return total.assign(public_by_plan=by_plan)


def with_total(table: pd.DataFrame, value: float, by_plan: bool = False) -> pd.DataFrame:
    return pd.concat([table, total_alone(value, by_plan)], ignore_index=True)


def hidden_counts(table: pd.DataFrame) -> list[str]:
    names = (name.removeprefix("a.item.all.") for name in hide_small_cells(table, 5))
    return [name for name in names if not name.endswith("pct")]


def test_a_total_is_hidden_only_where_no_part_but_zero_can_be() -> None:
    assert hidden_counts(with_total(numbers(low=2, middle=8), 10)) == [
        "level.low.count",
        "level.middle.count",
    ]
    assert hidden_counts(with_total(numbers(low=2, middle=0), 2)) == ["level.low.count", "n"]
    # a total of 8 is no more than the part of 8, and still the part goes first
    assert hidden_counts(with_total(numbers(low=2, middle=9), 8)) == ["level.low.count", "level.middle.count"]


def test_what_the_plan_shows_is_not_hidden_for_another() -> None:
    table = with_total(numbers(low=2), 7, by_plan=True)
    assert hidden_counts(table) == ["level.low.count"]


def test_a_hidden_total_hides_a_part_with_it() -> None:
    assert hidden_counts(with_total(numbers(one=0, two=0), 3)) == ["n", "level.one.count"]


def test_hiding_goes_on_until_nothing_changes() -> None:
    """low takes middle with it, and middle far, in a sum that was looked at before."""
    other = numbers(far=20).iloc[:1].assign(partitions=json.dumps(["a.other.all.n|levels"]))
    table = pd.concat([other, numbers(low=2, middle=8, high=30)], ignore_index=True)
    sums = json.dumps(["a.other.all.n|levels", "a.item.all.n|levels"])
    table.loc[table["id"] == "a.item.all.level.middle.count", "partitions"] = sums
    assert hidden_counts(table) == ["level.low.count", "level.middle.count", "level.far.count"]


@pytest.mark.parametrize(("ticked", "hidden"), [(40, False), (39, True), (36, True), (35, False)])
def test_a_share_that_leaves_few_of_40_out_is_hidden(ticked: int, hidden: bool) -> None:
    row = {
        **numbers(a=ticked).iloc[0].to_dict(),
        "id": "a.topic.all.count",
        "statistic": "count",
        "partitions": "[]",
    }
    why = {"a.topic.all.count": "leaves fewer than the smallest cell"} if hidden else {}
    assert hide_small_cells(pd.DataFrame([row]), 5) == why


def test_how_many_gave_no_answer_is_reported() -> None:
    refused = {
        **numbers(a=2).iloc[0].to_dict(),
        "id": "a.item.all.missing.refused.count",
        "statistic": "missing.refused.count",
    }
    assert hide_small_cells(pd.DataFrame([refused]), 5) == {}


def with_rows(table: pd.DataFrame, **keys: str | None) -> pd.DataFrame:
    """Return a table whose numbers all have these keys of rows."""
    return table.assign(**{name: pd.Series([key] * len(table), dtype=object) for name, key in keys.items()})


def of_analysis(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.assign(analysis=name, id=name + table["id"].str[1:], partitions="[]")


def men(analysis: str, value: float, **more: object) -> pd.DataFrame:
    """Return how many men an analysis counts, whose rows have the digest m."""
    one = of_analysis(numbers(man=value).iloc[:1], analysis)
    keys = {"cell": "m", "question": "gender is man"} | {k: str(more.pop(k)) for k in list(more) if k in KEYS}
    return with_rows(one, **keys).assign(**more)


KEYS = ("cell", "question")


def test_people_who_are_hidden_in_one_analysis_are_hidden_in_every_other() -> None:
    """47 men stand beside a hidden cell of 3 in one analysis; another counts the same rows."""
    first = with_rows(numbers(other=3).iloc[:1], cell="o", question="gender is other")
    beside = men("a", 47).assign(partitions=first["partitions"].iloc[0])
    table = pd.concat([first, beside, men("b", 47, question="men")], ignore_index=True)
    hidden = hide_small_cells(table, 5)
    assert hidden["a.item.all.level.man.count"] == "a difference would give a hidden count away"
    assert hidden["b.item.all.level.man.count"] == "another number of the same people is hidden"


def test_what_a_plan_shows_is_hidden_by_the_same_question_and_not_by_chance() -> None:
    few = men("a", 3)
    alike, by_chance = (
        men("b", 3, public_by_plan=True),
        men("c", 3, public_by_plan=True, question="men at 20"),
    )
    hidden = hide_small_cells(pd.concat([few, alike, by_chance], ignore_index=True), 5)
    assert sorted(hidden) == ["a.item.all.level.man.count", "b.item.all.level.man.count"]


def test_a_percentage_of_people_whose_number_is_hidden_is_hidden() -> None:
    """0 of 3: the percentage and its upper limit would tell the 3, and so would the n beside the 0."""
    n = with_rows(total_alone(3), cell="r", question="region")
    none = with_rows(numbers(low=0), base_cell="r", base_question="region").assign(n=3, partitions="[]")
    table = pd.concat([n, none], ignore_index=True)
    hidden = hide_small_cells(table, 5)
    assert hidden == {
        "a.item.all.n": "fewer than the smallest cell",
        "a.item.all.level.low.pct": "rests on fewer than the smallest cell",
    }
    assert withhold_sizes(table, hidden, 5) == {"a.item.all.level.low.count"}
    many = hide_small_cells(table.assign(n=8), 5)
    assert many["a.item.all.level.low.pct"] == "the number of people that it rests on is hidden"


def test_an_n_is_shown_where_its_people_are() -> None:
    n = with_rows(total_alone(30), cell="r", question="region")
    none = with_rows(numbers(low=0), base_cell="r", base_question="region").assign(partitions="[]")
    table = pd.concat([n, none], ignore_index=True)
    assert withhold_sizes(table, hide_small_cells(table, 5), 5) == set()


def test_the_sum_of_reasons_does_not_tell_a_hidden_n() -> None:
    table = total_alone(3)
    refused = (
        numbers(a=2)
        .iloc[:1]
        .assign(
            id="a.item.all.missing.refused.count", statistic="missing.refused.count", n=9, partitions="[]"
        )
    )
    table = pd.concat([table, refused], ignore_index=True)
    assert withhold_sizes(table, hide_small_cells(table, 5), 5) == {"a.item.all.missing.refused.count"}


@pytest.mark.parametrize(
    ("group", "kind", "hidden"),
    [
        ("all", "quantile", True),
        ("all_vs_rich", "test", True),
        ("by_income", "bootstrap", True),
        ("rich", "quantile", False),
        ("poor_vs_rich", "test", False),
        ("all", "moment", True),
    ],
)
def test_what_is_computed_over_a_hidden_count_is_hidden(group: str, kind: str, hidden: bool) -> None:
    table = numbers(low=2, middle=3, high=30)
    row = {**table.iloc[0].to_dict(), "id": f"a.item.{group}.median", "kind": kind, "group": group}
    row |= {"statistic": "median", "numerator": None, "n": 40, "partitions": "[]"}
    found = hide_small_cells(pd.concat([table, pd.DataFrame([row])], ignore_index=True), 5)
    why = "computed from a hidden count" if hidden else None
    assert found.get(f"a.item.{group}.median") == why
