"""State how often the findings of planned comparisons hold over other defensible choices."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from aimed.files.tables import list_columns, read_columns, write_table
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.compare_groups import name_comparison
from aimed.stats.groups import ALL, Group
from aimed.stats.items import list_items
from aimed.stats.multiverse.answers import DONT_KNOW, ItemAnswers
from aimed.stats.multiverse.choices import read_choices
from aimed.stats.multiverse.effects import measure_effect
from aimed.stats.plans import Plan, read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.declarations import read_planned
from aimed.study.written_tables import read_written

METHOD = "over all specifications of the multiverse (Steegen et al. 2016)"
COLUMNS = (
    *("analysis", "item", "population", "groups", "vintage", "outcome", "dont_know", "left_out", "planned"),
    *("n", "effect", "low", "high", "p"),
)
HELD = ("same_sign", "same_interval", "same_decision")
EVERY, TWO = "comparisons", 2
LEVEL = 0.05


def state_multiverse(
    *,
    analysis: str,
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

    plans: all plans of the study. Raises ProblemsFound for choices that name what the study does not have.
    """
    codebook, columns = read_codebook(variables, scales, reasons, *derived), list_columns(responses)
    compared = list_compared(plans, codebook, columns)
    reference = read_written(income_groups)
    vintages = [name for name in reference.columns if name.startswith("fy")]
    choices = read_choices(plan, compared, codebook, columns, vintages)
    income = {name: dict(zip(reference["iso3"], reference[name], strict=True)) for name in choices.vintages}
    asked = {"respondent", "country", *([choices.leave_out] if choices.leave_out else [])}
    asked |= {condition.column for where in choices.populations.values() for condition in where}
    unknowing = read_columns(missing, ("respondent", "variable", "reason"))
    unknowing = unknowing[unknowing["reason"] == DONT_KNOW]
    tables, numbers = [], []
    for name in choices.of:
        one = compared[name]
        items = [item for item in list_items(one, codebook) if item.type not in ("text", "date")]
        rows = read_columns(responses, {*asked, *one.conditions, *(item.column for item in items)})
        population = SelectedRows("responses", rows).also(*one.population)
        for item in items:
            said = unknowing.loc[unknowing["variable"] == item.column, "respondent"]
            knows_not = population.rows["respondent"].isin(said).to_numpy()
            answers = ItemAnswers(one, codebook, item, population.rows, knows_not, choices, income)
            table = tabulate_specifications(answers)
            tables.append(table)
            numbers += list(sum_up(table, answers, population))
    numbers += list(sum_up_all(numbers))
    write_table(pd.concat(tables, ignore_index=True), specifications)
    write_table(tabulate_statistics(analysis, numbers), statistics)


def list_compared(plans: tuple[Path, ...], codebook: Codebook, columns: list[str]) -> dict[str, Plan]:
    """Return the plans that compare two named groups of respondents, by the analysis' name."""
    found = {}
    for path in plans:
        content = read_planned(path)
        named = content.get("compare")
        two = (
            isinstance(named, list) and len(named) == TWO and content.get("table", "responses") == "responses"
        )
        if content["kind"] == "distribution" and two:
            found[path.stem.replace("-", "_")] = read_plan(path, codebook, columns)
    return found


def tabulate_specifications(answers: ItemAnswers) -> pd.DataFrame:
    """Return one row per specification that has both groups, the planned one first."""
    rows = []
    for at, one in enumerate(
        answers.choices.list_specifications(answers.item, str(answers.plan.by), answers.clusters)
    ):
        counts = answers.count(one)
        effect = measure_effect(counts, answers.plan.coverage, binary=one.outcome == "event")
        if effect is not None:
            told = {"analysis": answers.plan.analysis, "item": answers.item.name, "planned": at == 0}
            rows.append(
                told | vars(one) | {"n": int(counts.sum()), "effect": effect.value} | effect._asdict()
            )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"planned": bool, "left_out": "string"})


def sum_up(table: pd.DataFrame, answers: ItemAnswers, population: SelectedRows) -> Iterator[Statistic]:
    """Yield how many specifications an item has, and in what share of them the planned finding holds."""
    if table.empty or not table["planned"].iloc[0]:
        return
    plan, item, choices = answers.plan, answers.item, answers.choices
    planned, group = (
        table.iloc[0],
        name_comparison(plan.by, tuple(Group(code) for code in plan.compare or ())),
    )
    read = {item.column, *plan.conditions, *([choices.leave_out] if choices.leave_out else [])}
    read |= {condition.column for where in choices.populations.values() for condition in where}
    read |= {"country"} if choices.vintages else set()

    def state(statistic: str, value: float, unit: str) -> Statistic:
        return Statistic(
            item=item.name, group=group, statistic=statistic, value=value, unit=unit, method=METHOD,
            kind="test", n=population.n, columns=tuple(sorted(read)), **population.lineage,
        )  # fmt: skip

    same = {
        "same_sign": np.sign(table["effect"]) == np.sign(planned["effect"]),
        "same_interval": _leaves_out_zero(table) == _leaves_out_zero(table.iloc[:1]).iloc[0],
        "same_decision": (table["p"] < LEVEL) == (planned["p"] < LEVEL),
    }
    yield state("specifications", len(table), "count")
    for statistic, held in same.items():
        yield state(statistic, 100 * float(held.mean()), "percent")
    for statistic, share in (("smallest", 0.0), ("median", 0.5), ("largest", 1.0)):
        yield state(statistic, float(np.quantile(table["effect"], share)), "effect")


def sum_up_all(numbers: list[Statistic]) -> Iterator[Statistic]:
    """Yield the number of all specifications, and the shares of them in which the planned findings hold."""
    sizes = [one for one in numbers if one.statistic == "specifications"]
    whole = sum(one.value for one in sizes)
    for statistic in ("specifications", *HELD) if whole else ():
        parts = [one for one in numbers if one.statistic == statistic]
        value = whole
        if statistic in HELD:
            value = sum(one.value * size.value for one, size in zip(parts, sizes, strict=True)) / whole
        terms = parts if statistic == "specifications" else [*parts, *sizes]
        yield Statistic(
            item=EVERY, group=ALL.code, statistic=statistic, value=value, method=METHOD, kind="derived",
            unit="percent" if statistic in HELD else "count", n=int(whole),
            numbers=tuple((one.item, one.group, one.statistic) for one in terms),
            formula="mean by specifications" if statistic in HELD else "sum of specifications",
        )  # fmt: skip


def _leaves_out_zero(table: pd.DataFrame) -> pd.Series:
    return (table["low"] > 0) | (table["high"] < 0)


if __name__ == "__main__":
    run(state_multiverse)
