"""Describe a planned analysis' outcomes and compare its groups: the step for analyses with tests."""

from collections.abc import Iterator

from aimed.files.row_selection import Filter
from aimed.files.tables import write_table
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.describe_groups import AnalysisData, describe_all, gather
from aimed.stats.groups import Group, among
from aimed.stats.methods.clusters import compare_clusters
from aimed.stats.methods.comparisons import Comparison, compare_item
from aimed.stats.plans import group_codes
from aimed.stats.statistics import Statistic, tabulate_statistics
from aimed.study.codebook import read_codebook


def analyse(
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
    """Write the statistics of one analysis and the comparison of its groups.

    `missing` holds the reasons for empty answers. Raises ProblemsFound for a plan that names what the
    codebook does not have.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    subject = gather(plan, codebook, {"responses": responses, "participants": participants}, missing)
    numbers = [*describe_all(subject), *compare_all(subject)]
    write_table(tabulate_statistics(analysis, numbers, subject.plan.public_by_plan), statistics)


def compare_all(subject: AnalysisData) -> Iterator[Statistic]:
    """Yield the comparison of every item between the groups compared; nothing for fewer than two."""
    groups = compared_groups(subject)
    if len(groups) < 2:
        return
    plan = subject.plan
    held = tuple(
        code for g in groups for code in group_codes(subject.codebook, str(plan.by), plan.collapsed)[g.code]
    )
    compared = subject.population.also(among(str(plan.by), held))
    code, how = name_comparison(plan.by, groups), (plan.coverage, plan.draws, plan.seed, plan.margin)
    for item in (item for item in subject.items if item.column != plan.by):
        read = dict.fromkeys([item.column, str(plan.by), *([plan.cluster] if plan.cluster else [])])
        known = compared.only(read).also(Filter(item.column, "known"))
        parts = tuple(known.also(*group.conditions) for group in groups)
        comparison = Comparison(item, groups, code, known, parts, *how)
        stated = list(compare_item(comparison))
        yield from stated
        if stated and plan.cluster and plan.cluster != item.column:
            yield from compare_clusters(comparison, plan.cluster)


def compared_groups(subject: AnalysisData) -> tuple[Group, ...]:
    """Return the groups of `by` that are compared: those the plan names, else all with anyone in them."""
    plan = subject.plan
    if plan.compare is None or plan.by is None:
        return ()
    codes = group_codes(subject.codebook, plan.by, plan.collapsed)
    groups = {code: Group(code, (among(plan.by, held),)) for code, held in codes.items()}
    if plan.compare:
        return tuple(groups[code] for code in plan.compare)
    return tuple(group for group in groups.values() if subject.population.also(*group.conditions).n)


def name_comparison(by: str | None, groups: tuple[Group, ...]) -> str:
    """Return the group part of a comparison's ids: hic_vs_lmic for two groups, by_<variable> for more."""
    return f"{groups[0].code}_vs_{groups[1].code}" if len(groups) == 2 else f"by_{by}"


if __name__ == "__main__":
    run(analyse)
