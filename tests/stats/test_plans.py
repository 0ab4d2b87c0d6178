"""A plan that does not fit the codebook is told where, what and what to do: the whole text."""

from pathlib import Path

import pytest
import yaml
from aimed.files.row_selection import Filter
from aimed.messages.problems import ProblemsFound
from aimed.stats.plans import choose_table, read_plan

from tests.stats.conftest import make_responses

FIELDS = list(make_responses().columns)


def problems_of(path, codebook) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_plan(path, codebook, FIELDS)
    return str(found.value).replace(str(path), "demo.yaml")


def test_names_that_the_codebook_lacks_are_all_told_at_once(write_plan, codebook):
    plan = write_plan(
        "kind: distribution\n"
        "outcomes:\n  - suport\n  - phase\n"
        "event:\n  phase: lat\n  age: old\n"
        "by: incom\n"
        "population:\n  - [cohrt, is, c-1]\n  - [region, in, [north, nort]]\n"
    )
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    outcome suport\n"
        "  expected: a variable of data/codebook/variables.csv\n"
        "  to do:    write support\n"
        "demo.yaml:8\n"
        "  found:    event lat of phase\n"
        "  expected: one of early, late\n"
        "  to do:    correct the code\n"
        "demo.yaml:9\n"
        "  found:    an event of age\n"
        "  expected: an event of one of the outcomes\n"
        "  to do:    add the outcome or delete it\n"
        "demo.yaml:10\n"
        "  found:    grouping variable incom\n"
        "  expected: a variable of data/codebook/variables.csv\n"
        "  to do:    write income\n"
        "demo.yaml:12\n"
        "  found:    population column cohrt\n"
        "  expected: a column of the table responses\n"
        "  to do:    write cohort\n"
        "demo.yaml:13\n"
        "  found:    region nort\n"
        "  expected: one of north, south\n"
        "  to do:    correct the code"
    )


def test_a_number_has_no_event(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [age]\nevent: {age: old}\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    event old of age\n"
        "  expected: an outcome with a scale\n"
        "  to do:    correct the code"
    )


@pytest.mark.parametrize("by", ["age", "topic"])
def test_grouping_by_a_variable_without_scale(write_plan, codebook, by):
    plan = write_plan(f"kind: distribution\noutcomes: [support]\nby: {by}\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        f"  found:    grouping variable {by} without a scale\n"
        "  expected: a category with a scale in data/codebook/scales.csv\n"
        "  to do:    add them there or group by another variable"
    )


def test_collapsing_a_scale_without_coarser_codes(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [support]\nby: region\ncollapsed: yes\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    grouping variable region without coarser codes\n"
        "  expected: a category with coarser codes in data/codebook/scales.csv\n"
        "  to do:    add them there or group by another variable"
    )


def test_one_code_for_two_different_groups(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [age]\nby: support\nalso_by: [taught]\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:6\n"
        "  found:    group no of taught, and another no of support\n"
        "  expected: different codes for different groups\n"
        "  to do:    leave one of the two variables out\n"
        "demo.yaml:6\n"
        "  found:    group yes of taught, and another yes of support\n"
        "  expected: different codes for different groups\n"
        "  to do:    leave one of the two variables out"
    )


def test_clusters_that_the_table_does_not_have_or_nothing_is_compared_by(write_plan, codebook):
    plan = "kind: distribution\noutcomes: [age]\nby: income\ncompare: yes\ncluster: contry\n"
    assert problems_of(write_plan(plan), codebook) == (
        "demo.yaml:7\n"
        "  found:    cluster contry\n"
        "  expected: a column of the table responses\n"
        "  to do:    write country"
    )
    plan = "kind: distribution\noutcomes: [age]\ncluster: country\n"
    assert problems_of(write_plan(plan), codebook) == (
        "demo.yaml:5\n"
        "  found:    clusters, and no groups to compare\n"
        "  expected: the key compare\n"
        "  to do:    add compare, or delete cluster"
    )


def test_comparing_without_groups_and_with_unknown_ones(write_plan, codebook):
    assert problems_of(write_plan("kind: distribution\noutcomes: [age]\ncompare: yes\n"), codebook) == (
        "demo.yaml:5\n"
        "  found:    groups to compare, and no grouping variable\n"
        "  expected: the key by\n"
        "  to do:    add by, or compare: no"
    )
    plan = write_plan(
        "kind: distribution\noutcomes: [age]\nby: income\ncollapsed: yes\ncompare: [hic, low]\n"
    )
    assert problems_of(plan, codebook) == (
        "demo.yaml:7\n"
        "  found:    group low of income\n"
        "  expected: one of hic, lmic, unclassified\n"
        "  to do:    correct the code"
    )


def test_keys_of_another_kind_are_refused_each_at_its_line(write_plan, codebook):
    plan = write_plan("kind: reliability\noutcomes: [age]\nby: income\nwith: [age]\n")
    keys = "question, planned, kind, outcomes, population, interval, small_cells, small_cells_reason, note"
    assert problems_of(plan, codebook) == "\n".join(
        f"demo.yaml:{line}\n"
        f"  found:    the key {key} in a file of kind reliability\n"
        f"  expected: keys of kind reliability: {keys}\n"
        f"  to do:    delete {key}, or name another kind"
        for line, key in ((5, "by"), (6, "with"))
    )


