"""Put the cohorts' harmonised tables one below the other: what the rest of the study starts from."""

from pathlib import Path

import pandas as pd

from aimed.files.tables import read_table, write_table
from aimed.files.written_whole import PARTIAL
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFiles, OutputFiles, run


def pool_cohorts(*, tables: InputFiles, pooled: OutputFiles) -> None:
    """Write, for each kind of table, the rows of all cohorts in the order of `tables`.

    These are results/harmonise/<cohort>/<kind>.parquet for every cohort and kind, `pooled` one file per
    kind. Raises ProblemsFound when a cohort's table is not there or holds another's rows.
    """
    for target in pooled:
        kind = target.name.removeprefix(PARTIAL)
        paths = {path.parent.name: path for path in tables if path.name == kind}
        frames = {cohort: read_table(path) for cohort, path in paths.items()}
        raise_problems(find_lost(frames, paths))
        write_table(pool_tables(list(frames.values())), target)


def pool_tables(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the frames one below the other; a column that is wholly null in one takes the others' type."""
    has_values = [frame.notna().any() for frame in frames]
    filled = {column for has in has_values for column in has.index[has]}
    known = [f.loc[:, has | ~f.columns.isin(filled)] for f, has in zip(frames, has_values, strict=True)]
    return pd.concat(known, ignore_index=True).reindex(columns=frames[0].columns)


def find_lost(frames: dict[str, pd.DataFrame], paths: dict[str, Path]) -> list[Problem]:
    """Return a problem for each cohort whose table holds rows of another."""
    problems = []
    for cohort, frame in frames.items():
        place, held = paths[cohort].as_posix(), sorted(set(frame["cohort"]))
        if set(held) - {cohort}:
            found = f"rows of {', '.join(held)}"
            problems.append(Problem(place, found, f"rows of {cohort} alone", f"aimed rebuild {place}"))
    return problems


if __name__ == "__main__":
    run(pool_cohorts)
