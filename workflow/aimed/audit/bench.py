"""Measure what a user waits for, in a scratch copy of the study: wall and CPU seconds beside each other."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LEFT_OUT = (
    ".git",
    ".venv",
    ".snakemake",
    "results",
    "logs",
    "benchmarks",
    "tests",
    "__pycache__",
    "*.egg-info",
)
LIMITS = {"clean build": 45, "nothing to do": 3, "a changed sentence": 6, "aimed check": 1}


def measure_study() -> None:
    """Print one line per task: wall seconds, CPU seconds, and the limit that the project sets itself."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        shutil.copytree(Path(), study, ignore=shutil.ignore_patterns(*LEFT_OUT))
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(study / "workflow")], check=True)
        print(f"{'task':<20} {'wall s':>8} {'CPU s':>8} {'limit s':>8}   ({os.cpu_count()} cores)")
        _measure(study, "clean build", "build")
        _measure(study, "nothing to do", "build")
        _change_sentence(study / "manuscript" / "paper.qmd")
        _measure(study, "a changed sentence", "build")
        _measure(study, "aimed check", "check")


def _measure(study: Path, task: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "aimed.command", *arguments]
    here = {**os.environ, "PYTHONPATH": str(study / "workflow")}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=study, env=here, check=False, capture_output=True, text=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = "" if done.returncode == 0 else f"   FAILED: {(done.stdout + done.stderr)[-200:]}"
    print(f"{task:<20} {wall:8.1f} {cpu:8.1f} {LIMITS[task]:8d}{failed}", flush=True)


def _change_sentence(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    head, found, rest = text.partition("\n# ")
    title, paragraph = rest.split("\n\n", 1)
    changed = f"{head}{found}{title}\n\nThis sentence was added to be measured. {paragraph}"
    document.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    measure_study()
