"""Write a cohort of any size, with the codebook and tables that it needs, to measure how it is read."""

import sys
from pathlib import Path

from aimed.files.tables import connect
from aimed.files.yaml_json import read_beside

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
    texts: dict[str, list[str]] = read_beside(__file__)
    texts["data/codebook/variables.csv"] += [f"{name},{name},ordered,five,,,,outcome,no," for name in names]
    texts["data/codebook/scales.csv"] += [f"five,{level},{level},level {level}," for level in LEVELS]
    for name in names:
        given = [*(f"{name},{level},{name},{level},,," for level in LEVELS), f"{name},-99,{name},,refused,,"]
        texts[f"data/cohorts/{COHORT}/crosswalk.csv"] += given
    texts[f"data/cohorts/{COHORT}/cohort.yaml"] += [f"files: {{survey: {{path: {survey.name}}}}}"]
    for name, lines in texts.items():
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    write_large_cohort(Path(), int(sys.argv[1]), sys.argv[2])
