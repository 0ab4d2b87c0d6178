"""Count in how many turns, by how many participants and in how many transcripts each code was raised."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.conversations.counters import check_counters, list_counters
from aimed.stats.conversations.spoken_turns import (
    count_people,
    keep_material,
    list_transcripts,
    select_spoken,
)
from aimed.stats.count_flow import TRANSCRIPT, count_parts
from aimed.stats.groups import Group, among, list_groups
from aimed.stats.methods.descriptions import count_rows, sum_column
from aimed.stats.plans import Plan, read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.written_tables import read_written

BASES = ("turns", "participants", "transcripts")
TURN = (*TRANSCRIPT, "turn")
DENSITY, PARTICIPANTS_PCT = "density", "participants_pct"
OF_PEOPLE, RATE = "100 * participants / all participants", "1000 * counted / words"
AGAINST = "100 * against / either"


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
    written = read_written(themes)
    codes = list(written["code"])
    bases = (*BASES, "words") if DENSITY in read.measures else BASES
    raise_problems([*check_codes(codes, coded, themes, bases), *check_counters(written, themes)])
    numbers = list(count_codes(read, codebook, codes, spoken, coded, list_counters(written)))
    write_table(tabulate_statistics(analysis, numbers, read.public_by_plan), statistics)


class SpokenInGroup:
    """The participants' turns of a group, and how many people, transcripts and words they are."""

    def __init__(self, turns: SelectedRows) -> None:
        """Count once what every code is set against."""
        self.turns = turns
        self.people, self.places = turns.count_distinct("participant"), turns.count_distinct(*TRANSCRIPT)
        self.words = int(turns.rows["words"].sum()) if "words" in turns.rows else 0


def check_codes(
    codes: list[str], coded: pd.DataFrame, themes: Path, bases: tuple[str, ...] = BASES
) -> list[Problem]:
    """Return a problem for each code that themes.csv lacks, or that has the name of a base count."""
    problems = [
        Problem(themes.as_posix(), f"no code {code}", "every code that coders used", "add the code")
        for code in sorted(set(coded["code"]) - set(codes))
    ]
    return problems + [
        Problem(themes.as_posix(), f"code {code}", f"a code other than {', '.join(bases)}", "rename the code")
        for code in codes
        if code in bases
    ]


def count_codes(
    plan: Plan,
    codebook: Codebook,
    codes: list[str],
    turns: pd.DataFrame,
    coded: pd.DataFrame,
    counters: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Statistic]:
    """Yield the base counts and the counts of each code, group by group; codes not raised count 0.

    The unit is the participant's turn. A percentage is of the group's participant turns; it has no
    interval, since turns of one person and of one conversation are not independent. `counters` maps a code
    to those that speak against it.
    """
    spoken = select_spoken(plan, turns)
    raised = SelectedRows("coded_turns", coded).also(*plan.population, *keep_material(plan, turns))
    raised = raised.also(*tell_rule(coded))
    density = DENSITY in plan.measures
    own = ("words", "coded_words") if density else ()
    for group in (*list_groups(plan, codebook, spoken.rows), *list_transcripts(spoken.rows)):
        base = SpokenInGroup(spoken.also(*group.conditions).only((*TRANSCRIPT, "participant", *own[:1])))
        here = raised.also(*group.conditions).only((*TURN, "participant", "code", *own[1:]))
        yield from count_bases(group, base, density=density)
        for code, rows in zip(codes, here.split("code", codes), strict=True):
            yield from count_code(code, group, rows, base, plan.measures)
            if code in counters:
                yield from count_against(code, group, here, counters[code])


def tell_rule(coded: pd.DataFrame) -> tuple[Filter, ...]:
    """Return whose codes count, as a condition that all coded turns meet: evidence then says so."""
    rules = coded["coded_by"].unique() if "coded_by" in coded else []
    return tuple(Filter("coded_by", "is", rule) for rule in rules)


def count_bases(group: Group, base: SpokenInGroup, *, density: bool = False) -> Iterator[Statistic]:
    """Yield how many turns, people and transcripts there are in a group, and for a density words."""
    yield count_rows("turns", group, "count", base.turns)
    yield count_people("participants", group, "count", base.turns)
    yield count_parts("transcripts", group, "count", base.turns, TRANSCRIPT)
    if density:
        yield sum_column("words", group, "count", base.turns, "words")


def count_code(
    code: str, group: Group, rows: SelectedRows, base: SpokenInGroup, measures: tuple[str, ...] = ()
) -> Iterator[Statistic]:
    """Yield in how many turns, by how many people and in how many transcripts a code was raised."""
    yield count_rows(code, group, "turns", rows, base.turns)
    if base.turns.n:
        yield _percent(code, group, rows, base.turns)
    yield count_people(code, group, "participants", rows, base.people)
    yield count_parts(code, group, "groups", rows, TRANSCRIPT, base.places)
    if PARTICIPANTS_PCT in measures and base.people:
        yield _percent_of_people(code, group, rows.count_distinct("participant"), base.people)
    if DENSITY in measures:
        yield (coded := sum_column(code, group, "coded_words", rows, "coded_words"))
        if base.words:
            yield _rate(code, group, "turns", rows.n, base)
            yield _rate(code, group, "coded_words", int(coded.value), base)


def count_against(
    code: str, group: Group, here: SelectedRows, counters: tuple[str, ...]
) -> Iterator[Statistic]:
    """Yield the negative cases of a code: turns, people and transcripts with a code that speaks against it.

    `either` are the turns for or against; one that is both counts once there.
    """
    against = here.also(among("code", counters))
    either = here.also(among("code", (code, *counters)))
    found = count_parts(code, group, "against", against, TURN)
    yield found
    yield count_people(code, group, "against_participants", against)
    yield count_parts(code, group, "against_groups", against, TRANSCRIPT)
    yield (whole := count_parts(code, group, "either", either, TURN))
    if whole.value:
        yield Statistic(
            item=code,
            group=group.code,
            statistic="against_pct",
            value=100 * found.value / whole.value,
            unit="percent",
            method="percentage of turns for or against",
            kind="derived",
            n=int(whole.value),
            numerator=int(found.value),
            denominator=int(whole.value),
            numbers=((code, group.code, "against"), (code, group.code, "either")),
            formula=AGAINST,
        )


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


def _percent_of_people(code: str, group: Group, found: int, people: int) -> Statistic:
    return Statistic(
        item=code,
        group=group.code,
        statistic=PARTICIPANTS_PCT,
        value=100 * found / people,
        unit="percent",
        method="percentage of participants",
        kind="derived",
        n=people,
        numerator=found,
        denominator=people,
        numbers=((code, group.code, "participants"), ("participants", group.code, "count")),
        formula=OF_PEOPLE,
    )


def _rate(code: str, group: Group, counted: str, found: int, base: SpokenInGroup) -> Statistic:
    """Return how many turns, or words, with the code there are in 1,000 words of the group."""
    return Statistic(
        item=code,
        group=group.code,
        statistic=f"{counted}_per_1000",
        value=1000 * found / base.words,
        unit="per_1000",
        method=f"{counted.replace('_', ' ')} per 1,000 words of participants",
        kind="derived",
        n=base.turns.n,
        numbers=((code, group.code, counted), ("words", group.code, "count")),
        formula=RATE,
    )


if __name__ == "__main__":
    run(count_themes)
