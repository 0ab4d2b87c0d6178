"""Measure builds of many cohorts, and of one that is added to them, beside the floor of Snakemake."""

import re
import shutil
import tempfile
from pathlib import Path

from aimed.bench.processes import (
    LEFT_OUT,
    Cost,
    copy_study,
    print_cost,
    print_heads,
    run_aimed,
    run_python,
)
from aimed.study.cohort_file import COHORTS

SHELL_LINES = re.compile(r"(?<=^    shell:\n)(?: +\".*\"\n)+", re.M)
TARGET = "numbers"  # the claims of the manuscript are about one cohort
GOALS = {48: ("30 s", "8 s"), 200: ("", "")}


def measure_many_cohorts() -> None:
    """Print, for 48 and 200 cohorts and for one more, what a build costs; they are copies of the first."""
    for many, (clean, added) in GOALS.items():
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder, "study")
            copy_study(study)
            first = min(path.parent for path in (study / COHORTS).glob("*/cohort.yaml"))
            for number in range(2, many + 1):
                shutil.copytree(first, study / COHORTS / f"{first.name}-{number:03d}")
            print_heads(f"{many} cohorts")
            floor = run_floor(study, TARGET)
            print_cost("  floor: the same jobs only touch their outputs", floor)
            _measure(study, "clean build", clean, floor)
            shutil.copytree(first, study / COHORTS / f"{first.name}-{many + 1:03d}")
            _measure(study, "one cohort added", added)


def _measure(study: Path, task: str, goal: str, floor: Cost | None = None) -> None:
    jobs = count_jobs(study)
    print_cost(
        f"{task}, {sum(jobs.values())} jobs", run_aimed(study, "build", "--target", TARGET), goal, floor
    )
    print("    " + ", ".join(f"{number} {rule}" for rule, number in sorted(jobs.items())), flush=True)


def count_jobs(study: Path) -> dict[str, int]:
    """Return rule -> the number of its jobs that a build will run."""
    planned = run_python(study, "-m", "snakemake", TARGET, "--dry-run")
    jobs = re.findall(r"^(\w+) +(\d+)$", planned.said, re.M)
    return {rule: int(number) for rule, number in jobs if rule not in ("total", TARGET)}


def run_floor(study: Path, target: str) -> Cost:
    """Return what Snakemake itself costs: a clean build in which every job only touches its outputs."""
    bare = study.with_name("floor")
    shutil.copytree(study, bare, ignore=LEFT_OUT)
    for rules in (bare / "workflow/rules").glob("*.smk"):
        text = SHELL_LINES.sub('        "touch {output:q}"\n', rules.read_text(encoding="utf-8"))
        rules.write_text(text, encoding="utf-8")
    cost = run_python(bare, "-m", "snakemake", target, "--nocolor")
    shutil.rmtree(bare)
    return cost


if __name__ == "__main__":
    measure_many_cohorts()
