"""Count in how many turns, by how many participants and in how many transcripts each code was raised."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.count_flow import TRANSCRIPT, count_parts
from aimed.stats.groups import Group, list_groups
from aimed.stats.methods.descriptions import count_rows
from aimed.stats.plans import Plan, read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.written_tables import read_written

BASES = ("turns", "participants", "transcripts")


def count_themes(
    *,
    analysis: str,
    plan: InputFile,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    derived: InputFiles = (),
    themes: InputFile,
    turns: InputFile,
    coded_turns: InputFile,
    statistics: OutputFile,
) -> None:
    """Write the counts of every code in all, in each group of the plan and in each transcript.

    Raises ProblemsFound for a plan that names what the codebook does not have, and for codes that
    themes.csv does not have.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    coded, spoken = read_table(coded_turns), read_table(turns)
    read = read_plan(plan, codebook, list(coded.columns))
    codes = list(read_written(themes)["code"])
    raise_problems(check_codes(codes, coded, themes))
    numbers = list(count_codes(read, codebook, codes, spoken, coded))
    write_table(tabulate_statistics(analysis, numbers, read.public_by_plan), statistics)


def check_codes(codes: list[str], coded: pd.DataFrame, themes: Path) -> list[Problem]:
    """Return a problem for each code that themes.csv lacks, or that has the name of a base count."""
    problems = [
        Problem(themes.as_posix(), f"no code {code}", "every code that coders used", "add the code")
        for code in sorted(set(coded["code"]) - set(codes))
    ]
    return problems + [
        Problem(themes.as_posix(), f"code {code}", f"a code other than {', '.join(BASES)}", "rename the code")
        for code in codes
        if code in BASES
    ]


def count_codes(
    plan: Plan, codebook: Codebook, codes: list[str], turns: pd.DataFrame, coded: pd.DataFrame
) -> Iterator[Statistic]:
    """Yield the base counts and the counts of each code, group by group; codes not raised count 0.

    The unit is the participant's turn. A percentage is of the group's participant turns; it has no
    interval, since turns of one person and of one conversation are not independent.
    """
    spoken = SelectedRows("turns", turns).also(*plan.population, Filter("role", "is", "participant"))
    raised = SelectedRows("coded_turns", coded).also(*plan.population)
    for group in (*list_groups(plan, codebook, spoken.rows), *list_transcripts(spoken.rows)):
        base = spoken.also(*group.conditions).only((*TRANSCRIPT, "participant"))
        here = raised.also(*group.conditions).only((*TRANSCRIPT, "participant", "code"))
        people = base.count_distinct("participant")
        places = base.count_distinct(*TRANSCRIPT)
        yield count_rows("turns", group, "count", base)
        yield count_parts("participants", group, "count", base, ("participant",))
        yield count_parts("transcripts", group, "count", base, TRANSCRIPT)
        for code, rows in zip(codes, here.split("code", codes), strict=True):
            yield count_rows(code, group, "turns", rows, base)
            if base.n:
                yield _percent(code, group, rows, base)
            yield count_parts(code, group, "participants", rows, ("participant",), people)
            yield count_parts(code, group, "groups", rows, TRANSCRIPT, places)


def list_transcripts(turns: pd.DataFrame) -> list[Group]:
    """Return one group per transcript: its id, preceded by the cohort's where several cohorts have it."""
    pairs = turns[list(TRANSCRIPT)].drop_duplicates().sort_values(list(TRANSCRIPT))
    shared = set(pairs.loc[pairs["transcript"].duplicated(), "transcript"])
    return [
        Group(
            f"{cohort}_{transcript}" if transcript in shared else str(transcript),
            (Filter("cohort", "is", cohort), Filter("transcript", "is", transcript)),
            (("all", "transcript"),),
        )
        for cohort, transcript in pairs.itertuples(index=False)
    ]


def _percent(code: str, group: Group, rows: SelectedRows, base: SelectedRows) -> Statistic:
    return Statistic(
        item=code,
        group=group.code,
        statistic="pct",
        value=100 * rows.n / base.n,
        unit="percent",
        method="percentage of participant turns",
        kind="derived",
        n=base.n,
        numerator=rows.n,
        denominator=base.n,
        numbers=((code, group.code, "turns"), ("turns", group.code, "count")),
        formula="100 * turns / all turns",
    )


if __name__ == "__main__":
    run(count_themes)
