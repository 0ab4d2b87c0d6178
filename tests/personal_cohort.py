"""Write a cohort with personal data into a test's folder, and run the survey step on it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from aimed.files.tables import read_table
from aimed.files.yaml_json import read_json
from aimed.ingest.survey.read import ingest_survey
from aimed.messages.problems import ProblemsFound

HEADER = "place,kind,decision,reason,reviewer,date\n"


def write_survey(folder: Path, cells: str, decisions: str = "", roster: str = "", **described: Any) -> Path:
    """Write survey.csv, personal_data.csv and roster.csv where they are given, and a cohort.yaml."""
    folder.joinpath("survey.csv").write_text(cells, encoding="utf-8")
    if decisions:
        folder.joinpath("personal_data.csv").write_text(HEADER + decisions, encoding="utf-8")
    if roster:
        folder.joinpath("roster.csv").write_text(roster, encoding="utf-8")
        described["personal_data"] = {"roster": "roster.csv"}
    cohort = {
        "title": "Demo",
        "countries": ["KEN"],
        "collected": {"from": "2020-03-01", "to": "2020-03-07"},
        "languages": ["en"],
        "synthetic": True,
        "files": {"survey": {"path": "survey.csv"}},
        "respondent_id": "id",
        "consent": {"analysis": True, "quotation": True, "deposit": True},
    }
    path = folder / "cohort.yaml"
    path.write_text(yaml.safe_dump(cohort | described, allow_unicode=True), encoding="utf-8")
    return path


def ingest(cohort_file: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Run the step; return the survey without its places, and its labels."""
    folder = cohort_file.parent
    table, labels = folder / "made.parquet", folder / "made.json"
    ingest_survey(cohort_file=cohort_file, files=(folder / "survey.csv",), table=table, labels=labels)
    return read_table(table).drop(columns=["source_file", "source_row"]), read_json(labels)


def refusal(cohort_file: Path) -> str:
    """Run the step on a cohort that must be stopped; return what the user reads, without the folder."""
    with pytest.raises(ProblemsFound) as found:
        ingest(cohort_file)
    return str(found.value).replace(f"{cohort_file.parent.as_posix()}/", "")
