"""Measure how the whole study grows: built at several sizes, with the exponent of each step."""

import tempfile
from pathlib import Path

import numpy as np

from aimed.bench.processes import copy_study, print_cost, print_heads, run_python
from aimed.bench.study import measure_questions

SIZES = (6_000, 100_000, 1_000_000)
GOALS = dict(zip(SIZES, ("1 s", "1 s", "3 s"), strict=True))
MEMORY = "2048 MiB"
LEAST = 0.5  # seconds of a step's growth, below which an exponent is one of noise


def measure_growth() -> None:
    """Print what the whole study costs at each size, step by step, and how each step grows with its people.

    Steps run cold, so that Snakemake sees the CPU and memory of each.
    """
    steps: dict[str, list[tuple[float, float]]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder, "study")
            copy_study(study)
            run_python(study, "-m", "aimed.bench.simulated_survey", str(size))
            print_heads(f"{size:,} respondents, raw files to ledger")
            built = run_python(study, "-m", "aimed.command", "build", "--target", "numbers", cold=True)
            print_cost("clean build, cold", built, MEMORY)
            measure_questions(study, GOALS[size])
            for step, cost in read_steps(study / "benchmarks").items():
                steps.setdefault(step, []).append(cost)
    print_steps(steps)


def read_steps(benchmarks: Path) -> dict[str, tuple[float, float]]:
    """Return step -> the CPU seconds and MiB that Snakemake saw it use."""
    steps = {}
    for path in sorted(benchmarks.rglob("*.tsv")):
        heads, cells = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[:2])
        row = dict(zip(heads, cells, strict=True))
        name = path.relative_to(benchmarks).with_suffix("").as_posix()
        steps[name] = (float(row["cpu_time"]), float(row["max_rss"]))
    return steps


def print_steps(steps: dict[str, list[tuple[float, float]]]) -> None:
    """Print each step's CPU seconds and memory at each size, and the exponent of its growth."""
    print(
        f"\n{'CPU s and MiB of each step':<28}", *(f"{size:>18,}" for size in SIZES), "   grows as n to the"
    )
    for step, costs in steps.items():
        cells = (f"{cpu:9.1f} {memory:8.0f}" for cpu, memory in costs)
        print(f"{step:<28}", *cells, f"   {fit_exponent([cpu for cpu, _ in costs])}")


def fit_exponent(seconds: list[float]) -> str:
    """Return the exponent of the last growth: a start costs the same at any size, and is taken off.

    Between the two larger sizes log(seconds - start) has this slope over log(size); the start is what a line
    through the two smaller sizes leaves at 0 people. A dash where a step hardly grows.
    """
    small, middle, large = seconds
    start = small - (middle - small) * SIZES[0] / (SIZES[1] - SIZES[0])
    if middle - start < LEAST / 10 or large - start < LEAST:
        return "-"
    return f"{np.log((large - start) / (middle - start)) / np.log(SIZES[2] / SIZES[1]):.2f}"


if __name__ == "__main__":
    measure_growth()
