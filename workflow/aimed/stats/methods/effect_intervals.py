"""Intervals of effect sizes by closed formulas and by inverting a distribution; no random numbers.

Every interval can hold the value of no effect.
"""

from math import sqrt
from statistics import NormalDist

from scipy.optimize import brentq
from scipy.stats import chi2, ncx2

from aimed.stats.methods.intervals import normal_quantile

NONCENTRAL = "interval by the non-central chi-square distribution (Smithson 2003)"
BESIDE = 1e-12
POWER = 0.8
NOETHER = "smallest r found with a power of 80 %, without ties (Noether 1987)"
COHEN = "smallest V found with a power of 80 % (Cohen 1988)"
NEWCOMBE_PAIRS = "score interval of the share of pairs (Newcombe 2006, method 5)"


def noncentral_interval(statistic: float, df: int, coverage: float) -> tuple[float, float]:
    """Return the non-centralities of which `statistic` is the upper and the lower quantile, 0 at least.

    Smithson M. Confidence intervals. Sage 2003. As R's effectsize::cramers_v(alternative = "two.sided",
    adjust = FALSE), whose limits are sqrt(non-centrality / (n (k - 1))).
    """
    outside = (1 - coverage) / 2
    return _invert(statistic, df, 1 - outside), _invert(statistic, df, outside)


def detectable_pairs(n_first: int, n_second: int, coverage: float) -> float:
    """Return the rank-biserial correlation that a rank test of such groups finds with POWER, ties left aside.

    Noether GE. J Am Stat Assoc 1987;82:645-7: n = (z + z')^2 / (12 t (1 - t) (P - 1/2)^2), t the first
    group's share, P the share of pairs in which the first is higher.
    """
    n, share = n_first + n_second, n_first / (n_first + n_second)
    reach = normal_quantile(coverage) + NormalDist().inv_cdf(POWER)
    return min(reach / sqrt(3 * n * share * (1 - share)), 1.0)


def detectable_centre(df: int, coverage: float) -> float:
    """Return the non-centrality that a chi-square test finds with POWER (Cohen 1988)."""
    limit = float(chi2.isf(1 - coverage, df))
    return float(
        brentq(lambda centre: float(ncx2.sf(limit, df, centre)) - POWER, 0, 1000, xtol=1e-12, rtol=1e-14)
    )


def _invert(statistic: float, df: int, share: float) -> float:
    """Return the non-centrality at which `share` lies below a statistic; 0 where even 0 has less."""

    def above(centre: float) -> float:
        return float(ncx2.cdf(statistic, df, centre)) - share

    if above(0) <= 0:
        return 0.0
    most = statistic + 10 * sqrt(statistic + df) + 100
    return float(brentq(above, 0, most, xtol=1e-12, rtol=1e-14))


def pairs_interval(effect: float, n_first: int, n_second: int, coverage: float) -> tuple[float, float]:
    """Return the interval of a rank-biserial correlation, by that of the share of pairs theta = (1 + r) / 2.

    Newcombe RG. Stat Med 2006;25:559-73, method 5: the thetas from which the observed one is z standard
    errors away, their variance being theta (1 - theta) (1 + m (1 - theta) / (2 - theta) + m theta /
    (1 + theta)) / (n_first n_second), m = (n_first + n_second) / 2 - 1. Ties count as half; with many of
    them it is too wide.
    """
    theta, z = (1 + effect) / 2, normal_quantile(coverage)
    middle = (n_first + n_second) / 2 - 1

    def distance(other: float) -> float:
        spread = 1 + middle * (1 - other) / (2 - other) + middle * other / (1 + other)
        return (other - theta) ** 2 - z * z * other * (1 - other) * spread / (n_first * n_second)

    # The distance is below 0 near theta, also beside 0 and 1, where it is 0 itself; it is above 0 far away.
    low = float(brentq(distance, 0, min(theta, 1 - BESIDE), xtol=1e-14)) if theta > 0 else 0.0
    high = float(brentq(distance, max(theta, BESIDE), 1, xtol=1e-14)) if theta < 1 else 1.0
    return 2 * low - 1, 2 * high - 1