def test_every_kind_takes_its_own_keys_alone():
    known = yaml.safe_load(Path("workflow/schemas/analysis.schema.yaml").read_text())["properties"]
    by_kind = {
        kind: {key for key, rule in known.items() if kind in rule.get("kinds", [kind])}
        for kind in known["kind"]["enum"]
    }
    common = set.intersection(*by_kind.values())
    assert common == {"question", "planned", "kind", "small_cells", "small_cells_reason", "note"}
    assert by_kind["multiverse"] - common == {"of", "choices"}
    assert by_kind["flow"] == common | {"table"}
    assert by_kind["agreement"] == common | {"table", "interval", "bootstrap", "material"}
    assert by_kind["paired"] - by_kind["means"] == {"pairs", "event"}
    assert not {name for rule in known.values() for name in rule.get("kinds", [])} - set(by_kind)


def test_what_a_kind_would_ignore_of_a_key_is_refused(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [age]\nmethod: spearman\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    'auto' was expected\n"
        "  expected: method auto for an analysis of kind distribution\n"
        "  to do:    see workflow/schemas/analysis.schema.yaml"
    )
    plan = write_plan("kind: codes\ntable: coded_turns\nby: income\ncompare: yes\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:6\n"
        "  found:    groups to compare in an analysis of codes\n"
        "  expected: counts alone: turns of one person are not independent\n"
        "  to do:    delete compare"
    )


def test_an_equivalence_needs_two_groups_and_shares(write_plan, codebook):
    plan = "kind: distribution\noutcomes: [age, support, topic]\nevent: {support: agree}\nby: income\n{}"
    keys = "compare: [high, low]\nequivalence: {margin: 5}\n"
    assert problems_of(write_plan(plan.replace("{}", keys)), codebook) == (
        "demo.yaml:4\n"
        "  found:    equivalence of age, which has no event\n"
        "  expected: shares that can be alike\n"
        "  to do:    add event, or plan kind means"
    )
    plan = plan.replace("age, ", "")
    assert read_plan(write_plan(plan.replace("{}", keys)), codebook, FIELDS).margin == 5
    for compare in ("", "compare: no\n", "compare: [high, middle, low]\n"):
        told = problems_of(write_plan(plan.replace("{}", compare + "equivalence: {margin: 5}\n")), codebook)
        assert "  expected: compare, of two groups, beside equivalence\n" in told
    told = problems_of(write_plan(plan.replace("{}", keys.replace("5", "0"))), codebook)
    assert told.startswith("demo.yaml:8\n  found:    0 is less than or equal to the minimum of 0\n")


def test_a_personal_value_is_masked(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [age]\npopulation: [[home, is, Oakham]]\n")
    assert problems_of(plan, codebook) == (
        "demo.yaml:5\n"
        "  found:    home [masked: personal]\n"
        "  expected: one of ash, oak\n"
        "  to do:    correct the code"
    )


def test_a_file_name_that_cannot_begin_an_id(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [age]\n", name="2nd plan")
    assert problems_of(plan, codebook) == (
        "demo.yaml:1\n"
        "  found:    the file name 2nd plan\n"
        "  expected: lower-case letters, digits and hyphens\n"
        "  to do:    rename the file"
    )


def test_an_outcome_that_the_table_lacks(write_plan, codebook):
    plan = write_plan("kind: distribution\ntable: participants\noutcomes: [support]\n")
    with pytest.raises(ProblemsFound) as found:
        read_plan(plan, codebook, ["participant", "country"])
    assert str(found.value).replace(str(plan), "demo.yaml") == (
        "demo.yaml:5\n"
        "  found:    outcome support, which the table participants does not have\n"
        "  expected: a variable of the table participants\n"
        "  to do:    name another table or leave the variable out"
    )


def test_a_table_without_answers(write_plan):
    plan = write_plan("kind: distribution\ntable: turns\noutcomes: [support]\n")
    with pytest.raises(ProblemsFound) as found:
        choose_table(plan, ["responses", "participants"])
    assert str(found.value).replace(str(plan), "demo.yaml") == (
        "demo.yaml:4\n"
        "  found:    table turns\n"
        "  expected: a table of answers: responses, participants\n"
        "  to do:    name one of them, or another kind of analysis"
    )


def test_unquoted_yes_and_no_are_codes(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [taught]\nevent: {taught: yes}\n")
    with pytest.raises(ProblemsFound, match="True is not of type 'string'"):
        read_plan(plan, codebook, FIELDS)
    plan = write_plan(
        "kind: distribution\noutcomes: [taught]\nevent: {taught: 'yes'}\n"
        "population: [[taught, in, [yes, no]]]\n"
    )
    read = read_plan(plan, codebook, FIELDS)
    assert read.event == {"taught": ("yes",)}
    assert read.population == (Filter("taught", "in", ("yes", "no")),)


def test_what_is_not_said_has_the_defaults_of_the_schema(write_plan, codebook):
    read = read_plan(write_plan("kind: distribution\noutcomes: [support]\n"), codebook, FIELDS)
    assert (read.table, read.coverage, read.family, read.compare) == ("responses", 0.95, "demo", None)
    assert (read.draws, read.seed, read.public_by_plan) == (20_000, 1, False)


def test_an_event_is_the_codes_that_a_coarser_code_covers(write_plan, codebook):
    plan = write_plan("kind: distribution\noutcomes: [support]\nevent: {support: agree}\n")
    assert read_plan(plan, codebook, FIELDS).event == {"support": ("yes", "very")}


def test_groups_are_compared_in_the_order_of_the_scale_whatever_that_of_the_plan(write_plan, codebook):
    asked = "kind: distribution\noutcomes: [age]\nby: income\ncollapsed: yes\ncompare: [lmic, hic]\n"
    assert read_plan(write_plan(asked), codebook, FIELDS).compare == ("hic", "lmic")
