"""What is summed up while a survey is recoded part by part: recodes, events and problems of all parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from aimed.harmonise.corrections import CellEvent
from aimed.messages.problems import Problem

Recode = tuple[str | None, str | None, int | None]


class RecodeCount(NamedTuple):
    """What cells of a source column became, and how many there were."""

    source_variable: str
    source_value: str | None  # the cell, None for a blank one, (rule) where no line lists it
    variable: str  # the column of responses
    value: str | None
    line: int | None  # of the crosswalk
    n: int


@dataclass(frozen=True)
class Repeated(Problem):
    """A problem that some rows share, with the first of them as its place and their number in `found`.

    key: what tells it from others, the same in every part. around: the text before and after the number.
    """

    key: tuple[str, ...] = field(compare=False)
    rows: int = field(compare=False)
    around: tuple[str, str] = field(compare=False)


def repeat_problem(
    key: tuple[str, ...],
    rows: int,
    place: str,
    around: tuple[str, str],
    expected: str,
    remedy: str,
    kind: str = "problem",
) -> Repeated:
    """Return a problem of some rows; their number stands between the texts of `around`, of which the second
    begins with ` rows`."""
    after = around[1].replace(" rows", " row", 1) if rows == 1 else around[1]
    return Repeated(place, f"{around[0]}{rows}{after}", expected, remedy, key, rows, around, kind=kind)


@dataclass
class Totals:
    """Sums over the parts of a survey.

    recodes: (variable, source variable) -> (source value, value, line) -> number of cells, in the order
    in which they first came.
    """

    recodes: dict[tuple[str, str], dict[Recode, int]] = field(default_factory=dict)
    events: list[CellEvent] = field(default_factory=list)
    found: dict[Any, Problem] = field(default_factory=dict)

    def add(self, recodes: list[RecodeCount], events: list[CellEvent]) -> None:
        """Add the recodes and events of a part."""
        for one in recodes:
            used = self.recodes.setdefault((one.variable, one.source_variable), {})
            recode = (one.source_value, one.value, one.line)
            used[recode] = used.get(recode, 0) + one.n
        self.events += events

    def report(self, problems: Iterable[Problem]) -> None:
        """Add the problems of a part to the same ones of earlier parts."""
        for one in problems:
            key = one.key if isinstance(one, Repeated) else one
            before = self.found.get(key)
            self.found[key] = one
            if isinstance(one, Repeated) and isinstance(before, Repeated):
                self.found[key] = repeat_problem(
                    *(one.key, before.rows + one.rows, before.place, before.around),
                    *(one.expected, one.remedy, one.kind),
                )

    def table(self) -> pd.DataFrame:
        """Return the recodes as recodes.parquet has them, without the cohort."""
        rows = [
            (source, cell, variable, value, line, n)
            for (variable, source), used in self.recodes.items()
            for (cell, value, line), n in used.items()
        ]
        return pd.DataFrame(rows, columns=list(RecodeCount._fields)).astype({"line": "Int64"})
