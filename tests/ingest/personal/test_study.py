"""A whole study with one planted person: nothing of the person is in results, logs or what is printed."""

import re
import shutil
import zipfile
from pathlib import Path

import pyreadstat
import pytest
from aimed.files.tables import connect
from personal_cohort import HEADER
from toy_study import copy_toy, run_aimed

PLANTED = {
    "name": "Wanjiku",
    "surname": "Otieno",
    "email": "wanjiku.o@uni.ac.ke",
    "phone": "0712 345 678",
    "student_number": "20231234",
    "ip": "203.0.113.77",
    "coordinates": "-1.29214, 36.82194",
    "birth_date": "12.03.1998",
    "handle": "@wanji_ke",
}
SENTENCE = (
    "I am Wanjiku: write to wanjiku.o@uni.ac.ke, call me on 0712 345 678, student number 20231234, "
    "from 203.0.113.77 at -1.29214, 36.82194, born 12.03.1998, or find @wanji_ke."
)
KINDS = ("name", "email", "phone", "student_number", "ip", "coordinates", "birth_date", "handle")
TALK = Path("data/cohorts/toy/transcripts/talk.txt")
COHORT = Path("data/cohorts/toy")


def plant(study: Path) -> None:
    """Put the person into an answer, a turn, a label and the roster of the toy."""
    survey = study / COHORT / "survey.sav"
    cells, meta = pyreadstat.read_sav(survey, user_missing=True)
    cells.loc[cells["id"] == "a2", "q9"] = SENTENCE
    cells["IPAddress"] = PLANTED["ip"]
    pyreadstat.write_sav(
        cells,
        survey,
        column_labels=meta.column_names_to_labels,
        variable_value_labels=meta.variable_value_labels,
        missing_ranges=meta.missing_ranges,
    )
    described = (study / COHORT / "cohort.yaml").read_text(encoding="utf-8")
    described = described.replace("columns: 12", "columns: 13")
    (study / COHORT / "cohort.yaml").write_text(
        f"{described}personal_data: {{roster: roster.csv}}\n", "utf-8"
    )
    (study / COHORT / "roster.csv").write_text("name,participant\nWanjiku Otieno,a2\n", encoding="utf-8")
    talk = (study / TALK).read_text(encoding="utf-8").replace("a2: Agreed.", f"Wanjiku Otieno: {SENTENCE}")
    (study / TALK).write_text(talk, encoding="utf-8")


def decide(study: Path) -> None:
    lines = [f"{place},{kind},pseudonym,,,\n" for place in ("q9", "talk") for kind in KINDS]
    (study / COHORT / "personal_data.csv").write_text(HEADER + "".join(lines), encoding="utf-8")


def texts_of(path: Path) -> str:
    """Return all that can be read in a file: parquet as rows, documents unpacked, bytes as they are."""
    if path.suffix == ".parquet":
        with connect() as connection:
            return str(connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def found_in(text: str) -> list[str]:
    """Return the kinds of the planted values that stand in a text, however their digits are parted."""
    digits = re.sub(r"[\s().-]", "", text)
    whole = [kind for kind, value in PLANTED.items() if value.casefold() in text.casefold()]
    return whole + [kind for kind in ("phone", "student_number") if PLANTED[kind].replace(" ", "") in digits]


@pytest.mark.slow
def test_nothing_of_a_planted_person_is_in_results_logs_or_messages(tmp_path: Path) -> None:
    study = copy_toy(tmp_path / "toy")
    plant(study)
    stopped = run_aimed(study, "build")
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1
    for kind in KINDS:  # all at once, of the survey and of the transcript
        for place in ("q9", "talk"):
            assert f"{place},{kind},pseudonym,,," in said.replace(
                f"{place},{kind},drop", f"{place},{kind},pseudonym"
            )
    assert found_in(said) == []
    assert [path for path in everything(study) if found_in(texts_of(path))] == []
    decide(study)
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert found_in(done.stdout + done.stderr) == []
    assert [path for path in everything(study) if found_in(texts_of(path))] == []
    with connect() as connection:
        path = str(study / "results/ingest/toy/turns.parquet")
        last = connection.execute(
            "SELECT speaker, text FROM read_parquet(?) ORDER BY turn", [path]
        ).fetchall()[-1]
    assert last[0] == "a2"
    assert last[1].startswith("I am a2: write to [email ")
    again = run_aimed(study, "build")  # the key that was made is no news
    assert again.stdout.startswith("nothing to do"), again.stdout
    shutil.rmtree(study)


def everything(study: Path) -> list[Path]:
    """Return the files that a build leaves, records and Snakemake's own notes among them."""
    folders = ("results", "logs", "benchmarks", ".snakemake")
    return sorted(path for folder in folders for path in (study / folder).rglob("*") if path.is_file())
