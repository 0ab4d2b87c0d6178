"""Exact and permutation tests again: in whole numbers, or the same drawn tables by another measure."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations, permutations
from math import comb

import numpy as np
from scipy.stats import random_table, rankdata

from aimed.stats.methods.exact_tests import ALIKE, DRAWS, draw_tables
from aimed.stats.relations.orders import LISTED, draw_orders


def find_table_p(counts: np.ndarray, seed: int | None) -> float:
    """Return Fisher's p: of all ways to these margins, the share in tables no likelier than ours."""
    if seed is not None:
        likely = random_table(counts.sum(axis=1), counts.sum(axis=0)).logpmf
        return _share_drawn(counts, seed, lambda drawn: -likely(drawn))
    table = counts if len(counts) == 2 else counts.T
    ways = {(0, 1): 1}  # (people of the first row so far, ways of such a table) -> how many tables
    for column in table.sum(axis=0).tolist():
        grown: Counter[tuple[int, int]] = Counter()
        for (people, product), tables in ways.items():
            for first in range(column + 1):
                grown[people + first, product * comb(column, first)] += tables
        ways = dict(grown)
    own = np.prod([comb(int(a + b), int(a)) for a, b in table.T.tolist()], dtype=object)
    reached = {product: n for (people, product), n in ways.items() if people == table[0].sum()}
    return sum(p * n for p, n in reached.items() if p <= own) / sum(p * n for p, n in reached.items())


def find_rank_sum_p(counts: np.ndarray, seed: int | None) -> float:
    """Return the share of assignments of the answers whose rank sum is as far from its mean as ours."""
    ranks = 2 * rankdata(np.repeat(np.arange(counts.shape[1]), counts.sum(axis=0)))
    few = counts[counts.sum(axis=1).argmin()]
    people, n = int(few.sum()), int(counts.sum())
    twice = [int(ranks[place]) for place in np.cumsum(counts.sum(axis=0)) - 1]
    mean = people * (n + 1)
    if seed is not None:
        return _share_drawn(
            counts, seed, lambda drawn: np.abs(drawn[:, 0] @ np.array(twice) - counts[0].sum() * (n + 1))
        )
    ways: Counter[tuple[int, int]] = Counter({(0, 0): 1})  # (people, rank sum) so far -> ways
    for rank, tied in zip(twice, counts.sum(axis=0).tolist(), strict=True):
        grown: Counter[tuple[int, int]] = Counter()
        for (taken, total), some in ways.items():
            for more in range(min(tied, people - taken) + 1):
                grown[taken + more, total + more * rank] += some * comb(tied, more)
        ways = grown
    own = abs(int(few @ np.array(twice)) - mean)
    far = sum(some for (taken, total), some in ways.items() if taken == people and abs(total - mean) >= own)
    return far / comb(n, people)


def find_ranks_p(counts: np.ndarray, seed: int | None) -> float:
    """Return the share of drawn tables whose rank sums differ as much: sum of squares over group sizes."""
    ties = counts.sum(axis=0)
    ranks = np.cumsum(ties) - ties / 2 - counts.sum() / 2  # about their mean
    return _share_drawn(
        counts, int(seed or 0), lambda drawn: ((drawn @ ranks) ** 2 / drawn.sum(axis=2)).sum(axis=1)
    )


def find_order_p(first: np.ndarray, second: np.ndarray, method: str, seed: int) -> float:
    """Return the share of orders of the second column in which the correlation of ranks is as far from 0.

    Spearman's by squared differences of ranks, Kendall's by pairs; of Kendall's without ties by the number of
    orders with each number of inversions.
    """
    n = len(first)
    if method == "kendall" and len(set(first.tolist())) == len(set(second.tolist())) == n:
        return _count_inversions(second[np.argsort(first)])
    a, b = rankdata(first), rankdata(second)

    def measure(orders: np.ndarray) -> np.ndarray:
        moved = b[orders]
        if method == "spearman":
            return np.asarray(
                ((moved - a) ** 2).sum(axis=1) - ((a - a.mean()) ** 2 + (b - b.mean()) ** 2).sum()
            )
        pairs = combinations(range(n), 2)
        return np.asarray(sum(np.sign(a[i] - a[j]) * np.sign(moved[:, i] - moved[:, j]) for i, j in pairs))

    least = abs(measure(np.arange(n)[None])[0]) - 1e-7
    if n <= LISTED:
        return float((np.abs(measure(np.array(list(permutations(range(n)))))) >= least).mean())
    far = sum(int((np.abs(measure(orders)) >= least).sum()) for orders in draw_orders(n, seed))
    return (1 + far) / (1 + DRAWS)


def _count_inversions(order: np.ndarray) -> float:
    """Return the share of orders whose number of inversions is as far from its mean."""
    n = len(order)
    ways = [1]
    for size in range(2, n + 1):
        ways = [sum(ways[max(at - size + 1, 0) : at + 1]) for at in range(len(ways) + size - 1)]
    own = sum(int(order[i] > order[j]) for i, j in combinations(range(n), 2))
    pairs = len(ways) - 1
    far = sum(some for at, some in enumerate(ways) if abs(2 * at - pairs) >= abs(2 * own - pairs))
    return far / sum(ways)


def _share_drawn(counts: np.ndarray, seed: int, measure: Callable[[np.ndarray], np.ndarray]) -> float:
    own = measure(counts[None])[0]
    least = own - ALIKE * max(abs(own), 1)
    return (1 + sum(int((measure(drawn) >= least).sum()) for drawn in draw_tables(counts, seed))) / (
        1 + DRAWS
    )
