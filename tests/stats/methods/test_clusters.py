"""Whole clusters. Expected values: R 4.2.2, and assignments that can be listed by hand."""

import json

import numpy as np
import pandas as pd
import pytest
from aimed.files.tables import write_table
from aimed.stats.compare_groups import compare_all
from aimed.stats.describe_groups import gather
from aimed.stats.methods.clusters import correlate_within, find_cluster_p
from aimed.stats.methods.resampling import rank_biserial
from aimed.stats.statistics import tabulate_statistics

from tests.stats.conftest import OPTIONS, make_missing, make_responses

VALUES = [1, 2, 2, 3, 5, 2, 3, 3, 4, 4, 5, 4, 4, 5, 5, 5, 5]
CLUSTERS = list("aabbbccccccddddee")
PLAN = "kind: distribution\noutcomes: [{}]\nby: income\ncollapsed: yes\ncompare: yes\ncluster: country\n"


def test_the_intraclass_correlation_is_that_of_an_analysis_of_variance():
    # R: a <- anova(lm(x ~ g)); (a[1,3] - a[2,3]) / (a[1,3] + (n0 - 1) * a[2,3]), n0 as Donner 1986 has it
    found = correlate_within(np.array(VALUES, dtype=float), pd.Series(CLUSTERS))
    assert found == pytest.approx(0.49488323274731, rel=1e-12)
    assert correlate_within(np.array(VALUES) + 1e9, pd.Series(CLUSTERS)) == pytest.approx(found, rel=1e-6)


@pytest.mark.parametrize(("values", "clusters"), [([3, 3, 3], "aab"), ([1, 2, 3], "aaa"), ([1, 2, 3], "abc")])
def test_without_variation_or_clusters_there_is_no_correlation(values, clusters):
    assert correlate_within(np.array(values, dtype=float), pd.Series(list(clusters))) is None


def test_whole_clusters_are_permuted_as_when_all_assignments_are_listed():
    # R: of choose(5, 2) = 10 choices of two clusters, 2 have a rank-biserial of 0.5833 and more
    counts = np.array(
        [[(np.array(VALUES)[np.array(CLUSTERS) == c] == v).sum() for v in range(1, 6)] for c in "abcde"]
    )
    p = find_cluster_p(
        counts, np.array([0, 0, 1, 1, 1]), lambda tables: np.abs(rank_biserial(tables)), seed=1
    )
    assert p == pytest.approx(0.2, abs=3 * (0.2 * 0.8 / 9_999) ** 0.5)


@pytest.fixture
def compare(write_plan, codebook, answer_files):
    """Return the statistics of the comparison of one outcome, people coming in countries."""

    def run(outcome: str, responses: pd.DataFrame) -> pd.DataFrame:
        write_table(responses, answer_files["responses"])
        write_table(make_missing(responses), answer_files["missing"])
        tables = {name: answer_files[name] for name in ("responses", "participants")}
        subject = gather(write_plan(PLAN.format(outcome)), codebook, tables, answer_files["missing"])
        return tabulate_statistics("demo", compare_all(subject)).set_index("statistic")

    return run


def answer_by_country(answers: dict[str, list[int]]) -> pd.DataFrame:
    """Return people of countries with their ages; DEU and FRA are of high income."""
    people = [{"country": country, "age": float(age)} for country, ages in answers.items() for age in ages]
    table = pd.DataFrame(people).assign(
        income=lambda t: t["country"].map({"DEU": "high", "FRA": "high"}).fillna("low")
    )
    table.insert(0, "respondent", [f"c-1:{at}" for at in range(len(table))])
    rest = [name for name in make_responses().columns if name not in table.columns]
    return table.assign(**dict.fromkeys(rest)).astype(dict.fromkeys(OPTIONS, "boolean"))


def test_a_comparison_has_its_companion_by_clusters(compare):
    numbers = compare(
        "age", answer_by_country({"DEU": [30, 31, 30], "FRA": [32, 33], "IND": [20, 21], "MLI": [22, 20]})
    )
    assert numbers.at["clusters", "value"] == 4
    # of choose(4, 2) = 6 choices two put DEU and FRA together, as far apart as any can be
    assert numbers.at["p_cluster", "value"] == pytest.approx(1 / 3, abs=0.02)
    assert numbers.at["icc", "value"] > 0.9
    assert set(json.loads(numbers.at["p_cluster", "columns"])) == {"age", "country", "income"}
    assert numbers.at["p_cluster", "method"].startswith("permutation of whole clusters")


def test_who_has_no_cluster_is_left_out_of_the_companion_alone(compare):
    responses = answer_by_country({"DEU": [30, 31], "FRA": [32], "IND": [20, 21], "MLI": [22]})
    responses.loc[0, "country"] = None
    numbers = compare("age", responses)
    assert (numbers.at["n", "n"], numbers.at["p_cluster", "n"]) == (6, 5)


def test_a_cluster_in_two_groups_has_no_p(compare):
    responses = answer_by_country({"DEU": [30, 31, 30], "IND": [20, 21], "MLI": [22, 20]})
    responses.loc[0, "income"] = "low"
    numbers = compare("age", responses)
    assert "p_cluster" not in numbers.index
    assert {"clusters", "icc"} <= set(numbers.index)
