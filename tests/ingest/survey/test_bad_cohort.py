"""Cohorts whose files lead elsewhere, hold nothing, or hold what nobody sees. Expected values: by hand."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.files.tables import read_table
from aimed.ingest.survey.read import ingest_survey
from aimed.messages.problems import ProblemsFound
from aimed.study.cohort_file import list_survey_files, raw_files


def test_a_header_without_answers_is_an_error_in_the_step(toy: Path) -> None:
    cohort = Path("data/cohorts/toy")
    (cohort / "survey.sav").write_bytes(b"id,consent,country\r\n")
    with pytest.raises(ProblemsFound, match="no answers below its header"):
        ingest_survey(
            cohort_file=cohort / "cohort.yaml",
            files=(cohort / "survey.sav",),
            table=Path("results/survey.parquet"),
            labels=Path("results/labels.json"),
        )


@pytest.mark.parametrize("kind", ["survey", "transcripts"])
def test_a_link_that_leads_out_of_the_cohorts_folder(toy: Path, kind: str) -> None:
    cohort = Path("data/cohorts/toy")
    path = cohort / ("survey.sav" if kind == "survey" else "transcripts/talk.txt")
    path.rename("elsewhere")
    path.symlink_to(Path("elsewhere").absolute())
    with pytest.raises(ProblemsFound) as found:
        raw_files("toy", kind)
    assert str(found.value) == (
        f"{path}\n  found:    a link that leads out of the cohort's folder\n"
        "  expected: a file within it\n  to do:    copy the file into the folder"
    )


def test_a_cohorts_folder_may_be_a_link_and_a_link_within_it_is_allowed(toy: Path) -> None:
    cohort = Path("data/cohorts/toy")
    cohort.rename("elsewhere")
    cohort.symlink_to(Path("elsewhere").absolute())
    (cohort / "survey.sav").rename(cohort / "first.sav")
    (cohort / "survey.sav").symlink_to("first.sav")
    (entry,) = list_survey_files({"files": {"survey": {"path": "survey.sav"}}}, cohort)
    assert entry["path"] == "data/cohorts/toy/survey.sav"


def test_unseen_characters_stay_and_are_named(toy: Path) -> None:
    cohort = Path("data/cohorts/toy")
    rows = ["id,consent,status,country,q\u200b1", "a1,1,0,مصر,yes\u200f", "a2,1,0,Norway,\u202eyes"]
    (cohort / "survey.sav").write_text("\n".join(rows), encoding="utf-8")
    described = cohort / "cohort.yaml"
    described.write_text(described.read_text().replace("expected: {rows: 16, columns: 12}", ""))
    made = Path("results/survey.parquet"), Path("results/labels.json")
    ingest_survey(cohort_file=described, files=(cohort / "survey.sav",), table=made[0], labels=made[1])
    table = read_table(made[0])
    assert table["q\u200b1"].tolist() == ["yes\u200f", "\u202eyes"]
    assert table["country"].tolist() == ["مصر", "Norway"]
    (file,) = pd.read_json(made[1], typ="series")["files"]
    assert file["unseen_characters"] == {
        "q\u200b1": {
            "U+200B ZERO WIDTH SPACE": 1,
            "U+200F RIGHT-TO-LEFT MARK": 1,
            "U+202E RIGHT-TO-LEFT OVERRIDE": 1,
        }
    }
