"""The demonstration survey: remade byte for byte, and as long and as untidy as its README says."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from aimed.simulate.survey import simulate_survey

COHORT = Path("data/cohorts/ifmsa-2020")
DESIGN = COHORT / "simulation/survey.yaml"
RESPONDENTS = COHORT / "simulation/respondents.csv"
SURVEY = COHORT / "survey.sav"


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    return pyreadstat.read_sav(SURVEY, user_missing=True)[0]


def test_the_committed_survey_is_remade_byte_for_byte(tmp_path: Path) -> None:
    simulate_survey(spec=DESIGN, respondents=RESPONDENTS, output=tmp_path / "survey.sav")
    assert (tmp_path / "survey.sav").read_bytes() == SURVEY.read_bytes()


def test_shape_labels_and_declared_missing_codes() -> None:
    frame, meta = pyreadstat.read_sav(SURVEY, user_missing=True)
    assert frame.shape == (151, 48)
    assert all(meta.column_labels)
    assert "synthetic" in meta.file_label
    assert meta.missing_ranges["Q6_1"] == [{"lo": -88.0, "hi": -88.0}, {"lo": -99.0, "hi": -99.0}]
    assert meta.variable_value_labels["Q7_1_3"] == {0.0: "Not selected", 1.0: "Selected"}
    assert meta.column_names_to_labels["Q7_1_3"].endswith(" - Critical appraisal of AI systems")


def test_what_is_left_after_each_exclusion(survey: pd.DataFrame) -> None:
    """The counts of the cohort's README, taken by hand and without the workflow."""
    steps = {
        "withdrew": lambda rows: rows["ResponseId"].isin(["R997", "R999"]),
        "preview": lambda rows: rows["Status"] == 1,
        "no_consent": lambda rows: rows["Q1_1"] == 2,
        "not_a_student": lambda rows: rows["Q2_1"] == 2,
        "no_answers": lambda rows: (rows["Q2_2"] == "") & rows["Q6_1"].isna(),
        "repeated": lambda rows: rows["ResponseId"].duplicated(),
    }
    gone = {}
    for reason, leaves in steps.items():
        gone[reason] = int(leaves(survey).sum())
        survey = survey[~leaves(survey)]
    assert gone == {
        "withdrew": 2,
        "preview": 4,
        "no_consent": 5,
        "not_a_student": 1,
        "no_answers": 5,
        "repeated": 6,
    }
    respondents = pd.read_csv(RESPONDENTS, dtype=str, keep_default_na=False)
    assert sorted(survey["ResponseId"]) == sorted(respondents["respondent"])
    assert (len(survey), respondents["iso3"].nunique()) == (128, 48)


def test_cells_are_as_untidy_as_announced(survey: pd.DataFrame) -> None:
    assert 212 in set(survey["Q2_4"])
    assert "GERMANY" in set(survey["Q2_2"])
    assert " India" in set(survey["Q2_2"])  # a .sav pads text with blanks: only leading ones survive
    assert {"AGREE", "agree", " Agree", "Agree"} <= set(survey["Q8_1"]) | set(survey["Q8_2"])
    assert (survey["Q2_3"] == -99).any()
    assert (survey["Q8_3"] == "Don't know").any()
    answered = survey[survey["Q3_1"].notna()]
    asked = answered["Q3_1"].isin([2, 3])
    assert answered.loc[asked, "Q3_2"].notna().all()
    assert answered.loc[~asked, "Q3_2"].isna().all()


def test_open_answers_are_given_once(survey: pd.DataFrame) -> None:
    first = survey.drop_duplicates("ResponseId", keep="last")
    for column in ("Q9_1", "Q9_2"):
        given = first.loc[first[column] != "", column]
        assert len(given) > 55
        assert given.is_unique
