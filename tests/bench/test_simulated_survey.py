"""The survey of more people. Expected values: the demonstration's own rows, and the number asked for."""

import shutil
from pathlib import Path

import pyreadstat
import pytest
from aimed.bench import simulated_survey
from aimed.study.declarations import read_cohort_file

COHORT = Path("data/cohorts/ifmsa-2020")


def test_more_people_answer_below_those_of_the_focus_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree("data", tmp_path / "data")
    shutil.copytree("workflow/schemas", tmp_path / "workflow/schemas")
    written = pyreadstat.read_sav(COHORT / "survey.sav", user_missing=True)[0].set_index("ResponseId")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(simulated_survey, "DIFFERENT", 150)
    simulated_survey.simulate_people(300)
    table = pyreadstat.read_sav(COHORT / "survey.sav", user_missing=True)[0]
    people = table["ResponseId"].drop_duplicates()
    assert people.str.endswith("_1").sum() * 2 == len(people)
    assert people.isin(written.index).sum() == written.index.nunique()
    first = table.drop_duplicates("ResponseId").set_index("ResponseId")
    # 22 people beyond the 128 that the demonstration lists, and its strangers
    assert sum(name.startswith("S00") and "_" not in name for name in people) == 22
    assert first.loc["R205", "Q2_2"] == written.loc["R205", "Q2_2"]
    assert read_cohort_file(COHORT / "cohort.yaml")["expected"]["rows"] == len(table)
