"""Tests of two answers of the same people."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from scipy.stats import beta, binom, chi2, norm, rankdata

MCNEMAR = "McNemar, no continuity correction (McNemar 1947)"
EXACT = "McNemar, exact by the binomial distribution, since fewer than 25 answers differ"
RATIO = "answers that differ, one way / the other; interval by the exact binomial (Clopper & Pearson 1934)"
SIGNED = "Wilcoxon signed ranks, asymptotic, corrected for ties, answers alike left out (Wilcoxon 1945)"
FLIPPED = "Wilcoxon signed ranks, all assignments of signs counted, since fewer than 20 answers differ"
MATCHED = (
    "matched-pairs rank-biserial correlation (Kerby 2014), interval by Fisher's z with the variance of"
    " Hoeffding 1948"
)
FEW_DIFFER, FEW_RANKS = 25, 20


@dataclass(frozen=True)
class SignedRanks:
    """The sum of the ranks of positive differences, z, p, their effect with limits, and how p was found."""

    w: float
    z: float
    p: float
    rank_biserial: float
    limits: tuple[float, float] | None
    method: str


def compare_events(first_only: int, second_only: int) -> tuple[float | None, float, str]:
    """Return chi-square (None where p is exact), p and the method; someone answers differently.

    As R's mcnemar.test(correct = FALSE), or binom.test(first_only, first_only + second_only).
    """
    n = first_only + second_only
    if n < FEW_DIFFER:
        p = min(1.0, 2 * float(binom.cdf(min(first_only, second_only), n, 0.5)))
        return None, p, EXACT
    statistic = (first_only - second_only) ** 2 / n
    return statistic, float(chi2.sf(statistic, 1)), MCNEMAR


def find_ratio(first_only: int, second_only: int, coverage: float) -> tuple[float, tuple[float, float]]:
    """Return the odds ratio of two answers of the same people and its interval; both differ for someone."""
    n, tail = first_only + second_only, (1 - coverage) / 2
    low = float(beta.ppf(tail, first_only, second_only + 1))
    high = float(beta.ppf(1 - tail, first_only + 1, second_only))
    assert n
    return first_only / second_only, (low / (1 - low), high / (1 - high))


def compare_ranks(first: np.ndarray, second: np.ndarray, coverage: float) -> SignedRanks:
    """Return Wilcoxon's test of first - second, not all of them 0.

    As R's wilcox.test(first, second, paired = TRUE, exact = FALSE, correct = FALSE), for fewer than 20
    differences as coin::wilcoxsign_test(zero.method = "Wilcoxon", distribution = "exact"); the effect as
    effectsize::rank_biserial(first - second).
    """
    differences = (first - second)[first != second]
    ranks, n = rankdata(np.abs(differences)), len(differences)
    w, total = float(ranks[differences > 0].sum()), n * (n + 1) / 2
    z = (w - total / 2) / sqrt(float((ranks**2).sum()) / 4)
    p, method = float(2 * norm.sf(abs(z))), SIGNED
    if n < FEW_RANKS:
        p, method = _flip_signs(ranks, w), FLIPPED
    value = 2 * w / total - 1
    spread, limits = _spread_sums(differences), None
    if abs(value) < 1 and spread:
        reach = float(norm.ppf((1 + coverage) / 2)) * spread / (1 - value**2)
        limits = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return SignedRanks(w, z, p, value, limits, method)


def _spread_sums(differences: np.ndarray) -> float:
    """Return the standard error of the share of pairs whose sum is above 0 less that below, each with itself.

    Hoeffding W. Ann Math Stat 1948;19:293-325.
    """
    ordered = np.sort(differences)
    sides = [np.searchsorted(ordered, -differences, side=side) for side in ("left", "right")]
    n = len(differences)
    return float(2 * ((n - sides[0] - sides[1]) / n).std() / sqrt(n))


def _flip_signs(ranks: np.ndarray, w: float) -> float:
    """Return the share of all assignments of signs whose rank sum is as far from its mean as ours."""
    twice = np.rint(2 * ranks).astype(int)
    ways = np.zeros(twice.sum() + 1)
    ways[0] = 1
    for rank in twice:
        ways[rank:] = ways[rank:] + ways[:-rank]
    sums, middle = np.arange(len(ways)), twice.sum() / 2
    return float(ways[np.abs(sums - middle) >= abs(2 * w - middle) - 1e-9].sum() / ways.sum())
