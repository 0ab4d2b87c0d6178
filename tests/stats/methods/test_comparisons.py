"""Comparisons of groups against R 4.2.2 (coin 1.4.2, rstatix 0.7.2), and what happens at the edges."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest
from aimed.files.row_selection import read_filters, select_rows
from aimed.files.tables import write_table
from aimed.stats.compare_groups import compare_all
from aimed.stats.describe_groups import gather
from aimed.stats.methods.resampling import epsilon_squared
from aimed.stats.statistics import tabulate_statistics
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.stats.conftest import OPTIONS, make_missing, make_responses

TWO = "kind: distribution\noutcomes: [{}]\nby: income\ncollapsed: yes\ncompare: yes\n"


def answer(groups: dict[str, dict[str, int]], column: str) -> pd.DataFrame:
    """Return respondents of income groups with so many of each answer in one column, nothing in others."""
    people = [
        {"income": group, column: value}
        for group, answers in groups.items()
        for value, n in answers.items()
        for _ in range(n)
    ]
    table = pd.DataFrame(people, columns=["income", column])
    table.insert(0, "respondent", [f"c-1:{at}" for at in range(len(table))])
    rest = [name for name in make_responses().columns if name not in table.columns]
    table = table.assign(**dict.fromkeys(rest)).astype({"age": float})
    return table.astype(dict.fromkeys(OPTIONS, "boolean"))


@pytest.fixture
def compare(write_plan, codebook, answer_files):
    """Return the comparison's numbers, by statistic, of a plan on the given respondents."""

    def run(plan: str, responses: pd.DataFrame) -> pd.DataFrame:
        write_table(responses, answer_files["responses"])
        write_table(make_missing(responses), answer_files["missing"])
        tables = {name: answer_files[name] for name in ("responses", "participants")}
        subject = gather(write_plan(plan), codebook, tables, answer_files["missing"])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            numbers = tabulate_statistics("demo", compare_all(subject))
        return numbers.set_index("statistic")

    return run


def test_two_groups_of_an_ordered_item_are_those_of_r(compare):
    # R: x <- rep(1:5, c(1,2,4,9,14)); y <- rep(1:5, c(3,5,6,8,4))
    x = dict(zip(range(1, 6), (1, 2, 4, 9, 14), strict=True))
    y = dict(zip(range(1, 6), (3, 5, 6, 8, 4), strict=True))
    numbers = compare(TWO.format("age"), answer({"high": x, "middle": y}, "age"))
    assert set(numbers["group"]) == {"hic_vs_lmic"}
    # R: wilcox.test(x, y, exact = FALSE, correct = FALSE)
    assert numbers.at["u", "value"] == 554.5
    assert numbers.at["p", "value"] == pytest.approx(0.00509848383292)
    # R: statistic(coin::wilcox_test(v ~ g, d)); rstatix::wilcox_effsize(d, v ~ g)
    assert numbers.at["z", "value"] == pytest.approx(2.80074468976)
    assert numbers.at["r", "value"] == pytest.approx(0.374265252032)
    # R: effectsize::rank_biserial(x, y)
    assert numbers.at["rank_biserial", "value"] == pytest.approx(0.421794871795)
    assert numbers.loc["rank_biserial", ["seed", "draws", "kind"]].tolist() == [1, 20_000, "bootstrap"]


def test_ordered_codes_are_compared_in_the_order_of_the_scale(compare):
    numbers = compare(
        TWO.format("support"),
        answer({"high": {"very": 4, "yes": 1}, "low": {"no": 4, "so_so": 1}}, "support"),
    )
    # Every one of the first group is higher than every one of the second: Cliff's delta is 1.
    assert numbers.at["rank_biserial", "value"] == 1
    assert numbers.at["u", "value"] == 25


def test_a_category_is_compared_by_chi_square_as_in_r(compare):
    # R: chisq.test(matrix(c(56,14,48,32), 2, byrow = TRUE), correct = FALSE)
    counts = {"high": {"early": 56, "late": 14}, "low": {"early": 48, "late": 32}}
    numbers = compare(TWO.format("phase") + "event: {phase: early}\n", answer(counts, "phase"))
    assert numbers.at["chi2", "value"] == pytest.approx(7.0234113712375)
    assert numbers.at["p", "value"] == numbers.at["event_p", "value"] == pytest.approx(0.0080450813682)
    assert numbers.at["v", "value"] == pytest.approx((7.0234113712375 / 150) ** 0.5)
    # Newcombe 1998, table II, example (a): 56/70 - 48/80, 0.0524 to 0.3339
    assert numbers.loc["difference", ["value", "low", "high"]].tolist() == pytest.approx(
        [20, 5.24, 33.39], abs=0.006
    )
    assert json.loads(numbers.at["difference", "numbers"]) == [
        "demo.phase.hic.count",
        "demo.phase.hic.n",
        "demo.phase.lmic.count",
        "demo.phase.lmic.n",
    ]


