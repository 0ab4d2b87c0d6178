"""Tests and coefficients again: by statsmodels, in whole numbers, by quadrature and by other formulas."""

from collections import Counter
from itertools import combinations

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, ndtr
from scipy.stats import kruskal, wilcoxon
from statsmodels.stats.contingency_tables import Table, mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from aimed.audit.recompute.likelihoods import find_quantile, find_two_sided
from aimed.audit.recompute.permutations import find_order_p

Found = dict[str, tuple[float, ...]]  # statistic -> value, or value and limits
NODES = np.polynomial.legendre.leggauss(160)


def rank(values: np.ndarray) -> np.ndarray:
    """Return ranks by counting: how many are below, and half of those alike."""
    below = np.searchsorted(np.sort(values), values, side="left")
    upto = np.searchsorted(np.sort(values), values, side="right")
    return (below + upto + 1) / 2


def associate(first: np.ndarray, second: np.ndarray, method: str, coverage: float, seed: int) -> Found:
    """Return a coefficient with its limits, its test and p: by orders of answers for few people."""
    found = _associate(first, second, method, coverage)
    if method in ("spearman", "kendall") and len(first) < 20:
        found["p"] = (find_order_p(first, second, method, seed),)
    return found


def _associate(first: np.ndarray, second: np.ndarray, method: str, coverage: float) -> Found:
    n, reach = len(first), find_quantile((1 + coverage) / 2, None)
    if method == "kendall":
        return _count_pairs(first, second, reach)
    a, b = (rank(first), rank(second)) if method == "spearman" else (first, second)
    a, b = (a - a.mean()) / np.linalg.norm(a - a.mean()), (b - b.mean()) / np.linalg.norm(b - b.mean())
    value = float(a @ b)
    if n < 5 or abs(value) >= 1 - 1e-12:
        return {method: (value,)}
    bend = value**2 / 2 if method == "spearman" else 0.0
    if method == "point_biserial":
        yes = int((first if set(first) <= {0, 1} else second).sum())
        bend = value**2 * (n * n / (4 * yes * (n - yes)) - 1.5)
    spread = np.sqrt((1 + bend) / (n - 3))
    # Residual variance of the line through standardised values gives the same t.
    t = value / np.sqrt(float(((b - value * a) ** 2).sum()) / (n - 2))
    limits = _back(value, reach * spread)
    return {method: (value, *limits), "t": (t,), "df": (n - 2,), "p": (find_two_sided(t, n - 2),)}


def _back(value: float, reach: float) -> tuple[float, float]:
    """Return the limits of a coefficient by odds: (1 + r) / (1 - r) times exp of twice the reach."""
    odds = (1 + value) / (1 - value)
    low, high = odds * np.exp(-2 * reach), odds * np.exp(2 * reach)
    return float((low - 1) / (low + 1)), float((high - 1) / (high + 1))


def _count_pairs(first: np.ndarray, second: np.ndarray, reach: float) -> Found:
    n = len(first)
    s = sum(
        float((np.sign(first[at] - first[:at]) * np.sign(second[at] - second[:at])).sum()) for at in range(n)
    )
    tied = [np.array(list(Counter(some.tolist()).values()), dtype=float) for some in (first, second)]
    pairs = n * (n - 1) / 2
    value = s / np.sqrt(np.prod([pairs - (t * (t - 1) / 2).sum() for t in tied]))
    z = s / np.sqrt(vary_pairs(n, *tied))
    spread = _spread_tau(first, second) if n > 4 and abs(value) < 1 - 1e-12 else 0.0
    limits = _back(value, reach * spread) if spread else ()
    return {"kendall": (float(value), *limits), "z": (float(z),), "p": (find_two_sided(z, None),)}


