"""Describe a planned analysis' outcomes in all and in each group: the step for analyses without a test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aimed.files.tables import list_columns, read_columns, write_table
from aimed.messages.problems import raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.groups import ALL, Group, list_groups
from aimed.stats.items import OutcomeItem, check_answers, list_items, missing_rows
from aimed.stats.methods.descriptions import count_rows, describe_item
from aimed.stats.plans import Plan, choose_table, read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook

PEOPLE = {"responses": "respondents", "participants": "participants"}


@dataclass(frozen=True)
class AnalysisData:
    """What an analysis works on: its plan, the codebook, its population and their missing answers."""

    plan: Plan
    codebook: Codebook
    population: SelectedRows
    missing: SelectedRows | None
    items: list[OutcomeItem]
    groups: list[Group]


def describe(
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
    """Write the statistics of one analysis that compares nothing.

    `missing` holds the reasons for empty answers. Raises ProblemsFound for a plan that names what the
    codebook does not have.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    subject = gather(plan, codebook, {"responses": responses, "participants": participants}, missing)
    table = tabulate_statistics(analysis, describe_all(subject), subject.plan.public_by_plan)
    write_table(table, statistics)


def gather(path: Path, codebook: Codebook, tables: dict[str, Path], missing: Path) -> AnalysisData:
    """Return what an analysis works on, or raise ProblemsFound for a plan or answers that do not fit.

    `tables` are the files that a plan may choose from. Only responses have reasons for what is missing;
    participants are counted with an answer or without.
    """
    table = choose_table(path, tables)
    plan = read_plan(path, codebook, list_columns(tables[table]))
    items = list_items(plan, codebook)
    asked = {item.column for item in items}
    rows = read_columns(tables[table], ["respondent", *asked, *plan.conditions])
    population = SelectedRows(table, rows).also(*plan.population)
    reasons = None
    if table == "responses":
        given = read_columns(missing, ("respondent", "variable", "reason"))
        given = missing_rows(rows[["respondent", *plan.conditions]], given[given["variable"].isin(asked)])
        reasons = SelectedRows("missing", given).also(*plan.population)
    raise_problems(check_answers(items, population, reasons))
    return AnalysisData(
        plan, codebook, population, reasons, items, list_groups(plan, codebook, population.rows)
    )


def describe_all(subject: AnalysisData) -> Iterator[Statistic]:
    """Yield the statistics of every item in every group, after the size of each group."""
    occurring = _occurring_reasons(subject)
    for group in subject.groups:
        members = subject.population.also(*group.conditions)
        yield count_rows(PEOPLE[subject.plan.table], group, "count", members, subject.population)
        missing = subject.missing.also(*group.conditions) if subject.missing else None
        for item in subject.items:
            # Of `all`, every reason is listed, so that an id does not go with the last one who gave it.
            reasons = list(subject.codebook.missing) if group == ALL else occurring[item.column]
            narrow = missing.only(["variable", "reason"]) if missing else None
            few = members.only([item.column])
            yield from describe_item(item, group, few, narrow, reasons, subject.plan.coverage)


def _occurring_reasons(subject: AnalysisData) -> dict[str, list[str]]:
    if subject.missing is None:
        return {item.column: [] for item in subject.items}
    found = subject.missing.rows.groupby("variable", observed=True)["reason"].agg(set)
    return {
        item.column: [r for r in subject.codebook.missing if r in found.get(item.column, set())]
        for item in subject.items
    }


if __name__ == "__main__":
    run(describe)
