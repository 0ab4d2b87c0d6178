"""What a plan of a relating kind asks beyond outcomes and groups: with what, which pairs and coefficient."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of
from aimed.messages.problems import Problem, raise_problems
from aimed.stats.items import OutcomeItem, list_items
from aimed.stats.plans import Plan, read_plan
from aimed.study.codebook import Codebook
from aimed.study.declarations import read_planned

RANKED = ("number", "ordered")
OF_GROUPS = ("means", "trend", "pairwise")
SPEARMAN, PEARSON, KENDALL, POINT_BISERIAL = "spearman", "pearson", "kendall", "point_biserial"
Pair = tuple[OutcomeItem, OutcomeItem]
_Finding = tuple[list[str | int], str, str, str]


@dataclass(frozen=True)
class RelationRequest:
    """A plan of a relating kind: its items, or the pairs of them; `method` is a coefficient or auto."""

    plan: Plan
    items: tuple[OutcomeItem, ...]
    pairs: tuple[Pair, ...]
    method: str


def read_relation(path: Path, codebook: Codebook, columns: list[str]) -> RelationRequest:
    """Return what the plan in `path` asks; `columns` are those of the table it reads.

    Raises ProblemsFound, with the line of each, for variables that the kind of plan cannot relate.
    """
    plan = read_plan(path, codebook, columns)
    content: dict[str, Any] = dict(read_planned(path))
    asked = (*plan.outcomes, *plan.others)
    items = {item.name: item for item in list_items(replace(plan, outcomes=asked), codebook)}
    own = [item for item in items.values() if item.name.partition(".")[0] in plan.outcomes]
    others = [item for item in items.values() if item.name.partition(".")[0] in plan.others]
    if plan.kind == "association":
        pairs = [(a, b) for a in own for b in others] if others else list(combinations(own, 2))
    else:
        pairs = [(items[a], items[b]) for a, b in content.get("pairs", []) if a in items and b in items]
    raise_problems(
        Problem(f"{path.as_posix()}:{line_of(path, keys)}", found, expected, remedy)
        for keys, found, expected, remedy in _check(plan, content, own, pairs)
    )
    return RelationRequest(plan, tuple(own), tuple(pairs), content.get("method", "auto"))


def is_shared(item: OutcomeItem) -> bool:
    """Return whether an item has two values, who has it and who has not: an option, or the plan's event."""
    return item.type == "multi" or bool(item.event)


def _check(plan: Plan, content: Any, own: list[OutcomeItem], pairs: list[Pair]) -> Iterator[_Finding]:
    if plan.kind in OF_GROUPS and plan.by is None and plan.kind != "means":
        yield ["kind"], f"kind {plan.kind} without groups", "the key by", "add by"
    for item in own:
        ranked, shared = item.type in RANKED, is_shared(item)
        fits = {
            "means": ranked, "pairwise": ranked, "trend": ranked or shared,
        }.get(plan.kind, ranked or shared)  # fmt: skip
        if not fits:
            found = f"outcome {item.name} of type {item.type}"
            expected = "a number or an ordered variable" + (
                "" if plan.kind in OF_GROUPS[::2] else ", or an event"
            )
            yield ["outcomes"], found, expected, "leave it out, or add an event where that is allowed"
    if plan.kind == "association":
        yield from _check_coefficient(content.get("method", "auto"), pairs)
    if plan.kind == "paired":
        yield from _check_pairs(content, {item.name for item in own}, pairs)


def _check_coefficient(method: str, pairs: list[Pair]) -> Iterator[_Finding]:
    if not pairs:
        yield ["outcomes"], "one variable", "two variables or more", "add another, or the key with"
    for a, b in pairs:
        shared = is_shared(a) + is_shared(b)
        if shared == 2:
            found = f"{a.name} with {b.name}, of two values each"
            yield ["outcomes"], found, "one of them a number or ordered", "compare groups by a distribution"
        elif method not in ("auto", POINT_BISERIAL if shared else method) or (
            method == POINT_BISERIAL and not shared
        ):
            found = f"method {method} of {a.name} with {b.name}"
            expected = POINT_BISERIAL if shared else f"{SPEARMAN}, {PEARSON} or {KENDALL}"
            yield ["method"], found, expected, "correct the method, or leave it out"


def _check_pairs(content: Any, names: set[str], pairs: list[Pair]) -> Iterator[_Finding]:
    for at, written in enumerate(content["pairs"]):
        lacking = [name for name in written if name not in names]
        if lacking:
            yield ["pairs", at], f"a pair with {lacking[0]}", "variables among outcomes", "add it there"
    for a, b in pairs:
        if is_shared(a) != is_shared(b) or (not is_shared(a) and (a.type, a.codes) != (b.type, b.codes)):
            found = f"{a.name} and {b.name}, which are not answered alike"
            yield ["pairs"], found, "two events, two numbers or one scale", "leave the pair out"