def test_small_expected_counts_are_compared_by_fisher_as_in_r(compare):
    # R: fisher.test(matrix(c(12,5,29,2), 2, byrow = TRUE))$p.value
    counts = {"high": {True: 12, False: 5}, "low": {True: 29, False: 2}}
    numbers = compare(TWO.format("topic"), answer(counts, "topic__ethics"))
    assert numbers.at["p", "value"] == pytest.approx(0.0802685520741)
    assert numbers.at["p", "method"] == (
        "Fisher exact, two-sided by probability (Fisher 1935; Freeman & Halton 1951); "
        "all tables with these margins, since an expected count is below 5"
    )
    assert "chi2" not in numbers.index


def test_expected_counts_of_five_are_not_small(compare):
    # Cochran 1954: below 5. Of 10 and 10 people 10 chose it: 5 are expected in each cell
    counts = {"high": {True: 4, False: 6}, "low": {True: 6, False: 4}}
    numbers = compare(TWO.format("topic"), answer(counts, "topic__ethics"))
    assert "chi2" in numbers.index
    assert not numbers.at["p", "method"].startswith("Fisher")


def test_several_groups_are_compared_by_kruskal_wallis_as_in_r(compare):
    # R: kruskal.test(v ~ g, k) on a: 1 2 2 3 5, b: 2 3 3 4 4 5, c: 4 4 5 5 5 5
    groups = {
        "high": {1: 1, 2: 2, 3: 1, 5: 1},
        "middle": {2: 1, 3: 2, 4: 2, 5: 1},
        "low": {4: 2, 5: 4},
    }
    plan = "kind: distribution\noutcomes: [age]\nby: income\ncompare: yes\n"
    numbers = compare(plan, answer(groups, "age"))
    assert set(numbers["group"]) == {"by_income"}
    assert numbers.at["h", "value"] == pytest.approx(6.4779379641765)
    assert numbers.at["df", "value"] == 2
    # R: set.seed(1); coin::kruskal_test(v ~ g, k, distribution = approximate(1000000)): 0.032072
    assert numbers.at["p", "value"] == pytest.approx(0.032072, abs=0.0017)
    assert numbers.at["p", "method"].endswith("99,999 tables drawn, since a group has fewer than 20")
    # R: effectsize::rank_epsilon_squared(v ~ g, data = k)
    assert numbers.at["epsilon_squared", "value"] == pytest.approx(6.4779379641765 / 16)


def test_groups_named_in_the_plan_are_compared_whoever_else_there_is(compare):
    groups = {"high": {1: 3, 2: 2}, "low": {1: 1, 2: 4}, "unclassified": {1: 2}}
    plan = "kind: distribution\noutcomes: [age]\nby: income\ncollapsed: yes\ncompare: {}\n"
    named = compare(plan.format("[lmic, hic]"), answer(groups, "age"))
    assert set(named["group"]) == {"hic_vs_lmic"}
    assert set(named["n"]) == {10}
    assert set(compare(plan.format("yes"), answer(groups, "age"))["group"]) == {"by_income"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("outcome", "column", "groups", "expected"),
    [
        # nobody at all, and nobody in one of the groups
        ("age", "age", {}, set()),
        ("age", "age", {"high": {20: 3}}, set()),
        # a group that has not answered
        ("age", "age", {"high": {20: 3, 21: 2}, "low": {None: 4}}, set()),
        # no variance: U and the effect are defined, z and p are not
        ("age", "age", {"high": {20: 3}, "low": {20: 4}}, {"n", "u", "rank_biserial", "detectable"}),
        (
            "support",
            "support",
            {"high": {"no": 1}, "low": {"no": 1}},
            {"n", "u", "rank_biserial", "detectable"},
        ),
        # one level only: no table to test
        ("phase", "phase", {"high": {"early": 3}, "low": {"early": 4}}, {"n"}),
        # all and none ticked: shares of 0 and 100 %, no odds ratio
        (
            "topic",
            "topic__ethics",
            {"high": {True: 6}, "low": {False: 6}},
            {"n", "p", "v", "difference", "detectable"},
        ),
        # all ticked: a difference of 0 with an interval, and nothing to test
        ("topic", "topic__ethics", {"high": {True: 6}, "low": {True: 6}}, {"n", "difference"}),
        ("country", "country", {"high": {"DEU": 2}, "low": {"IND": 2}}, set()),
    ],
)
def test_at_the_edges_what_is_not_defined_is_left_out(compare, outcome, column, groups, expected):
    numbers = compare(TWO.format(outcome), answer(groups, column))
    assert set(numbers.index) == expected
    assert numbers["value"].notna().all()


