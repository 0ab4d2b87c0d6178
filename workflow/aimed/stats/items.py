"""What an analysis describes: a variable, or one option of a multi-select."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.messages.problems import Problem
from aimed.stats.plans import Plan
from aimed.stats.statistics import SelectedRows
from aimed.study.codebook import Codebook

# A longer list of codes (countries) names people: its codes are counted as distinct, never listed.
LONGEST_SCALE = 40


@dataclass(frozen=True)
class OutcomeItem:
    """One column of the table. `event` are the codes that make its headline, () for none.

    `codes` are those of its scale in order, `scores` what each counts, () where they are ranks alone;
    `coarser` are the coarser codes with what they cover.
    `name` is the item of its numbers: the variable, or variable.option for a multi-select.
    """

    name: str
    column: str
    type: str
    unit: str
    codes: tuple[str, ...]
    coarser: dict[str, tuple[str, ...]]
    event: tuple[str, ...]
    scores: tuple[float, ...] = ()


def list_items(plan: Plan, codebook: Codebook) -> list[OutcomeItem]:
    """Return the items of a plan's outcomes in order, one per option of a multi-select."""
    return [item for outcome in plan.outcomes for item in _items(plan, codebook, outcome)]


def _items(plan: Plan, codebook: Codebook, outcome: str) -> Iterator[OutcomeItem]:
    kind = codebook.variables.at[outcome, "type"]
    codes = tuple(codebook.codes(outcome))
    if kind == "multi":
        for code in codes:
            yield OutcomeItem(f"{outcome}.{code}", f"{outcome}__{code}", kind, "", (), {}, ())
        return
    coarser = {code: tuple(held) for code, held in codebook.collapsed(outcome).items()} if codes else {}
    unit = str(codebook.variables.at[outcome, "unit"])
    scores = tuple(codebook.scores(outcome).values()) if kind == "ordered" else ()
    yield OutcomeItem(outcome, outcome, kind, unit, codes, coarser, plan.event.get(outcome, ()), scores)


def missing_rows(responses: pd.DataFrame, missing: pd.DataFrame) -> pd.DataFrame:
    """Return the table `missing` that row sets refer to: each missing answer beside its respondent's row.

    Columns: variable, reason, then those of `responses`. One row per row of `missing` whose
    respondent is in `responses`, in the order of `missing`.
    """
    # An empty table has lost the type of its columns: ids are text.
    reasons = missing[["respondent", "variable", "reason"]].astype({"respondent": "str"})
    people = responses.astype({"respondent": "str"})
    return reasons.merge(people, on="respondent", how="inner", validate="many_to_one")


def check_answers(
    items: list[OutcomeItem], rows: SelectedRows, reasons: SelectedRows | None
) -> list[Problem]:
    """Return a problem for each item with codes outside its scale or empty answers without a reason.

    Either would make levels that do not add up to n, or n and missing that do not add up to all.
    """
    problems = []
    for item in items:
        answers = rows.rows[item.column]
        if item.codes:
            unknown = int((answers.notna() & ~answers.isin(list(item.codes))).sum())
            if unknown:
                problems.append(_problem(rows.table, item, f"{unknown} answers that its scale does not have"))
        if reasons is not None:
            explained = reasons.also(Filter("variable", "is", item.column)).n
            if explained != int(answers.isna().sum()):
                found = f"{int(answers.isna().sum())} empty answers and {explained} reasons for them"
                problems.append(_problem(rows.table, item, found))
    return problems


def _problem(table: str, item: OutcomeItem, found: str) -> Problem:
    expected = "codes of its scale, and one reason for each empty answer"
    remedy = "correct the crosswalk of the cohort, then run again"
    return Problem(f"table {table}, column {item.column}", found, expected, remedy)
