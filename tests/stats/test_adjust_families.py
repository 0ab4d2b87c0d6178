"""Holm against R's p.adjust, over families of one or several analyses."""

import json
from itertools import combinations

import pytest
from aimed.files.tables import read_table, write_table
from aimed.stats.adjust_families import adjust_families
from aimed.stats.methods.holm import adjust_holm
from aimed.stats.statistics import Statistic, tabulate_statistics
from hypothesis import given, settings
from hypothesis import strategies as st


def test_holm_is_that_of_r():
    # R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5), "holm")
    assert adjust_holm([0.01, 0.04, 0.03, 0.005, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.5])
    assert adjust_holm([]) == []


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_the_closure_of_bonferroni(p_values):
    # Marcus, Peritz & Gabriel 1976: a hypothesis falls when Bonferroni rejects every set that holds it.
    places = range(len(p_values))
    sets = [held for size in places for held in combinations(places, size + 1)]
    closed = [max(min(1, len(s) * min(p_values[i] for i in s)) for s in sets if at in s) for at in places]
    assert adjust_holm(p_values) == pytest.approx(closed)


@pytest.fixture
def adjust(tmp_path, write_plan):
    """Adjust analyses given as name -> (keys of the plan, p-values by item); return the table."""

    def run(analyses: dict[str, tuple[str, dict[str, float]]]):
        plans, tables = [], []
        for name, (keys, p_values) in analyses.items():
            plans.append(write_plan(f"kind: distribution\noutcomes: [x]\n{keys}", name))
            numbers = [
                Statistic(item=i, group="a_vs_b", statistic=s, value=p, unit="p", method="", kind="test", n=9)
                for i, p in p_values.items()
                for s in ("p", "event_p", "z")
            ]
            tables.append(tmp_path / f"{name}.parquet")
            write_table(tabulate_statistics(name, numbers), tables[-1])
        target = tmp_path / "adjusted.parquet"
        adjust_families(plans=tuple(plans), tables=tuple(tables), adjusted=target)
        return read_table(target)

    return run


def test_each_analysis_is_a_family_of_its_own(adjust):
    table = adjust({"one": ("", {"x": 0.01, "y": 0.04}), "two": ("", {"x": 0.03})})
    assert list(zip(table["analysis"], table["item"], table["value"], strict=True)) == [
        ("one", "x", 0.02),
        ("one", "y", 0.04),
        ("two", "x", 0.03),
    ]
    assert set(table["statistic"]) == {"p_adjusted"}
    assert json.loads(table["numbers"][0]) == ["one.x.a_vs_b.p", "one.y.a_vs_b.p"]
    assert table["method"][0] == "Holm step-down (Holm 1979), family of 2"


def test_a_family_may_join_analyses(adjust):
    table = adjust({"one": ("family: f\n", {"x": 0.01}), "two-b": ("family: f\n", {"x": 0.03, "y": 0.5})})
    assert dict(zip(table["analysis"] + "." + table["item"], table["value"], strict=True)) == pytest.approx(
        {"one.x": 0.03, "two-b.x": 0.06, "two-b.y": 0.5}  # called as its plan's file, as all its numbers are
    )
    assert json.loads(table["numbers"][0]) == ["one.x.a_vs_b.p", "two_b.x.a_vs_b.p", "two_b.y.a_vs_b.p"]


def test_no_tests_make_an_empty_table_with_its_columns(adjust):
    table = adjust({"one": ("", {})})
    assert table.empty
    assert "analysis" in table.columns


def test_an_item_that_could_not_be_tested_decides_on_the_size_of_the_family(tmp_path, write_plan):
    """With one answer more it could be tested, and every adjusted p would move."""
    numbers = [("a", "p", 0.01), ("a", "n", 9), ("b", "n", 1), ("b", "mean", 2)]
    table = tmp_path / "one.parquet"
    statistics = [
        Statistic(item=i, group="x_vs_y", statistic=s, value=v, unit="p", method="", kind="test", n=9)
        for i, s, v in numbers
    ]
    write_table(tabulate_statistics("one", statistics), table)
    plan = write_plan("kind: distribution\noutcomes: [x]\nby: x\ncompare: yes\n", "one")
    target = tmp_path / "adjusted.parquet"
    adjust_families(plans=(plan,), tables=(table,), adjusted=target)
    (row,) = read_table(target).to_dict("records")
    assert (row["value"], row["method"]) == (0.01, "Holm step-down (Holm 1979), family of 1")
    assert json.loads(row["numbers"]) == ["one.a.x_vs_y.p", "one.b.x_vs_y.n"]


def test_tests_by_clusters_are_a_family_beside_the_others(tmp_path, write_plan):
    # R: p.adjust(c(0.01, 0.04), "holm"); p.adjust(c(0.2, 0.3), "holm")
    found = {("x", "p"): 0.01, ("y", "p"): 0.04, ("x", "p_cluster"): 0.2, ("y", "p_cluster"): 0.3}
    rows = [
        Statistic(
            item=item, group="a_vs_b", statistic=name, value=p, unit="p", method="some test", kind="test", n=9
        )
        for (item, name), p in found.items()
    ]
    plan, table = (
        write_plan("kind: distribution\noutcomes: [x]\ncompare: yes\n", "one"),
        tmp_path / "one.parquet",
    )
    write_table(tabulate_statistics("one", rows), table)
    adjust_families(plans=(plan,), tables=(table,), adjusted=tmp_path / "adjusted.parquet")
    adjusted = read_table(tmp_path / "adjusted.parquet").set_index(["item", "statistic"])["value"]
    assert adjusted.to_dict() == pytest.approx(
        {("x", "p_adjusted"): 0.02, ("y", "p_adjusted"): 0.04}
        | {("x", "p_cluster_adjusted"): 0.4, ("y", "p_cluster_adjusted"): 0.4}
    )
