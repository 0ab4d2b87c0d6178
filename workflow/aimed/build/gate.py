"""The gate before Snakemake: what dates cannot show is found by digests, before any job starts."""

import shutil
from pathlib import Path
from typing import Any

from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.running.run_records import RESULTS, SUFFIX
from aimed.running.run_step import PARTIAL
from aimed.study.cohort_file import COHORTS, list_cohorts, raw_files
from aimed.study.layout import list_needed_files, list_records, read_config
from aimed.study.raw_digests import KINDS


def inspect_results() -> tuple[list[Problem], list[Path]]:
    """Return what cannot be meant (a source file gone, a result edited by hand), and the deleted results.

    A run record that cannot be read counts as deleted. Starts nothing and changes nothing.
    """
    config = read_config()
    problems = find_absent_files(config) + find_absent_raw_files(config)
    deleted: list[Path] = []
    for record in (Path(name) for name in list_records(config)):
        outputs = read_outputs(record)
        if outputs is None:
            deleted += [record] if record.is_file() else []
            continue
        for name, digest in outputs.items():
            path = Path(name)
            if not path.is_file():
                deleted.append(path)
            elif digest_file(path) != digest:
                found = "a file that was changed by hand after it was made"
                problems.append(
                    Problem(name, found, "the bytes that its rule wrote", f"aimed rebuild {name}")
                )
    return problems, deleted


def read_outputs(record: Path) -> dict[str, str] | None:
    """Return path -> sha256 of what a run record says was made; None for one that is absent or broken."""
    try:
        return dict(read_json(record)["outputs"])
    except (FileNotFoundError, ProblemsFound, KeyError, TypeError, ValueError):
        return None


def find_absent_files(config: dict[str, Any]) -> list[Problem]:
    """Return a problem for each file that every study has and that is not there, and for no cohort at all."""
    problems = [
        Problem(
            path,
            "no such file",
            "a file that every study has",
            "restore it, or write it as in docs/own-study.md",
        )
        for path in list_needed_files(config)
        if not Path(path).is_file()
    ]
    if not list_cohorts(config):
        expected = "a folder with a cohort.yaml below it"
        problems.append(Problem(COHORTS.as_posix(), "no cohort", expected, "see docs/adding-a-cohort.md"))
    return problems


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
    """Delete results that nothing in today's study makes, and return a sentence for each.

    Files that a killed run left half-written go without a word.
    """
    records = [Path(name) for name in list_records(read_config())]
    wanted = {record.as_posix() for record in records} | {(RESULTS / "README.md").as_posix()}
    for record in records:
        wanted |= set(read_outputs(record) or {})
    told = []
    for path in sorted(path for path in RESULTS.rglob("*") if path.is_file()):
        name = path.as_posix()
        if name in wanted:
            continue
        path.unlink()
        if not path.name.startswith(PARTIAL) and not name.endswith(SUFFIX):
            told.append(f"{name} was deleted: nothing in the study makes it any more")
        _delete_empty(path.parent)
    return told


def rebuild_results(files: list[Path]) -> None:
    """Delete the records and outputs that the given results belong to, so that the build makes them again.

    Raises ProblemsFound for a file that no record names.
    """
    owners = {record.as_posix(): record for record in sorted(RESULTS.rglob(f"*{SUFFIX}"))}
    owners |= {name: record for record in list(owners.values()) for name in read_outputs(record) or {}}
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
        for name in read_outputs(record) or {}:
            Path(name).unlink(missing_ok=True)
        record.unlink()


def _delete_empty(folder: Path) -> None:
    while folder != RESULTS and folder.is_dir() and not any(folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent
