"""What a plan of kind model states of a small table that was counted by hand."""

import pandas as pd
import pytest
from aimed.files.tables import read_table, write_table
from aimed.stats.fit_models import fit_models

from tests.stats.conftest import make_missing

# phase, taught: early no 12, early yes 5, late no 6, late yes 15; four more have one answer only.
CELLS = [("early", "no", 12), ("early", "yes", 5), ("late", "no", 6), ("late", "yes", 15)]
PLAN = "kind: model\nmodel: logistic\noutcomes: [phase]\nevent: {phase: late}\npredictors: [taught]\n"


def make_people(cells) -> pd.DataFrame:
    rows = [(phase, taught) for phase, taught, some in cells for _ in range(some)]
    people = pd.DataFrame(rows, columns=["phase", "taught"])
    people.insert(0, "respondent", [f"c-1:{at}" for at in range(len(people))])
    columns = {"cohort": "c-1", "country": "DEU", "income": "high", "region": None, "support": None}
    return people.assign(**columns, age=[float(20 + at % 7) for at in range(len(people))])


@pytest.fixture
def state(tmp_path, codebook_files, answer_files, write_plan):
    """Fit a plan to people and return its numbers by group and statistic."""

    def fitted(people: pd.DataFrame, keys: str = PLAN) -> pd.DataFrame:
        write_table(people, answer_files["responses"])
        write_table(make_missing(people.iloc[:0]), answer_files["missing"])
        made = tmp_path / "made.parquet"
        fit_models(analysis="demo", plan=write_plan(keys), **codebook_files, **answer_files, statistics=made)
        return read_table(made).set_index(["group", "statistic"])

    return fitted


def test_an_odds_ratio_of_a_table_of_four(state):
    people = make_people([*CELLS, ("late", None, 3), (None, "no", 1)])
    found = state(people)
    counts = {
        ("all", "total"): 42, ("all", "n"): 38, ("all", "left_out"): 4, ("all", "events"): 21,
        ("all", "non_events"): 17, ("taught_yes", "n"): 20, ("taught_yes", "events"): 15,
        ("taught_yes", "non_events"): 5, ("taught_no", "n"): 18, ("taught_no", "events"): 6,
    }  # fmt: skip
    assert {key: found.loc[key, "value"] for key in counts} == counts
    # By hand: (15 / 5) / (6 / 12) = 6; exp(log(6) -+ 1.959964 * sqrt(1/15 + 1/5 + 1/6 + 1/12))
    ratio = found.loc[("taught_yes", "odds_ratio")]
    assert ratio["value"] == pytest.approx(6, rel=1e-9)
    assert (ratio["low"], ratio["high"]) == pytest.approx((1.466600, 24.546575), rel=1e-6)
    # 15/20 - 6/18 in points
    assert found.loc[("taught_yes", "ame"), "value"] == pytest.approx(100 * (15 / 20 - 6 / 18), rel=1e-9)
    assert found.loc[("intercept", "estimate"), "value"] == pytest.approx(-0.6931471805599453, rel=1e-9)
    assert found.loc[("taught_yes", "odds_ratio"), "n"] == 38


def test_a_number_names_the_counts_that_it_must_not_give_away(state):
    found = state(make_people(CELLS))
    numbers = found.loc[("taught_yes", "odds_ratio"), "numbers"]
    for group in ("all", "taught_yes", "taught_no"):
        for statistic in ("n", "events", "non_events"):
            assert f'"demo.phase.{group}.{statistic}"' in numbers
    assert found.loc[("taught_yes", "events"), "partitions"] == (
        '["demo.phase.taught_yes.n|event", "demo.phase.all.events|taught"]'
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([("early", "no", 9), ("late", "yes", 8)], "separation: the estimates of intercept, taught_yes"),
        (
            [("early", "no", 9), ("late", "no", 4), ("late", "yes", 8)],
            "separation: the estimates of taught_yes",
        ),
        ([("late", "no", 9), ("late", "yes", 8)], "all have the same answer to the outcome"),
        ([("late", "yes", 9), ("early", "yes", 8)], "nobody has the reference no of taught"),
        ([("late", "no", 1), ("early", "yes", 1)], "2 people and 2 coefficients"),
        ([("late", "no", 1)], "all have the same answer to the outcome"),
        ([("late", None, 9)], "nobody has an answer to the outcome and to every predictor"),
    ],
)
def test_a_model_without_estimates_says_why_and_states_none(state, cells, reason):
    found = state(make_people(cells))
    assert found.loc[("all", "not_estimated"), "method"].startswith(reason)
    assert pd.isna(found.loc[("all", "not_estimated"), "value"])
    assert set(found["kind"]) <= {"count", "derived", "estimate"}
    assert (found["kind"] == "estimate").sum() == 1
    assert found.loc[("all", "n"), "value"] == sum(some for _, taught, some in cells if taught)


def test_one_cluster_has_no_errors(state):
    found = state(make_people(CELLS), PLAN + "cluster: country\n")
    assert found.loc[("all", "not_estimated"), "method"] == "all are of one cluster"
    assert found.loc[("all", "clusters"), "value"] == 1


