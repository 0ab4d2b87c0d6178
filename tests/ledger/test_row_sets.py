"""Row sets and selections of a survey of three respondents in two cohorts. Expected values: by hand.

The digests are those of `printf 'north:a\\nsouth:c' | sha256sum` and the like.
"""

import json
from hashlib import sha256

import pandas as pd
import pytest
from aimed.files.row_selection import Filter
from aimed.ledger.row_sets import RowSets, list_lineage

RESPONSES = pd.DataFrame(
    {
        "respondent": ["north:a", "north:b", "south:c"],
        "country": ["NOR", "NOR", "KEN"],
        "core": ["agree", None, "agree"],
        "age": [21.0, 22.0, None],
    }
)
RECODES = pd.DataFrame(
    [
        ("north", "q2", "core", 7),
        ("north", "q1", "core", 3),
        ("north", "q1", "core", 2),
        ("north", "q1", "core", 3),
        ("north", "land", "country", 4),
        ("south", "frage", "core", None),
        ("south", "frage", "core", 9),
    ],
    columns=["cohort", "source_variable", "variable", "line"],
)
NORTH, SOUTH = ["consent"], ["ok", "frage"]


@pytest.fixture
def row_sets() -> RowSets:
    deciding = {"south": SOUTH, "north": NORTH}
    return RowSets({"responses": RESPONSES}, RECODES, deciding, {"north": 5, "south": 1}, {"hours": "prior"})


def digest(*ids: str) -> str:
    return sha256("\n".join(ids).encode()).hexdigest()


def test_a_row_set_holds_the_rows_that_meet_all_filters(row_sets: RowSets) -> None:
    agree = [["core", "in", ["agree"]]]
    key = row_sets.add_rows("responses", json.dumps(agree))
    assert key is not None
    assert row_sets.row_sets[key] == {
        "table": "responses",
        "where": agree,
        "n": 2,
        "digest": digest("north:a", "south:c"),
    }
    both = row_sets.add_rows("responses", json.dumps([*agree, ["country", "is", "KEN"]]))
    assert row_sets.row_sets[str(both)]["digest"] == digest("south:c")
    every = row_sets.add_rows("responses", "[]")
    assert (row_sets.row_sets[str(every)]["n"], len(row_sets.row_sets)) == (3, 3)


def test_a_row_set_is_stored_once_under_a_key_of_its_content(row_sets: RowSets) -> None:
    where = [["core", "is", "größer"]]
    key = row_sets.add_rows("responses", json.dumps(where))
    assert row_sets.add_rows("responses", json.dumps(where, ensure_ascii=False)) == key
    content = '["responses", [["core", "is", "größer"]]]'
    assert key == f"rows_{sha256(content.encode()).hexdigest()[:12]}"
    assert list(row_sets.row_sets) == [key]


@pytest.mark.parametrize("where", [None, float("nan"), pd.NA])
def test_a_number_without_filters_has_no_rows(row_sets: RowSets, where: None) -> None:
    assert row_sets.add_rows("responses", where) is None


def test_a_table_that_is_not_there_has_no_rows(row_sets: RowSets) -> None:
    assert row_sets.add_rows("participants", "[]") is None
    assert row_sets.row_sets == {}


def test_a_selection_names_what_decides_and_what_the_columns_were_made_from(row_sets: RowSets) -> None:
    key = row_sets.add_selection("responses", frozenset({"core"}))
    selection = {
        "cohorts": {
            "north": {"columns": ["consent", "q2", "q1"], "rows": 5},
            "south": {"columns": ["ok", "frage"], "rows": 1},
        },
        "references": [],
        "transcripts": False,
    }
    assert row_sets.selections[key] == selection
    assert key == f"selection_{sha256(json.dumps(selection).encode()).hexdigest()[:12]}"


def test_a_group_is_selected_by_the_country_and_by_two_reference_tables(row_sets: RowSets) -> None:
    selection = row_sets.selections[row_sets.add_selection("responses", frozenset({"income_group"}))]
    assert selection["references"] == ["data/reference/countries.csv", "data/reference/income_groups.csv"]
    assert selection["cohorts"]["north"]["columns"] == ["consent", "land"]


@pytest.mark.parametrize(
    ("table", "spoken"),
    [
        ("responses", False),
        ("exclusions", False),
        ("turns", True),
        ("coded_turns", True),
        ("agreement", True),
        ("ratings", True),
        ("participants", True),
    ],
)
def test_transcripts_decide_who_speaks(row_sets: RowSets, table: str, spoken: bool) -> None:
    assert row_sets.selections[row_sets.add_selection(table, frozenset())]["transcripts"] is spoken


def test_a_selection_is_stored_once(row_sets: RowSets) -> None:
    key = row_sets.add_selection("responses", frozenset({"core"}))
    assert row_sets.add_selection("responses", frozenset({"core"})) == key
    assert row_sets.add_selection("turns", frozenset({"core"})) != key
    assert len(row_sets.selections) == 2


def test_missing_answers_rest_on_the_item_and_its_condition(row_sets: RowSets) -> None:
    asked = (Filter("variable", "is", "hours"), Filter("reason", "is", "refused"))
    assert row_sets.reasons_read("missing", asked) == {"hours", "prior"}
    assert row_sets.reasons_read("missing", (Filter("variable", "is", "hours__paid"),)) == {
        "hours__paid",
        "prior",
    }
    assert row_sets.reasons_read("missing", (Filter("variable", "is", "core"),)) == {"core"}
    assert row_sets.reasons_read("responses", asked) == frozenset()


def test_lineage_names_source_columns_as_they_came_and_lines_in_order() -> None:
    turned = list_lineage(RECODES.sort_values(["variable", "cohort"], ascending=False))
    assert (list(turned), list(turned["core"])) == (["core", "country"], ["north", "south"])
    assert list_lineage(RECODES) == {
        "core": {
            "north": {"source_variables": ["q2", "q1"], "crosswalk_lines": [2, 3, 7]},
            "south": {"source_variables": ["frage"], "crosswalk_lines": [9]},
        },
        "country": {"north": {"source_variables": ["land"], "crosswalk_lines": [4]}},
    }
