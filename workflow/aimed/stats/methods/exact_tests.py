"""p-values for sparse tables and small groups: from every table with the same margins, or many drawn.

A table has one row per group and one column per distinct answer in ascending order. Under the null every
assignment of the answers to the groups is as likely, so that both margins stay (Fisher 1935; Pitman 1937).
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import comb, gammaln
from scipy.stats import random_table

FISHER = "Fisher exact, two-sided by probability (Fisher 1935; Freeman & Halton 1951)"
RANK_SUM = "permutation of the rank sum, two-sided by distance from its mean (Pitman 1937)"
RANKS = "permutation of the Kruskal-Wallis statistic (Pitman 1937)"
MOST = 1_000_000  # tables, or cells of a distribution, beyond which tables are drawn
DRAWS = 99_999
BLOCK = 4_000_000  # cells of tables held at a time
ALIKE = 1e-7  # relative difference below which two values are the same, as in R's fisher.test


class ExactTest(NamedTuple):
    """A p-value; how many tables were drawn from which seed for it, None where all were counted."""

    p: float
    draws: int | None = None
    seed: int | None = None

    @property
    def how(self) -> str:
        """How the tables were found, as words of a method."""
        return "all tables with these margins" if self.draws is None else f"{self.draws:,} tables drawn"


def find_table_p(counts: np.ndarray, seed: int) -> ExactTest:
    """Return Fisher's test of a table of counts (groups, levels), none of whose margins is empty.

    As R's fisher.test: the share of tables that are no likelier than this one.
    """
    table = counts if len(counts) == 2 else counts.T
    weights = _list_weights(table) if len(table) == 2 else None
    if weights is None:
        return _draw(counts, seed, lambda drawn: gammaln(drawn + 1).sum(axis=(1, 2)))
    own = -float(gammaln(table + 1).sum())
    shares = np.exp(weights - weights.max())
    return ExactTest(min(float(shares[weights <= own + ALIKE].sum() / shares.sum()), 1.0))


def _list_weights(table: np.ndarray) -> np.ndarray | None:
    """Return log(1 / product of factorials) of every table with the margins of one of two rows.

    None where that are more than MOST.
    """
    columns = table.sum(axis=0)
    wanted, rest = int(table[0].sum()), int(columns.sum())
    sums, weights = np.zeros(1, dtype=int), np.zeros(1)
    for column in columns:
        first = np.arange(column + 1)
        if sums.size * first.size > 10 * MOST:
            return None
        rest -= column
        grown = sums[:, None] + first
        heavier = weights[:, None] - gammaln(first + 1) - gammaln(column - first + 1)
        possible = (grown <= wanted) & (grown + rest >= wanted)
        sums, weights = grown[possible], heavier[possible]
    return weights if weights.size <= MOST else None


def find_rank_sum_p(counts: np.ndarray, seed: int) -> ExactTest:
    """Return the permutation test of two groups: the share of assignments whose rank sum is as far away.

    counts: (2, values), both groups with someone in them. As R's coin::wilcox_test(distribution = "exact").
    """
    ties = counts.sum(axis=0)
    scores = 2 * np.cumsum(ties) - ties  # twice the mid-ranks, less one
    small = counts[counts.sum(axis=1).argmin()]
    people, mean = int(small.sum()), small.sum() * (ties * scores).sum() / ties.sum()
    if people * people * int(scores.max()) > MOST:
        return _draw(
            counts, seed, lambda drawn: np.abs((drawn[:, 0] * scores).sum(axis=1) - _mean(counts, scores))
        )
    ways = np.zeros((people + 1, people * int(scores.max()) + 1))
    ways[0, 0] = 1
    for score, tied in zip(scores, ties, strict=True):
        before = ways.copy()
        for taken in range(1, min(int(tied), people) + 1):
            moved = taken * int(score)
            ways[taken:, moved:] += comb(tied, taken) * before[: people + 1 - taken, : ways.shape[1] - moved]
    far = np.abs(np.arange(ways.shape[1]) - mean) >= abs((small * scores).sum() - mean) - ALIKE
    return ExactTest(min(float(ways[people, far].sum() / ways[people].sum()), 1.0))


def _mean(counts: np.ndarray, scores: np.ndarray) -> float:
    """Return the mean rank sum of the first group under the null."""
    ties = counts.sum(axis=0)
    return float(counts[0].sum() * (ties * scores).sum() / ties.sum())


def find_ranks_p(counts: np.ndarray, seed: int, effect: Callable[[np.ndarray], np.ndarray]) -> ExactTest:
    """Return the permutation test of several groups' ranks, by tables drawn with these margins.

    effect: a measure over the last two axes (groups, values) that grows with the Kruskal-Wallis statistic.
    """
    return _draw(counts, seed, effect)


def _draw(counts: np.ndarray, seed: int, measure: Callable[[np.ndarray], np.ndarray]) -> ExactTest:
    """Return the share of tables with these margins, this one among them, whose measure is as large."""
    own = measure(counts[None])[0]
    least = own - ALIKE * max(abs(own), 1)
    reached = sum(int((measure(drawn) >= least).sum()) for drawn in draw_tables(counts, seed))
    return ExactTest((1 + reached) / (1 + DRAWS), DRAWS, seed)


def draw_tables(counts: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    """Yield DRAWS tables with the margins of one, some at a time: shape (tables, groups, values).

    They are drawn from PCG64(seed) by scipy's random_table (Patefield 1981), as by R's r2dtable.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    tables = random_table(counts.sum(axis=1), counts.sum(axis=0))
    block = max(BLOCK // counts.size, 1)
    for start in range(0, DRAWS, block):
        yield tables.rvs(min(block, DRAWS - start), method="patefield", random_state=generator)
