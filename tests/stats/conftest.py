"""A small codebook and small answers, written by hand, for the tests of the stats room."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.files.tables import write_table
from aimed.study.codebook import Codebook, read_codebook

VARIABLES = """variable,label,type,scale,unit,min,max,role,personal,shown_if
country,Country,text,,,,,group,no,
income,Income group,category,income,,,,group,no,
region,Region,category,region,,,,group,no,
support,Support,ordered,agreement,,,,outcome,no,
phase,Phase,category,phase,,,,outcome,no,
taught,Taught,category,yes_no,,,,outcome,no,
age,Age,number,,years,16,80,group,no,
topic,Topics,multi,topic,,,,outcome,no,
home,Home town,category,town,,,,background,yes,
"""
SCALES = """scale,code,order,label,collapsed
income,high,1,High,hic
income,middle,2,Middle,lmic
income,low,3,Low,lmic
income,unclassified,4,Unclassified,unclassified
income_collapsed,hic,1,High income,
income_collapsed,lmic,2,Low and middle income,
income_collapsed,unclassified,3,Unclassified,
region,north,1,North,
region,south,2,South,
agreement,no,1,Disagree,no
agreement,so_so,2,Neither,so_so
agreement,yes,3,Agree,agree
agreement,very,4,Strongly agree,agree
agreement_collapsed,no,1,Disagree,
agreement_collapsed,so_so,2,Neither,
agreement_collapsed,agree,3,Agree,
phase,early,1,Early,
phase,late,2,Late,
yes_no,no,1,No,
yes_no,yes,2,Yes,
topic,ethics,1,Ethics,
topic,coding,2,Coding,
town,ash,1,Ash,
town,oak,2,Oak,
"""
MISSING = """reason,label
refused,Refused
not_asked,Not asked
"""
# id, country, income, region, support, phase, taught, age, ethics, coding; empty is missing, see REASONS
ANSWERS = """c-1:a,DEU,high,north,yes,early,yes,20,1,0
c-1:b,DEU,high,north,very,late,yes,22,1,0
c-1:c,FRA,high,north,so_so,early,no,24,0,1
c-1:d,FRA,high,south,,late,no,,,
c-1:e,IND,middle,south,no,early,no,19,1,1
c-1:f,IND,middle,south,yes,late,,21,0,1
c-1:g,MLI,low,south,no,early,no,30,1,1
c-1:h,,,,so_so,late,yes,25,0,0
"""
COLUMNS = ["respondent", "country", "income", "region", "support", "phase", "taught", "age"]
OPTIONS = ["topic__ethics", "topic__coding"]
REFUSED = {("c-1:h", "country"), ("c-1:h", "income"), ("c-1:h", "region"), ("c-1:d", "age")}


@pytest.fixture
def codebook_files(tmp_path: Path) -> dict[str, Path]:
    """The codebook's three files."""
    files = {}
    for name, text in (("variables", VARIABLES), ("scales", SCALES), ("reasons", MISSING)):
        files[name] = tmp_path / f"{name}.csv"
        files[name].write_text(text, encoding="utf-8")
    return files


@pytest.fixture
def codebook(codebook_files: dict[str, Path]) -> Codebook:
    """The codebook."""
    return read_codebook(*codebook_files.values())


def make_responses() -> pd.DataFrame:
    """Return the eight respondents."""
    cells = [[cell or None for cell in line.split(",")] for line in ANSWERS.splitlines()]
    table = pd.DataFrame(cells, columns=[*COLUMNS, *OPTIONS])
    table["age"] = table["age"].astype(float)
    for option in OPTIONS:
        table[option] = table[option].map({"1": True, "0": False}).astype("boolean")
    table["home"] = "ash"
    table.insert(1, "cohort", "c-1")
    return table


def make_missing(responses: pd.DataFrame) -> pd.DataFrame:
    """Return one reason for each empty answer: refused for REFUSED, else not_asked."""
    rows = [
        (
            row["respondent"],
            "c-1",
            column,
            "refused" if (row["respondent"], column) in REFUSED else "not_asked",
        )
        for _, row in responses.iterrows()
        for column in [*COLUMNS[1:], *OPTIONS, "home"]
        if pd.isna(row[column])
    ]
    return pd.DataFrame(rows, columns=["respondent", "cohort", "variable", "reason"])


@pytest.fixture
def answer_files(tmp_path: Path) -> dict[str, Path]:
    """The pooled tables that an analysis reads."""
    responses = make_responses()
    people = responses[["respondent", "cohort", "country", "income", "region"]].rename(
        columns={"respondent": "participant"}
    )
    tables = {
        "responses": responses,
        "missing": make_missing(responses),
        "participants": people.assign(kept=True, in_survey=True, in_focus_groups=[True] * 3 + [False] * 5),
    }
    for name, table in tables.items():
        write_table(table, tmp_path / f"{name}.parquet")
    return {name: tmp_path / f"{name}.parquet" for name in tables}


@pytest.fixture
def write_plan(tmp_path: Path):
    """Write the keys of a plan after its question; return the path."""

    def write(keys: str, name: str = "demo") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"question: What is it?\nplanned: yes\n{keys}", encoding="utf-8")
        return path

    return write
