"""The rules of a crosswalk. Expected values: read by hand from the cells written here."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from aimed.harmonise.cohort_tables import CohortSources
from aimed.harmonise.recoding.values import read_day, split_options
from aimed.messages.problems import ProblemsFound
from toy_study import Harmonised, harmonise

ETHICS, CODING = "Ethics, law and society", "Coding"
SURVEY = "data/cohorts/toy/survey.sav"


def with_lines(sources: CohortSources, gone: str, lines: str) -> CohortSources:
    """Return the sources with the crosswalk lines of a source variable replaced."""
    path = Path("data/cohorts/toy/crosswalk.csv")
    kept = [line for line in path.read_text().splitlines() if not line.startswith(gone)]
    path.write_text("\n".join([*kept, lines.strip(), ""]))
    return replace(sources, crosswalk_path=path)


def with_topics(sources: CohortSources, cells: dict[int, str | None], lines: str) -> CohortSources:
    """Return the sources with all topics in one column q8; rows that are not named are blank."""
    survey = sources.survey.drop(columns=["q8_1", "q8_2"])
    survey["q8"] = survey["source_row"].map(cells).astype("string")
    return with_lines(replace(sources, survey=survey), "q8_", lines)


def topics(made: Harmonised, row: int) -> tuple[object, object]:
    found = made.responses.set_index("source_row").loc[row]
    return found["topic__ethics"], found["topic__coding"]


SPLIT = f"""
q8,"{ETHICS}",topic__ethics,yes,,,
q8,{CODING},topic__coding,yes,,,
q8,Prefer not to say,topic,,refused,,
q8,,topic,,,"split:,",
"""


def test_an_option_with_the_separator_inside_it_stays_whole(sources: CohortSources) -> None:
    cells = {2: f"{ETHICS}, {CODING}", 3: ETHICS, 4: CODING, 5: "Prefer not to say"}
    made = harmonise(with_topics(sources, cells, SPLIT))
    assert [topics(made, row) for row in (2, 3, 4)] == [(True, True), (True, False), (False, True)]
    missing = made.missing.set_index(["respondent", "variable"])["reason"]
    assert missing["toy:a5", "topic__ethics"] == missing["toy:a5", "topic__coding"] == "refused"
    assert missing["toy:a7", "topic__ethics"] == "no_answer"


def test_an_option_that_nothing_knows_is_named_alone_and_once(sources: CohortSources) -> None:
    with pytest.raises(ProblemsFound) as found:
        harmonise(with_topics(sources, {2: f"{CODING}, Codign", 3: "Codign"}, SPLIT))
    assert str(found.value) == (
        f"{SURVEY}, row 2, column q8\n"
        "  found:    value 'Codign' for topic in 2 rows\n"
        "  expected: a source_value of data/cohorts/toy/crosswalk.csv (the nearest is 'Coding'), or a value"
        " its rule can read\n"
        "  to do:    add a line for it to the crosswalk, with a value or a missing_reason"
    )


@pytest.mark.parametrize(
    ("cell", "separator", "chosen", "unknown"),
    [
        ("a;b;", ";", ["a", "b"], []),
        ("a, b", ",", ["a, b"], []),
        ("b, a, b", ",", ["b", "a, b"], []),
        ("a, bc", ",", ["a"], ["bc"]),
        ("a b", " ", ["a", "b"], []),
        ("ab b", " ", ["b"], ["ab"]),
        (" ; ", ";", [], []),
        ("倫理, 法", ",", [], ["倫理", "法"]),
    ],
)
def test_cells_are_cut_by_hand_worked_examples(
    cell: str, separator: str, chosen: list[str], unknown: list[str]
) -> None:
    assert split_options(cell, separator, {"a", "b", "a, b"}) == (chosen, unknown)


TICKED = """
q8_1,,topic__ethics,,,ticked,
q8_2,,topic__coding,,,ticked,
"""


def test_what_was_not_ticked_is_no_where_another_option_was(sources: CohortSources) -> None:
    survey = sources.survey.copy()
    survey["q8_1"] = survey["source_row"].map({2: ETHICS, 3: ETHICS}).astype("string")
    survey["q8_2"] = survey["source_row"].map({2: CODING, 4: CODING}).astype("string")
    made = harmonise(with_lines(replace(sources, survey=survey), "q8_", TICKED))
    assert [topics(made, row) for row in (2, 3, 4)] == [(True, True), (True, False), (False, True)]
    reasons = made.missing.set_index(["respondent", "variable"])["reason"]
    assert reasons["toy:a5", "topic__ethics"] == "no_answer"
    assert made.accounts["cells"]["received"] == survey.shape[0] * (survey.shape[1] - 2)


def with_ages(sources: CohortSources, cells: dict[int, str], rule: str) -> CohortSources:
    survey = sources.survey.copy()
    survey["q_age"] = survey["source_row"].map(cells).astype("string")
    return replace(
        with_lines(replace(sources, survey=survey), "q_age", f"q_age,,age,,,{rule},"), corrections_path=None
    )


def test_a_decimal_comma_is_read_by_its_rule_alone(sources: CohortSources) -> None:
    made = harmonise(with_ages(sources, {2: "21,5", 3: "22"}, '"number:,"'))
    assert list(made.responses["age"].dropna()) == [21.5, 22.0]
    with pytest.raises(ProblemsFound, match=r"value '21,5' for age in 1 row\n"):
        harmonise(with_ages(sources, {2: "21,5"}, "number"))


@pytest.mark.parametrize("cell", ["2020-05-21 00:00:00", "21-May", "may-21", "5 мая"])
def test_a_number_that_became_a_date_is_named_as_that(sources: CohortSources, cell: str) -> None:
    with pytest.raises(
        ProblemsFound, match="looks like a number that a spreadsheet program turned into a date"
    ):
        harmonise(with_ages(sources, {2: cell}, "number"))


def test_a_declared_missing_code_is_never_read_by_a_rule(sources: CohortSources) -> None:
    described = {"columns": {"q_age": {"missing": [["90", "99"]]}}}
    read = with_ages(sources, {2: "21", 3: "99"}, "number")
    with pytest.raises(ProblemsFound, match="which the file declares to be a missing answer"):
        harmonise(replace(read, described=described))


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2020-03-01", "", "2020-03-01"),
        ("2020-03-01 10:15:00", "", "2020-03-01"),
        ("1.3.2020", "dmy", "2020-03-01"),
        ("03/01/2020", "mdy", "2020-03-01"),
        ("31/02/2020", "dmy", None),
        ("2020-03-011", "", None),
    ],
)
def test_days(cell: str, order: str, day: str | None) -> None:
    assert read_day(cell, order) == day


def test_a_column_that_one_file_lacks_was_not_asked_there(sources: CohortSources) -> None:
    survey = sources.survey.copy()
    other = survey["source_row"].isin([2, 3])
    survey.loc[other, "source_file"] = "data/cohorts/toy/wave2.csv"
    survey.loc[other, "q_age"] = None
    columns = [c for c in survey.columns if not c.startswith("source_")]
    described = {
        "files": [
            {"path": SURVEY, "columns": columns},
            {"path": "data/cohorts/toy/wave2.csv", "columns": [c for c in columns if c != "q_age"]},
        ]
    }
    made = harmonise(replace(sources, survey=survey, described=described))
    reasons = made.missing.set_index(["respondent", "variable"])["reason"]
    assert reasons["toy:a2", "age"] == reasons["toy:a3", "age"] == "not_asked"


@pytest.mark.parametrize(("first", "cohort"), [({"country": "KEN"}, {}), ({}, {"countries": ["KEN"]})])
def test_each_file_may_have_its_country_or_that_of_the_cohort(
    sources: CohortSources, first: dict[str, str], cohort: dict[str, list[str]]
) -> None:
    survey = sources.survey.copy()
    other = survey["source_row"].isin([2, 3])
    survey.loc[other, "source_file"] = "data/cohorts/toy/wave2.csv"
    survey["country"] = pd.Series(None, index=survey.index, dtype="string")
    sources.description.pop("country_column", None)
    sources.description.update(cohort)
    sources.description["files"]["survey"] = [
        {"path": "survey.sav"} | first,
        {"path": "wave2.csv", "country": "NOR"},
    ]
    made = harmonise(replace(sources, survey=survey))
    countries = made.responses.set_index("source_row")["country"]
    assert countries[2] == countries[3] == "NOR"
    assert set(countries.drop([2, 3])) == {"KEN"}


def test_two_source_columns_that_disagree_are_named_once(sources: CohortSources) -> None:
    """By hand, of the kept: a4 and a5 (5, 1), a7 (3, 0), a10 (2, 1) and a11 (5, 0) differ; a3 (refused, 0)
    and a12 (don't know, 1) have one value; a9 withdrew."""
    path = Path("data/cohorts/toy/crosswalk.csv")
    lines = [f"q8_1,{code},core_curriculum,{said},,," for code, said in (("0", "disagree"), ("1", "agree"))]
    path.write_text(path.read_text() + "\n".join(lines) + "\n")
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert str(found.value) == (
        "data/cohorts/toy/survey.sav, row 4, column q8_1\n"
        "  found:    another value for core_curriculum than column q7_1 gives, in 5 rows from this one on\n"
        "  expected: source columns of one variable that agree, or only one that holds a value\n"
        "  to do:    correct the cells in corrections.yaml, or take one column out of the crosswalk"
    )


def test_a_question_whose_options_are_all_blank_was_not_asked_where_the_platform_says_so(
    sources: CohortSources,
) -> None:
    """By hand: row 2 has no option at all, row 4 only lacks one of the two."""
    survey = sources.survey.copy()
    survey.loc[survey["source_row"] == 2, ["q8_1", "q8_2"]] = None
    survey.loc[survey["source_row"] == 4, "q8_1"] = None
    option = {"question": "Topics", "option": "any", "unticked": ["0"], "not_shown": [""]}
    described = {"columns": {"q8_1": option, "q8_2": option, "q7_1": {"label": "none of them"}}}

    def reasons_of(said: dict[str, object]) -> pd.Series:
        made = harmonise(replace(sources, survey=survey, described=said))
        return made.missing.set_index(["respondent", "variable"])["reason"]

    found = reasons_of(described)
    assert found["toy:a2", "topic__ethics"] == found["toy:a2", "topic__coding"] == "not_asked"
    assert found["toy:a4", "topic__ethics"] == "no_answer"
    option["unticked"] = [""]
    assert reasons_of(described)["toy:a2", "topic__ethics"] == "no_answer"


@pytest.mark.parametrize("first", ["q_prior", "q_text"])
def test_what_a_respondent_wrote_beside_other_is_the_answer(sources: CohortSources, first: str) -> None:
    """By hand: rows 2 and 3 say Other, row 2 with a text; row 4 says Other, and the text refuses."""
    survey = sources.survey.copy()
    cells = {"q_prior": {2: "Other", 3: "Other", 4: "Other", 5: "None"}, "q_text": {2: "A little", 4: "-"}}
    for name, said in cells.items():
        survey[name] = survey["source_row"].map(said).astype("string")
    lines = {
        "q_prior": "q_prior,Other,prior,,no_answer,,\nq_prior,None,prior,no,,,\n",
        "q_text": "q_text,A little,prior,yes,,,\nq_text,-,prior,,refused,,\n",
    }
    ordered = lines[first] + "".join(said for name, said in lines.items() if name != first)
    made = harmonise(with_lines(replace(sources, survey=survey), "q_prior,", ordered))
    prior = made.responses.set_index("source_row")["prior"]
    reasons = made.missing.set_index(["respondent", "variable"])["reason"]
    assert (prior[2], prior[5]) == ("yes", "no")
    assert reasons["toy:a3", "prior"] == "no_answer"
    assert reasons["toy:a4", "prior"] == ("no_answer" if first == "q_prior" else "refused")


def test_one_row_is_not_called_rows(sources: CohortSources) -> None:
    with pytest.raises(ProblemsFound, match="value 'Codign' for topic in 1 row\n"):
        harmonise(with_topics(sources, {2: "Codign"}, SPLIT))
