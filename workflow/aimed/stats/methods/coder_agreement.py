"""Chance-corrected agreement of coders from counts of cells, and intervals by two ways.

A cell is what can happen to one unit (a turn, a character); a measure takes how often each cell came, over
the last axis, so that one call serves one table or many drawn ones.
"""

from collections.abc import Callable

import numpy as np
from scipy.stats import norm

Measure = Callable[[np.ndarray], np.ndarray]
STEP = 1e-20  # of a complex step: too small to round, so that derivatives are exact
LARGE_SAMPLE = "large-sample interval, delta method over units drawn independently"
DRAWN_TURNS = "percentile bootstrap over turns (Efron & Tibshirani 1993)"
AT_ONCE = 2**22  # drawn counts of turns that are held in memory at a time


def cohen_kappa(cells: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa of cells (both, only the first, only the second, neither).

    (p_o - p_e) / (1 - p_e), Cohen 1960, Educational and Psychological Measurement 20:37-46; nan where
    neither coder's choices vary.
    """
    both, first, second, neither = np.moveaxis(np.asarray(cells), -1, 0)
    n = both + first + second + neither
    expected = (both + first) * (both + second) + (neither + first) * (neither + second)
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((both + neither) * n - expected) / (n * n - expected)


def gwet_ac1(ratings: np.ndarray) -> Measure:
    """Return Gwet's AC1 for cells with so many ratings of each category: shape (cells, categories).

    p_a is the mean over units with two or more ratings of the share of pairs that agree; p_e the sum over
    categories of pi (1 - pi) / (categories - 1), pi being the mean over all units of the category's share
    (Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48).
    """
    raters = ratings.sum(axis=1)
    several = raters >= 2
    agreeing = (ratings * (ratings - 1)).sum(axis=1) / np.where(several, raters * (raters - 1), 1)
    shares = ratings / raters[:, None]

    def measure(cells: np.ndarray) -> np.ndarray:
        observed = _sum(cells, agreeing) / _sum(cells, several)
        typical = np.stack([_sum(cells, share) for share in shares.T], axis=-1) / _sum(cells, 1)[..., None]
        expected = (typical * (1 - typical)).sum(axis=-1) / (ratings.shape[1] - 1)
        return (observed - expected) / (1 - expected)

    return measure


def krippendorff_alpha(ratings: np.ndarray) -> Measure:
    """Return Krippendorff's alpha, nominal, for cells with so many ratings of each category.

    1 - D_o / D_e over the units with two or more ratings (Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability, section E); nan where all ratings are of one category.
    """
    raters = ratings.sum(axis=1)
    several = raters >= 2
    apart = np.where(several, raters**2 - (ratings**2).sum(axis=1), 0) / np.where(several, raters - 1, 1)

    def measure(cells: np.ndarray) -> np.ndarray:
        values = np.stack([_sum(cells, count * several) for count in ratings.T], axis=-1)
        n = values.sum(axis=-1)
        expected = (n * n - (values * values).sum(axis=-1)) / (n - 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return 1 - _sum(cells, apart) / expected

    return measure


def _sum(cells: np.ndarray, weights: np.ndarray | int) -> np.ndarray:
    """Return the weighted sum over cells, in their order whatever the machine."""
    total: np.ndarray = (cells * weights).sum(axis=-1)
    return total


def find_interval(
    measure: Measure, cells: np.ndarray, coverage: float, spare: int = 0
) -> tuple[float, float] | None:
    """Return the large-sample interval of a measure; None where its variance is 0, as without a disagreement.

    The variance is that of the delta method, sum of n_i d_i^2 - (sum of n_i d_i)^2 / n with d the derivative
    by a cell's count, times n / (n - spare): for kappa that of Fleiss, Cohen & Everitt 1969, Psychological
    Bulletin 72:323-327, with nothing to spare; for AC1 that of Gwet 2008 with 1. Units are taken as
    independent, which turns of one conversation are not quite. Not above 1.
    """
    counts = np.asarray(cells, dtype=float)
    slopes = measure(counts + 1j * STEP * np.eye(len(counts))).imag / STEP
    n = counts.sum()
    variance = float((counts * slopes**2).sum() - (counts * slopes).sum() ** 2 / n) * n / max(n - spare, 1)
    if not variance > 1e-12:
        return None
    value, reach = float(measure(counts)), float(norm.isf((1 - coverage) / 2)) * variance**0.5
    return value - reach, min(value + reach, 1.0)


def draw_counts(cells: np.ndarray, kinds: int, draws: int, seed: int) -> np.ndarray:
    """Return how often each cell comes when turns are drawn with replacement: (draws, codes, kinds).

    `cells` holds the cell of each turn and code, shape (turns, codes); turns are drawn from PCG64(seed). All
    are whole numbers, and so the same in every order of adding.
    """
    turns = len(cells)
    generator = np.random.Generator(np.random.PCG64(seed))
    each = max(1, min(draws, AT_ONCE // turns))
    marks = [(cells == kind).astype(float) for kind in range(kinds)]
    drawn = []
    for begun in range(0, draws, each):
        times = generator.multinomial(turns, np.full(turns, 1 / turns), size=min(each, draws - begun))
        weights = times.astype(float)
        drawn.append(np.stack([weights @ mark for mark in marks], axis=-1))
    return np.concatenate(drawn)


def find_median_interval(measure: Measure, drawn: np.ndarray, coverage: float) -> tuple[float, float] | None:
    """Return the percentile interval of the median over codes of a measure, over draws of `draw_counts`.

    A code without variation in a draw takes no part in it. None where all draws are alike.
    """
    medians = median_over_codes(measure(drawn))
    medians = medians[~np.isnan(medians)]
    if not len(medians) or np.ptp(medians) == 0:
        return None
    low, high = np.quantile(medians, [(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)


def median_over_codes(values: np.ndarray) -> np.ndarray:
    """Return the median over the last axis of the values that are known; nan where there are none."""
    known = np.sort(values, axis=-1)  # nan last
    counts = (~np.isnan(values)).sum(axis=-1)
    low, high = np.maximum(counts - 1, 0) // 2, np.maximum(counts, 1) // 2
    pick = [np.take_along_axis(known, at[..., None], axis=-1)[..., 0] for at in (low, high)]
    middle: np.ndarray = (pick[0] + pick[1]) / 2
    return middle
