"""Clear results away before a build: what was deleted is made again, what nothing makes any more goes."""

from collections.abc import Container
from pathlib import Path

from aimed.build.gate import inspect_results, is_silent, list_leftovers, read_outputs
from aimed.build.stale import METADATA, find_stale, tell_causes
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_records import RESULTS, SUFFIX, read_record
from aimed.study.declarations import read_config
from aimed.study.layout import find_broken_files


def clear_results() -> list[str]:
    """Let the study through to Snakemake, and return in plain sentences what was cleared away.

    Results without a producer in today's study are deleted, since they may hold personal data; the
    record of a deleted or stale result goes, so that it is made again. Raises ProblemsFound, with results
    untouched, for everything that cannot be meant.
    """
    problems, deleted = inspect_results()
    raise_problems(problems)
    raise_problems(find_broken_files())
    told = [f"{path.as_posix()} was deleted: it is made again" for path in deleted]
    discard_results(deleted)
    if not METADATA.is_dir() and (unknown := [r for r in RESULTS.rglob(f"*{SUFFIX}") if read_outputs(r)]):
        discard_results(unknown)
        told.append(f"{METADATA.as_posix()} is gone, by which options are compared: all is made again")
    stale = find_stale(read_config())
    discard_results([one.record for one in stale])
    discard_results(_list_followers())
    return told + tell_causes(stale) + delete_leftovers()


def _list_followers() -> list[Path]:
    """Return the run records of results that rest on a result that is gone, or that follow from one.

    Snakemake itself makes a result that is gone only where a target or a job needs it; with the clock set
    back it took what follows from it for up to date.
    """
    left = {path: read_record(path) for path in RESULTS.rglob(f"*{SUFFIX}") if read_outputs(path)}
    found: list[Path] = []
    gone: set[str] = set()
    while True:
        more = [
            path for path, record in left.items() if any(_is_gone(n, gone) for n in record.get("inputs", ()))
        ]
        if not more:
            return found
        found += more
        gone |= {name for path in more for name in left.pop(path)["outputs"]}


def _is_gone(name: str, gone: Container[str]) -> bool:
    return Path(name).parts[:1] == RESULTS.parts and (name in gone or not Path(name).exists())


def delete_leftovers() -> list[str]:
    """Delete results that nothing in today's study makes, and return a sentence for each.

    Files that a killed run left half-written go without a word.
    """
    leftovers = list_leftovers()
    for path in leftovers:
        path.unlink()
        _delete_empty(path.parent)
    return [
        f"{path.as_posix()} was deleted: nothing in the study makes it any more"
        for path in leftovers
        if not is_silent(path)
    ]


def discard_results(files: list[Path]) -> None:
    """Delete the records and outputs that the given results belong to, so that the build makes them again.

    Raises ProblemsFound for a file that no record names.
    """
    owners = {record.as_posix(): record for record in sorted(RESULTS.rglob(f"*{SUFFIX}"))}
    owners |= {name: record for record in list(owners.values()) for name in read_outputs(record) or {}}
    told = ("no run record names it", "a result of this study", "look under results/ for its name")
    named = [path.as_posix() for path in files]
    raise_problems(Problem(name, *told) for name in named if name not in owners)
    for record in sorted({owners[name] for name in named}):
        for name in read_outputs(record) or {}:
            Path(name).unlink(missing_ok=True)
        record.unlink()


def _delete_empty(folder: Path) -> None:
    while folder != RESULTS and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