def _spread_tau(first: np.ndarray, second: np.ndarray) -> float:
    """Return the error of Fisher's z of tau-b: with ties by the table of counts (SAS, the FREQ procedure)."""
    n = len(first)
    if len(set(first)) == len(set(second)) == n:
        return float(np.sqrt(0.437 / (n - 4)))
    table = np.zeros((len(set(first)), len(set(second))))
    np.add.at(table, tuple(np.unique(one, return_inverse=True)[1] for one in (first, second)), 1)
    corner = np.pad(table.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    rows, columns = table.sum(axis=1)[:, None], table.sum(axis=0)[None, :]
    below, left = rows.cumsum()[:, None], columns.cumsum()[None, :]
    less = corner[:-1, :-1]
    more = n - below - left + corner[1:, 1:]
    discordant = (left - columns - less) + (below - rows - less)
    discordant -= (corner[1:, :-1] - less) + (corner[:-1, 1:] - less)
    excess = less + more - discordant
    a, b = n**2 - (rows**2).sum(), n**2 - (columns**2).sum()
    w, tau = np.sqrt(a * b), (table * excess).sum() / np.sqrt(a * b)
    whole = (table * (2 * w * excess + tau * (rows * b + columns * a)) ** 2).sum()
    variance = (whole - n**3 * tau**2 * (a + b) ** 2) / w**4
    return float(np.sqrt(variance * n / (n - 4)) / (1 - tau**2))


def vary_pairs(n: int, t: np.ndarray, u: np.ndarray) -> float:
    """Return the variance of Kendall's S with ties (Kendall 1970)."""
    whole = n * (n - 1) * (2 * n + 5) - sum((x * (x - 1) * (2 * x + 5)).sum() for x in (t, u))
    triples = (
        (t * (t - 1) * (t - 2)).sum() * (u * (u - 1) * (u - 2)).sum() / (9 * n * (n - 1) * max(n - 2, 1))
    )
    doubles = (t * (t - 1)).sum() * (u * (u - 1)).sum() / (2 * n * (n - 1))
    return float(whole / 18 + triples + doubles)


def describe(values: np.ndarray, coverage: float) -> Found:
    """Return mean with limits, and sd."""
    weights = DescrStatsW(values, ddof=1)
    limits = weights.tconfint_mean(alpha=1 - coverage) if len(values) > 1 and np.ptp(values) else ()
    found: Found = {"mean": (float(weights.mean), *map(float, limits))}
    return found | ({"sd": (float(weights.std),)} if len(values) > 1 else {})


def compare_means(
    groups: list[np.ndarray], pair: tuple[int, int] | None, coverage: float, margin: float
) -> Found:
    """Return Welch's analysis of variance of several groups, or the comparison of a pair of them."""
    if pair is None:
        found = anova_oneway(groups, use_var="unequal")
        df, within = found.df
        return {"f": (found.statistic,), "df": (df,), "df_within": (within,), "p": (found.pvalue,)}
    first, second = groups[pair[0]], groups[pair[1]]
    both = CompareMeans(DescrStatsW(first, ddof=1), DescrStatsW(second, ddof=1))
    t, p, df = both.ttest_ind(usevar="unequal")
    difference, k = float(first.mean() - second.mean()), len(groups)
    limits = both.tconfint_diff(alpha=1 - coverage, usevar="unequal")
    answers: Found = {"t": (t,), "df": (df,), "hedges_g": _standardise(first, second, coverage)}
    if k == 2:
        answers |= {"mean_difference": (difference, *limits), "p": (p,)}
        wider = both.tconfint_diff(alpha=2 * (1 - coverage), usevar="unequal")
        sides = [
            both.ttest_ind(alternative=way, usevar="unequal", value=end)[1]
            for way, end in (("larger", -margin), ("smaller", margin))
        ]
        return answers | {"equivalence": (difference, *wider), "equivalence_p": (max(sides),)}
    error = difference / t
    quantile = brentq(lambda q: find_range_tail(q, k, df) - (1 - coverage), 0.1, 100, xtol=1e-13, rtol=1e-14)
    reach = quantile * abs(error) / np.sqrt(2)
    answers["mean_difference"] = (difference, difference - reach, difference + reach)
    return answers | {"p_games_howell": (find_range_tail(abs(t) * np.sqrt(2), k, df),)}


def find_range_tail(q: float, groups: int, df: float) -> float:
    """Return the upper tail of the studentized range, by quadrature over deviation and largest value."""
    z, z_weights = 9 * NODES[0], 9 * NODES[1]
    s, density = _spread_chi(df)
    inner = ndtr(z)[:, None] - ndtr(z[:, None] - q * s[None, :])
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    within = groups * ((z_weights * bell)[:, None] * inner ** (groups - 1)).sum(axis=0)
    return float(1 - (density * within).sum())


def _spread_chi(df: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes of sqrt(chi-square / df), and its density there times their weights."""
    spread = min(12 / np.sqrt(2 * df), 6.0)
    low = max(1 - spread, 0.0)
    s, weights = (NODES[0] + 1) / 2 * (1 + spread - low) + low, NODES[1] / 2 * (1 + spread - low)
    log_density = df / 2 * np.log(df) - gammaln(df / 2) - (df / 2 - 1) * np.log(2)
    return s, weights * np.exp(log_density + (df - 1) * np.log(s) - df * s**2 / 2)


def _find_centre(t: float, df: float, share: float) -> float:
    """Return the non-centrality at which `share` of the non-central t distribution is below t."""
    s, density = _spread_chi(df)

    def below(centre: float) -> float:
        return float((density * ndtr(t * s - centre)).sum()) - share

    return float(brentq(below, t - 8 - 3 * abs(t), t + 8 + 3 * abs(t), xtol=1e-13, rtol=1e-14))


def _standardise(first: np.ndarray, second: np.ndarray, coverage: float) -> tuple[float, float, float]:
    n, m = len(first), len(second)
    df = n + m - 2
    deviations = np.concatenate([first - first.mean(), second - second.mean()])
    d = float(first.mean() - second.mean()) / np.sqrt(float(deviations @ deviations) / df)
    small = float(np.exp(gammaln(df / 2) - gammaln((df - 1) / 2))) / np.sqrt(df / 2)
    root, tail = np.sqrt(n * m / (n + m)), (1 - coverage) / 2
    low, high = (_find_centre(d * root, df, share) / root * small for share in (1 - tail, tail))
    return d * small, low, high


def find_trend(groups: list[np.ndarray], *, shared: bool) -> Found:
    """Return the test of a trend over groups and tau-b."""
    order, values = np.repeat(np.arange(len(groups)), [len(g) for g in groups]), np.concatenate(groups)
    pairs = _count_pairs(order, values, 1.0)
    if shared:
        table = np.array([[len(g) - g.sum(), g.sum()] for g in groups])
        linear = Table(table, shift_zeros=False).test_ordinal_association(
            np.arange(len(groups)), np.arange(2)
        )
        # With n - 1 for its variance, where Cochran and Armitage have n.
        z = float(linear.zscore) * np.sqrt(len(values) / (len(values) - 1))
        return {"z": (z,), "p": (find_two_sided(z, None),), "tau_b": pairs["kendall"][:1]}
    j = sum(float((b[:, None] > a).sum() + (b[:, None] == a).sum() / 2) for a, b in combinations(groups, 2))
    return {"j": (j,), "z": pairs["z"], "p": pairs["p"], "tau_b": pairs["kendall"][:1]}


def compare_ranks_of(groups: list[np.ndarray], pair: tuple[int, int] | None) -> Found:
    """Return Kruskal-Wallis, or Dunn's z of a pair with both p-values."""
    if pair is None:
        found = kruskal(*groups)
        return {"h": (found.statistic,), "df": (len(groups) - 1,), "p": (found.pvalue,)}
    ranks = rank(np.concatenate(groups))
    parts = np.split(ranks, np.cumsum([len(g) for g in groups])[:-1])
    spread = ranks.var(ddof=1)
    pairs = list(combinations(range(len(groups)), 2))
    z = [
        float((parts[a].mean() - parts[b].mean()) / np.sqrt(spread * (1 / len(parts[a]) + 1 / len(parts[b]))))
        for a, b in pairs
    ]
    p = [find_two_sided(one, None) for one in z]
    at = pairs.index(pair)
    return {"z": (z[at],), "p_dunn": (p[at],), "p_holm": (float(multipletests(p, method="holm")[1][at]),)}


def compare_answers(first: np.ndarray, second: np.ndarray, coverage: float, *, shared: bool) -> Found:
    """Return McNemar's test and ratio, or Wilcoxon's signed ranks and their correlation."""
    if not shared:
        return _compare_signed(first, second, find_quantile((1 + coverage) / 2, None))
    table = np.zeros((2, 2))
    np.add.at(table, (1 - first.astype(int), 1 - second.astype(int)), 1)
    b, c = int(table[0, 1]), int(table[1, 0])
    test = mcnemar(table, exact=b + c < 25, correction=False)
    answers: Found = {"p": (float(test.pvalue),)}
    if b + c >= 25:
        answers |= {"chi2": (float(test.statistic),), "df": (1.0,)}
    if b and c:
        low, high = proportion_confint(b, b + c, alpha=1 - coverage, method="beta")
        answers["odds_ratio"] = (b / c, low / (1 - low), high / (1 - high))
    return answers


def _compare_signed(first: np.ndarray, second: np.ndarray, reach: float) -> Found:
    gone = (first - second)[first != second]
    ranks, n = rank(np.abs(gone)), len(gone)
    plus, minus = float(ranks[gone > 0].sum()), float(ranks[gone < 0].sum())
    z, value = (plus - minus) / np.linalg.norm(ranks), (plus - minus) / (plus + minus)
    p = float(wilcoxon(gone, correction=False, method="asymptotic").pvalue)
    if n < 20:
        ways: Counter[int] = Counter({0: 1})
        for twice in (2 * ranks).astype(int).tolist():
            ways = Counter({total: 0 for total in ways}) + _both_signs(ways, twice)
        far = sum(some for total, some in ways.items() if abs(total) >= abs(round(2 * (plus - minus))))
        p = far / 2**n
    sums = [float(np.sign(gone + one).sum()) for one in gone]
    error = 2 * np.sqrt(n * sum(one**2 for one in sums) - sum(sums) ** 2) / n**2.5
    limits = _back(value, reach * error / (1 - value**2)) if abs(value) < 1 and error else ()
    found: Found = {"w": (plus,), "signed_z": (float(z),), "p": (p,), "rank_biserial": (value, *limits)}
    return found


def _both_signs(ways: Counter[int], twice: int) -> Counter[int]:
    grown: Counter[int] = Counter()
    for total, some in ways.items():
        grown[total + twice] += some
        grown[total - twice] += some
    return grown
