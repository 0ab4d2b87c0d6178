"""Run a command in a copy of the study, and tell what it cost."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", ".snakemake", "results", "logs", "benchmarks", "tests", "__pycache__", "*.egg-info")
)


class Cost(NamedTuple):
    """Wall and CPU seconds of a process, the most memory it held in MiB, whether it failed, what it said."""

    wall: float
    cpu: float
    memory: float
    failed: str = ""
    said: str = ""

    def then(self, other: "Cost") -> "Cost":
        """Return the cost of this and another process, one after the other."""
        memory, failed = max(self.memory, other.memory), self.failed or other.failed
        return Cost(self.wall + other.wall, self.cpu + other.cpu, memory, failed, self.said + other.said)


def copy_study(study: Path) -> None:
    """Copy the study one stands in, without what was made, and compile its code."""
    shutil.copytree(Path(), study, ignore=LEFT_OUT)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(study / "workflow")], check=True)


def run_python(folder: Path, *arguments: str, cold: bool = False) -> Cost:
    """Return what a Python process cost in a folder with a workflow/; wait4 tells of this process alone.

    cold: each step is a process of its own. Linux counts the memory of the parent at the start too: what is
    large is made in another process.
    """
    here = {**os.environ, "PYTHONPATH": str((folder / "workflow").absolute()), "LC_ALL": "C.UTF-8"}
    here |= {"AIMED_COLD": "1"} if cold else {}
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


def run_aimed(study: Path, *arguments: str, runs: int = 1) -> Cost:
    """Return what a command cost in a study; of several runs the shortest, since other work only adds."""
    return min(run_python(study, "-m", "aimed.command", *arguments) for _ in range(runs))


def print_heads(what: str) -> None:
    """Print the heads of a table whose rows `print_cost` prints."""
    print(f"\n{what:<44} {'wall s':>8} {'CPU s':>8} {'MiB':>6} {'goal':>8}   ({os.cpu_count()} cores)")


def print_cost(task: str, cost: Cost, goal: str = "", floor: Cost | None = None) -> None:
    """Print what a task cost beside its goal, and how many times its floor that is."""
    times = f"{cost.wall / floor.wall:.1f} x wall, {cost.cpu / floor.cpu:.1f} x CPU of it" if floor else ""
    costs = f"{cost.wall:8.2f} {cost.cpu:8.2f} {cost.memory:6.0f} {goal:>8}"
    print(f"{task:<44} {costs}   {times}{cost.failed}".rstrip(), flush=True)
