"""Measure how cohorts are read: seconds and memory from a survey file to harmonised tables."""

import shutil
import tempfile
from pathlib import Path

import pandas as pd

from aimed.bench.large_cohort import COHORT, COLUMNS
from aimed.bench.processes import Cost, print_cost, print_heads, run_python
from aimed.files.tables import write_table

SMALL, LARGE = 128, 1_000_000
TABLES = ("responses", "missing", "events", "recodes", "exclusions", "participants")
BARE = {
    "csv": "import sys, pandas; pandas.read_csv(sys.argv[1], dtype=str)",
    "sav": "import sys, pyreadstat; pyreadstat.read_sav(sys.argv[1])",
}
GOALS = {(SMALL, "csv"): "3 s", (SMALL, "sav"): "3 s", (LARGE, "csv"): "15 s", (LARGE, "sav"): "25 s"}


def measure_cohorts() -> None:
    """Print what it costs to read a small and a large cohort, beside a bare read of the same file."""
    for rows, ending in ((SMALL, "csv"), (SMALL, "sav"), (LARGE, "csv"), (LARGE, "sav")):
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder)
            shutil.copytree("workflow", study / "workflow")
            run_python(study, "-m", "aimed.bench.large_cohort", str(rows), ending)
            survey = study / f"data/cohorts/{COHORT}/survey.{ending}"
            print_heads(f"{rows:,} x {COLUMNS} .{ending}")
            floor = run_python(study, "-c", BARE[ending], str(survey))
            print_cost(f"  floor: bare {'pandas' if ending == 'csv' else 'pyreadstat'}", floor)
            read = ingest_large(study, survey)
            print_cost("ingest", read)
            brought = harmonise_large(study)
            print_cost("harmonise", brought)
            print_cost("both", read.then(brought), GOALS[rows, ending], floor)


def ingest_large(study: Path, survey: Path) -> Cost:
    """Run the step that reads the survey, as the build runs it."""
    made = f"results/ingest/{COHORT}"
    return run_python(
        study,
        *("-m", "aimed.ingest.survey.read", "--files", survey.relative_to(study).as_posix()),
        *("--cohort-file", f"data/cohorts/{COHORT}/cohort.yaml", "--table", f"{made}/survey.parquet"),
        *("--labels", f"{made}/labels.json", "--record", f"{made}/survey.record.json"),
    )


def harmonise_large(study: Path) -> Cost:
    """Run the step that harmonises the survey, as the build runs it; there are no turns."""
    made, brought, folder = f"results/ingest/{COHORT}", f"results/harmonise/{COHORT}", "data/cohorts"
    write_table(pd.DataFrame({"participant": pd.Series(dtype="string")}), study / "data/turns.parquet")
    return run_python(
        study,
        *("-m", "aimed.harmonise.cohort", "--cohort", COHORT, "--survey", f"{made}/survey.parquet"),
        *("--labels", f"{made}/labels.json", "--turns", "data/turns.parquet"),
        *("--cohort-file", f"{folder}/{COHORT}/cohort.yaml"),
        *("--crosswalk", f"{folder}/{COHORT}/crosswalk.csv"),
        *("--codebook", *(f"data/codebook/{name}.csv" for name in ("variables", "scales", "missing"))),
        "--reference",
        *(f"data/reference/{name}.csv" for name in ("countries", "income_groups", "who_regions")),
        *("--tables", *(f"{brought}/{name}.parquet" for name in TABLES)),
        *("--accounts", f"{brought}/accounts.json", "--records", f"{made}/survey.record.json"),
        *("--record", f"{brought}/harmonise_cohort.record.json"),
    )


if __name__ == "__main__":
    measure_cohorts()
