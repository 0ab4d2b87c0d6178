"""Relate a planned analysis' outcomes: association, means, trend, pairwise, paired."""

from collections.abc import Iterator
from pathlib import Path

from aimed.files.tables import list_columns, read_columns, write_table
from aimed.messages.problems import raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.groups import ALL
from aimed.stats.items import check_answers
from aimed.stats.methods.descriptions import count_rows
from aimed.stats.plans import choose_table
from aimed.stats.relations.association import state_associations
from aimed.stats.relations.means import state_means
from aimed.stats.relations.paired import state_paired
from aimed.stats.relations.pairwise import state_pairs
from aimed.stats.relations.request import RelationRequest, read_relation
from aimed.stats.relations.statement import group_item
from aimed.stats.relations.trend import state_trend
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook


def relate(
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
    """Write the statistics of one analysis of a relating kind.

    Raises ProblemsFound for a plan that names what the codebook does not have.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    tables = {"responses": Path(responses), "participants": Path(participants)}
    table = choose_table(plan, tables)
    request = read_relation(plan, codebook, list_columns(tables[table]))
    items = {item.name: item for item in (*request.items, *(one for pair in request.pairs for one in pair))}
    asked = dict.fromkeys(("respondent", *(item.column for item in items.values())))
    rows = read_columns(tables[table], dict.fromkeys((*asked, *request.plan.conditions)))
    population = SelectedRows(table, rows).also(*request.plan.population)
    raise_problems(check_answers(list(items.values()), population, None))
    numbers = list(relate_all(request, codebook, population))
    write_table(tabulate_statistics(analysis, numbers, request.plan.public_by_plan), statistics)


def relate_all(request: RelationRequest, codebook: Codebook, population: SelectedRows) -> Iterator[Statistic]:
    """Yield the statistics of every outcome or pair that a plan of a relating kind asks for."""
    if request.plan.kind == "association":
        yield from state_associations(request, population)
    elif request.plan.kind == "paired":
        yield from state_paired(request, population)
    else:
        for item in request.items:
            whole, subject = group_item(item, request.plan, codebook, population)
            yield count_rows(item.name, ALL, "total", population)
            yield from (*whole.counts, *subject.counts)
            if request.plan.kind == "means":
                yield from state_means(whole, subject, request.plan.coverage, request.plan.margin)
            else:
                yield from (state_trend if request.plan.kind == "trend" else state_pairs)(subject)


if __name__ == "__main__":
    run(relate)
