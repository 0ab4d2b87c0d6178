"""A plan that cannot relate its variables is told where, what and what to do: the whole text."""

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.stats.relations.request import read_relation

from tests.stats.conftest import make_responses

FIELDS = list(make_responses().columns)


def problems_of(path, codebook) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_relation(path, codebook, FIELDS)
    return str(found.value).replace(str(path), "demo.yaml")


def pairs_of(path, codebook) -> list[tuple[str, str]]:
    return [(a.name, b.name) for a, b in read_relation(path, codebook, FIELDS).pairs]


def test_outcomes_are_set_beside_each_other_or_beside_others(write_plan, codebook):
    matrix = write_plan("kind: association\noutcomes: [age, support, taught]\nevent: {taught: 'yes'}\n")
    assert pairs_of(matrix, codebook) == [("age", "support"), ("age", "taught"), ("support", "taught")]
    across = write_plan("kind: association\noutcomes: [topic]\nwith: [age, support]\n")
    assert pairs_of(across, codebook) == [
        ("topic.ethics", "age"), ("topic.ethics", "support"),
        ("topic.coding", "age"), ("topic.coding", "support"),
    ]  # fmt: skip


def test_variables_that_have_no_correlation(write_plan, codebook):
    plan = write_plan("kind: association\nmethod: kendall\noutcomes: [age, phase]\nevent: {phase: late}\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:4\n"
        "  found:    method kendall of age with phase\n"
        "  expected: point_biserial\n"
        "  to do:    correct the method, or leave it out"
    )
    plan = write_plan("kind: association\noutcomes: [taught, topic]\nevent: {taught: 'yes'}\n")
    assert "  found:    taught with topic.ethics, of two values each\n" in problems_of(plan, codebook)
    plan = write_plan("kind: association\noutcomes: [age]\nwith: [suport]\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    variable suport\n"
        "  expected: a variable of data/codebook/variables.csv\n"
        "  to do:    write support"
    )


@pytest.mark.parametrize("kind", ["means", "pairwise"])
def test_a_category_has_no_mean_and_no_ranks(write_plan, codebook, kind):
    plan = write_plan(f"kind: {kind}\noutcomes: [phase]\nby: income\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:4\n"
        "  found:    outcome phase of type category\n"
        "  expected: a number or an ordered variable\n"
        "  to do:    leave it out, or add an event where that is allowed"
    )


@pytest.mark.parametrize("kind", ["trend", "pairwise"])
def test_groups_are_needed(write_plan, codebook, kind):
    assert problems_of(write_plan(f"kind: {kind}\noutcomes: [age]\n"), codebook) == (
        f"demo.yaml:3\n  found:    kind {kind} without groups\n  expected: the key by\n  to do:    add by"
    )


def test_pairs_are_answered_alike(write_plan, codebook):
    plan = write_plan(
        "kind: paired\noutcomes: [age, support, phase]\npairs:\n  - [age, support]\n  - [age, taught]\n"
    )
    assert problems_of(plan, codebook) == (
        "demo.yaml:4\n"
        "  found:    outcome phase of type category\n"
        "  expected: a number or an ordered variable, or an event\n"
        "  to do:    leave it out, or add an event where that is allowed\n"
        "demo.yaml:7\n"
        "  found:    a pair with taught\n"
        "  expected: variables among outcomes\n"
        "  to do:    add it there\n"
        "demo.yaml:5\n"
        "  found:    age and support, which are not answered alike\n"
        "  expected: two events, two numbers or one scale\n"
        "  to do:    leave the pair out"
    )


def test_clusters_are_of_comparisons_and_models(write_plan, codebook):
    plan = write_plan("kind: means\noutcomes: [age]\ncluster: country\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    the key cluster in a file of kind means\n"
        "  expected: keys of kind means: question, planned, kind, table, outcomes, by, collapsed, compare,"
        " equivalence, population, interval, family, small_cells, small_cells_reason, note\n"
        "  to do:    delete cluster, or name another kind"
    )
