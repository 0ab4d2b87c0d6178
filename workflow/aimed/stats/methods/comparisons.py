"""Compare groups in one item: the test that fits its type, the effect size and its interval."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy.stats.contingency import expected_freq

from aimed.files.row_selection import Filter
from aimed.stats.groups import Group
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import positions
from aimed.stats.methods.effect_intervals import (
    COHEN,
    NEWCOMBE_PAIRS,
    NOETHER,
    NONCENTRAL,
    detectable_centre,
    detectable_pairs,
    noncentral_interval,
    pairs_interval,
)
from aimed.stats.methods.equivalence import OF_SHARES, compare_shares, describe_margin
from aimed.stats.methods.exact_tests import (
    FISHER,
    RANK_SUM,
    RANKS,
    ExactTest,
    find_rank_sum_p,
    find_ranks_p,
    find_table_p,
)
from aimed.stats.methods.intervals import NEWCOMBE, WOOLF, newcombe_interval, odds_ratio
from aimed.stats.methods.plain_pingouin import run_chi_square, run_kruskal_wallis, run_mann_whitney
from aimed.stats.methods.resampling import (
    BOOTSTRAP,
    bootstrap_interval,
    count_values,
    cramers_v,
    epsilon_squared,
    rank_biserial,
)
from aimed.stats.statistics import SelectedRows, Statistic

MANN_WHITNEY = (
    "Mann-Whitney U, asymptotic, corrected for ties, no continuity correction (Mann & Whitney 1947)"
)
KRUSKAL_WALLIS = "Kruskal-Wallis, corrected for ties (Kruskal & Wallis 1952)"
CHI_SQUARE = "Pearson chi-square, no continuity correction"
SMALLEST_EXPECTED = 5
SMALL_GROUP = 20  # people below which ranks are not compared by a normal approximation
SPARSE = f"an expected count is below {SMALLEST_EXPECTED}"
FEW = f"a group has fewer than {SMALL_GROUP}"
WITHIN_MARGIN = "count_first / n_first - count_second / n_second within the margin"
NAMES = {
    "rank_biserial": "rank-biserial correlation (Wendt 1972)",
    "v": "Cramér's V (Cramér 1946)",
    "epsilon_squared": "epsilon squared (Tomczak & Tomczak 2014)",
}


@dataclass(frozen=True)
class Comparison:
    """Groups of one item set side by side. `parts` are the known answers of each, none of them empty."""

    item: OutcomeItem
    groups: tuple[Group, ...]
    code: str
    known: SelectedRows
    parts: tuple[SelectedRows, ...]
    coverage: float
    draws: int
    seed: int
    margin: float | None = None

    def state(
        self, statistic: str, value: float, unit: str, method: str, kind: str, **more: Any
    ) -> Statistic:
        """Return one statistic of the comparison, resting on all rows compared."""
        read = (self.item.column, *(c.column for g in self.groups for c in g.conditions))
        fields: dict[str, Any] = {"item": self.item.name, "group": self.code, "n": self.known.n}
        fields |= {"statistic": statistic, "value": value, "unit": unit, "method": method, "kind": kind}
        return Statistic(columns=read, **fields, **self.known.lineage, **more)

    @property
    def small(self) -> bool:
        """Whether a group is too small for a normal approximation."""
        return min(part.n for part in self.parts) < SMALL_GROUP

    def of(self, statistic: str, group: Group | None = None) -> tuple[str, str, str]:
        """Return the id parts of a statistic of one of the groups, or of the comparison itself."""
        return self.item.name, group.code if group else self.code, statistic


def compare_item(comparison: Comparison) -> Iterator[Statistic]:
    """Yield the comparison's statistics; none for an item of text or dates, or with a group left empty.

    Ordered items and numbers: ranks. Categories: the table of levels. Options and events: shares.
    """
    item = comparison.item
    if item.type in ("text", "date") or any(part.n == 0 for part in comparison.parts):
        return
    yield comparison.state("n", comparison.known.n, "count", "count", "count", numerator=comparison.known.n)
    if item.type in ("ordered", "number"):
        ranks = [positions(item, part.rows) for part in comparison.parts]
        yield from _compare_two(comparison, ranks) if len(ranks) == 2 else _compare_several(comparison, ranks)
    elif item.type == "category":
        yield from _compare_levels(comparison, _level_counts(comparison), "")
    yield from _compare_shares(comparison)


def _compare_two(comparison: Comparison, ranks: list[np.ndarray]) -> Iterator[Statistic]:
    counts = count_values(ranks)
    first, second = comparison.groups
    terms = (comparison.of("n", first), comparison.of("n", second))
    pairs = len(ranks[0]) * len(ranks[1])
    delta = float(rank_biserial(counts))
    u = (delta + 1) * pairs / 2
    deviation = sqrt(_variance_of_u(counts))
    if deviation:
        # With all answers alike there is no variance, hence no z and no p.
        test = run_mann_whitney(*ranks)
        u, delta = test.u, test.rank_biserial
        z = (u - pairs / 2) / deviation
        yield comparison.state("z", z, "statistic", MANN_WHITNEY, "test")
        if comparison.small:
            yield _state_exact(comparison, "p", find_rank_sum_p(counts, comparison.seed), RANK_SUM, FEW)
        else:
            yield comparison.state("p", test.p, "p", MANN_WHITNEY, "test")
        r, method = abs(z) / sqrt(comparison.known.n), "r = |Z| / sqrt(N) (Rosenthal 1991)"
        rest = {"numbers": (comparison.of("z"), comparison.of("n")), "formula": "abs(z) / sqrt(n)"}
        yield comparison.state("r", r, "effect", method, "derived", **rest)
    yield comparison.state("u", u, "statistic", MANN_WHITNEY, "test")
    rest = {"numbers": (comparison.of("u"), *terms), "formula": "2 * u / (n_first * n_second) - 1"}
    least = detectable_pairs(len(ranks[0]), len(ranks[1]), comparison.coverage)
    sizes = {"numbers": terms, "formula": "detectable rank-biserial of n_first and n_second"}
    yield comparison.state("detectable", least, "effect", NOETHER, "derived", **sizes)
    if comparison.small:
        low, high = pairs_interval(delta, len(ranks[0]), len(ranks[1]), comparison.coverage)
        limits: dict[str, Any] = {"low": low, "high": high, **rest}
        yield _state_effect(comparison, "rank_biserial", delta, NEWCOMBE_PAIRS, **limits)
    else:
        yield _bootstrapped(comparison, "rank_biserial", delta, counts, rank_biserial, **rest)


def _variance_of_u(counts: np.ndarray) -> float:
    """Return the variance of U under the null, corrected for ties (Hollander & Wolfe 1999, 4.13)."""
    first, second = (int(group.sum()) for group in counts)
    n, ties = first + second, counts.sum(axis=0).astype(float)
    return first * second / 12 * (n + 1 - float((ties**3 - ties).sum()) / (n * (n - 1)))


def _compare_several(comparison: Comparison, ranks: list[np.ndarray]) -> Iterator[Statistic]:
    counts = count_values(ranks)
    if counts.shape[1] < 2:
        return
    labels = np.repeat(np.arange(len(ranks)), [len(group) for group in ranks])
    test = run_kruskal_wallis(np.concatenate(ranks), labels)
    yield comparison.state("h", test.h, "statistic", KRUSKAL_WALLIS, "test")
    yield comparison.state("df", test.df, "df", KRUSKAL_WALLIS, "test")
    if comparison.small:
        yield _state_exact(
            comparison, "p", find_ranks_p(counts, comparison.seed, epsilon_squared), RANKS, FEW
        )
    else:
        yield comparison.state("p", test.p, "p", KRUSKAL_WALLIS, "test")
    rest = {"numbers": (comparison.of("h"), comparison.of("n")), "formula": "h / (n - 1)"}
    value, unit = float(epsilon_squared(counts)), comparison.known.n - 1
    yield _noncentral(comparison, "epsilon_squared", value, (test.h, test.df), unit, **rest)


def _level_counts(comparison: Comparison) -> np.ndarray:
    """Return the counts of the levels that anyone chose: shape (groups, levels)."""
    answers = [part.rows[comparison.item.column] for part in comparison.parts]
    counts = np.array([[int((a == code).sum()) for code in comparison.item.codes] for a in answers])
    return counts[:, counts.sum(axis=0) > 0]


def _compare_levels(comparison: Comparison, counts: np.ndarray, prefix: str) -> Iterator[Statistic]:
    """Yield the test on a table of counts and Cramér's V; nothing where all chose one level."""
    if counts.shape[1] < 2:
        return
    small = bool((expected_freq(counts) < SMALLEST_EXPECTED).any())
    test = run_chi_square(counts)
    if not (small and counts.shape == (2, 2)):
        yield comparison.state(f"{prefix}chi2", test.chi2, "statistic", CHI_SQUARE, "test")
        yield comparison.state(f"{prefix}df", test.df, "df", CHI_SQUARE, "test")
    if small:
        exact = find_table_p(counts, comparison.seed)
        yield _state_exact(comparison, f"{prefix}p", exact, FISHER, SPARSE)
    else:
        yield comparison.state(f"{prefix}p", test.p, "p", CHI_SQUARE, "test")
    if not prefix:
        sides = min(counts.shape) - 1
        value, unit = float(cramers_v(counts, sides)), comparison.known.n * sides
        formula = "sqrt(chi2 / (n * (min(groups, levels) - 1)))"
        yield _noncentral(comparison, "v", value, (test.chi2, test.df), unit, formula=formula)
        least = min(sqrt(detectable_centre(test.df, comparison.coverage) / unit), 1.0)
        formula = "detectable V of n, groups and levels"
        yield comparison.state("detectable", least, "effect", COHEN, "derived", formula=formula)


def _state_exact(comparison: Comparison, statistic: str, test: ExactTest, name: str, since: str) -> Statistic:
    method = f"{name}; {test.how}, since {since}"
    return comparison.state(statistic, test.p, "p", method, "test", seed=test.seed, draws=test.draws)


def _noncentral(
    comparison: Comparison, statistic: str, value: float, test: tuple[float, int], unit: float, **more: Any
) -> Statistic:
    """Return an effect that is a share of a chi-square statistic, or its root, with the interval of that."""
    low, high = (
        limit / unit if statistic == "epsilon_squared" else sqrt(limit / unit)
        for limit in noncentral_interval(*test, comparison.coverage)
    )
    return _state_effect(comparison, statistic, value, NONCENTRAL, low=low, high=min(high, 1.0), **more)


def _state_effect(
    comparison: Comparison, statistic: str, value: float, interval: str, kind: str = "derived", **more: Any
) -> Statistic:
    method = f"{NAMES[statistic]}; {interval}" if interval else NAMES[statistic]
    return comparison.state(statistic, value, "effect", method, kind, **more)


def _bootstrapped(
    comparison: Comparison,
    statistic: str,
    value: float,
    counts: np.ndarray,
    effect: Callable[[np.ndarray], np.ndarray],
    **more: Any,
) -> Statistic:
    interval = bootstrap_interval(counts, effect, comparison.coverage, comparison.draws, comparison.seed)
    if interval is None:
        return _state_effect(comparison, statistic, value, "", **more)
    drawn = {"low": interval[0], "high": interval[1], "seed": comparison.seed, "draws": comparison.draws}
    return _state_effect(comparison, statistic, value, BOOTSTRAP, "bootstrap", **drawn, **more)


def _compare_shares(comparison: Comparison) -> Iterator[Statistic]:
    """Yield the comparison of the headline's share: of an option of a multi-select, or of an event."""
    item = comparison.item
    if item.type == "multi":
        headline = Filter(item.column, "is", True)
    elif item.event:
        headline = Filter(item.column, "in", item.event)
    else:
        return
    hits = [part.also(headline).n for part in comparison.parts]
    sizes = [part.n for part in comparison.parts]
    counts = np.array([[hit, n - hit] for hit, n in zip(hits, sizes, strict=True)])
    # The test of an option is its main one; that of an event stands beside the test of all levels.
    prefix = "" if item.type == "multi" else "event_"
    yield from _compare_levels(comparison, counts[:, counts.sum(axis=0) > 0], prefix)
    if len(hits) == 2:
        yield from _compare_two_shares(comparison, hits, sizes)


def _compare_two_shares(comparison: Comparison, hits: list[int], sizes: list[int]) -> Iterator[Statistic]:
    cells = (hits[0], sizes[0], hits[1], sizes[1])
    terms = tuple(comparison.of(s, g) for g in comparison.groups for s in ("count", "n"))
    low, high = newcombe_interval(*cells, comparison.coverage)
    difference = 100 * (hits[0] / sizes[0] - hits[1] / sizes[1])
    formula = "100 * (count_first / n_first - count_second / n_second)"
    rest = {"low": 100 * low, "high": 100 * high, "numbers": terms, "formula": formula}
    yield comparison.state("difference", difference, "points", NEWCOMBE, "derived", **rest)
    if odds := odds_ratio(*cells, comparison.coverage):
        ratio, (low, high) = odds
        formula = "count_first * (n_second - count_second) / (count_second * (n_first - count_first))"
        rest = {"low": low, "high": high, "numbers": terms, "formula": formula}
        yield comparison.state("odds_ratio", ratio, "effect", WOOLF, "derived", **rest)
    if comparison.margin is not None:
        p, (low, high) = compare_shares(*cells, comparison.margin / 100, comparison.coverage)
        method = describe_margin(OF_SHARES, comparison.margin, comparison.coverage)
        rest = {"numbers": terms, "formula": WITHIN_MARGIN}
        limits = {"low": 100 * low, "high": 100 * high}
        yield comparison.state("equivalence", difference, "points", method, "derived", **limits, **rest)
        yield comparison.state("equivalence_p", p, "p", method, "derived", **rest)
