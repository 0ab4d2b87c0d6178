"""What a plan of kind multiverse varies is read as the plans that it makes again are."""

from aimed.files.row_selection import Filter
from aimed.stats.multiverse.choices import read_choices
from aimed.stats.multiverse.unknown_names import NamesToVary
from aimed.stats.plans import read_plan

from tests.stats.conftest import make_responses

FIELDS = list(make_responses().columns)


def test_a_population_may_say_known_without_a_value_and_yes_without_quotes(write_plan, codebook):
    compared = read_plan(
        write_plan("kind: distribution\noutcomes: [age]\nby: income\ncollapsed: yes\ncompare: [hic, lmic]\n"),
        codebook,
        FIELDS,
    )
    plan = write_plan(
        "kind: multiverse\nof: [again]\nchoices:\n"
        "  population: {old: [[age, known]], taught: [[taught, in, [yes, no]]]}\n"
    )
    choices = read_choices(plan, NamesToVary({"again": compared}, codebook, FIELDS, []))
    assert choices.populations == {
        "old": (Filter("age", "known"),),
        "taught": (Filter("taught", "in", ("yes", "no")),),
    }
