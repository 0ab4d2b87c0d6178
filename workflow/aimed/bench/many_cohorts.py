"""Measure a study of many cohorts: its clean build, and the build after one more came."""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aimed.bench.study import LEFT_OUT
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
    here = {**os.environ, "PYTHONPATH": str(study / "workflow")}
    planned = subprocess.run(
        [sys.executable, "-m", "snakemake", TARGET, "--dry-run"],
        cwd=study,
        env=here,
        check=False,
        capture_output=True,
        text=True,
    )
    jobs = re.findall(r"^(\w+) +(\d+)$", planned.stdout, re.M)
    rules = {rule: int(number) for rule, number in jobs if rule not in ("total", TARGET)}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "aimed.command", "build", "--target", TARGET],
        cwd=study,
        env=here,
        check=False,
        capture_output=True,
        text=True,
    )
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = "" if done.returncode == 0 else f"   FAILED: {(done.stdout + done.stderr)[-200:]}"
    print(f"{task:<24} {sum(rules.values()):6d} {wall:8.1f} {cpu:8.1f}{failed}")
    print("  " + ", ".join(f"{number} {rule}" for rule, number in sorted(rules.items())), flush=True)


if __name__ == "__main__":
    measure_many_cohorts()
