"""Fit a planned model to each of its outcomes: the step for plans of kind model."""

from pathlib import Path

from aimed.files.tables import list_columns, read_columns, write_table
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.items import check_answers, list_items
from aimed.stats.models.request import ModelRequest, find_same_names, read_request
from aimed.stats.models.state import state_model
from aimed.stats.plans import choose_table
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook


def fit_models(
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
    """Write the statistics of one analysis of kind model.

    Raises ProblemsFound for a plan that names what the codebook does not have.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    tables = {"responses": Path(responses), "participants": Path(participants)}
    table = choose_table(plan, tables)
    request = read_request(plan, codebook, list_columns(tables[table]))
    _refuse_same_names(plan, request)
    numbers = _state_all(request, codebook, table, tables[table])
    write_table(tabulate_statistics(analysis, numbers, request.plan.public_by_plan), statistics)


def _state_all(request: ModelRequest, codebook: Codebook, table: str, path: Path) -> list[Statistic]:
    items = list_items(request.plan, codebook)
    asked = dict.fromkeys(("respondent", *(item.column for item in items), *request.columns))
    rows = read_columns(path, dict.fromkeys((*asked, *request.plan.conditions)))
    population = SelectedRows(table, rows).also(*request.plan.population)
    raise_problems(check_answers(items, population, None))
    return [number for item in items for number in state_model(request, item, population)]


def _refuse_same_names(path: Path, request: ModelRequest) -> None:
    raise_problems(
        Problem(
            path.as_posix(), f"two terms called {name}", "a name of its own for each term", "rename a code"
        )
        for name in find_same_names(request)
    )


if __name__ == "__main__":
    run(fit_models)
