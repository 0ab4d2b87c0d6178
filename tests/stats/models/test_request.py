"""A plan of kind model that does not fit the codebook is told where, what and what to do: the whole text."""

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.stats.models.request import Predictor, find_same_names, read_request

from tests.stats.conftest import make_responses

FIELDS = list(make_responses().columns)
MODEL = "kind: model\nmodel: {}\noutcomes: [{}]\n"


def problems_of(path, codebook) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_request(path, codebook, FIELDS)
    return str(found.value).replace(str(path), "demo.yaml")


def test_a_model_is_read_with_references_and_interactions(write_plan, codebook):
    plan = write_plan(
        MODEL.format("logistic", "phase") + "event: {phase: late}\npredictors: [taught, age, [taught, age]]\n"
        "covariates: [region]\nreference: {taught: yes}\ncluster: country\n"
    )
    request = read_request(plan, codebook, FIELDS)
    assert request.predictors == (
        Predictor("taught", ("no", "yes"), "yes", True),
        Predictor("age", (), "", True),
        Predictor("region", ("north", "south"), "north", False),
    )
    assert request.interactions == (("taught", "age"),)
    assert request.columns == ("taught", "age", "region", "country")
    assert request.plan.event == {"phase": ("late",)}
    assert find_same_names(request) == []


def test_names_and_codes_that_the_codebook_lacks_are_all_told_at_once(write_plan, codebook):
    plan = write_plan(
        MODEL.format("logistic", "phase") + "event: {phase: late}\n"
        "predictors:\n  - tauht\n  - country\n  - topic.history\n  - phase\n  - [age, region]\n"
        "covariates: [age]\nreference:\n  region: north\n  age: old\n"
    )
    assert problems_of(plan, codebook) == (
        "demo.yaml:8\n"
        "  found:    predictor tauht\n"
        "  expected: a variable of data/codebook/variables.csv\n"
        "  to do:    write taught\n"
        "demo.yaml:9\n"
        "  found:    predictor country\n"
        "  expected: a number, a category with a scale, or a multi-select\n"
        "  to do:    leave it out\n"
        "demo.yaml:10\n"
        "  found:    predictor topic.history\n"
        "  expected: one of topic.ethics, topic.coding\n"
        "  to do:    correct the option\n"
        "demo.yaml:11\n"
        "  found:    predictor phase a second time\n"
        "  expected: each variable once in a model\n"
        "  to do:    delete one of them\n"
        "demo.yaml:12\n"
        "  found:    an interaction of age and region, without region itself\n"
        "  expected: both variables among the predictors\n"
        "  to do:    add region\n"
        "demo.yaml:15\n"
        "  found:    a reference of region\n"
        "  expected: one of the predictors or covariates\n"
        "  to do:    add it or delete this\n"
        "demo.yaml:16\n"
        "  found:    reference old of age\n"
        "  expected: a variable with a scale\n"
        "  to do:    correct the code"
    )


@pytest.mark.parametrize(
    ("model", "outcome", "found", "expected", "remedy"),
    [
        (
            "linear",
            "phase",
            "outcome phase of type category",
            "number or ordered for linear",
            "another model",
        ),
        ("ordinal", "age", "outcome age of type number", "ordered for ordinal", "another model"),
        (
            "logistic",
            "support",
            "outcome support without an event",
            "the code that is modelled",
            "support: CODE",
        ),
    ],
)
def test_an_outcome_that_the_model_cannot_have(write_plan, codebook, model, outcome, found, expected, remedy):
    text = problems_of(write_plan(MODEL.format(model, outcome) + "predictors: [taught]\n"), codebook)
    assert text.startswith(f"demo.yaml:5\n  found:    {found}\n  expected: {expected}\n")
    assert remedy in text


def test_a_multi_select_is_each_of_its_options(write_plan, codebook):
    plan = MODEL.format("linear", "age") + "predictors: [{}]\n"
    request = read_request(write_plan(plan.format("taught, topic")), codebook, FIELDS)
    assert request.predictors[1:] == (
        Predictor("topic_ethics", ("no", "yes"), "no", True, "topic__ethics"),
        Predictor("topic_coding", ("no", "yes"), "no", True, "topic__coding"),
    )
    assert request.columns == ("taught", "topic__ethics", "topic__coding")
    asked = plan.format("topic.coding, taught, [topic.coding, taught]")
    request = read_request(write_plan(asked), codebook, FIELDS)
    assert [one.variable for one in request.predictors] == ["topic_coding", "taught"]
    assert request.interactions == (("topic_coding", "taught"),)


