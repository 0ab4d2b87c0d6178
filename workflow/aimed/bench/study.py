"""Measure what an author waits for, in a scratch copy of the study: builds, the preview, questions."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from aimed.audit.lookup.built_study import LEDGER, TracedStudy
from aimed.bench.many_cohorts import run_floor
from aimed.bench.processes import Cost, copy_study, print_cost, print_heads, run_aimed
from aimed.files.yaml_json import read_json, write_json

RUNS = 3
CHANGED = "changed.json"
PAPER = Path("manuscript/paper.qmd")


def measure_study() -> None:
    """Print what builds, the preview and questions cost: wall and CPU seconds, memory, and the goal."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        copy_study(study)
        print_heads("the study as it is")
        floor = run_floor(study, "paper")
        print_cost("  floor: the same jobs only touch their outputs", floor)
        print_cost("clean build, documents too", run_aimed(study, "build"), "10 s", floor)
        print_cost("nothing to do", run_aimed(study, "build", runs=RUNS), "0.3 s")
        add_sentence(study, "first")
        print_cost("one sentence changed", run_aimed(study, "build"), "2.2 s")
        print_cost("one sentence changed, in the preview", measure_preview(study), "1 s")
        measure_questions(study, "1 s")


def measure_questions(study: Path, goal: str) -> None:
    """Print what check, trace, impact and diff cost on a built study."""
    number, file, cell = _choose_subjects(TracedStudy(study))
    change_ledger(study / LEDGER, study / CHANGED)
    asked = {
        "check": ("check",),
        "trace a number down": ("trace", number),
        "trace a raw cell up": ("trace", cell),
        "impact of a raw cell": ("impact", cell),
        "impact of a raw file": ("impact", file),
        "diff, all changed": ("diff", "current", CHANGED),
    }
    for task, command in asked.items():
        cost = run_aimed(study, *command, runs=RUNS)
        # check and diff end with 1 where they have findings, and a larger study's paper has many
        print_cost(task, cost._replace(failed="" if "Traceback" not in cost.said else cost.failed), goal)


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


def change_ledger(source: Path, target: Path) -> None:
    """Write a ledger in which every number is larger than in its source, to compare with it."""
    ledger = read_json(source)
    for entry in ledger["numbers"].values():
        entry["value"] = 1.5 * entry["value"] + 0.5
        entry["shown"] = entry["shown_bare"] = f"{entry['value']:.1f}"
    write_json(ledger, target)


def measure_preview(study: Path) -> Cost:
    """Return the wall seconds from a save of the paper to its page, the shortest of some saves."""
    here = {**os.environ, "PYTHONPATH": str((study / "workflow").absolute()), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "aimed.command", "preview"]
    with subprocess.Popen(command, cwd=study, env=here, stdout=subprocess.PIPE, text=True) as preview:
        assert preview.stdout
        address = next(word for line in preview.stdout for word in line.split() if word.startswith("http"))
        try:
            return Cost(min(_time_save(study, address, f"save {run}") for run in range(RUNS)), 0, 0)
        finally:
            preview.kill()


def _time_save(study: Path, address: str, said: str) -> float:
    time.sleep(1)  # the preview is at rest
    add_sentence(study, said)
    started = time.perf_counter()
    while said.encode() not in urllib.request.urlopen(address).read():  # noqa: S310 - printed by the preview
        time.sleep(0.005)
    return time.perf_counter() - started


def add_sentence(study: Path, said: str) -> None:
    """Add a sentence to the paper, below its first heading."""
    text = (study / PAPER).read_text(encoding="utf-8")
    head, found, rest = text.partition("\n# ")
    title, paragraph = rest.split("\n\n", 1)
    changed = f"{head}{found}{title}\n\nThis sentence was added to be measured ({said}). {paragraph}"
    (study / PAPER).write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    measure_study()
