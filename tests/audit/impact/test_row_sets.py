"""Row sets that hold some rows. Expected values: read by hand from the three respondents written here."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.audit.impact.dependent_numbers import find_holding
from aimed.audit.lookup.built_study import EVIDENCE, TABLES, TracedStudy
from aimed.files.tables import write_table
from aimed.files.yaml_json import write_json

PEOPLE = pd.DataFrame({"respondent": ["a", "b", "c"], "age": [20.0, 30.0, None], "sex": ["f", "m", "f"]})
FILTERS = {
    "everyone": [],
    "women": [["sex", "is", "f"]],
    "men": [["sex", "is", "m"]],
    "women with an age": [["sex", "is", "f"], ["age", "known", []]],
}


@pytest.fixture
def people(tmp_path: Path) -> TracedStudy:
    for path in (EVIDENCE, TABLES["responses"]):
        (tmp_path / path).parent.mkdir(parents=True)
    write_table(PEOPLE, tmp_path / TABLES["responses"])
    sets = {name: {"table": "responses", "where": where} for name, where in FILTERS.items()}
    write_json({"row_sets": sets | {"turns": {"table": "turns", "where": []}}}, tmp_path / EVIDENCE)
    return TracedStudy(tmp_path)


@pytest.mark.parametrize(
    ("respondents", "holding"),
    [
        (["a"], {"everyone", "women", "women with an age"}),
        (["b"], {"everyone", "men"}),
        (["c"], {"everyone", "women"}),
        (["b", "c"], {"everyone", "women", "men"}),
        (["nobody"], set()),
    ],
)
def test_a_row_set_holds_a_row_that_meets_all_its_filters(
    people: TracedStudy, respondents: list[str], holding: set[str]
) -> None:
    condition = "respondent IN (SELECT unnest(?))"
    assert find_holding(people, "responses", condition, [respondents]) == holding


def test_a_table_without_row_sets_is_not_asked(people: TracedStudy) -> None:
    assert find_holding(people, "exclusions", "respondent = ?", ["a"]) == set()
