"""Limits of effect sizes again: the chi-square distribution as a mixture, and the roots of a polynomial."""

from math import sqrt

import numpy as np
from scipy.optimize import bisect
from scipy.stats import chi2 as central
from scipy.stats import norm, poisson


def limit_centre(statistic: float, df: int, coverage: float) -> tuple[float, float]:
    """Return the non-centralities of which a chi-square statistic is the upper and the lower quantile.

    The non-central distribution is one of central ones with df + 2j degrees of freedom, j by Poisson.
    """

    outside = (1 - coverage) / 2
    return _find_centre(statistic, df, 1 - outside), _find_centre(statistic, df, outside)


def find_detectable(df: int, unit: float, coverage: float) -> float:
    """Return the V found with a power of 80 %; `unit` is n times the smaller side less 1."""
    return min(sqrt(_find_centre(float(central.ppf(coverage, df)), df, 0.2) / unit), 1.0)


def _find_centre(statistic: float, df: int, share: float) -> float:
    def below(centre: float) -> float:
        spread = 12 * sqrt(centre / 2 + 1) + 40
        j = np.arange(max(0, int(centre / 2 - spread)), int(centre / 2 + spread))
        return float(poisson.pmf(j, centre / 2) @ central.cdf(statistic, df + 2 * j))

    most = 4 * statistic + 10 * df + 100
    return (
        float(bisect(lambda c: below(c) - share, 0, most, xtol=1e-13, rtol=1e-14))
        if below(0) > share
        else 0.0
    )


def limit_pairs(effect: float, n_first: int, n_second: int, coverage: float) -> tuple[float, float]:
    """Return Newcombe's limits (method 5) of 2 theta - 1: the real roots of his equation as a polynomial."""
    x, z, own = np.polynomial.Polynomial([0, 1]), norm.ppf((1 + coverage) / 2), (1 + effect) / 2
    middle = (n_first + n_second) / 2 - 1
    below, above = 2 - x, 1 + x
    spread = below * above + middle * (1 - x) * above + middle * x * below
    roots = (n_first * n_second * (x - own) ** 2 * below * above - z**2 * x * (1 - x) * spread).roots()
    real = sorted(
        float(root.real) for root in roots if abs(root.imag) < 1e-9 and -1e-9 < root.real < 1 + 1e-9
    )
    low = max((root for root in real if root < own - 1e-9), default=0.0)
    high = min((root for root in real if root > own + 1e-9), default=1.0)
    return 2 * low - 1, 2 * high - 1
