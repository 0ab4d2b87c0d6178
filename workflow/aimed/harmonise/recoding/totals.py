"""What is summed up while a survey is recoded part by part: recodes and events of all parts."""

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from aimed.harmonise.corrections import CellEvent

Recode = tuple[str | None, str | None, int | None]


class RecodeCount(NamedTuple):
    """What cells of a source column became, and how many there were."""

    source_variable: str
    source_value: str | None  # the cell, None for a blank one, (rule) where no line lists it, (own words)
    variable: str  # the column of responses
    value: str | None
    line: int | None  # of the crosswalk
    n: int


@dataclass
class Totals:
    """Sums over the parts of a survey.

    recodes: (variable, source variable) -> (source value, value, line) -> number of cells, in the order
    in which they first came.
    """

    recodes: dict[tuple[str, str], dict[Recode, int]] = field(default_factory=dict)
    events: list[CellEvent] = field(default_factory=list)

    def add(self, recodes: list[RecodeCount], events: list[CellEvent]) -> None:
        """Add the recodes and events of a part."""
        for one in recodes:
            used = self.recodes.setdefault((one.variable, one.source_variable), {})
            recode = (one.source_value, one.value, one.line)
            used[recode] = used.get(recode, 0) + one.n
        self.events += events

    def table(self) -> pd.DataFrame:
        """Return the recodes as recodes.parquet has them, without the cohort."""
        rows = [
            (source, cell, variable, value, line, n)
            for (variable, source), used in self.recodes.items()
            for (cell, value, line), n in used.items()
        ]
        return pd.DataFrame(rows, columns=list(RecodeCount._fields)).astype({"line": "Int64"})
