"""The gate before Snakemake: what dates cannot show is found by digests, before any job starts."""

import shutil
from pathlib import Path
from typing import Any

from aimed.cohort import COHORTS, list_cohorts, raw_files
from aimed.documents import read_json
from aimed.problems import Problem, raise_problems
from aimed.raw import KINDS
from aimed.record import RESULTS, SUFFIX, digest_file
from aimed.study import list_records, read_config


def inspect_results() -> tuple[list[Problem], list[Path]]:
    """Return what cannot be meant (a raw file gone, a result edited by hand), and the deleted results.

    Starts nothing and changes nothing.
    """
    config = read_config()
    problems = find_absent_raw_files(config)
    deleted: list[Path] = []
    for record in (Path(name) for name in list_records(config)):
        outputs = read_json(record)["outputs"] if record.is_file() else {}
        for name, digest in outputs.items():
            path = Path(name)
            if not path.is_file():
                deleted.append(path)
            elif digest_file(path) != digest:
                problems.append(
                    Problem(
                        name,
                        "a file that was changed by hand after it was made",
                        "the bytes that its rule wrote",
                        f"aimed rebuild {name}",
                    )
                )
    return problems, deleted


def find_absent_raw_files(config: dict[str, Any]) -> list[Problem]:
    """Return a problem for each raw file that a cohort.yaml names and that is not there."""
    return [
        Problem(
            path,
            "no such file",
            f"the file that {(COHORTS / cohort / 'cohort.yaml').as_posix()} names under {kind}",
            f"restore it, or take it out of {(COHORTS / cohort / 'cohort.yaml').as_posix()}",
        )
        for cohort in list_cohorts(config)
        for kind in KINDS
        for path in raw_files(cohort, kind)
        if not Path(path).is_file()
    ]


def pass_gate() -> list[str]:
    """Let the study through to Snakemake, and return in plain sentences what was cleared away.

    Results without a producer in today's study are deleted, since they may hold personal data; the
    record of a deleted result goes, so that it is made again. Raises ProblemsFound, with results
    untouched, for everything that cannot be meant.
    """
    problems, deleted = inspect_results()
    raise_problems(problems)
    told = [f"{path.as_posix()} was deleted: it is made again" for path in deleted]
    rebuild_results(deleted)
    return told + delete_leftovers()


def delete_leftovers() -> list[str]:
    """Delete results that nothing in today's study makes, and return a sentence for each."""
    wanted = set(list_records(read_config()))
    told = []
    for record in sorted(RESULTS.rglob(f"*{SUFFIX}")):
        if record.as_posix() in wanted:
            continue
        for name in read_json(record)["outputs"]:
            Path(name).unlink(missing_ok=True)
        record.unlink()
        told.append(
            f"{record.as_posix().removesuffix(SUFFIX)} was deleted: nothing in the study makes it any more"
        )
        _delete_empty(record.parent)
    return told


def rebuild_results(files: list[Path]) -> None:
    """Delete the records and outputs that the given results belong to, so that the build makes them again.

    Raises ProblemsFound for a file that no record names.
    """
    owners = {
        name: record
        for record in sorted(RESULTS.rglob(f"*{SUFFIX}"))
        for name in read_json(record)["outputs"]
    }
    raise_problems(
        Problem(
            path.as_posix(),
            "no run record names it",
            "a result of this study",
            "look under results/ for its name",
        )
        for path in files
        if path.as_posix() not in owners
    )
    for record in sorted({owners[path.as_posix()] for path in files}):
        for name in read_json(record)["outputs"]:
            Path(name).unlink(missing_ok=True)
        record.unlink()


def _delete_empty(folder: Path) -> None:
    while folder != RESULTS and folder.is_dir() and not any(folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent
