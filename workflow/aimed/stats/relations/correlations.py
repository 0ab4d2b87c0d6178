"""Coefficients of association of two columns, with p-value and interval."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from scipy.stats import kendalltau, norm, pearsonr, rankdata
from scipy.stats import t as student

LEAST = 5  # pairs of answers below which no interval is given: Kendall's needs n - 4 above 0
METHODS = {
    "pearson": "Pearson's correlation (Pearson 1895), p by t with n - 2, interval by Fisher's z",
    "point_biserial": "point-biserial correlation, p by t with n - 2, interval by Fisher's z",
    "spearman": "Spearman's rank correlation (Spearman 1904), p by t with n - 2, interval by Fisher's z with"
    " the variance of Bonett & Wright 2000",
    "kendall": "Kendall's tau-b (Kendall 1938), p by the normal distribution, corrected for ties, interval by"
    " Fisher's z with the variance of Fieller et al. 1957",
}


@dataclass(frozen=True)
class Coefficient:
    """A coefficient, the statistic of its test (t, or z of Kendall's), p and the limits of its interval."""

    value: float
    statistic: float | None
    p: float | None
    limits: tuple[float, float] | None


def correlate(first: np.ndarray, second: np.ndarray, method: str, coverage: float) -> Coefficient:
    """Return the association of two columns of numbers, neither of them constant.

    As R's cor.test(method = "pearson"), cor.test(method = "spearman", exact = FALSE) and
    cor.test(method = "kendall", exact = FALSE); point-biserial is Pearson's with 0 and 1. No interval and no
    p of a perfect correlation or of too few people.
    """
    n = len(first)
    if method == "kendall":
        found = kendalltau(first, second, variant="b", method="asymptotic")
        value, spread = float(found.statistic), sqrt(0.437 / (n - 4)) if n >= LEAST else 0.0
        sign = 1 if value >= 0 else -1
        statistic = sign * float(norm.isf(found.pvalue / 2))
        return Coefficient(value, statistic, float(found.pvalue), _limit(value, spread, coverage))
    ranked = method == "spearman"
    value = float(pearsonr(*(map(rankdata, (first, second)) if ranked else (first, second))).statistic)
    if n < LEAST or abs(value) >= 1 - 1e-12:
        return Coefficient(value, None, None, None)
    spread = sqrt((1 + value**2 / 2 if ranked else 1) / (n - 3))
    statistic = value * sqrt((n - 2) / (1 - value**2))
    p = float(2 * student.sf(abs(statistic), n - 2))
    return Coefficient(value, statistic, p, _limit(value, spread, coverage))


def _limit(value: float, spread: float, coverage: float) -> tuple[float, float] | None:
    if not spread or abs(value) >= 1 - 1e-12:
        return None
    reach = float(norm.ppf((1 + coverage) / 2)) * spread
    return tanh(atanh(value) - reach), tanh(atanh(value) + reach)
