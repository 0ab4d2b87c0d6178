"""Measure what a user waits for, in a scratch copy of the study: wall and CPU seconds beside each other."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from aimed.audit.lookup.built_study import LEDGER, TracedStudy
from aimed.bench.large_study import change_ledger, enlarge_study

LEFT_OUT = (
    *(".git", ".venv", ".snakemake", "results", "logs", "benchmarks"),
    *("tests", "__pycache__", "*.egg-info"),
)
RESPONDENTS, NUMBERS = 100_000, 5_000
RUNS = 3  # of a question; the shortest counts, since other work on the machine only adds
CHANGED = "changed.json"


@dataclass(frozen=True)
class Task:
    """A command to measure, the seconds that the project allows it, and how many runs to take the best of."""

    name: str
    arguments: tuple[str, ...]
    limit: int
    runs: int = 1


def measure_study() -> None:
    """Print one line per task: wall seconds, CPU seconds, and the limit that the project sets itself."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        shutil.copytree(Path(), study, ignore=shutil.ignore_patterns(*LEFT_OUT))
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(study / "workflow")], check=True)
        print(f"{'task':<24} {'wall s':>8} {'CPU s':>8} {'limit s':>8}   ({os.cpu_count()} cores)")
        _measure(study, Task("clean build", ("build",), 45))
        _measure(study, Task("nothing to do", ("build",), 3))
        _change_sentence(study / "manuscript" / "paper.qmd")
        _measure(study, Task("a changed sentence", ("build",), 6))
        _measure_questions(study, limit=1)
        enlarge_study(study, RESPONDENTS, NUMBERS)
        _measure_questions(study, limit=3)


def _measure_questions(study: Path, *, limit: int) -> None:
    """Measure check, trace, impact and diff on a built study; a diff has a second at any size."""
    ledger = json.loads((study / LEDGER).read_text(encoding="utf-8"))
    print(f"at {ledger['study']['respondents']:,} respondents and {len(ledger['numbers']):,} numbers:")
    number, file, cell = _choose_subjects(TracedStudy(study))
    change_ledger(study / LEDGER, study / CHANGED)
    for name, arguments in {
        "check": ("check",),
        "trace a number down": ("trace", number),
        "trace a raw cell up": ("trace", cell),
        "impact of a raw cell": ("impact", cell),
        "impact of a raw file": ("impact", file),
    }.items():
        _measure(study, Task(name, arguments, limit, RUNS))
    _measure(study, Task("diff, all changed", ("diff", "current", CHANGED), 1, RUNS))


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


def _measure(study: Path, task: Task) -> None:
    costs = [run_python(study, "-m", "aimed.command", *task.arguments) for _ in range(task.runs)]
    wall, cpu = (min(cost[at] for cost in costs) for at in (0, 1))
    print(f"{task.name:<24} {wall:8.1f} {cpu:8.1f} {task.limit:8d}{costs[-1][2]}", flush=True)


def run_python(study: Path, *arguments: str) -> tuple[float, float, str, str]:
    """Return wall and CPU seconds of a Python process in a study, that it failed if so, and its output."""
    here = {**os.environ, "PYTHONPATH": str(study / "workflow")}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=study, env=here, check=False, capture_output=True, text=True
    )
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = "" if done.returncode == 0 else f"   FAILED: {(done.stdout + done.stderr)[-200:]}"
    return wall, cpu, failed, done.stdout


def _change_sentence(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    head, found, rest = text.partition("\n# ")
    title, paragraph = rest.split("\n\n", 1)
    changed = f"{head}{found}{title}\n\nThis sentence was added to be measured. {paragraph}"
    document.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    measure_study()
