"""Write a cohort of any size, with the codebook and tables that it needs, to measure how it is read."""

import sys
from pathlib import Path

from aimed.files.tables import connect

COHORT = "large"
QUESTIONS = 42
LEVELS = ("1", "2", "3", "4", "5")
COLUMNS = 3 + QUESTIONS
CELLS = "'p' || n AS id, ['Norway', 'Kenya'][1 + n % 2] AS land, 17 + n % 60 AS age"
ANSWERS = ", ".join(f"CASE (n * {7 + q} + n // {q + 1}) % 11 " + " ".join(
    f"WHEN {level} THEN {level}" for level in range(1, 6)) + f" WHEN 6 THEN -99 ELSE 1 + n % 5 END AS q{q}"
    for q in range(1, QUESTIONS + 1))  # fmt: skip


def write_large_cohort(study: Path, rows: int, ending: str) -> Path:
    """Write a study's data/ with one cohort of so many rows and COLUMNS columns; return its survey file.

    ending: csv or sav. The same call writes the same cells. Questions are on a scale of five, with -99 for
    refused; a number and a country stand before them.
    """
    folder = study / "data/cohorts" / COHORT
    folder.mkdir(parents=True)
    survey = folder / f"survey.{ending}"
    with connect() as connection:
        query = f"SELECT {CELLS}, {ANSWERS} FROM range({int(rows)}) t(n)"
        if ending == "csv":
            target = survey.as_posix().replace("'", "''")
            connection.execute(f"COPY ({query}) TO '{target}' (FORMAT csv, HEADER)")
        else:
            import pyreadstat

            pyreadstat.write_sav(connection.execute(query).df(), survey.as_posix())
    _write_tables(study, survey)
    return survey


def _write_tables(study: Path, survey: Path) -> None:
    names = [f"q{number}" for number in range(1, QUESTIONS + 1)]
    head = "variable,label,type,scale,unit,min,max,role,personal,shown_if"
    asked = [f"{name},{name},ordered,five,,,,outcome,no," for name in names]
    crosswalk = ["source_variable,source_value,variable,value,missing_reason,rule,note"]
    crosswalk += ["id,,,,,,", "land,,country,,,country,", "age,,age,,,number,"]
    for name in names:
        crosswalk += [f"{name},{level},{name},{level},,," for level in LEVELS]
        crosswalk.append(f"{name},-99,{name},,refused,,")
    texts = {
        "data/codebook/variables.csv": [
            head, "country,Country,text,,,,,group,no,", "age,Age,number,,years,16,80,group,no,", *asked
        ],
        "data/codebook/scales.csv": ["scale,code,order,label,collapsed"]
        + [f"five,{level},{level},level {level}," for level in LEVELS],
        "data/codebook/missing.csv": ["reason,label", "refused,Refused"],
        "data/reference/countries.csv": ["alias,iso3", "Norway,NOR", "Kenya,KEN"],
        "data/reference/income_groups.csv": ["iso3,fy20", "NOR,high", "KEN,lower_middle"],
        "data/reference/who_regions.csv": ["iso3,who_region", "NOR,EURO", "KEN,AFRO"],
        f"data/cohorts/{COHORT}/crosswalk.csv": crosswalk,
        f"data/cohorts/{COHORT}/cohort.yaml": [
            "title: Large cohort", "country_column: land", "languages: [en]", "synthetic: yes",
            'collected: {from: "2020-03-01", to: "2020-03-07"}',
            f"files: {{survey: {{path: {survey.name}}}}}", "respondent_id: id",
            "consent: {analysis: yes, quotation: yes, deposit: yes}",
            "exclusions:", "  - {step: duplicates, reason: duplicate, duplicates_of: [id], keep: first}",
        ],
    }  # fmt: skip
    for name, lines in texts.items():
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    write_large_cohort(Path(), int(sys.argv[1]), sys.argv[2])
