"""Words above a first column and along an axis, that name another variable or unit than they stand at."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aimed.audit.labels.likeness import words_of
from aimed.audit.labels.things import NamedThing
from aimed.study.declarations import PlannedAnalysis

PERCENT = re.compile(r"%|\b(?:per\s?cent|percentages?|shares?|proportions?)\b", re.I)
NUMBER = re.compile(r"^\s*(?:numbers?|counts?) of\b", re.I)
DRAWN = {"bars": "counts", "diverging": "percentages", "dots_with_intervals": "percentages"}
EFFECTS = {
    "odds_ratio": re.compile(r"\b(?:risk|hazard|rate) ratio|\bcoefficient|\bdifference", re.I),
    "estimate": re.compile(r"\b(?:odds|risk|hazard|rate) ratio", re.I),
    "ame": re.compile(r"\b(?:odds|risk|hazard|rate) ratio", re.I),
}
Told = tuple[tuple[str | int, ...], str, str, str]  # the way to the words, found, expected, what to do


def judge_headings(
    at: int, entry: Mapping[str, Any], plan: PlannedAnalysis, things: list[NamedThing]
) -> Iterator[Told]:
    """Yield what is wrong with the axis and the first column of an entry, the `at`-th of its file."""
    axis, first = str(entry.get("axis") or ""), str(entry.get("first_column") or "")
    drawn = DRAWN.get(str(entry.get("kind")), "")
    said = "percentages" if PERCENT.search(axis) else "counts" if NUMBER.match(axis) else ""
    if drawn and said and said != drawn:
        found = f'the axis "{axis}" of {entry.get("id")}, which draws {drawn}'
        yield (at, "axis"), found, f"words for {drawn}", "correct the words"
    statistic = str(entry.get("statistic") or "odds_ratio") if entry.get("kind") == "forest" else ""
    if statistic in EFFECTS and EFFECTS[statistic].search(axis):
        shown = statistic.replace("_", " ")
        found = f'the axis "{axis}" of {entry.get("id")}, which draws the statistic {shown}'
        yield (at, "axis"), found, f"words for {shown}", "correct the words"
    yield from _judge_first(at, first, entry, plan, things)


def _judge_first(
    at: int, first: str, entry: Mapping[str, Any], plan: PlannedAnalysis, things: list[NamedThing]
) -> Iterator[Told]:
    listed = [*(entry.get("rows") or []), *(plan.get("outcomes") or [])]
    shown = {str(name).partition(".")[0] for name in listed}
    asked = words_of(first)
    named = [
        thing
        for thing in things
        if first and thing.family == "items" and any(words_of(name) == asked for name in thing.names)
    ]
    if shown and named and not {thing.code for thing in named} & shown:
        found = f'the first column "{first}" of {entry.get("id")}, which is a name of {named[0].what}'
        yield (at, "first_column"), found, f"words for {', '.join(sorted(shown))}", "correct the words"
