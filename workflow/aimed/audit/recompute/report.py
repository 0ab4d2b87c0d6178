"""What recomputing found, kind by kind, as data and as lines for people."""

import math
from dataclasses import dataclass, field
from typing import Any

NEAR_ZERO = 1e-12
ROADS = {
    "count": "rows counted by DuckDB",
    "proportion": "rows counted by DuckDB, intervals by statsmodels",
    "quantile": "DuckDB, in the codebook's order",
    "moment": "DuckDB",
    "test": "SciPy and statsmodels, Fisher in whole numbers",
    "bootstrap": "another formula, the same seed and draws",
    "derived": "formulas and statsmodels, from recomputed terms",
}
# Relative; 0 is exact. The roads differ in the order of sums, hence in the last bits of a float.
TOLERANCES = dict.fromkeys(ROADS, 1e-9) | {"count": 0.0}
MOST = 40


@dataclass(frozen=True)
class Discrepancy:
    """Something of a number (value, low, n, shown ...) or row set that is otherwise by the second road."""

    id: str
    what: str
    ledger: Any
    recomputed: Any


@dataclass
class Kind:
    """How many numbers there are of a kind, how many agree, and the largest relative difference of those."""

    tolerance: float
    numbers: int = 0
    agree: int = 0
    largest_difference: float = 0.0


@dataclass
class Report:
    """What the second road found. `incomplete` and `not_recomputed` map an id to the reason."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    row_sets: Kind = field(default_factory=lambda: Kind(0.0))
    numbers: int = 0
    incomplete: dict[str, str] = field(default_factory=dict)
    not_recomputed: dict[str, str] = field(default_factory=dict)
    differences: list[Discrepancy] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every number has evidence, was recomputed and agrees."""
        return not (self.incomplete or self.not_recomputed or self.differences)


def tell_report(report: Report) -> list[str]:
    """Return the report as lines for people."""
    lines = [f"{'kind':<12}{'numbers':>8}{'agree':>8}  {'tolerance':<11}{'largest':<9}  by another road"]
    for name in sorted(report.kinds, key=[*TOLERANCES, *report.kinds].index):
        lines.append(_tell_kind(name, report.kinds[name], ROADS.get(name, "none")))
    lines.append(_tell_kind("row sets", report.row_sets, "n and digest of the rows' ids, by DuckDB"))
    complete = report.numbers - len(report.incomplete)
    share = math.floor(1000 * complete / report.numbers) / 10 if report.numbers else 100
    lines.append(f"complete evidence: {complete:,} of {report.numbers:,} numbers ({share:g} %)")
    agree = sum(kind.agree for kind in report.kinds.values())
    lines.append(
        f"{agree:,} numbers agree, {len({one.id for one in report.differences})} ids differ,"
        f" {len(report.not_recomputed)} cannot be recomputed"
    )
    lines += [
        f"{one.id}: {one.what} {one.ledger} in the ledger, {one.recomputed} recomputed"
        for one in report.differences[:MOST]
    ]
    told = {"cannot be recomputed": report.not_recomputed, "incomplete": report.incomplete}
    for title, found in told.items():
        lines += [f"{name}: {title}, {why}" for name, why in list(found.items())[:MOST]]
    left = max(len(report.differences), len(report.not_recomputed), len(report.incomplete)) - MOST
    return [*lines, *([f"... the rest with --json: up to {left:,} more of each"] if left > 0 else [])]


def _tell_kind(name: str, kind: Kind, road: str) -> str:
    tolerance = "exact" if kind.tolerance == 0 else f"{kind.tolerance:.0e}"
    largest = f"{kind.largest_difference:.0e}"
    return f"{name:<12}{kind.numbers:>8,}{kind.agree:>8,}  {tolerance:<11}{largest:<9}  {road}"
