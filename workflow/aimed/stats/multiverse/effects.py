"""Effect, interval and p-value of two groups' answers, all on one scale and without random numbers."""

from math import erfc, sqrt
from typing import NamedTuple

import numpy as np

from aimed.stats.methods.effect_intervals import pairs_interval
from aimed.stats.methods.intervals import newcombe_interval
from aimed.stats.methods.resampling import rank_biserial


class Effect(NamedTuple):
    """The rank-biserial correlation of two groups (of yes and no: the difference of shares), and its test."""

    value: float
    low: float
    high: float
    p: float


def measure_effect(counts: np.ndarray, coverage: float, *, binary: bool) -> Effect:
    """Return the effect of a table of counts (2, values in ascending order) with people in both groups.

    Interval: Newcombe's of a difference of shares for yes and no, of the share of pairs otherwise. p: the
    Mann-Whitney test, asymptotic with ties corrected, which of yes and no is the chi-square test but for a
    factor (n - 1) / n (Upton 1982); 1 where all answers are alike.
    """
    first, second = (int(group.sum()) for group in counts)
    value = float(rank_biserial(counts))
    if binary:
        low, high = newcombe_interval(int(counts[0, 1]), first, int(counts[1, 1]), second, coverage)
    else:
        low, high = pairs_interval(value, first, second, coverage)
    n, ties = first + second, counts.sum(axis=0).astype(float)
    variance = first * second / 12 * (n + 1 - float((ties**3 - ties).sum()) / (n * (n - 1)))
    z = value * first * second / 2 / sqrt(variance) if variance > 0 else 0.0
    return Effect(value, low, high, erfc(abs(z) / sqrt(2)))
