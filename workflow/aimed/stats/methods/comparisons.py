"""Compare groups in one item: the test that fits its type, the effect size and its interval."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any

import numpy as np
from scipy.stats import fisher_exact
from scipy.stats.contingency import expected_freq

from aimed.files.row_selection import Filter
from aimed.stats.groups import Group
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import positions
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
FISHER = "Fisher exact, two-sided by probability (Fisher 1935)"
SMALLEST_EXPECTED = 5


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

    def state(
        self, statistic: str, value: float, unit: str, method: str, kind: str, **more: Any
    ) -> Statistic:
        """Return one statistic of the comparison, resting on all rows compared."""
        read = (self.item.column, *(c.column for g in self.groups for c in g.conditions))
        fields: dict[str, Any] = {"item": self.item.name, "group": self.code, "n": self.known.n}
        fields |= {"statistic": statistic, "value": value, "unit": unit, "method": method, "kind": kind}
        return Statistic(columns=read, **fields, **self.known.lineage, **more)

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
        yield comparison.state("p", test.p, "p", MANN_WHITNEY, "test")
        r, method = abs(z) / sqrt(comparison.known.n), "r = |Z| / sqrt(N) (Rosenthal 1991)"
        rest = {"numbers": (comparison.of("z"), comparison.of("n")), "formula": "abs(z) / sqrt(n)"}
        yield comparison.state("r", r, "effect", method, "derived", **rest)
    yield comparison.state("u", u, "statistic", MANN_WHITNEY, "test")
    rest = {"numbers": (comparison.of("u"), *terms), "formula": "2 * u / (n_first * n_second) - 1"}
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
    for name, value, unit in (("h", test.h, "statistic"), ("df", test.df, "df"), ("p", test.p, "p")):
        yield comparison.state(name, value, unit, KRUSKAL_WALLIS, "test")
    rest = {"numbers": (comparison.of("h"), comparison.of("n")), "formula": "h / (n - 1)"}
    value = float(epsilon_squared(counts))
    yield _bootstrapped(comparison, "epsilon_squared", value, counts, epsilon_squared, **rest)


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
    if small and counts.shape == (2, 2):
        p = float(fisher_exact(counts).pvalue)
        yield comparison.state(f"{prefix}p", p, "p", FISHER, "test")
    else:
        test = run_chi_square(counts)
        method = f"{CHI_SQUARE}; expected counts below {SMALLEST_EXPECTED}" if small else CHI_SQUARE
        stated = (("chi2", test.chi2, "statistic"), ("df", test.df, "df"), ("p", test.p, "p"))
        for name, value, unit in stated:
            yield comparison.state(f"{prefix}{name}", value, unit, method, "test")
    if not prefix:
        effect = partial(cramers_v, smaller_side=min(counts.shape) - 1)
        formula = "sqrt(chi2 / (n * (min(groups, levels) - 1)))"
        yield _bootstrapped(comparison, "v", float(effect(counts)), counts, effect, formula=formula)


def _bootstrapped(
    comparison: Comparison,
    statistic: str,
    value: float,
    counts: np.ndarray,
    effect: Callable[[np.ndarray], np.ndarray],
    **more: Any,
) -> Statistic:
    names = {
        "rank_biserial": "rank-biserial correlation (Wendt 1972)",
        "v": "Cramér's V (Cramér 1946)",
        "epsilon_squared": "epsilon squared (Tomczak & Tomczak 2014)",
    }
    interval = bootstrap_interval(counts, effect, comparison.coverage, comparison.draws, comparison.seed)
    if interval is None:
        return comparison.state(statistic, value, "effect", names[statistic], "derived", **more)
    drawn = {"low": interval[0], "high": interval[1], "seed": comparison.seed, "draws": comparison.draws}
    method = f"{names[statistic]}; {BOOTSTRAP}"
    return comparison.state(statistic, value, "effect", method, "bootstrap", **drawn, **more)


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
