"""`aimed cohort check`: everything that is wrong with a cohort at once, in the terminal and as one page."""

from pathlib import Path

import pandas as pd

from aimed.files.tables import read_table
from aimed.ingest.coding.account import say_account
from aimed.messages.diagnostics import write_report
from aimed.messages.problems import Problem, ProblemsFound
from aimed.onboarding.check.cross_tabs import compare_with_others, tabulate_recodes
from aimed.onboarding.check.oddities import find_oddities
from aimed.onboarding.check.page import write_page
from aimed.onboarding.check.stages import Cohort, take_through
from aimed.onboarding.unanswered import list_unanswered, say_unanswered
from aimed.onboarding.unread_files import say_other_sheets
from aimed.study.cohort_file import COHORTS
from aimed.study.declarations import read_config

PAGES = Path("logs/cohorts")  # git-ignored, and no result: the gate leaves it alone
POOLED = Path("results/harmonise/pooled/responses.parquet")
SMALLEST_CELL = 5


def check_cohort(name: str, form: str = "text") -> tuple[list[str], int]:
    """Write the page of a cohort; return the lines to print and the exit code, 1 when something stops it.

    form: text, or json for one object with what stops it as errors and what should be looked at as warnings.
    """
    try:
        cohort, oddities, lines = look_at(name)
    except ProblemsFound as found:
        if form == "text":
            raise
        return [write_report((problem.as_json() for problem in found.problems), cohort=name)], 1
    stopping = [problem for found in cohort.problems.by_stage().values() for problem in found]
    if form == "json":
        told = [problem.as_json() for problem in stopping]
        told += [problem.as_json("warning") for problem in oddities]
        lines = [write_report(told, cohort=name)]
    return lines, int(bool(stopping))


def look_at(name: str) -> tuple[Cohort, list[Problem], list[str]]:
    """Write the page of a cohort; return it, what should be looked at, and the lines of the terminal."""
    if not (COHORTS / name).is_dir():
        known = ", ".join(sorted(path.parent.name for path in COHORTS.glob("*/cohort.yaml")))
        expected = f"a cohort of data/cohorts/: {known or 'none so far'}"
        remedy = f"correct the name, or begin with aimed cohort new {name} --survey FILE"
        raise ProblemsFound([Problem(f"aimed cohort check {name}", "no such folder", expected, remedy)])
    cohort = take_through(name)
    others = read_others(name)
    oddities = find_oddities(cohort, others)
    done = cohort.recoding is not None
    smallest = int(read_config().get("smallest_cell", SMALLEST_CELL))
    page = write_page(
        name,
        cohort.problems.by_stage(),
        oddities,
        tabulate_recodes(cohort) if done else [],
        compare_with_others(cohort, others, smallest) if done else [],
        tell(cohort, others),
    )
    path = PAGES / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    return cohort, oddities, report(cohort, oddities, path, tell(cohort, others))


def read_others(name: str) -> pd.DataFrame | None:
    """Return the responses of the other cohorts from the last build; None where there are none."""
    if not POOLED.is_file():
        return None
    table = read_table(POOLED)
    others = table[table["cohort"] != name]
    return others if len(others) else None


def tell(cohort: Cohort, others: pd.DataFrame | None) -> list[str]:
    """Return in plain sentences how far the cohort came, and what it is compared with."""
    if cohort.survey.empty:
        return ["No survey could be read; nothing further was looked at."]
    told = [
        f"{len(cohort.survey)} rows of {len(cohort.exports)} file{'s' if len(cohort.exports) > 1 else ''}."
    ]
    for path, export in cohort.exports:
        told += say_other_sheets(path.name, export.reading, f"`sheet` in {cohort.file.as_posix()}")
    if cohort.recoding is None:
        return [*told, "The crosswalk could not be read; nothing further was looked at."]
    told.append(f"{len(cohort.rows)} respondents are kept, {len(cohort.survey) - len(cohort.rows)} left out.")
    if "cohort.yaml" in cohort.problems.stages:
        told.append(
            "What is TO DECIDE in cohort.yaml was taken for consent of all, and no rule of exclusion."
        )
    if not cohort.crosswalk.empty:
        used = cohort.crosswalk["variable"]
        told += say_unanswered(list_unanswered(used, cohort.codebook, cohort.description))
    told += map(say_account, cohort.coding)
    told += [f"Answers of the survey: {say_account(one)}" for one in cohort.coded_answers]
    if others is None:
        told.append("No other cohort has been built, so that there is nothing to compare with.")
    return told


def report(cohort: Cohort, oddities: list[Problem], page: Path, told: list[str]) -> list[str]:
    """Return the lines of the terminal: problems by stage, then what should be looked at, then the sum."""
    lines, problems = [*told], cohort.problems.by_stage()
    for stage, found in problems.items():
        lines += ["", f"{stage} ({len(found)})", *map(str, found)] if found else []
    lines += ["", f"to look at ({len(oddities)})", *map(str, oddities)] if oddities else []
    stopping = sum(map(len, problems.values()))
    state = f"problems that stop it: {stopping}" if stopping else "nothing stops it"
    return [
        *lines,
        "",
        f"{cohort.name}: {state}; to look at: {len(oddities)}; all on {page.as_posix()}",
    ]
