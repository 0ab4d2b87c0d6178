"""Effect sizes from a table of counts, and their bootstrap intervals by drawing such tables.

A table has one row per group and one column per distinct value in ascending order. Drawing it anew
from each group's own shares is the same as drawing the group's people with replacement, whatever
the order of the rows and at any number of people.
"""

from collections.abc import Callable

import numpy as np

BOOTSTRAP = "percentile bootstrap within groups (Efron & Tibshirani 1993)"


def count_values(groups: list[np.ndarray]) -> np.ndarray:
    """Return the table of counts of the groups' values: shape (groups, distinct values)."""
    values = np.unique(np.concatenate(groups))
    return np.array([np.bincount(np.searchsorted(values, group), minlength=len(values)) for group in groups])


def rank_biserial(counts: np.ndarray) -> np.ndarray:
    """Return, over the last two axes (2, values), the share of pairs in which the first group is higher
    less the share in which it is lower (Cliff's delta; Wendt 1972 from U)."""
    first, second = counts[..., 0, :].astype(float), counts[..., 1, :].astype(float)
    below = np.cumsum(second, axis=-1) - second
    above = second.sum(axis=-1, keepdims=True) - below - second
    pairs = first.sum(axis=-1) * second.sum(axis=-1)
    return (first * (below - above)).sum(axis=-1) / pairs


def cramers_v(counts: np.ndarray, smaller_side: int) -> np.ndarray:
    """Return sqrt(chi2 / (n k)) over the last two axes (groups, levels).

    k = `smaller_side` is the smaller number of groups or levels in the data, less one; it stays that
    of the data in a draw that happens to miss a level (Cramér 1946).
    """
    table = counts.astype(float)
    n = table.sum(axis=(-2, -1))
    expected = table.sum(axis=-1, keepdims=True) * table.sum(axis=-2, keepdims=True) / n[..., None, None]
    parts = np.divide((table - expected) ** 2, expected, out=np.zeros_like(table), where=expected > 0)
    return np.sqrt(parts.sum(axis=(-2, -1)) / (n * smaller_side))


def epsilon_squared(counts: np.ndarray) -> np.ndarray:
    """Return H / (n - 1) over the last two axes (groups, values), H the Kruskal-Wallis statistic with ties
    corrected; 0 where all values are equal (Kelley 1935; Tomczak & Tomczak 2014)."""
    table = counts.astype(float)
    ties = table.sum(axis=-2)
    n = ties.sum(axis=-1)
    ranks = np.cumsum(ties, axis=-1) - ties + (ties + 1) / 2
    sums = (table * ranks[..., None, :]).sum(axis=-1)
    h = 12 / (n * (n + 1)) * (sums**2 / table.sum(axis=-1)).sum(axis=-1) - 3 * (n + 1)
    correction = 1 - (ties**3 - ties).sum(axis=-1) / (n**3 - n)
    return np.divide(h, correction, out=np.zeros_like(h), where=correction > 0) / (n - 1)


def bootstrap_interval(
    counts: np.ndarray, effect: Callable[[np.ndarray], np.ndarray], coverage: float, draws: int, seed: int
) -> tuple[float, float] | None:
    """Return the percentile interval of `effect` over `draws` tables, group after group from PCG64(seed).

    None where all draws are alike: such an interval would claim a certainty that the data do not give.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = np.stack(
        [generator.multinomial(group.sum(), group / group.sum(), size=draws) for group in counts], axis=1
    )
    effects = effect(drawn)
    if np.ptp(effects) == 0:
        return None
    low, high = np.quantile(effects, [(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)
