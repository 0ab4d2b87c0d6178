"""What a plan of kind multiverse varies, and the specifications that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from aimed.files.row_selection import Filter
from aimed.files.yaml_json import line_of
from aimed.messages.problems import raise_problems
from aimed.stats.items import OutcomeItem
from aimed.stats.multiverse.unknown_names import BY_COUNTRY, NamesToVary, find_unknown
from aimed.stats.plans import Plan, group_codes, read_condition
from aimed.study.codebook import Codebook
from aimed.study.declarations import as_code, read_planned

AS_PLANNED = "as_planned"
LEFT_OUT, MIDDLE, NO = "left_out", "middle", "no"
ORDERED, EVENT = "ordered", "event"


@dataclass(frozen=True)
class Specification:
    """One way to make a comparison. `left_out` is the cluster that is left out, null for none.

    population: name of the conditions. groups: as_planned or extremes. vintage: column of
    income_groups.csv, or as_planned. outcome: ordered or event. dont_know: left_out, middle or no.
    """

    population: str = AS_PLANNED
    groups: str = AS_PLANNED
    vintage: str = AS_PLANNED
    outcome: str = ORDERED
    dont_know: str = LEFT_OUT
    left_out: str | None = None


@dataclass(frozen=True)
class Choices:
    """What a plan varies. of: analyses. populations: name -> conditions beside the analysis' own."""

    of: tuple[str, ...]
    populations: dict[str, tuple[Filter, ...]]
    groups: tuple[str, ...]
    vintages: tuple[str, ...]
    outcomes: tuple[str, ...]
    dont_know: tuple[str, ...]
    leave_out: str | None

    def list_specifications(
        self, item: OutcomeItem, plan: Plan, codebook: Codebook, clusters: list[str], *, unknowing: bool
    ) -> Iterator[Specification]:
        """Yield the planned specification, its leaving out of each cluster, and all others, each once.

        What an item does not allow is left out, and what would be another specification again: an event of
        an item without one, the middle of a scale with an even number of codes or of an event, a don't know
        as no of a whole scale, the extremes of groups that are single codes, vintages of another grouping
        than BY_COUNTRY, and a don't know where nobody is `unknowing`. An item without ranks and without an
        event has no specification.
        """
        planned = Specification(outcome=ORDERED if item.type in ("ordered", "number") else EVENT)
        if not _is_possible(planned, item):
            return
        yield planned
        yield from (replace(planned, left_out=cluster) for cluster in clusters)
        single = all(len(held) == 1 for held in held_codes(plan, codebook))
        every = product(
            dict.fromkeys([AS_PLANNED, *self.populations]),
            dict.fromkeys([AS_PLANNED, *(() if single else self.groups)]),
            dict.fromkeys([AS_PLANNED, *(self.vintages if plan.by == BY_COUNTRY else ())]),
            dict.fromkeys([planned.outcome, *self.outcomes]),
            dict.fromkeys([LEFT_OUT, *(self.dont_know if unknowing else ())]),
        )
        for one in (Specification(*choice) for choice in every):
            if one != planned and _is_possible(one, item):
                yield one


def held_codes(plan: Plan, codebook: Codebook) -> tuple[tuple[str, ...], ...]:
    """Return the codes of the two groups that a plan compares, in the order of the scale."""
    codes = group_codes(codebook, str(plan.by), plan.collapsed)
    return tuple(held for group, held in codes.items() if group in (plan.compare or ()))


def _is_possible(one: Specification, item: OutcomeItem) -> bool:
    if one.outcome == ORDERED:
        middle = item.type == "ordered" and len(item.codes) % 2 == 1
        known = one.dont_know == LEFT_OUT or (one.dont_know == MIDDLE and middle)
        return known and item.type in ("ordered", "number")
    return one.dont_know != MIDDLE and (item.type == "multi" or bool(item.event))


def read_choices(path: Path, known: NamesToVary) -> Choices:
    """Return the choices of a plan of kind multiverse.

    Raises ProblemsFound, with the line of each, for names that the study does not have.
    """
    content: Any = read_planned(path)
    choices = content["choices"]
    raise_problems(
        one.at(f"{path.as_posix()}:{line_of(path, one.keys)}") for one in find_unknown(content, known)
    )
    return Choices(
        of=tuple(str(name).replace("-", "_") for name in content["of"]),
        populations={
            name: tuple(read_condition(written, known.codebook) for written in where)
            for name, where in choices.get("population", {}).items()
        },
        groups=tuple(choices.get("groups", ())),
        vintages=tuple(choices.get("vintage", ())),
        outcomes=tuple(choices.get("outcome", ())),
        dont_know=tuple(map(as_code, choices.get("dont_know", ()))),
        leave_out=choices.get("leave_out"),
    )
