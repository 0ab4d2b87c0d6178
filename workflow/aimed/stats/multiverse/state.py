"""State how often the findings of planned comparisons hold over other defensible choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from aimed.files.tables import list_columns, read_columns, write_table
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.items import OutcomeItem, list_items
from aimed.stats.multiverse.answers import ComparedPeople, ItemAnswers
from aimed.stats.multiverse.choices import EVENT, Choices, read_choices
from aimed.stats.multiverse.effects import measure_effect
from aimed.stats.multiverse.summaries import sum_up, sum_up_all
from aimed.stats.multiverse.unknown_names import COUNTRY, DONT_KNOW, NamesToVary
from aimed.stats.plans import Plan, read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.declarations import read_planned
from aimed.study.written_tables import read_written

COLUMNS = (
    *("analysis", "item", "population", "groups", "vintage", "outcome", "dont_know", "left_out", "planned"),
    *("n", "effect", "low", "high", "p", "public"),
)
TYPES = dict.fromkeys(COLUMNS, "string") | dict.fromkeys(("effect", "low", "high", "p"), "float64")
TYPES |= {"planned": "bool", "public": "bool", "n": "int64"}
TWO = 2


@dataclass(frozen=True)
class LeastPeople:
    """What the study shows: cells of `cell` people or more, and every cell of groups of `group` or more."""

    cell: int
    group: int

    def may_show(self, counts: np.ndarray, plan: Plan, *, binary: bool) -> bool:
        """Return whether the effect of a table of counts (2, values) may leave the machine.

        That of yes and no gives the counts away to those who know one group's.
        """
        smaller = int(counts.sum(axis=1).min())
        large = plan.shows_large_groups and smaller >= self.group
        least = int(counts[counts > 0].min()) if binary else smaller
        return plan.public_by_plan or large or least >= self.cell


def state_multiverse(
    *,
    analysis: str,
    smallest: int,
    large: int,
    plan: InputFile,
    plans: InputFiles,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    derived: InputFiles = (),
    income_groups: InputFile,
    responses: InputFile,
    missing: InputFile,
    specifications: OutputFile,
    statistics: OutputFile,
) -> None:
    """Write every specification (columns COLUMNS), and the statistics that sum them up by item.

    smallest, large: smallest_cell and smallest_group of the study. plans: all plans of the study. Raises
    ProblemsFound for choices that name what the study does not have.
    """
    codebook, columns = read_codebook(variables, scales, reasons, *derived), list_columns(responses)
    reference = read_written(income_groups)
    vintages = [name for name in reference.columns if name.startswith("fy")]
    compared = list_compared(plans, codebook, columns)
    choices = read_choices(plan, NamesToVary(compared, codebook, columns, vintages))
    income = {name: dict(zip(reference["iso3"], reference[name], strict=True)) for name in choices.vintages}
    unknowing = read_columns(missing, ("respondent", "variable", "reason"))
    unknowing = unknowing[unknowing["reason"] == DONT_KNOW]
    tables, numbers = [pd.DataFrame(columns=list(COLUMNS))], []
    for one in (compared[name] for name in choices.of):
        population = read_people(responses, one, list_varied(one, codebook), choices)
        people = ComparedPeople(one, codebook, population.rows, choices, income)
        for table, summed in vary_items(people, population, unknowing, LeastPeople(smallest, large)):
            tables.append(table)
            numbers += summed
    every = pd.concat([one for one in tables if len(one)] or tables, ignore_index=True)
    write_table(every.astype(TYPES), specifications)
    write_table(tabulate_statistics(analysis, [*numbers, *sum_up_all(numbers)]), statistics)


def list_compared(plans: tuple[Path, ...], codebook: Codebook, columns: list[str]) -> dict[str, Plan]:
    """Return the plans that compare two named groups of respondents, by the analysis' name."""
    found = {}
    for path in plans:
        content = read_planned(path)
        named = content.get("compare")
        two = isinstance(named, list) and len(set(named)) == TWO
        if content["kind"] == "distribution" and two and content.get("table", "responses") == "responses":
            found[path.stem.replace("-", "_")] = read_plan(path, codebook, columns)
    return found


def list_varied(plan: Plan, codebook: Codebook) -> list[OutcomeItem]:
    """Return the items of a plan whose comparisons are made again: all but its grouping variable."""
    return [item for item in list_items(plan, codebook) if item.column != plan.by]


def vary_items(
    people: ComparedPeople, population: SelectedRows, unknowing: pd.DataFrame, least: LeastPeople
) -> Iterator[tuple[pd.DataFrame, list[Statistic]]]:
    """Yield of each item its specifications and what they come to.

    unknowing: respondent and variable of each don't know.
    """
    for item in list_varied(people.plan, people.codebook):
        said = unknowing.loc[unknowing["variable"] == item.column, "respondent"]
        answers = ItemAnswers(people, item, population.rows["respondent"].isin(said).to_numpy())
        table = tabulate_specifications(answers, least)
        yield table, list(sum_up(table, answers, population))


def read_people(responses: Path, plan: Plan, items: list[OutcomeItem], choices: Choices) -> SelectedRows:
    """Return the population of a plan, with the columns that its specifications read."""
    asked = {"respondent", COUNTRY, *plan.conditions, *(item.column for item in items)}
    asked |= {condition.column for where in choices.populations.values() for condition in where}
    asked |= {choices.leave_out} if choices.leave_out else set()
    return SelectedRows("responses", read_columns(responses, asked)).also(*plan.population)


def tabulate_specifications(answers: ItemAnswers, least: LeastPeople) -> pd.DataFrame:
    """Return one row per specification with a cell of people or more in each group, the planned first."""
    rows, people = [], answers.people
    known = people.choices.list_specifications(
        answers.item, people.plan, people.codebook, people.clusters, unknowing=bool(answers.unknowing.any())
    )
    for at, one in enumerate(known):
        counts, binary = answers.count(one), one.outcome == EVENT
        if counts.sum(axis=1).min() >= max(least.cell, 1):
            effect = measure_effect(counts, people.plan.coverage, binary=binary)
            told = {"analysis": people.plan.analysis, "item": answers.item.name, "planned": at == 0}
            told |= {"n": int(counts.sum()), "public": least.may_show(counts, people.plan, binary=binary)}
            rows.append(told | vars(one) | {"effect": effect.value} | effect._asdict())
    return pd.DataFrame(rows, columns=list(COLUMNS))


if __name__ == "__main__":
    run(state_multiverse)
