"""Descriptions: counted by hand on eight respondents, and laws that hold for any answers."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from aimed.files.row_selection import Filter, read_filters, select_rows
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import ProblemsFound
from aimed.stats.describe_groups import describe_all, gather
from aimed.stats.items import missing_rows
from aimed.stats.statistics import Statistic, tabulate_statistics
from aimed.study.codebook import Codebook
from aimed.study.number_ids import number_id
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.stats.conftest import OPTIONS, make_missing, make_responses

PLAN = """kind: distribution
outcomes: [support, phase, age, topic, country]
event: {support: agree}
by: income
collapsed: yes
also_by: [region, income]
"""


@pytest.fixture
def described(write_plan, codebook, answer_files):
    """The numbers of PLAN by id, and the tables that their row sets refer to."""
    return describe(write_plan(PLAN), codebook, answer_files)


def describe(plan, codebook: Codebook, files) -> pd.DataFrame:
    tables = {name: files[name] for name in ("responses", "participants")}
    subject = gather(plan, codebook, tables, files["missing"])
    table = tabulate_statistics("demo", describe_all(subject))
    ids = [number_id("demo", *key) for key in table[["item", "group", "statistic"]].itertuples(index=False)]
    return table.assign(id=ids).set_index("id")


# Counted by hand from ANSWERS in conftest.py: hic are a b c d, lmic e f g, h has no group.
BY_HAND = {
    "respondents.all.count": 8,
    "respondents.lmic.count": 3,
    "respondents.income_missing.count": 1,
    "support.all.total": 8,
    "support.all.n": 7,
    "support.all.missing.refused.count": 0,
    "support.all.missing.not_asked.count": 1,
    "support.all.level.yes.count": 2,
    "support.all.level.very.count": 1,
    "support.all.collapsed.agree.count": 3,
    "support.all.count": 3,
    "support.all.pct": 100 * 3 / 7,
    "support.hic.n": 3,
    "support.hic.count": 2,
    "support.lmic.count": 1,
    "support.lmic.level.no.count": 2,
    "support.lmic.median": 1,
    "support.lmic.q3": 2,
    "support.unclassified.n": 0,
    "support.low.n": 1,
    "support.north.n": 3,
    "phase.all.level.early.count": 4,
    "phase.hic.level.late.pct": 50,
    "age.all.n": 7,
    "age.all.missing.refused.count": 1,
    "age.all.min": 19,
    "age.all.max": 30,
    "age.all.median": 22,
    "age.all.mean": 23,
    "age.high.mean": 22,
    "topic.ethics.all.n": 7,
    "topic.ethics.all.count": 4,
    "topic.ethics.all.pct": 100 * 4 / 7,
    "topic.coding.lmic.count": 3,
    "topic.coding.lmic.pct": 100,
    "country.all.distinct": 4,
    "country.hic.distinct": 2,
}


def test_numbers_are_those_counted_by_hand(described):
    found = {name: described.at[f"demo.{name}", "value"] for name in BY_HAND}
    assert found == pytest.approx(BY_HAND)


def test_quantiles_and_sd_are_those_of_r(described):
    # R: a <- c(20,22,24,19,21,30,25); quantile(a, type = 7); sd(a)
    assert described.at["demo.age.all.q1", "value"] == 20.5
    assert described.at["demo.age.all.q3", "value"] == 24.5
    assert described.at["demo.age.all.sd", "value"] == pytest.approx(3.74165738677)


def test_a_large_offset_costs_no_digits(write_plan, codebook, answer_files):
    responses = make_responses()
    write_table(responses.assign(age=1e15 + responses["age"].fillna(23)), answer_files["responses"])
    missing = make_missing(responses)
    write_table(missing[missing["variable"] != "age"], answer_files["missing"])
    numbers = describe(write_plan("kind: distribution\noutcomes: [age]\n"), codebook, answer_files)["value"]
    # R: mean(c(20,22,24,23,19,21,30,25)); sd(c(20,22,24,23,19,21,30,25))
    assert numbers["demo.age.all.mean"] == 1e15 + 23
    assert numbers["demo.age.all.sd"] == pytest.approx(3.46410161513775, rel=1e-12)


def test_the_limits_of_a_share_are_those_of_statsmodels(described):
    # proportion_confint(3, 7, method="wilson") of statsmodels 0.15
    share = described.loc["demo.support.all.pct"]
    assert (share["low"], share["high"]) == pytest.approx((15.821985525146964, 74.95416354723428))


def test_a_quantile_says_the_places_of_its_scale_and_the_column_it_is_of(described):
    median = described.loc["demo.support.hic.median"]
    assert median["formula"] == "quantile 0.5 of support with no=1, so_so=2, yes=3, very=4"
    assert json.loads(median["columns"]) == ["income", "support"]
    assert described.at["demo.age.all.q1", "formula"] == "quantile 0.25 of age"
    assert json.loads(described.at["demo.age.all.mean", "columns"]) == ["age"]


def test_a_group_is_a_part_of_all_and_of_its_coarser_group(described):
    parts = {
        code: json.loads(described.at[f"demo.age.{code}.n", "partitions"])[1:] for code in ("low", "south")
    }
    assert parts == {
        "low": ["demo.age.all.n|income", "demo.age.lmic.n|income"],
        "south": ["demo.age.all.n|region"],
    }


def test_what_is_not_defined_is_left_out(described):
    # Nobody is unclassified: counts are 0, and there is no share, median or mean of nobody.
    nobody = described[described["group"] == "unclassified"]
    assert set(nobody["value"]) == {0.0}
    assert not set(nobody["statistic"]) & {"pct", "median", "mean", "sd", "level.yes.pct"}
    assert "demo.age.low.mean" in described.index
    assert "demo.age.low.sd" not in described.index


def test_country_is_counted_and_never_listed(described):
    assert sorted(described[described["item"] == "country"]["statistic"].unique()) == [
        "distinct",
        "missing.not_asked.count",
        "missing.refused.count",
        "n",
        "total",
    ]


def test_no_value_is_null(described):
    assert described["value"].notna().all()


def test_participants_are_counted_without_reasons(write_plan, codebook, answer_files):
    plan = write_plan("kind: distribution\ntable: participants\noutcomes: [country]\nby: income\n")
    numbers = describe(plan, codebook, answer_files)
    assert numbers.at["demo.participants.all.count", "value"] == 8
    assert numbers.at["demo.country.all.total", "value"] == 8
    assert numbers.at["demo.country.all.n", "value"] == 7
    assert set(numbers["table"]) == {"participants"}


def test_a_population_is_in_every_row_set(write_plan, codebook, answer_files):
    plan = write_plan("kind: distribution\noutcomes: [support]\npopulation: [[age, at_least, 21]]\n")
    numbers = describe(plan, codebook, answer_files)
    # Of age 21 and over: b c f g h, all with an answer.
    assert numbers.at["demo.respondents.all.count", "value"] == 5
    assert numbers.at["demo.support.all.n", "value"] == 5
    assert all(json.loads(where)[0] == ["age", "at_least", 21] for where in numbers["where"])


def test_codes_outside_the_scale_and_reasons_that_lack_are_told(write_plan, codebook, answer_files):
    responses = make_responses()
    responses.loc[0, "support"] = "maybe"
    write_table(responses, answer_files["responses"])
    write_table(make_missing(responses).query("variable != 'age'"), answer_files["missing"])
    with pytest.raises(ProblemsFound) as found:
        describe(write_plan(PLAN), codebook, answer_files)
    assert str(found.value) == (
        "table responses, column support\n"
        "  found:    1 answers that its scale does not have\n"
        "  expected: codes of its scale, and one reason for each empty answer\n"
        "  to do:    correct the crosswalk of the cohort, then run again\n"
        "table responses, column age\n"
        "  found:    1 empty answers and 0 reasons for them\n"
        "  expected: codes of its scale, and one reason for each empty answer\n"
        "  to do:    correct the crosswalk of the cohort, then run again"
    )


def test_two_numbers_of_one_id_are_refused():
    one = Statistic(item="a", group="all", statistic="n", value=1, unit="count", method="count", kind="count")
    with pytest.raises(ValueError, match=r"two statistics have the id demo\.a\.all\.n"):
        tabulate_statistics("demo", [one, one])


def test_names_are_written_in_their_own_letters():
    where = (Filter("city", "is", "Tromsø"),)
    one = Statistic(
        item="a", group="all", statistic="n", value=1, unit="count", method="count", kind="count", where=where
    )
    assert tabulate_statistics("demo", [one]).at[0, "where"] == '[["city", "is", "Tromsø"]]'


LAW_PLAN = """kind: distribution
outcomes: [support, age, topic]
event: {support: agree}
by: income
collapsed: yes
also_by: [income]
"""

respondent = st.fixed_dictionaries(
    {
        "income": st.sampled_from(["high", "middle", "low", "unclassified", None]),
        "region": st.sampled_from(["north", "south", None]),
        "support": st.sampled_from(["no", "so_so", "yes", "very", None]),
        "phase": st.sampled_from(["early", "late", None]),
        "age": st.one_of(st.none(), st.integers(16, 80)),
        "country": st.sampled_from(["DEU", "FRA", None]),
        "topic__ethics": st.sampled_from([True, False, None]),
        "topic__coding": st.sampled_from([True, False, None]),
    }
)


def make_any(people: list[dict]) -> pd.DataFrame:
    table = make_responses().iloc[:0]
    table = pd.concat([table, pd.DataFrame(people, dtype=object)], ignore_index=True)
    table = table.astype({"age": float, "respondent": "str"} | dict.fromkeys(OPTIONS, "boolean"))
    table["respondent"] = pd.Series([f"c-1:{at}" for at in range(len(table))], dtype="str")
    return table.assign(cohort="c-1", taught="no", home="ash")


@pytest.mark.slow
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people=st.lists(respondent, max_size=12))
def test_laws_of_any_description(people, write_plan, codebook, answer_files):
    responses = make_any(people)
    missing = make_missing(responses)
    for name, table in (("responses", responses), ("missing", missing)):
        write_table(table, answer_files[name])
    numbers = describe(write_plan(LAW_PLAN), codebook, answer_files)
    tables = {name: read_table(answer_files[name]) for name in ("responses", "missing")}
    tables["missing"] = missing_rows(tables["responses"], tables["missing"])
    assert numbers.index.is_unique
    check_row_sets(numbers, tables)
    check_partitions(numbers)
    assert numbers["value"].notna().all()
    assert np.isfinite(numbers["value"]).all()


def check_row_sets(numbers: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Every count is the number of rows that its filters select; every share is count / base."""

    @cache
    def select(table: str, where: str) -> pd.DataFrame:
        return select_rows(tables[table], read_filters(json.loads(where)))

    for row in numbers[numbers["kind"].isin(["count", "proportion"])].itertuples():
        base_table = row.base_table if isinstance(row.base_table, str) else row.table
        rows, base = select(row.table, row.where), select(base_table, row.base)
        if row.kind == "proportion":
            assert row.value == 100 * len(rows) / len(base)
            assert row.low <= row.value <= row.high or row.value == pytest.approx(row.low)
        elif isinstance(row.distinct, str):
            assert row.value == rows[row.distinct].nunique()
        else:
            assert (row.value, row.n) == (len(rows), len(base))
        assert {c for c, _, _ in json.loads(row.where)} <= set(json.loads(row.columns))


def check_partitions(numbers: pd.DataFrame) -> None:
    """The members of every partition add up to the number that the partition names."""
    members: dict[str, float] = {}
    for row in numbers.itertuples():
        for key in json.loads(row.partitions):
            members[key] = members.get(key, 0) + row.value
    assert members
    for key, total in members.items():
        assert numbers.at[key.split("|")[0], "value"] == total, key
