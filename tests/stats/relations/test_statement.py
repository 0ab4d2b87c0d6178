"""What the relating kinds state of eight respondents, counted by hand, and of too few."""

import pandas as pd
import pytest
from aimed.files.tables import read_table
from aimed.stats.relate_outcomes import relate


@pytest.fixture
def state(tmp_path, codebook_files, answer_files, write_plan):
    """Relate as a plan asks and return its numbers by item, group and statistic."""

    def related(keys: str) -> pd.DataFrame:
        made = tmp_path / "made.parquet"
        relate(analysis="demo", plan=write_plan(keys), **codebook_files, **answer_files, statistics=made)
        return read_table(made).set_index(["item", "group", "statistic"])

    return related


def test_means_rest_on_the_people_of_their_groups(state):
    found = state("kind: means\noutcomes: [age]\nby: region\n")
    # north 20, 22, 24; south 19, 21, 30; one without region 25
    assert found.loc[("age", "all", "mean"), "value"] == pytest.approx(23)
    assert found.loc[("age", "all", "mean"), "unit"] == "years"
    assert found.loc[("age", "north", "mean"), "value"] == 22
    assert found.loc[("age", "north", "mean"), "numbers"] == '["demo.age.north.n"]'
    difference = found.loc[("age", "north_vs_south", "mean_difference")]
    assert difference["value"] == pytest.approx(22 - 70 / 3)
    assert difference["numbers"] == '["demo.age.north.n", "demo.age.south.n"]'
    assert difference["n"] == 6


def test_a_comparison_with_a_group_of_one_says_why_not(state):
    found = state("kind: means\noutcomes: [age]\nby: income\n")
    assert found.loc[("age", "by_income", "not_estimated"), "method"].startswith("a group has fewer than 2")
    assert ("age", "low", "mean") in found.index
    assert ("age", "low", "sd") not in found.index
    assert pd.isna(found.loc[("age", "low", "mean"), "low"])


def test_a_pair_of_answers_counts_its_four_cells(state):
    found = state(
        "kind: paired\noutcomes: [taught, phase]\nevent: {taught: 'yes', phase: late}\n"
        "pairs: [[taught, phase]]\n"
    )
    # taught yes: a early, b late, h late; no: c early, d late, e early, g early
    cells = {"both": 2, "first_only": 1, "second_only": 1, "neither": 3}
    assert {name: found.loc[("taught", "with_phase", name), "value"] for name in cells} == cells
    assert found.loc[("taught", "with_phase", "p"), "value"] == 1
    assert found.loc[("taught", "with_phase", "odds_ratio"), "value"] == 1
    assert '"demo.taught.with_phase.neither"' in found.loc[("taught", "with_phase", "p"), "numbers"]


@pytest.mark.parametrize(
    ("keys", "at", "why"),
    [
        ("kind: association\noutcomes: [age]\nwith: [support]\npopulation: [[country, is, MLI]]\n",
         ("age", "with_support"), "fewer than 3 people"),
        ("kind: association\noutcomes: [age]\nwith: [support]\npopulation: [[country, is, DEU]]\n",
         ("age", "with_support"), "fewer than 3 people"),
        ("kind: association\noutcomes: [topic]\nwith: [age]\npopulation: [[income, in, [middle, low]]]\n",
         ("topic.coding", "with_age"), "all have the same answer"),
        ("kind: trend\noutcomes: [age]\nby: income\npopulation: [[income, is, high]]\n",
         ("age", "by_income"), "fewer than two groups"),
        ("kind: trend\noutcomes: [age]\nby: income\npopulation: [[age, missing]]\n",
         ("age", "by_income"), "fewer than two groups"),
        ("kind: trend\noutcomes: [age]\nby: income\n"
         "population: [[age, at_least, 21], [income, in, [middle, low]]]\n",
         ("age", "by_income"), "fewer than 3 people"),
        ("kind: pairwise\noutcomes: [age]\nby: region\n", ("age", "by_region"), "fewer than three groups"),
    ],
)  # fmt: skip
def test_too_few_or_all_alike_is_said_and_nothing_stated(state, keys, at, why):
    found = state(keys)
    assert found.loc[(*at, "not_estimated"), "method"].startswith(why)
    stated = found.loc[at[0]].loc[at[1]]
    assert (stated["kind"] == "estimate").sum() == 1


def test_three_groups_are_compared_pair_by_pair_among_those_who_have_one(state):
    found = state("kind: pairwise\noutcomes: [age]\nby: income\n")
    # kruskal.test(c(20, 22, 24, 19, 21, 30), c(1, 1, 1, 2, 2, 3)); h, without income, is not among them
    assert found.loc[("age", "by_income", "h"), "value"] == pytest.approx(3.09523809524)
    assert found.loc[("age", "by_income", "h"), "n"] == 6
    # mean ranks 11/3 and 2, 6 * 7 / 12 * (1/3 + 1/2)
    z = (11 / 3 - 2) / (3.5 * (1 / 3 + 1 / 2)) ** 0.5
    assert found.loc[("age", "high_vs_middle", "z"), "value"] == pytest.approx(z)