def test_options_that_cannot_be_predictors_are_told(write_plan, codebook):
    plan = write_plan(
        MODEL.format("logistic", "topic") + "predictors:\n  - topic.ethics\n  - taught.yes\n  - age\n"
    )
    assert problems_of(plan, codebook) == (
        "demo.yaml:7\n"
        "  found:    predictor topic.ethics a second time\n"
        "  expected: each variable once in a model\n"
        "  to do:    delete one of them\n"
        "demo.yaml:8\n"
        "  found:    predictor taught.yes\n"
        "  expected: an option of a multi-select\n"
        "  to do:    write taught"
    )
    plan = write_plan(
        MODEL.format("linear", "age") + "predictors:\n  - topic\n  - taught\n  - topic.coding\n"
        "  - [topic, taught]\nreference: {topic: ethics}\n"
    )
    assert problems_of(plan, codebook) == (
        "demo.yaml:9\n"
        "  found:    predictor topic.coding a second time\n"
        "  expected: each variable once in a model\n"
        "  to do:    delete one of them\n"
        "demo.yaml:10\n"
        "  found:    an interaction of topic, a multi-select\n"
        "  expected: one of its options\n"
        "  to do:    write topic.ethics\n"
        "demo.yaml:11\n"
        "  found:    reference ethics of topic\n"
        "  expected: a variable with a scale\n"
        "  to do:    correct the code"
    )


@pytest.mark.parametrize(
    ("model", "keys", "told"),
    [
        (
            "ordinal",
            "random: country\n",
            "demo.yaml:7\n  found:    a random intercept in a model that is ordinal\n"
            "  expected: model: linear\n"
            "  to do:    write cluster: country in its place, for errors robust to clusters",
        ),
        (
            "linear",
            "random: contry\n",
            "demo.yaml:7\n  found:    random contry\n  expected: a column of the table responses\n"
            "  to do:    write country",
        ),
        (
            "linear",
            "random: country\ncluster: cohort\n",
            "demo.yaml:8\n  found:    cluster beside random\n  expected: one of the two\n"
            "  to do:    delete cluster",
        ),
        (
            "linear",
            "random: taught\n",
            "demo.yaml:7\n  found:    random taught a second time\n"
            "  expected: each variable once in a model\n  to do:    delete one of them",
        ),
    ],
)
def test_a_random_intercept_that_cannot_be(write_plan, codebook, model, keys, told):
    plan = write_plan(MODEL.format(model, "support") + "predictors: [taught]\n" + keys)
    assert problems_of(plan, codebook) == told


def test_what_the_schema_holds_is_told_with_its_line(write_plan, codebook):
    assert problems_of(write_plan("kind: model\noutcomes: [phase]\nmodel: probit\n"), codebook) == (
        "demo.yaml:1\n"
        "  found:    'predictors' is a required property\n"
        "  expected: outcomes, model and predictors for an analysis of kind model\n"
        "  to do:    see workflow/schemas/analysis.schema.yaml\n"
        "demo.yaml:5\n"
        "  found:    'probit' is not one of ['logistic', 'linear', 'ordinal']\n"
        "  expected: The family of a model, logistic (of an event), linear (of a number or a place on a"
        " scale) or ordinal (proportional odds).\n"
        "  to do:    see workflow/schemas/analysis.schema.yaml"
    )


def test_terms_that_would_share_a_name_are_found(write_plan, codebook):
    plan = write_plan(MODEL.format("linear", "support") + "predictors: [taught]\n")
    request = read_request(plan, codebook, FIELDS)
    both = (Predictor("a", ("b_c",), "b_c", True), Predictor("a_b", ("c",), "c", True))
    assert find_same_names(type(request)(request.plan, "linear", both, ())) == ["a_b_c"]
