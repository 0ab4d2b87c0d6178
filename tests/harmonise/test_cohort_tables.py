"""One cohort through corrections, exclusions, recoding and countries. Expected values: counted by hand
in tests/toy/survey.csv."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from aimed.study.cohort_file import read_cohort
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_study import harmonise, read_sources, with_cell


def test_toy_rows_are_kept_and_left_out_by_hand_count(sources: CohortSources) -> None:
    made = harmonise(sources)
    left_out = made.exclusions[~made.exclusions["kept"]].set_index("source_row")["reason"].to_dict()
    assert left_out == {1: "no_consent", 8: "preview", 10: "withdrew", 13: "duplicate", 16: "no_consent"}
    assert list(made.responses["respondent"]) == [f"toy:a{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13)]
    assert made.accounts["rows"] == {"received": 16, "kept": 11, "excluded": 5}


def test_values_and_reasons_of_the_worked_cells(sources: CohortSources) -> None:
    made = harmonise(sources)
    responses = made.responses.set_index("respondent")
    reasons = made.missing.set_index(["respondent", "variable"])["reason"]
    assert responses.at["toy:a2", "core_curriculum"] == "agree"
    assert responses.at["toy:a5", "age"] == 21.0
    assert responses.at["toy:a5", "country"] == "NAM"  # the text NA is Namibia
    assert responses.at["toy:a5", "income_group"] == "upper_middle"
    assert responses.at["toy:a3", "topic__coding"] is True or responses.at["toy:a3", "topic__coding"]
    assert reasons["toy:a3", "core_curriculum"] == "refused"
    assert reasons["toy:a12", "core_curriculum"] == "dont_know"
    assert reasons["toy:a3", "hours"] == "not_asked"
    assert reasons["toy:a5", "hours"] == "no_answer"
    assert reasons["toy:a13", "topic__ethics"] == "no_answer"


def test_a_number_beyond_the_limits_is_blanked_with_an_event(sources: CohortSources) -> None:
    made = harmonise(with_cell(sources, 6, "q_age", "7"))
    event = made.events[made.events["kind"] == "blanked"].iloc[0]
    assert (event["source_row"], event["found"], event["reason"]) == (6, "7", "invalid")
    assert made.missing.set_index(["respondent", "variable"]).at[("toy:a6", "age"), "reason"] == "invalid"


@pytest.mark.parametrize(
    ("row", "column", "value", "text"),
    [
        (
            6,
            "q7_1",
            "6",
            "data/cohorts/toy/survey.sav, row 6, column q7_1\n"
            "  found:    value '6' for core_curriculum in 1 row\n"
            "  expected: a source_value of data/cohorts/toy/crosswalk.csv, or a value its rule can read\n"
            "  to do:    add a line for it to the crosswalk, with a value or a missing_reason",
        ),
        (
            6,
            "country",
            "Rwandaa",
            "data/cohorts/toy/survey.sav, row 6, country\n"
            "  found:    country 'Rwandaa' (1 row)\n"
            "  expected: a name in data/reference/countries.csv; the nearest is 'Rwanda'\n"
            "  to do:    add the name to that table, or correct the cell in corrections.yaml",
        ),
        (
            4,
            "id",
            "a5",
            "data/cohorts/toy/survey.sav, row 4, 5, column id\n"
            "  found:    respondent id a5 in 2 rows that are kept\n"
            "  expected: one row per respondent\n"
            "  to do:    exclude the others by a rule in cohort.yaml, or correct the id in corrections.yaml",
        ),
        (
            5,
            "q_age",
            "213",
            "data/cohorts/toy/corrections.yaml, correction age_typing_error (entry 1)\n"
            "  found:    another value in q_age than `found` says\n"
            "  expected: exactly the cell that the correction was written for\n"
            "  to do:    the raw file has changed: correct or delete this entry",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    sources: CohortSources, row: int, column: str, value: str, text: str
) -> None:
    changed = with_cell(sources, row, column, value)
    if column == "id":
        changed.description["exclusions"] = changed.description["exclusions"][:3]
        changed.survey.loc[changed.survey["source_row"] == 13, "id"] = "a99"
    with pytest.raises(ProblemsFound) as found:
        harmonise(changed)
    assert str(found.value) == text


def test_a_column_that_the_crosswalk_does_not_know(sources: CohortSources) -> None:
    sources.survey["q99"] = "1"
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert str(found.value) == (
        "data/cohorts/toy/survey.sav, column q99\n"
        "  found:    a column that the crosswalk does not know\n"
        "  expected: a line for it in data/cohorts/toy/crosswalk.csv\n"
        "  to do:    add lines for q99; leave `variable` empty where it is not used, on purpose"
    )


def test_columns_that_cohort_yaml_names_and_the_survey_lacks(sources: CohortSources) -> None:
    sources.description["country_column"] = "land"
    sources.description["consent"]["deposit"] = {"column": "share", "value": "1"}
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert str(found.value) == "\n".join(
        f"data/cohorts/toy/cohort.yaml\n  found:    column {name}\n  expected: a column of the survey\n"
        "  to do:    correct the name in respondent_id, country_column, consent or exclusions"
        for name in ("share", "land")
    )


def test_the_country_of_a_cohort_is_known_of_people_without_a_variable_for_it(sources: CohortSources) -> None:
    variables = sources.codebook.variables.drop(index=["country", "income_group", "who_region"])
    codebook = replace(sources.codebook, variables=variables)
    sources.description.pop("country_column", None)
    sources.description["countries"] = ["NOR"]
    lines = [line for line in sources.crosswalk_path.read_text().splitlines() if ",country," not in line]
    sources.crosswalk_path.write_text("\n".join([*lines, "country,,,,,,not used", ""]))
    people = harmonise(replace(sources, codebook=codebook)).participants
    assert set(people.loc[people["kept"], "country"]) == {"NOR"}


def test_what_groups_of_countries_need_is_asked_for(sources: CohortSources) -> None:
    for name in ("countries", "country_column", "collected"):
        sources.description.pop(name, None)
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert str(found.value) == (
        "data/cohorts/toy/cohort.yaml\n"
        "  found:    no countries\n"
        "  expected: the countries of study: the codebook has the variable country\n"
        "  to do:    write countries or country_column\n"
        "data/cohorts/toy/cohort.yaml\n"
        "  found:    no days of collection\n"
        "  expected: the first day: it decides the groups of countries\n"
        "  to do:    write collected: {from: 2020-03-01, to: 2020-03-07}"
    )


@pytest.mark.parametrize("path", ["../../../etc/passwd", "/etc/passwd", "a/../../b.sav"])
def test_a_raw_file_outside_the_cohorts_folder_is_refused(toy: Path, path: str) -> None:
    described = Path("data/cohorts/toy/cohort.yaml")
    described.write_text(described.read_text().replace("path: survey.sav", f"path: {path}"))
    with pytest.raises(ProblemsFound) as found:
        read_cohort("toy")
    assert "expected: A path below the cohort's folder." in str(found.value)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "q7_1,4,core_curriculum,agree,,,",
            "q7_1,4,core_curriculum,,,,",
            "0 of value, missing_reason and rule",
        ),
        ("q7_1,-99,core_curriculum,,refused,,", "q7_1,-99,core_curriculum,agree,refused,,", "2 of value, "),
        ("q_prior,1,prior,yes,,,", "q_prior,,prior,yes,,,", "a value for blank cells"),
        ("q9,,remark,,,text,", "q9,x,remark,,,text,", "a rule beside a source_value"),
        ("q9,,remark,,,text,", "q9,,remark,,,texts,", "rule 'texts'"),
        ("q9,,remark,,,text,", "q9,,remark,,,split:;,", "split:; for remark"),
    ],
)
def test_a_crosswalk_line_says_exactly_one_thing(
    sources: CohortSources, old: str, new: str, found: str
) -> None:
    path = Path("data/cohorts/toy/crosswalk.csv")
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ProblemsFound) as stopped:
        harmonise(sources)
    assert stopped.value.problems[0].found.startswith(found)


@pytest.mark.parametrize("day", ["2045-03-01", "1996-09-01"])
def test_a_cohort_of_a_year_outside_the_income_table_has_unclassified_countries(
    sources: CohortSources, day: str
) -> None:
    sources.description["collected"]["from"] = day
    responses = harmonise(sources).responses
    assert set(responses["income_group"].dropna()) == {"unclassified"}
    assert responses["country"].notna().sum() == responses["income_group"].notna().sum()


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("scales", "prior,yes,1,", "prior,yes,one,", "order 'one'"),
        ("variables", "years,16,80", "years,sixteen,80", "min 'sixteen'"),
        ("variables", "prior is yes", "priory is yes", "shown_if 'priory is yes'"),
    ],
)
def test_a_codebook_cell_that_cannot_be_read_is_named(
    toy: Path, name: str, old: str, new: str, found: str
) -> None:
    path = Path(f"data/codebook/{name}.csv")
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ProblemsFound) as stopped:
        read_sources()
    (problem,) = stopped.value.problems
    assert problem.found == found
    assert problem.place.startswith(f"{path}, line ")


def test_a_condition_of_another_shape_is_refused(toy: Path) -> None:
    described = Path("data/cohorts/toy/cohort.yaml")
    described.write_text(described.read_text().replace('[consent, not_in, ["1"]]', '[consent, not_in, "1"]'))
    with pytest.raises(ProblemsFound):
        read_cohort("toy")


def test_a_crosswalk_line_outside_the_codebook(sources: CohortSources) -> None:
    path = Path("data/cohorts/toy/crosswalk.csv")
    path.write_text(path.read_text().replace("q7_1,4,core_curriculum,agree", "q7_1,4,core_curriculum,agrees"))
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert str(found.value) == (
        "data/cohorts/toy/crosswalk.csv, line 11\n"
        "  found:    value 'agrees'\n"
        "  expected: a value of the scale of core_curriculum; the nearest is agree\n"
        "  to do:    correct this line"
    )


def test_a_personal_value_is_masked(sources: CohortSources) -> None:
    path = Path("data/cohorts/toy/crosswalk.csv")
    path.write_text(path.read_text().replace("q9,,remark,,,text,", "q9,none,remark,,no_answer,,"))
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert "[masked: personal]" in str(found.value)
    assert "More please" not in str(found.value)


def test_a_speaker_who_is_no_respondent(sources: CohortSources) -> None:
    sources.turns.loc[len(sources.turns)] = ["toy:z1"]
    with pytest.raises(ProblemsFound) as found:
        harmonise(sources)
    assert str(found.value) == (
        "data/cohorts/toy/cohort.yaml, speakers\n"
        "  found:    participant z1\n"
        "  expected: the id of a respondent in this cohort's survey\n"
        "  to do:    correct the id under speakers"
    )


CELLS = {
    "consent": ["1", "0", None],
    "status": ["0", "1"],
    "country": ["Norway", "NA", "Kenya", None],
    "q_age": ["20", "7", "-99", None],
    "q_prior": ["1", "0", None],
    "q_hours": ["3", None],
    "q7_1": ["1", "5", "-99", "-88", None],
    "q8_1": ["0", "1", None],
    "q8_2": ["0", "1", None],
    "q9": ["a remark", None],
    "tool": ["x", None],
}
ROW = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CELLS.items()})


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(ROW, st.integers(1, 6)), min_size=1, max_size=12))
def test_every_row_and_cell_is_accounted_for(toy_once: Path, rows: list) -> None:
    survey = pd.DataFrame([{"id": f"p{n}", **row} for row, n in rows], dtype="string")
    survey.insert(0, "source_row", range(1, len(rows) + 1))
    survey.insert(0, "source_file", "survey.sav")
    sources = read_sources()
    made = harmonise(
        replace(sources, survey=survey, turns=sources.turns[:0], corrections_path=None, withdrawals_path=None)
    )
    accounts = made.accounts
    assert accounts["rows"]["received"] == len(rows)
    assert accounts["rows"]["kept"] + accounts["rows"]["excluded"] == len(rows)
    cells = accounts["cells"]
    assert cells["received"] == 12 * len(rows)
    assert cells["received"] == sum(n for name, n in cells.items() if name != "received")
    values = made.responses.drop(columns=["respondent", "cohort", "source_file", "source_row"])
    assert int(values.isna().sum().sum()) == len(made.missing)
    assert made.exclusions["reason"].notna().eq(~made.exclusions["kept"]).all()
