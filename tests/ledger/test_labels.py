"""What numbers are called by the toy's codebook. Expected: its words, put together by hand."""

from pathlib import Path

import pytest
from aimed.ledger.labels import label_number, name_cohorts, name_exclusions
from aimed.study.codebook import Codebook, read_codebook

NAMES = {"learning.coding": "Wanting to write programs", "kenya_2025": "Two schools, Kenya"}


@pytest.fixture
def codebook(toy_once: Path) -> Codebook:
    return read_codebook(*(Path(f"data/codebook/{name}.csv") for name in ("variables", "scales", "missing")))


@pytest.mark.parametrize(
    ("item", "group", "statistic", "label"),
    [
        ("core_curriculum", "all", "pct", "AI in the core curriculum, percent"),
        ("topic.ethics", "all", "count", "Topics wanted: Ethics, number"),
        ("core_curriculum", "lmic", "pct", "AI in the core curriculum, Low and middle income, percent"),
        (
            "core_curriculum",
            "hic_vs_lmic",
            "p",
            "AI in the core curriculum, High income against Low and middle income, p-value",
        ),
        (
            "core_curriculum",
            "all",
            "level.strongly_agree.count",
            "AI in the core curriculum, Strongly agree, number",
        ),
        (
            "core_curriculum",
            "all",
            "missing.refused.count",
            "AI in the core curriculum, Preferred not to say, number",
        ),
        (
            "core_curriculum",
            "all",
            "collapsed.agree.count",
            "AI in the core curriculum, Agree or Strongly agree, number",
        ),
        ("core_curriculum", "all", "level.not_there.count", "AI in the core curriculum, not there, number"),
        ("learning.coding", "all", "turns", "Wanting to write programs, turns"),
        ("kept", "kenya_2025", "count", "Respondents kept, Two schools, Kenya, number"),
        ("an_item.of_two", "some_group", "some_thing", "an item.of two, some group, some thing"),
        ("an_item", "all", "level.some_code.count", "an item, some code, number"),
    ],
)
def test_a_number_is_called_by_its_parts(
    codebook: Codebook, item: str, group: str, statistic: str, label: str
) -> None:
    assert label_number(item, group, statistic, codebook, NAMES) == label


def test_cohorts_have_titles_and_exclusions_the_labels_that_rules_give_them() -> None:
    rules = [{"reason": "preview", "label": "Looked at it only"}, {"reason": "duplicate"}]
    cohorts = {"kenya-2025": {"title": "Two schools, Kenya", "exclusions": rules}, "b": {"title": "B"}}
    assert name_cohorts(cohorts) == {"kenya_2025": "Two schools, Kenya", "b": "B"}
    assert name_exclusions(cohorts) == {"preview": "Looked at it only"}
