"""What heads and cells show of columns where no platform's layout says it; small tables written out here."""

import datetime
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


def test_a_question_about_taking_part_is_no_consent_where_it_asks_for_none() -> None:
    read = profile(
        column("a", "Yes", "No", label="Would you take part in an elective on AI?"),
        column("b", "Agree", "Disagree", "Neutral", label="Patients should consent to the use of AI"),
        column("c", "No", "No", "No", "Yes", label="I consent to my data being shared with firms"),
        column("d", "I agree to participate", label="Do you agree to take part in this survey?"),
        column("e", "Acepto", "No acepto", label="¿Acepta participar en el estudio?"),
    )
    assert [one.name for one in find_consents(read)] == ["d", "e"]
    text = draft_cohort(read, [{"path": "a.csv"}], ["en"], None, {}, [])
    assert 'analysis: TO DECIDE  # to be analysed: yes, or as {"column": "d", "value": "I agree to' in text


def test_what_one_person_wrote_beside_consent_is_not_drafted() -> None:
    read = profile(
        column("a", *["Yes"] * 9, "No, my husband the dean must not know", label="Do you consent?"), rows=10
    )
    read.columns["a"].rows = {"No, my husband the dean must not know": 11}
    text = draft_cohort(read, [{"path": "a.csv"}], ["en"], None, {}, [])
    assert '# a: Do you consent? Its values: (row 11, own words), "Yes"' in text
    assert "husband" not in text


@pytest.mark.parametrize(
    ("name", "values", "known"),
    [
        ("Participant code", ["ab12", "cd34", "ef56"], True),
        ("参加コード（自分で決めた4文字）", ["さくら1", "うめ22", "もも3"], True),
        ("Folio", ["1", "2", "3"], True),
        ("Study number", ["1", "2", "3"], True),
        ("N°", ["1", "2", "3"], True),
        ("Teilnehmer-Nr.", ["1", "2", "3"], True),
        ("Numéro de participant", ["1", "2", "3"], True),
        ("Telefonnummer", ["1", "2", "3"], False),
        ("Número de hijos", ["1", "2", "3"], False),
        ("respondent", ["x1", "x2", "x3"], True),
        ("ZIP code", ["10115", "20095", "30159"], False),
        ("Timestamp", ["2024-03-01", "2024-03-02", "2024-03-03"], False),
        ("Which ideas do you have?", ["none", "many", "few"], False),
    ],
)
def test_an_id_is_known_by_what_it_is_called(name: str, values: list[str], known: bool) -> None:
    read = profile(column("Score", "1", "2", "3", platform=True), column(name, *values), rows=3)
    assert find_respondent_id(read) == (name if known else None)


def test_all_rows_tell_what_is_an_id_and_when_people_answered(toy: Path) -> None:
    """25,000 people, of whom the last one answered first; the last column is the moment they began."""
    start = datetime.datetime(2024, 3, 2)
    moments = [start + datetime.timedelta(seconds=n) for n in range(24_999)] + [
        datetime.datetime(2023, 12, 31)
    ]
    rows = [f"p{n},2024-05-05,{moment:%Y-%m-%d %H:%M:%S}" for n, moment in enumerate(moments)]
    Path("a.csv").write_text("\n".join(["id,End Date,Start Date", *rows]) + "\n", encoding="utf-8")
    told = make_cohort("one", (Path("a.csv"),), None, None)
    assert "collected from 2023-12-31 to 2024-03-02, by the platform's dates" in told
    drafted = Path("data/cohorts/one/cohort.yaml").read_text(encoding="utf-8")
    assert 'respondent_id: "id"  # check: filled in every row, and never twice' in drafted


def test_a_moment_that_nobody_noted_is_no_day_of_the_collection() -> None:
    read = profile(
        column("submitdate", "1980-01-01 00:00:00", platform=True),
        column("datestamp", "2024-03-01 10:00:00", "2024-03-02 10:00:00", platform=True),
    )
    assert find_spans(read) == [("2024-03-01", "2024-03-02")]


def test_a_value_that_the_codebook_has_is_drafted_however_rare_or_long(toy: Path) -> None:
    path = Path("data/codebook/scales.csv")
    long = "I have had some teaching about it but none that anybody would call a course"
    path.write_text(f"{path.read_text(encoding='utf-8')}prior,little,3,{long},no\n", encoding="utf-8")
    read_study_words.cache_clear()
    other = [f"something else, number {n} of many" for n in range(70)]
    answers = [*["Yes", "No"] * 40, *other, long]
    lines = [f'{n},"{answer}"' for n, answer in enumerate(answers)]
    Path("a.csv").write_text("\n".join(["id,Prior teaching", *lines]) + "\n", encoding="utf-8")
    make_cohort("one", (Path("a.csv"),), None, None)
    rows = read_people_csv(Path("data/cohorts/one/crosswalk.csv"))
    [line] = rows[rows["source_value"] == long].to_dict("records")
    assert (line["variable"], line["value"], line["score"]) == ("prior", "little", "100")
    assert "something else" not in Path("data/cohorts/one/crosswalk.csv").read_text(encoding="utf-8")


def test_a_later_answer_is_not_drafted_beside_the_first(toy: Path) -> None:
    head = "record_id,redcap_event_name,age,prior,form_complete"
    rows = ["1,baseline_arm_1,21,Yes,2", "1,month_6_arm_1,22,,2", "2,baseline_arm_1,23,No,2"]
    Path("a.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    read_study_words.cache_clear()
    told = make_cohort("one", (Path("a.csv"),), None, None)
    assert "crosswalk: 2 columns are sure, 0 wait for you (0 lines), 4 are not used" in told
    rows = read_people_csv(Path("data/cohorts/one/crosswalk.csv"))
    [line] = rows[rows["source_variable"] == "age [month_6_arm_1]"].to_dict("records")
    assert (line["variable"], line["note"]) == ("", "asked again; age is used for age")


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


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("J'accepte de participer à cette étude", ("J'accepte", "Je n'accepte pas")),
        ("Consentez-vous à participer à l'étude ?", ("Je suis d'accord", "Je ne suis pas d'accord")),
        ("Ich bin mit der Teilnahme an dieser Studie einverstanden", ("Ja, ich stimme zu", "Nein")),
        ("Consent", ("I have read this and agree to take part", "I do not agree to take part")),
        ("この研究への参加に同意しますか", ("同意する", "同意しない")),
    ],
)
def test_consent_is_known_in_the_languages_of_the_codebook(asked: str, answers: tuple[str, str]) -> None:
    read = profile(column("a", *answers, *answers[:1] * 4, label=asked), rows=6)
    assert [one.name for one in find_consents(read)] == ["a"]
    text = draft_cohort(read, [{"path": "a.csv"}], ["en"], None, {}, [])
    assert f'yes, or as {{"column": "a", "value": "{answers[0]}"}}' in text
