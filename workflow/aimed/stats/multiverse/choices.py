"""What a plan of kind multiverse varies, and the specifications that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from aimed.files.row_selection import Filter
from aimed.files.yaml_json import line_of
from aimed.messages.problems import Problem, raise_problems
from aimed.stats.items import OutcomeItem
from aimed.stats.plans import Plan, read_condition
from aimed.study.codebook import Codebook
from aimed.study.declarations import read_planned

AS_PLANNED = "as_planned"
LEFT_OUT, MIDDLE, NO = "left_out", "middle", "no"


@dataclass(frozen=True)
class Specification:
    """One way to make a comparison. `left_out` is the cluster that is left out, null for none.

    population: name of the conditions. groups: as_planned or extremes. vintage: column of
    income_groups.csv, or as_planned. outcome: ordered or event. dont_know: left_out, middle or no.
    """

    population: str = AS_PLANNED
    groups: str = AS_PLANNED
    vintage: str = AS_PLANNED
    outcome: str = "ordered"
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

    def list_specifications(self, item: OutcomeItem, by: str, clusters: list[str]) -> Iterator[Specification]:
        """Yield the planned specification, its leaving out of each cluster, and all others.

        What an item does not allow is left out: an event of one without, the middle of a scale with an even
        number of codes, vintages of another grouping than income_group.
        """
        planned = Specification(outcome="event" if item.type in ("multi", "category") else "ordered")
        yield planned
        yield from (replace(planned, left_out=cluster) for cluster in clusters)
        vintages = self.vintages if by == "income_group" else ()
        every = product(
            dict.fromkeys([AS_PLANNED, *self.populations]),
            dict.fromkeys([AS_PLANNED, *self.groups]),
            dict.fromkeys([AS_PLANNED, *vintages]),
            dict.fromkeys([planned.outcome, *self.outcomes]),
            dict.fromkeys([LEFT_OUT, *self.dont_know]),
        )
        for one in (Specification(*choice) for choice in every):
            if one != planned and _is_possible(one, item):
                yield one


def _is_possible(one: Specification, item: OutcomeItem) -> bool:
    if one.outcome == "ordered" and item.type not in ("ordered", "number"):
        return False
    if one.outcome == "event" and item.type != "multi" and not item.event:
        return False
    if one.dont_know == MIDDLE:
        return item.type == "ordered" and len(item.codes) % 2 == 1
    return one.dont_know == LEFT_OUT or one.outcome == "event"


def read_choices(
    path: Path, plans: dict[str, Plan], codebook: Codebook, columns: list[str], vintages: list[str]
) -> Choices:
    """Return the choices of a plan of kind multiverse.

    plans: the analyses that compare two groups. columns: of responses. vintages: columns of
    income_groups.csv. Raises ProblemsFound, with the line of each, for names that the study does not have.
    """
    content: Any = read_planned(path)
    choices = content.get("choices", {})
    raise_problems(
        Problem(f"{path.as_posix()}:{line_of(path, keys)}", found, expected, "correct the name")
        for keys, found, expected in _find_unknown(content, choices, plans, columns, vintages)
    )
    return Choices(
        of=tuple(str(name).replace("-", "_") for name in content["of"]),
        populations={
            name: tuple(read_condition(written, codebook) for written in where)
            for name, where in choices.get("population", {}).items()
        },
        groups=tuple(choices.get("groups", ())),
        vintages=tuple(choices.get("vintage", ())),
        outcomes=tuple(choices.get("outcome", ())),
        dont_know=tuple(choices.get("dont_know", ())),
        leave_out=choices.get("leave_out"),
    )


def _find_unknown(
    content: Any, choices: Any, plans: dict[str, Plan], columns: list[str], vintages: list[str]
) -> Iterator[tuple[list[str | int], str, str]]:
    known = ", ".join(plans) or "none yet"
    for at, name in enumerate(content["of"]):
        if str(name).replace("-", "_") not in plans:
            yield ["of", at], f"analysis {name}", f"one that compares two groups: {known}"
    for at, name in enumerate(choices.get("vintage", ())):
        if name not in vintages:
            yield (
                ["choices", "vintage", at],
                f"vintage {name}",
                f"a column of data/reference/income_groups.csv: {', '.join(vintages)}",
            )
    for name, conditions in choices.get("population", {}).items():
        for at, condition in enumerate(conditions):
            if condition[0] not in columns:
                yield (
                    ["choices", "population", name, at],
                    f"column {condition[0]}",
                    "a column of the table responses",
                )
    if choices.get("leave_out", columns[0]) not in columns:
        yield ["choices", "leave_out"], f"column {choices['leave_out']}", "a column of the table responses"
