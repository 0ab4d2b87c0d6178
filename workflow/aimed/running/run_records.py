"""Run records: digests of what a job read and wrote, so that no result is believed on its date alone."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypedDict

from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json
from aimed.messages.problems import Problem, raise_problems

RESULTS = Path("results")
SUFFIX = ".record.json"
STORAGE = (".snakemake", "storage")  # below it Snakemake keeps its copies of files that lie elsewhere
BUCKETS = ("s3", "gcs", "azure")  # there, a container stands before the path
ROOTS = ("config.yaml", "data", "analyses", "manuscript", "results", "workflow", "profiles", "Snakefile")


class RunRecord(TypedDict):
    """A run: no clock and no machine name, so that the same run is the same bytes."""

    step: str  # the module, as aimed.stats.count_flow
    options: dict[str, Any]
    inputs: dict[str, str]  # path, as the study spells it -> sha256
    outputs: dict[str, str]
    lay_at: dict[str, str]  # path as the study spells it -> where the file lay, where that is elsewhere
    code: str  # sha256 of the package files that it imports
    versions: str  # of packages, name==version with blanks between


def read_record(path: Path) -> RunRecord:
    """Return a run record. Raises ProblemsFound for a file that is cut short or changed."""
    return read_json(path)


def recorded_outputs(records: Iterable[Path]) -> dict[str, str]:
    """Return path -> sha256 of every output that the given records name."""
    return {path: digest for record in records for path, digest in read_record(record)["outputs"].items()}


def spell_in_study(path: Path) -> str | None:
    """Return a path as the study spells it: from its folder on, without detours; None for one outside it.

    A copy that Snakemake keeps of a file in remote storage is spelled as the file is there.
    """
    parts = Path(os.path.relpath(path)).parts
    if parts[: len(STORAGE)] == STORAGE:
        kept = parts[4 if parts[2] in BUCKETS else 3 :]
        parts = kept[next((at for at, part in enumerate(kept) if part in ROOTS), len(kept)) :]
    return Path(*parts).as_posix() if parts and parts[0] in ROOTS else None


def is_stored_copy(path: Path) -> bool:
    """Return whether a path is that of a copy which Snakemake keeps of a file in remote storage."""
    return Path(os.path.relpath(path)).parts[: len(STORAGE)] == STORAGE


def check_inputs(inputs: Iterable[Path], records: Iterable[Path]) -> None:
    """Raise ProblemsFound for inputs without a place in the study, and results that none recorded so."""
    known = recorded_outputs(records)
    named = [(path, spell_in_study(path)) for path in inputs]
    problems = [_name_outside(path) for path, name in named if name is None]
    for path, name in named:
        if name and name.partition("/")[0] == RESULTS.name and known.get(name) != digest_file(path):
            found = f"a file {'that differs from its' if name in known else 'without a'} run record"
            expected, remedy = "the bytes that its rule wrote", f"aimed rebuild {name}"
            problems.append(Problem(name, found, expected, remedy, kind="result_changed"))
    raise_problems(problems)


def _name_outside(path: Path) -> Problem:
    expected = f"a path below {', '.join(ROOTS[1:5])}, or Snakemake's copy of one"
    return Problem(path.as_posix(), "an input outside the study", expected, "move it into the study's folder")


def describe_run(
    *,
    step: str,
    options: dict[str, Any],
    inputs: Iterable[Path],
    outputs: dict[Path, Path],
    code: str,
    versions: str,
) -> RunRecord:
    """Return a run record. `outputs` maps the final path of each output to where it lies now."""
    names = {path: spell_in_study(path) or path.as_posix() for path in [*inputs, *outputs]}
    return {
        "step": step,
        "options": options,
        "inputs": {names[path]: digest_file(path) for path in sorted(inputs)},
        "outputs": {names[final]: digest_file(here) for final, here in sorted(outputs.items())},
        "lay_at": {name: path.as_posix() for path, name in sorted(names.items()) if path.as_posix() != name},
        "code": code,
        "versions": versions,
    }