def test_shares_of_all_and_none_have_the_interval_of_the_paper(compare):
    # Newcombe 1998, table II, example (h): 10/10 - 0/10, 0.6075 to 1.0000
    counts = {"high": {True: 10}, "low": {False: 10}}
    numbers = compare(TWO.format("topic"), answer(counts, "topic__ethics"))
    assert numbers.loc["difference", ["value", "low", "high"]].tolist() == pytest.approx(
        [100, 60.75, 100], abs=0.006
    )


def test_an_effect_without_variation_is_not_certain(compare):
    numbers = compare(TWO.format("age"), answer({"high": {20: 3}, "low": {20: 4}}, "age"))
    assert numbers.at["rank_biserial", "value"] == 0
    assert numbers.at["u", "value"] == 6  # half of 3 times 4 pairs: each is a tie
    assert numbers.loc["rank_biserial", ["low", "high"]].round(2).tolist() == [-0.67, 0.67]


def test_several_groups_of_one_value_have_no_effect():
    # 3 and 4 people who all gave one answer, and 3 and 4 who gave two: of the first the ranks are all tied.
    with np.errstate(all="raise"):
        effects = epsilon_squared(np.array([[[3, 0], [4, 0]], [[3, 0], [0, 4]]]))
    assert effects.tolist() == [0, 1]


def test_the_grouping_variable_is_not_compared_with_itself(compare):
    numbers = compare(
        "kind: distribution\noutcomes: [income]\nby: income\ncompare: yes\n",
        answer({"high": {1: 3}, "low": {2: 3}}, "age"),
    )
    assert numbers.empty


def test_tests_rest_on_the_rows_of_the_compared_groups_alone(compare):
    responses = answer({"high": {20: 2, 21: 1}, "low": {20: 1, 23: 2}, "unclassified": {30: 1}}, "age")
    numbers = compare(TWO.format("age").replace("yes\n", "[hic, lmic]\n").replace(
        "collapsed: [hic, lmic]", "collapsed: yes"), responses)  # fmt: skip
    where = read_filters(json.loads(numbers.at["p", "where"]))
    assert list(select_rows(responses, where)["income"].unique()) == ["high", "low"]
    assert json.loads(numbers.at["p", "columns"]) == ["age", "income"]


person = st.fixed_dictionaries(
    {
        "income": st.sampled_from(["high", "middle", "low", None]),
        "support": st.sampled_from(["no", "so_so", "yes", "very", None]),
        "phase": st.sampled_from(["early", "late", None]),
        "age": st.one_of(st.none(), st.integers(16, 20)),
        "topic__ethics": st.sampled_from([True, False, None]),
    }
)


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people=st.lists(person, max_size=14), collapsed=st.sampled_from(["yes", "no"]))
def test_any_answers_are_compared_without_a_crash_or_a_nonsense(people, collapsed, compare):
    responses = answer({}, "age")
    responses = pd.concat([responses, pd.DataFrame(people, dtype=object)], ignore_index=True)
    responses["respondent"] = pd.Series([f"c-1:{at}" for at in range(len(responses))], dtype="str")
    responses = responses.astype({"age": float, "income": "str"} | dict.fromkeys(OPTIONS, "boolean"))
    numbers = compare(
        f"kind: distribution\noutcomes: [support, phase, age, topic]\nevent: {{support: agree}}\n"
        f"by: income\ncollapsed: {collapsed}\ncompare: yes\nbootstrap: {{draws: 100}}\n",
        responses,
    )
    assert numbers["value"].notna().all()
    limits = {
        "p": (0, 1),
        "event_p": (0, 1),
        "v": (0, 1),
        "rank_biserial": (-1, 1),
        "difference": (-100, 100),
    }
    for statistic, (low, high) in limits.items():
        values = numbers.loc[numbers.index == statistic, ["value", "low", "high"]].stack().dropna()
        assert values.between(low - 1e-9, high + 1e-9).all()
