"""Measure what a user waits for, in a scratch copy of the study: wall and CPU seconds beside each other."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from aimed.audit.lookup.built_study import LEDGER, TracedStudy
from aimed.bench.large_study import change_ledger, enlarge_study
from aimed.study.cohort_file import COHORTS

LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", ".snakemake", "results", "logs", "benchmarks", "tests", "__pycache__", "*.egg-info")
)
RESPONDENTS, NUMBERS = 100_000, 5_000
RUNS = 3  # of a question; the shortest counts, since other work on the machine only adds
CHANGED = "changed.json"
MANY = 48
SHELL_LINES = re.compile(r"(?<=^    shell:\n)(?: +\".*\"\n)+", re.M)
TARGET = "numbers"  # the claims of the manuscript are about one cohort


class Cost(NamedTuple):
    """Wall and CPU seconds of a process, the most memory it held in MiB, whether it failed, what it said."""

    wall: float
    cpu: float
    memory: float
    failed: str = ""
    said: str = ""


def measure_study() -> None:
    """Print one line per task: wall seconds, CPU seconds, and the limit that the project sets itself."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        shutil.copytree(Path(), study, ignore=LEFT_OUT)
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(study / "workflow")], check=True)
        print(f"{'task':<24} {'wall s':>8} {'CPU s':>8} {'limit s':>8}   ({os.cpu_count()} cores)")
        _measure(study, "clean build", 45, "build")
        wall, cpu, *_, failed, _ = run_floor(study, "paper")
        print(f"{'  the floor of Snakemake':<24} {wall:8.1f} {cpu:8.1f}{failed}", flush=True)
        _measure(study, "nothing to do", 3, "build")
        _change_sentence(study / "manuscript" / "paper.qmd")
        _measure(study, "a changed sentence", 6, "build")
        _measure_questions(study, limit=1)
        enlarge_study(study, RESPONDENTS, NUMBERS)
        _measure_questions(study, limit=3)


def _measure_questions(study: Path, *, limit: int) -> None:
    """Measure check, trace, impact and diff on a built study; a diff has a second at any size."""
    ledger = json.loads((study / LEDGER).read_text(encoding="utf-8"))
    print(f"at {ledger['study']['respondents']:,} respondents and {len(ledger['numbers']):,} numbers:")
    number, file, cell = _choose_subjects(TracedStudy(study))
    change_ledger(study / LEDGER, study / CHANGED)
    _measure(study, "check", limit, "check", runs=RUNS)
    _measure(study, "trace a number down", limit, "trace", number, runs=RUNS)
    _measure(study, "trace a raw cell up", limit, "trace", cell, runs=RUNS)
    _measure(study, "impact of a raw cell", limit, "impact", cell, runs=RUNS)
    _measure(study, "impact of a raw file", limit, "impact", file, runs=RUNS)
    _measure(study, "diff, all changed", 1, "diff", "current", CHANGED, runs=RUNS)


def _choose_subjects(study: TracedStudy) -> tuple[str, str, str]:
    """Return the proportion with the most people, the file of one of them, and the cell it reads there."""
    sets, lineage = study.evidence["row_sets"], study.evidence["lineage"]
    found = {
        name: one
        for name, one in study.evidence["numbers"].items()
        if one["kind"] == "proportion" and one["columns"][0] in lineage
    }
    number = max(found, key=lambda name: (sets[str(found[name]["base"])]["n"], name))
    row = study.select("exclusions", "kept", [], "cohort, source_file, source_row", "LIMIT 1")[0]
    column = lineage[found[number]["columns"][0]][row["cohort"]]["source_variables"][0]
    return number, row["source_file"], f"{row['source_file']}:{row['source_row']}:{column}"


def _measure(study: Path, task: str, limit: int, *arguments: str, runs: int = 1) -> None:
    """Print what a command costs, the best of some runs, beside the seconds that the project allows it."""
    costs = [run_python(study, "-m", "aimed.command", *arguments) for _ in range(runs)]
    wall, cpu = min(cost.wall for cost in costs), min(cost.cpu for cost in costs)
    print(f"{task:<24} {wall:8.1f} {cpu:8.1f} {limit:8d}{costs[-1].failed}", flush=True)


def run_python(folder: Path, *arguments: str) -> Cost:
    """Return what a Python process cost in a folder with a workflow/; wait4 tells of this process alone.

    Linux counts the memory of the parent at the start too: what is large is made in another process.
    """
    here = {**os.environ, "PYTHONPATH": str((folder / "workflow").absolute()), "LC_ALL": "C.UTF-8"}
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=here, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        said.seek(0)
        text = said.read()
    failed = f"   FAILED: {text[-300:]}" if child.returncode else ""
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, failed, text)


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


def _change_sentence(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    head, found, rest = text.partition("\n# ")
    title, paragraph = rest.split("\n\n", 1)
    changed = f"{head}{found}{title}\n\nThis sentence was added to be measured. {paragraph}"
    document.write_text(changed, encoding="utf-8")


def measure_many_cohorts() -> None:
    """Print, for MANY cohorts and for one that is added to them, the jobs and what they cost.

    The cohorts are copies of the study's first one under other ids.
    """
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        shutil.copytree(Path(), study, ignore=LEFT_OUT)
        first = min(path.parent for path in (study / COHORTS).glob("*/cohort.yaml"))
        for number in range(2, MANY + 1):
            shutil.copytree(first, study / COHORTS / f"{first.name}-{number:02d}")
        print(f"{'task':<24} {'jobs':>6} {'wall s':>8} {'CPU s':>8}")
        measure_build(study, f"{MANY} cohorts, clean build")
        wall, cpu, *_, failed, _ = run_floor(study, TARGET)
        print(f"{'  the floor of Snakemake':<24} {'':6} {wall:8.1f} {cpu:8.1f}{failed}", flush=True)
        shutil.copytree(first, study / COHORTS / f"{first.name}-{MANY + 1:02d}")
        measure_build(study, "one cohort added")


def measure_build(study: Path, task: str) -> None:
    """Print the number of jobs that a build will run, by rule, and its wall and CPU seconds."""
    planned = run_python(study, "-m", "snakemake", TARGET, "--dry-run")
    jobs = re.findall(r"^(\w+) +(\d+)$", planned.said, re.M)
    rules = {rule: int(number) for rule, number in jobs if rule not in ("total", TARGET)}
    cost = run_python(study, "-m", "aimed.command", "build", "--target", TARGET)
    print(f"{task:<24} {sum(rules.values()):6d} {cost.wall:8.1f} {cost.cpu:8.1f}{cost.failed}")
    print("  " + ", ".join(f"{number} {rule}" for rule, number in sorted(rules.items())), flush=True)


if __name__ == "__main__":
    measure_study()
    measure_many_cohorts()