def test_a_random_intercept_states_variances(state):
    people = make_people([(phase, taught, 3 * some) for phase, taught, some in CELLS])
    people["country"] = [f"C{at % 6}" for at in range(len(people))]
    people["age"] = [20.0 + at % 7 + 3 * (at % 6) for at in range(len(people))]
    keys = "kind: model\nmodel: linear\noutcomes: [age]\npredictors: [taught]\nrandom: country\n"
    found = state(people, keys)
    assert found.loc[("all", "clusters"), "value"] == 6
    between, within = (found.loc[("all", f"{which}_variance"), "value"] for which in ("cluster", "residual"))
    assert found.loc[("all", "icc"), "value"] == pytest.approx(between / (between + within), rel=1e-12)
    # Six clusters that are 3 apart have the variance 9 * 3.5; people within them vary by 4, of 0 to 6.
    assert (between, within) == (pytest.approx(9 * 3.5, rel=0.05), pytest.approx(4, rel=0.1))
    assert {"estimate", "se", "t", "df", "p", "ame"} <= set(found.loc["taught_yes"].index)
    assert found.loc[("taught_yes", "df"), "unit"] == "statistic"
    assert found.loc[("taught_yes", "estimate"), "method"].startswith("linear mixed regression")
    few = state(people.assign(country="DEU"), keys)
    assert few.loc[("all", "not_estimated"), "method"] == "all are of one cluster"
    few = state(people.assign(country=people["phase"]), keys)
    assert few.loc[("all", "not_estimated"), "method"] == "2 clusters, and a random intercept needs 5"


def test_an_option_of_a_multi_select_is_a_predictor_with_the_counts_of_who_ticked_it(state):
    people = make_people(CELLS)
    for option in ("ethics", "coding"):
        ticked = people["taught"] == "yes" if option == "coding" else people.index % 2 == 0
        people[f"topic__{option}"] = pd.array(ticked, dtype="boolean")
    people.loc[0, ["topic__ethics", "topic__coding"]] = None
    found = state(people, PLAN.replace("[taught]", "[topic.coding]"))
    # As taught above, one of the early ones who were not taught left out: (15 / 5) / (6 / 11)
    assert found.loc[("topic_coding_yes", "odds_ratio"), "value"] == pytest.approx(5.5, rel=1e-9)
    counts = {("all", "left_out"): 1, ("topic_coding_yes", "n"): 20, ("topic_coding_yes", "events"): 15}
    counts |= {("topic_coding_no", "n"): 17, ("topic_coding_no", "non_events"): 11}
    assert {key: found.loc[key, "value"] for key in counts} == counts
    assert '"demo.phase.topic_coding_no.events"' in found.loc[("topic_coding_yes", "p"), "numbers"]
    found = state(people, PLAN.replace("[taught]", "[topic]"))
    assert {"topic_ethics_yes", "topic_coding_yes"} <= set(found.reset_index()["group"])


def test_a_covariate_is_neither_tested_nor_averaged(state):
    keys = PLAN.replace("[taught]", "[age]") + "covariates: [taught]\n"
    found = state(make_people(CELLS), keys)
    assert ("taught_yes", "odds_ratio") in found.index
    assert not {"p", "z", "ame"} & set(found.loc["taught_yes"].index)
    assert {"p", "z", "ame"} <= set(found.loc["age"].index)


def test_an_interaction_rests_on_the_pairs_of_levels(state):
    keys = PLAN.replace("[taught]", "[taught, income, [taught, income]]") + "reference: {income: low}\n"
    people = make_people([(phase, taught, 2 * some) for phase, taught, some in CELLS])
    people["income"] = ["high", "low"] * (len(people) // 2)
    found = state(people, keys)
    assert ("taught_yes_x_income_high", "p") in found.index
    numbers = found.loc[("taught_yes_x_income_high", "estimate"), "numbers"]
    assert '"demo.phase.taught_yes_x_income_high.events"' in numbers
    assert '"demo.phase.taught_no_x_income_low.non_events"' in numbers
    assert "taught_yes_x_income_middle" not in numbers
    main = found.loc[
        ("taught_yes", "estimate"), "numbers"
    ]  # of taught where income is the reference, and all
    assert all(f'"demo.phase.taught_yes_x_income_{one}.events"' in main for one in ("high", "middle", "low"))
    # By hand: all four cells are the same in both incomes, so that nothing interacts.
    assert found.loc[("taught_yes_x_income_high", "odds_ratio"), "value"] == pytest.approx(1, rel=0.5)


def test_thresholds_are_called_as_the_answers_that_someone_gave(state):
    keys = "kind: model\nmodel: ordinal\noutcomes: [support]\npredictors: [taught]\n"
    people = make_people(CELLS)
    people["support"] = [("no", "so_so", "very")[at % 3] for at in range(len(people))]  # nobody says yes
    found = state(people, keys)
    stated = found.loc["all"].index
    assert [name for name in stated if name.startswith("threshold.")] == ["threshold.no", "threshold.so_so"]
    low, high = (found.loc[("all", f"threshold.{code}"), "value"] for code in ("no", "so_so"))
    assert low < high
