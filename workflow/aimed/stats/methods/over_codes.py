"""Agreement over several codes: quantiles of what each code has, and the median with an interval."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from aimed.stats.groups import Group
from aimed.stats.methods.coder_agreement import DRAWN_TURNS, draw_counts, find_median_interval
from aimed.stats.methods.coder_choices import TurnChoices
from aimed.stats.statistics import Statistic

MEDIAN = "median over codes, turns drawn:"  # and the measure


@dataclass(frozen=True)
class Drawing:
    """How intervals are made: their coverage, and the draws of those that are drawn."""

    coverage: float
    draws: int
    seed: int


def spread_over_codes(
    item: str, group: Group, statistic: str, values: list[tuple[str, float]], shares: dict[str, float]
) -> Iterator[Statistic]:
    """Yield quantiles over codes of a statistic, named as `shares` names them."""
    for name, share in shares.items() if values else ():
        yield Statistic(
            item=item,
            group=group.code,
            statistic=name,
            value=float(np.quantile([value for _, value in values], share)),
            unit="kappa",
            method="quantile over codes, type 7 of Hyndman & Fan 1996",
            kind="derived",
            n=len(values),
            numbers=tuple((code, group.code, statistic) for code, _ in values),
            formula=f"quantile {share}",
        )


def draw_turns(choices: TurnChoices, drawing: Drawing) -> np.ndarray:
    """Return how often each cell of each code comes in each draw of turns."""
    return draw_counts(choices.cells, choices.kinds, drawing.draws, drawing.seed)


def draw_median(
    item: str,
    group: Group,
    measure: str,
    values: list[tuple[str, float]],
    choices: TurnChoices,
    drawn: np.ndarray,
    drawing: Drawing,
) -> Iterator[Statistic]:
    """Yield the median over codes of a measure, with its interval over drawn turns (of `draw_turns`)."""
    if not values:
        return
    codes = [code for code, _ in values]
    own = drawn[:, [choices.codes.index(code) for code in codes]]
    low, high = find_median_interval(choices.measures[measure], own, drawing.coverage) or (None, None)
    yield Statistic(
        item=item,
        group=group.code,
        statistic="median" if measure == "kappa" else f"median_{measure}",
        value=float(np.median([value for _, value in values])),
        low=low,
        high=high,
        unit="kappa",
        method=f"median over codes; {DRAWN_TURNS}",
        kind="bootstrap",
        n=len(values),
        numbers=tuple((code, group.code, measure) for code in codes),
        formula=f"{MEDIAN} {measure}",
        seed=drawing.seed,
        draws=drawing.draws,
    )
