"""State how reliable the scales of an analysis are: the step for plans of kind reliability."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import list_columns, read_columns, write_table
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.groups import ALL
from aimed.stats.methods.descriptions import count_rows
from aimed.stats.methods.reliability import (
    ALPHA,
    FELDT,
    INTER_ITEM,
    ITEM_TOTAL,
    OMEGA,
    correlate_with_rest,
    find_alpha_without,
    measure_reliability,
)
from aimed.stats.plans import read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.derived_variables import DerivedVariable

COMPLETE = "count of the people who answered all items"
SOME = "total - n - unanswered"


def state_reliability(
    *,
    analysis: str,
    plan: InputFile,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    derived: InputFiles = (),
    responses: InputFile,
    participants: InputFile,
    missing: InputFile,
    statistics: OutputFile,
) -> None:
    """Write the reliability of each outcome's items: a sum or mean of derived.yaml.

    Raises ProblemsFound for a plan that names what the codebook does not have, or no sum or mean.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    read = read_plan(plan, codebook, list_columns(responses))
    parts = (part for outcome in read.outcomes for part in codebook.derived[outcome].parts)
    rows = read_columns(responses, ("respondent", *parts, *read.conditions))
    population = SelectedRows("responses", rows).also(*read.population)
    numbers = [
        number
        for outcome in read.outcomes
        for number in state_scale(codebook.derived[outcome], codebook, population, read.coverage)
    ]
    write_table(tabulate_statistics(analysis, numbers, read.public_by_plan), statistics)


def state_scale(
    scale: DerivedVariable, codebook: Codebook, population: SelectedRows, coverage: float
) -> Iterator[Statistic]:
    """Yield the numbers of one scale, of the people who answered all of its items."""
    known = population.also(*(Filter(part, "known") for part in scale.parts))
    nothing = population.also(*(Filter(part, "missing") for part in scale.parts))
    yield count_rows(scale.name, ALL, "total", population)
    yield replace(count_rows(scale.name, ALL, "n", known, population), method=COMPLETE)
    yield count_rows(scale.name, ALL, "unanswered", nothing, population)
    yield Statistic(
        item=scale.name,
        group=ALL.code,
        statistic="incomplete",
        value=population.n - known.n - nothing.n,
        unit="count",
        method="answered some of the items; left out",
        kind="derived",
        numbers=tuple((scale.name, ALL.code, name) for name in ("total", "n", "unanswered")),
        formula=SOME,
    )
    answers = score_items(scale, codebook, known.rows)
    found = measure_reliability(answers, coverage)
    yield from _state(scale, known, "", alpha=(found.alpha, FELDT, found.low, found.high))
    yield from _state(scale, known, "", omega=(found.omega, OMEGA), inter_item=(found.inter_item, INTER_ITEM))
    for part in scale.parts:
        total = (correlate_with_rest(answers, part), ITEM_TOTAL)
        yield from _state(scale, known, part, item_total=total)
        yield from _state(scale, known, part, alpha_dropped=(find_alpha_without(answers, part), ALPHA))


def score_items(scale: DerivedVariable, codebook: Codebook, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the items of a scale as numbers, one column each, those reversed turned round."""
    table = {}
    for part in scale.parts:
        scores = codebook.scores(part)
        table[part] = (rows[part].map(scores) if scores else rows[part]).astype(float)
        if part in scale.reversed:
            row = codebook.variables.loc[part]
            ends = list(scores.values()) or [float(row["min"]), float(row["max"])]
            table[part] = min(ends) + max(ends) - table[part]
    return pd.DataFrame(table)


def _state(
    scale: DerivedVariable, known: SelectedRows, part: str, **found: tuple[float | str | None, ...]
) -> Iterator[Statistic]:
    """Yield those measures that are defined, each given as value, method and the ends of its interval."""
    for name, (value, method, *ends) in found.items():
        if value is None:
            continue
        low, high = ends or (None, None)
        yield Statistic(
            item=f"{scale.name}.{part}" if part else scale.name,
            group=ALL.code,
            statistic=name,
            value=float(value),
            low=None if low is None else float(low),
            high=None if high is None else float(high),
            unit="effect",
            method=f"{method}; people who answered all items",
            kind="model",
            n=known.n,
            columns=scale.parts,
            formula=scale.rule,
            **known.lineage,
        )


if __name__ == "__main__":
    run(state_reliability)
