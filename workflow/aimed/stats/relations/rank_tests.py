"""Tests of ordered groups and of pairs of groups, by ranks and by shares."""

from math import sqrt

import numpy as np
from scipy.stats import kendalltau, norm, rankdata

from aimed.stats.methods.holm import adjust_holm

JONCKHEERE = "Jonckheere-Terpstra, corrected for ties (Jonckheere 1954)"
COCHRAN_ARMITAGE = "Cochran-Armitage (Armitage 1955), groups scored 1, 2, ..."
TAU = "Kendall's tau-b of group and answer (Kendall 1938)"
DUNN = "Dunn, corrected for ties (Dunn 1964)"
HOLM_OF_PAIRS = "Dunn, Holm's step-down over the pairs of this outcome (Holm 1979)"


def find_order(groups: list[np.ndarray]) -> tuple[float, float, float]:
    """Return J (pairs in which the later group is higher, ties as a half), z and two-sided p.

    Not all answers are alike. As R's cor.test(order, values, method = "kendall", exact = FALSE): J less its
    expectation is half of Kendall's S.
    """
    sizes = np.array([len(group) for group in groups])
    answers, which = np.unique(np.concatenate(groups), return_inverse=True)
    counts = np.zeros((len(groups), len(answers)))
    np.add.at(counts, (np.repeat(np.arange(len(groups)), sizes), which), 1)
    n, ties = int(sizes.sum()), counts.sum(axis=0)
    earlier = np.cumsum(counts, axis=0) - counts
    lower = np.cumsum(earlier, axis=1) - earlier
    j = float((counts * (lower + earlier / 2)).sum())
    expected = (n**2 - (sizes**2).sum()) / 4

    def cube(of: np.ndarray | int) -> float:
        return float(np.sum(of * (of - 1) * (2 * of + 5)))

    def triple(of: np.ndarray) -> float:
        return float((of * (of - 1) * (of - 2)).sum())

    def double(of: np.ndarray) -> float:
        return float((of * (of - 1)).sum())

    variance = (cube(n) - cube(sizes) - cube(ties)) / 72
    variance += triple(sizes) * triple(ties) / (36 * n * (n - 1) * (n - 2)) if n > 2 else 0.0
    variance += double(sizes) * double(ties) / (8 * n * (n - 1))
    z = (j - expected) / sqrt(variance)
    return j, z, float(2 * norm.sf(abs(z)))


def find_slope(groups: list[np.ndarray]) -> tuple[float, float]:
    """Return z (above 0 for a share that grows) and p of a linear trend of shares, as R's prop.trend.test."""
    sizes, hits = np.array([len(g) for g in groups]), np.array([g.sum() for g in groups])
    scores, n = np.arange(1, len(groups) + 1), sizes.sum()
    share = hits.sum() / n
    slope = float((scores * (hits - sizes * share)).sum())
    spread = float((sizes * scores**2).sum() - (sizes * scores).sum() ** 2 / n)
    z = slope / sqrt(share * (1 - share) * spread)
    return z, float(2 * norm.sf(abs(z)))


def correlate_order(groups: list[np.ndarray]) -> float:
    """Return Kendall's tau-b of the order of groups and the answers."""
    order = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return float(kendalltau(order, np.concatenate(groups), variant="b", method="asymptotic").statistic)


def compare_pairs(groups: list[np.ndarray]) -> dict[tuple[int, int], tuple[float, float, float]]:
    """Return (first, second) -> Dunn's z (above 0 where the first is higher), p, p by Holm over all pairs.

    Not all answers are alike. As R's rstatix::dunn_test(p.adjust.method = "holm"), whose z is of the second.
    """
    values = np.concatenate(groups)
    ranks, n = rankdata(values), len(values)
    ties = np.unique(values, return_counts=True)[1]
    spread = n * (n + 1) / 12 - float((ties**3 - ties).sum()) / (12 * (n - 1))
    parts = np.split(ranks, np.cumsum([len(group) for group in groups])[:-1])
    found = {}
    for a in range(len(groups)):
        for b in range(a + 1, len(groups)):
            error = sqrt(spread * (1 / len(parts[a]) + 1 / len(parts[b])))
            z = float(parts[a].mean() - parts[b].mean()) / error
            found[a, b] = z, float(2 * norm.sf(abs(z)))
    adjusted = adjust_holm([p for _, p in found.values()])
    return {pair: (*own, p) for (pair, own), p in zip(found.items(), adjusted, strict=True)}
