"""Put the cohorts' harmonised tables one below the other: what the rest of the study starts from."""

from pathlib import Path

from aimed.files.tables import list_values, write_pooled
from aimed.files.written_whole import PARTIAL
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFiles, OutputFiles, run


def pool_cohorts(*, tables: InputFiles, pooled: OutputFiles) -> None:
    """Write, for each kind of table, the rows of all cohorts in the order of `tables`.

    These are results/harmonise/<cohort>/<kind>.parquet for every cohort and kind, `pooled` one file per
    kind. Raises ProblemsFound when a cohort's table is not there or holds another's rows.
    """
    for target in pooled:
        paths = [path for path in tables if path.name == target.name.removeprefix(PARTIAL)]
        raise_problems(find_lost(paths))
        write_pooled(paths, target)


def find_lost(paths: list[Path]) -> list[Problem]:
    """Return a problem for each table, in the folder of its cohort, that holds rows of another."""
    problems = []
    for path in paths:
        cohort, place = path.parent.name, path.as_posix()
        held = list_values(path, "cohort")
        if set(held) - {cohort}:
            found = f"rows of {', '.join(held)}"
            problems.append(Problem(place, found, f"rows of {cohort} alone", f"aimed rebuild {place}"))
    return problems


if __name__ == "__main__":
    run(pool_cohorts)
