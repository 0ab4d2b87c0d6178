"""What a plan of kind multiverse names that the study does not have, or that changes nothing in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from aimed.messages.problems import Problem
from aimed.stats.plans import Plan, check_conditions
from aimed.study.codebook import Codebook
from aimed.study.declarations import as_code

COUNTRY, BY_COUNTRY = "country", "income_group"  # the grouping that _REFERENCE has by year
DONT_KNOW = "dont_know"
_REFERENCE = "data/reference/income_groups.csv"


@dataclass(frozen=True)
class NamesToVary:
    """What a study has. plans: analysis -> its plan, of those that compare two named groups.

    columns: of responses. vintages: columns of income_groups.csv.
    """

    plans: dict[str, Plan]
    codebook: Codebook
    columns: list[str]
    vintages: list[str]


class Unknown(NamedTuple):
    """One thing that is wrong; `keys` lead to it in the plan."""

    keys: list[str | int]
    found: str
    expected: str
    remedy: str

    def at(self, place: str) -> Problem:
        """Return it as a problem."""
        return Problem(place, self.found, self.expected, self.remedy)


def find_unknown(content: dict[str, Any], known: NamesToVary) -> Iterator[Unknown]:
    """Yield all that a plan of kind multiverse names wrongly."""
    of, choices = content["of"], content["choices"]
    yield from _check_analyses(of, known)
    yield from _check_vintages(of, choices.get("vintage", []), known)
    for name, conditions in choices.get("population", {}).items():
        keys: list[str | int] = ["choices", "population", name]
        where = check_conditions(keys, conditions, "responses", known.codebook, known.columns)
        yield from (Unknown(*one) for one in where)
    placed = [one for one in choices.get("dont_know", ()) if as_code(one) != "left_out"]
    if placed and DONT_KNOW not in known.codebook.missing:
        expected = f"the reason {DONT_KNOW} in data/codebook/missing.csv"
        keys = ["choices", "dont_know"]
        yield Unknown(keys, "a choice of don't know", expected, "delete dont_know, or add the reason")
    yield from _check_left_out(choices.get("leave_out"), known)


def _check_analyses(of: list[str], known: NamesToVary) -> Iterator[Unknown]:
    taken: dict[str, str] = {}
    for at, name in enumerate(of):
        plan = known.plans.get(str(name).replace("-", "_"))
        if plan is None:
            expected = (
                f"one that compares two named groups of responses: {', '.join(known.plans) or 'none yet'}"
            )
            near = get_close_matches(name, known.plans)
            remedy = f"write {near[0]}" if near else "correct the name or delete it"
            yield Unknown(["of", at], f"analysis {name}", expected, remedy)
            continue
        for outcome in plan.outcomes:
            if taken.setdefault(outcome, name) != name:
                found = f"outcome {outcome} of {name}, and of {taken[outcome]}"
                remedy = "make a multiverse of each"
                yield Unknown(["of", at], found, "each outcome in one of the analyses", remedy)


def _check_vintages(of: list[str], vintages: list[str], known: NamesToVary) -> Iterator[Unknown]:
    for at, name in enumerate(vintages):
        if name not in known.vintages:
            expected = f"a column of {_REFERENCE}: {', '.join(known.vintages)}"
            yield Unknown(["choices", "vintage", at], f"vintage {name}", expected, "correct the year")
    plans = [known.plans.get(str(name).replace("-", "_")) for name in of]
    keys: list[str | int] = ["choices", "vintage"]
    if vintages and not any(plan and plan.by == BY_COUNTRY for plan in plans):
        expected = f"an analysis that groups by {BY_COUNTRY}"
        yield Unknown(keys, "vintages of income groups", expected, "delete vintage")
    elif vintages and COUNTRY not in known.columns:
        expected = f"the variable {COUNTRY} in data/codebook/variables.csv"
        yield Unknown(keys, "vintages of income groups", expected, "delete vintage, or add the variable")


def _check_left_out(column: str | None, known: NamesToVary) -> Iterator[Unknown]:
    if column is None:
        return
    book, keys = known.codebook, ["choices", "leave_out"]
    grouped = [name for name in known.columns if name in (COUNTRY, "cohort") or _is_grouping(book, name)]
    if column not in grouped:
        near = get_close_matches(column, grouped)
        remedy = f"write {near[0]}" if near else "correct the name"
        expected = f"a column by which people are grouped: {', '.join(grouped)}"
        yield Unknown([*keys], f"leave_out {column}", expected, remedy)


def _is_grouping(book: Codebook, name: str) -> bool:
    coded = name in book.variables.index and book.variables.at[name, "type"] in ("category", "ordered")
    return bool(coded) and not book.is_personal(name)
