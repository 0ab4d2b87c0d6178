"""What heads and cells show of columns where no platform's layout says it; small tables written out here."""

from collections import Counter
from pathlib import Path

import pytest
from aimed.files.people_tables import read_people_csv
from aimed.onboarding.new.cohort_file import draft_cohort, find_consents, find_respondent_id
from aimed.onboarding.new.command import make_cohort, read_study_words
from aimed.onboarding.new.crosswalk import draft_crosswalk
from aimed.onboarding.new.inference import complete_profile
from aimed.onboarding.profiling import Column, Profile, find_spans, read_days


def profile(*columns: Column, rows: int = 6) -> Profile:
    return Profile([{"name": "a.csv", "rows": rows}], {column.name: column for column in columns}, {})


def column(name: str, *values: str, **said: object) -> Column:
    return Column(name, {"label": name} | said, Counter(values), len(values))


def test_columns_of_a_platform_are_known_by_their_heads() -> None:
    read = profile(column("Start Date", "2024-03-05", "2024-02-28"), column("Q1", "a", "b"))
    complete_profile(read)
    assert read.columns["Start Date"].description["platform"] is True
    assert "platform" not in read.columns["Q1"].description
    assert find_spans(read) == [("2024-02-28", "2024-03-05")]


def test_cells_with_several_answers_are_known_by_the_answers_alone() -> None:
    read = profile(column("Topics", "Ethics", "Law", "Ethics;Law", "Law"))
    complete_profile(read)
    assert read.columns["Topics"].description["separator"] == ";"
    assert sorted(read.columns["Topics"].description["options"]) == ["Ethics", "Law"]


def test_columns_that_begin_with_one_question_are_its_options() -> None:
    read = profile(
        column("Q1_1", "0", "1", label="Which? (any) - Ethics"),
        column("Q1_2", "0", "1", label="Which? (any) - Law"),
        column("Q2", "1", "7", label="How often? (any) - Much"),
    )
    complete_profile(read)
    said = read.columns["Q1_1"].description
    assert (said["question"], said["option"], said["unticked"]) == ("Which? (any)", "Ethics", ["0"])
    assert "option" not in read.columns["Q2"].description


def test_options_that_were_not_shown_are_options_all_the_same(toy: Path) -> None:
    labels = {"1": "Yes", "0": "No", "98": "Not shown"}
    heads = {"Q8_1": "Topics of interest: Ethics", "Q8_2": "Topics of interest: Coding"}
    read = profile(*(column(n, "0", "1", "98", label=text, values=labels) for n, text in heads.items()))
    complete_profile(read)
    assert read.columns["Q8_1"].description["option"] == "Ethics"
    read_study_words.cache_clear()
    lines = draft_crosswalk(read, read_study_words(), {}, derived=set())
    assert [(n.source_value, n.variable, n.value, n.missing_reason) for n in lines][:3] == [
        ("1", "topic__ethics", "yes", ""),
        ("0", "topic__ethics", "no", ""),
        ("98", "topic__ethics", "", "not_asked"),
    ]


def test_options_in_one_cell_are_known_by_their_labels(toy: Path) -> None:
    values = {"1": "Ethics", "2": "Coding"}
    read = profile(
        column(
            "src", "1 2", "2", "1", label="Topics wanted", separator=" ", options=["1", "2"], values=values
        )
    )
    read_study_words.cache_clear()
    lines = draft_crosswalk(read, read_study_words(), {}, derived=set())
    assert [(n.source_value, n.variable, n.value, n.rule, n.decide) for n in lines] == [
        ("1", "topic__ethics", "yes", "", ""),
        ("2", "topic__coding", "yes", "", ""),
        ("", "topic", "", "split:space", ""),
    ]


@pytest.mark.parametrize(
    ("values", "days"),
    [
        (("31/01/2024", "02/01/2024"), [["2024-01-31", "2024-01-02"]]),
        (("01/31/2024 10:00", "01/02/2024 11:00"), [["2024-01-31", "2024-01-02"]]),
        (("2024年3月1日", "2024/03/02 9:00:00"), [["2024-03-01", "2024-03-02"]]),
        (("03/01/2024", "03/05/2024"), [["2024-01-03", "2024-05-03"], ["2024-03-01", "2024-03-05"]]),
        (("01.03.2020", "05.03.2020"), [["2020-03-01", "2020-03-05"]]),
        (("02/02/2024",), [["2024-02-02"]]),
        (("soon", "later"), []),
        (("2024-02-30",), []),
    ],
)
def test_days_are_read_in_the_usual_orders(values: tuple[str, ...], days: list[list[str]]) -> None:
    assert read_days(column("d", *values)) == days


def test_an_id_that_stands_in_several_rows_asks_which_counts() -> None:
    values = [f"r{n}" for n in range(20)]
    read = profile(column("ResponseId", *values, "r1"), rows=21)
    assert find_respondent_id(read) == "ResponseId"
    text = draft_cohort(read, [{"path": "a.csv"}], ["en"], None, {}, [])
    assert 'duplicates_of: ["ResponseId"], keep: first}  # check: which of the rows counts' in text


def test_each_purpose_of_consent_is_suggested_by_the_question_that_asks_for_it() -> None:
    read = profile(
        column("a", "Yes", "No", label="I agree to take part."),
        column("b", "Sí", "No", label="Mis palabras pueden citarse."),
        column("c", "Yes", label="My answers may be deposited."),
        column("d", "Often", "No", label="Do you cite articles?"),
    )
    assert [one.name for one in find_consents(read)] == ["a", "b", "c"]
    text = draft_cohort(read, [{"path": "a.csv"}], ["en"], None, {}, [])
    assert 'analysis: TO DECIDE  # to be analysed: yes, or as {"column": "a", "value": "Yes"}' in text
    assert 'quotation: TO DECIDE  # to be quoted: yes, or as {"column": "b", "value": "Sí"}' in text
    assert 'to have answers deposited: yes, or as {"column": "c", "value": "Yes"}' in text


def test_a_misspelt_country_is_suggested_and_never_taken(toy: Path) -> None:
    read_study_words.cache_clear()
    known = read_people_csv(Path("data/reference/countries.csv"))["alias"].tolist()
    assert "Germany" in known
    answers = "\n".join(f"{n},{'Germany' if n % 2 else 'Germny'}" for n in range(8))
    Path("a.csv").write_text(f"id,Country of study\n{answers}\n", encoding="utf-8")
    make_cohort("one", (Path("a.csv"),), None, None)
    rows = read_people_csv(Path("data/cohorts/one/crosswalk.csv"))
    [line] = rows[rows["source_value"] == "Germny"].to_dict("records")
    assert (line["variable"], line["value"], line["decide"]) == ("country", "DEU", "?")
    assert line["runner_up"] == "Germany (92)"
    assert not (rows["source_value"] == "Germany").any()
