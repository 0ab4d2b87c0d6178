"""Run records: digests of what a job read and wrote, so that no result is believed on its date alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypedDict

from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json
from aimed.messages.problems import Problem, raise_problems

RESULTS = Path("results")
SUFFIX = ".record.json"


class RunRecord(TypedDict):
    """A run: no clock and no machine name, so that the same run is the same bytes."""

    step: str  # the module, as aimed.stats.count_flow
    options: dict[str, Any]
    inputs: dict[str, str]  # path -> sha256
    outputs: dict[str, str]
    versions: str  # of packages, name==version with blanks between


def read_record(path: Path) -> RunRecord:
    """Return a run record. Raises ProblemsFound for a file that is cut short or changed."""
    return read_json(path)


def recorded_outputs(records: Iterable[Path]) -> dict[str, str]:
    """Return path -> sha256 of every output that the given records name."""
    return {path: digest for record in records for path, digest in read_record(record)["outputs"].items()}


def check_inputs(inputs: Iterable[Path], records: Iterable[Path]) -> None:
    """Raise ProblemsFound for an input under results/ that is unrecorded or differs from its record."""
    known = recorded_outputs(records)
    made = [path for path in inputs if path.parts[:1] == RESULTS.parts]
    raise_problems(
        Problem(
            path.as_posix(),
            "a file that differs from its run record"
            if path.as_posix() in known
            else "a file without a run record",
            "the bytes that its rule wrote",
            f"aimed rebuild {path.as_posix()}",
            kind="result_changed",
        )
        for path in made
        if known.get(path.as_posix()) != digest_file(path)
    )


def describe_run(
    *, step: str, options: dict[str, Any], inputs: Iterable[Path], outputs: dict[Path, Path], versions: str
) -> RunRecord:
    """Return a run record. `outputs` maps the final path of each output to where it lies now."""
    return {
        "step": step,
        "options": options,
        "inputs": {path.as_posix(): digest_file(path) for path in sorted(inputs)},
        "outputs": {final.as_posix(): digest_file(here) for final, here in sorted(outputs.items())},
        "versions": versions,
    }
