"""Coefficients of association of two columns, with p-value and interval."""

from dataclasses import dataclass, replace
from math import atanh, sqrt, tanh

import numpy as np
from scipy.stats import kendalltau, norm, pearsonr, rankdata
from scipy.stats import t as student

from aimed.stats.methods.exact_tests import ExactTest
from aimed.stats.relations.orders import SMALL, find_kendall_p, find_spearman_p

PERFECT = 1e-12
LEAST = 5  # pairs of answers below which no interval is given: Kendall's needs n - 4 above 0
EXACT = {"spearman": find_spearman_p, "kendall": find_kendall_p}
METHODS = {
    "pearson": "Pearson's correlation (Pearson 1895), p by t with n - 2, interval by Fisher's z",
    "point_biserial": "point-biserial correlation, p by t with n - 2, interval by Fisher's z with the"
    " variance of Tate 1954",
    "spearman": "Spearman's rank correlation (Spearman 1904), p by t with n - 2, interval by Fisher's z with"
    " the variance of Bonett & Wright 2000",
    "kendall": "Kendall's tau-b (Kendall 1938), p by the normal distribution, corrected for ties, interval by"
    " Fisher's z with the variance of Fieller et al. 1957, where answers are tied of Brown & Benedetti 1977",
}


@dataclass(frozen=True)
class Coefficient:
    """A coefficient, the statistic of its test (t, or z of Kendall's), p and the limits of its interval.

    `exact` is the test by orders of the answers in whose place p would be an approximation.
    """

    value: float
    statistic: float | None
    p: float | None
    limits: tuple[float, float] | None
    exact: ExactTest | None = None


def correlate(
    first: np.ndarray, second: np.ndarray, method: str, coverage: float, seed: int = 1
) -> Coefficient:
    """Return the association of two columns of numbers, neither of them constant.

    Ranks of fewer than 20 people are tested by the orders of their answers, from `seed` where they are many.
    As R's cor.test(method = "pearson"), cor.test(method = "spearman", exact = FALSE) and
    cor.test(method = "kendall", exact = FALSE); point-biserial is Pearson's with 0 and 1. No interval of a
    perfect correlation or of too few people, and no p of Pearson's.
    """
    n = len(first)
    if method in EXACT and n < SMALL:
        exact = EXACT[method](first, second, seed)
        found = _approximate(first, second, method, coverage)
        return replace(found, p=exact.p, exact=exact)
    return _approximate(first, second, method, coverage)


def _approximate(first: np.ndarray, second: np.ndarray, method: str, coverage: float) -> Coefficient:
    n = len(first)
    if method == "kendall":
        found = kendalltau(first, second, variant="b", method="asymptotic")
        value = float(found.statistic)
        spread = _spread_tau(first, second, value) if n >= LEAST else 0.0
        sign = 1 if value >= 0 else -1
        statistic = sign * float(norm.isf(found.pvalue / 2))
        return Coefficient(value, statistic, float(found.pvalue), _limit(value, spread, coverage))
    ranked = method == "spearman"
    value = float(pearsonr(*(map(rankdata, (first, second)) if ranked else (first, second))).statistic)
    if n < LEAST or abs(value) >= 1 - PERFECT:
        return Coefficient(value, None, None, None)
    spread = sqrt(_vary(first, second, value, method) / (n - 3))
    statistic = value * sqrt((n - 2) / (1 - value**2))
    p = float(2 * student.sf(abs(statistic), n - 2))
    return Coefficient(value, statistic, p, _limit(value, spread, coverage))


def _vary(first: np.ndarray, second: np.ndarray, value: float, method: str) -> float:
    """Return the variance of Fisher's z times n - 3. Tate RF. Ann Math Stat 1954;25:603-7."""
    if method == "spearman":
        return 1 + value**2 / 2
    if method == "point_biserial":
        share = float(next(one for one in (first, second) if np.isin(one, (0, 1)).all()).mean())
        return 1 - 1.5 * value**2 + value**2 / (4 * share * (1 - share))
    return 1


def _spread_tau(first: np.ndarray, second: np.ndarray, value: float) -> float:
    """Return the standard error of Fisher's z of tau-b, 0 for a perfect one; at least LEAST people.

    With ties it is the root of the sum of squares of what tau-b changes by each person, times n / (n - 4),
    which makes intervals of 20 people cover. Brown MB, Benedetti JK. J Am Stat Assoc 1977;72:309-15.
    """
    n = len(first)
    if min(len(np.unique(first)), len(np.unique(second))) == n:
        return sqrt(0.437 / (n - 4))
    cells, counts = np.unique(np.column_stack([first, second]), axis=0, return_counts=True)
    signs = [np.sign(cells - cell) for cell in cells]
    score = np.array([counts @ (both[:, 0] * both[:, 1]) for both in signs])
    apart = np.array([counts @ np.abs(both) for both in signs])  # people with another answer, on either side
    pairs = counts @ apart
    changes = 2 * score / sqrt(pairs[0] * pairs[1]) - value * (apart / pairs).sum(axis=1)
    rest = 1 - value**2
    return sqrt(float(counts @ changes**2) * n / (n - 4)) / rest if rest > PERFECT else 0.0


def _limit(value: float, spread: float, coverage: float) -> tuple[float, float] | None:
    if not spread or abs(value) >= 1 - PERFECT:
        return None
    reach = float(norm.ppf((1 + coverage) / 2)) * spread
    return tanh(atanh(value) - reach), tanh(atanh(value) + reach)
