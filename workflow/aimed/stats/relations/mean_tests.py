"""Means and their differences without the assumption of equal variances."""

from math import lgamma, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, studentized_range, ttest_ind
from scipy.stats import t as student

MEAN = "mean, interval by t with n - 1 degrees of freedom"
WELCH = "Welch's t (Welch 1947)"
WELCH_ANOVA = "Welch's analysis of variance (Welch 1951)"
GAMES_HOWELL = "Games-Howell (Games & Howell 1976)"
HEDGES = "Hedges' g, pooled deviation, interval by the non-central t distribution (Hedges 1981)"


def limit_mean(values: np.ndarray, coverage: float) -> tuple[float, float]:
    """Return the interval of a mean, as R's t.test(values); at least two values."""
    reach = (
        float(student.ppf((1 + coverage) / 2, len(values) - 1))
        * float(values.std(ddof=1))
        / sqrt(len(values))
    )
    return float(values.mean()) - reach, float(values.mean()) + reach


def compare_two(
    first: np.ndarray, second: np.ndarray, coverage: float
) -> tuple[float, float, float, tuple[float, float]]:
    """Return Welch's t, its degrees of freedom, p and the interval of the difference, as R's t.test."""
    found = ttest_ind(first, second, equal_var=False)
    low, high = found.confidence_interval(coverage)
    return float(found.statistic), float(found.df), float(found.pvalue), (float(low), float(high))


def standardise(first: np.ndarray, second: np.ndarray, coverage: float) -> tuple[float, tuple[float, float]]:
    """Return Hedges' g with its interval, as R's effectsize::hedges_g: d and its limits, each times J."""
    n, m = len(first), len(second)
    df = n + m - 2
    pooled = sqrt(((n - 1) * first.var(ddof=1) + (m - 1) * second.var(ddof=1)) / df)
    correction = np.exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
    scale = sqrt(1 / n + 1 / m)
    d = float(first.mean() - second.mean()) / pooled
    limits = (d / scale, df, coverage)
    low, high = (_centre(*limits, upper=upper) * scale * correction for upper in (False, True))
    return float(d * correction), (float(low), float(high))


def _centre(t: float, df: int, coverage: float, *, upper: bool) -> float:
    """Return the non-centrality of which t is just in the lower or upper tail."""
    tail = (1 - coverage) / 2
    share, reach = tail if upper else 1 - tail, 2.0
    # Far from t the distribution function is sometimes not a number: the bracket grows no more than it must.
    while not nct.cdf(t, df, t + reach) < share < nct.cdf(t, df, t - reach):
        reach *= 1.5
    return float(brentq(lambda centre: nct.cdf(t, df, centre) - share, t - reach, t + reach, xtol=1e-12))


def limit_games_howell(
    first: np.ndarray, second: np.ndarray, groups: int, coverage: float
) -> tuple[float, float]:
    """Return the interval of a difference that holds for all pairs of groups together, as R's rstatix."""
    a, b = first.var(ddof=1) / len(first), second.var(ddof=1) / len(second)
    df = (a + b) ** 2 / (a**2 / (len(first) - 1) + b**2 / (len(second) - 1))
    reach = float(studentized_range.ppf(coverage, groups, df)) * sqrt((a + b) / 2)
    difference = float(first.mean() - second.mean())
    return difference - reach, difference + reach
