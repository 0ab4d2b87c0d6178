"""Measure a study of many cohorts: its clean build, and the build after one more came."""

import re
import shutil
import tempfile
from pathlib import Path

from aimed.bench.study import LEFT_OUT, run_python
from aimed.study.cohort_file import COHORTS

MANY = 48
TARGET = "numbers"  # the claims of the manuscript are about one cohort


def measure_many_cohorts() -> None:
    """Print, for MANY cohorts and for one that is added to them, the jobs and what they cost.

    The cohorts are copies of the study's first one under other ids.
    """
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        shutil.copytree(Path(), study, ignore=shutil.ignore_patterns(*LEFT_OUT))
        first = min(path.parent for path in (study / COHORTS).glob("*/cohort.yaml"))
        for number in range(2, MANY + 1):
            shutil.copytree(first, study / COHORTS / f"{first.name}-{number:02d}")
        print(f"{'task':<24} {'jobs':>6} {'wall s':>8} {'CPU s':>8}")
        measure_build(study, f"{MANY} cohorts, clean build")
        shutil.copytree(first, study / COHORTS / f"{first.name}-{MANY + 1:02d}")
        measure_build(study, "one cohort added")


def measure_build(study: Path, task: str) -> None:
    """Print the number of jobs that a build will run, by rule, and its wall and CPU seconds."""
    *_, planned = run_python(study, "-m", "snakemake", TARGET, "--dry-run")
    jobs = re.findall(r"^(\w+) +(\d+)$", planned, re.M)
    rules = {rule: int(number) for rule, number in jobs if rule not in ("total", TARGET)}
    wall, cpu, failed, _ = run_python(study, "-m", "aimed.command", "build", "--target", TARGET)
    print(f"{task:<24} {sum(rules.values()):6d} {wall:8.1f} {cpu:8.1f}{failed}")
    print("  " + ", ".join(f"{number} {rule}" for rule, number in sorted(rules.items())), flush=True)


if __name__ == "__main__":
    measure_many_cohorts()
