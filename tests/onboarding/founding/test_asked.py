"""Questionnaires alone: what their columns will be, by hand from the files that the platforms' tests read."""

from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.founding.answers import collect_words
from aimed.onboarding.founding.asked import read_asked
from aimed.onboarding.founding.codebook import draft_codebook
from toy_study import REPOSITORY

EXPORTS = REPOSITORY / "tests/ingest/survey/layouts/exports"
MISSING = {"dont_know": ["Don't know"], "not_applicable": ["NA", "No aplica"]}
SMALL = {"consent": "category", "age": "number", "topics": "multi", "core": "ordered", "worry": "ordered"}


@pytest.mark.parametrize(
    ("file", "types"),
    [
        (
            "limesurvey/questionnaire_6.lss",
            {
                **{"consiente": "category", "edad": "number", "anio": "category", "temas": "multi"},
                **{"acuerdo_sq002": "ordered", "acuerdo_sq001": "ordered"},
                **{"orden_1": "category", "orden_2": "category", "fuentes_sq001": "multi"},
                **{"doble_sq001_1": "category", "doble_sq001_2": "category"},
            },
        ),
        (
            "qualtrics/questionnaire.qsf",
            {"q1_1": "category", "q1_2": "category", "q2": "multi", "q3_1": "ordered", "q3_5": "ordered"},
        ),
        (
            "kobo/questionnaire.xlsx",
            {
                "who_consent": "category",
                "who_age": "number",
                "views_topics": "multi",
                "views_core": "ordered",
            },
        ),
        ("redcap/questionnaire.csv", SMALL),
        ("redcap/questionnaire.xlsx", SMALL),
    ],
)
def test_the_questions_become_variables(file: str, types: dict[str, str]) -> None:
    profile = read_asked(EXPORTS / file)
    drafted = draft_codebook(profile, {}, collect_words(profile, MISSING))
    assert {one.name: one.type for one in drafted.variables} == types


def test_all_answers_that_are_offered_stand_in_the_scale() -> None:
    profile = read_asked(EXPORTS / "qualtrics/questionnaire.qsf")
    drafted = draft_codebook(profile, {}, collect_words(profile, MISSING))
    year = next(one for one in drafted.variables if one.name == "q1_2")
    assert list(year.options.items()) == [
        ("first_year", "First year"),
        ("second_year", "Second year"),
        ("third_year", "Third year"),
        ("other", "Other"),
    ]


def test_a_file_that_is_no_questionnaire_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_asked(path)
    assert path.as_posix() in str(found.value)
