"""What two codes would share if one of them were given to other turns of the same transcripts, as often."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from scipy.special import gammaln

ALIKE = 1e-9  # a difference of rounding alone


@lru_cache(maxsize=100_000)
def share_of_overlaps(turns: int, first: int, second: int) -> np.ndarray:
    """Return the probability of each number of turns with both codes, from 0 on: hypergeometric."""
    both = np.arange(min(first, second) + 1)

    def ways(n: float, k: np.ndarray) -> np.ndarray:
        inside = (k >= 0) & (k <= n)
        k = np.where(inside, k, 0)
        return np.where(inside, gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), -np.inf)

    chosen = ways(first, both) + ways(turns - first, second - both)
    return np.exp(chosen - ways(turns, np.array([second])))


def find_overlap_p(
    turns: np.ndarray, first: np.ndarray, second: np.ndarray, both: int
) -> tuple[float, float]:
    """Return what is expected of the turns with both codes, and the p of what was found: all permutations.

    All that the turns of each transcript can be permuted to (turns, first, second: one number each) is added
    up exactly. p is the share of permutations as far from what is expected as what was found, on either side.
    """
    expected = float((first * second / turns).sum())
    spread = np.ones(1)
    for n, a, b in zip(turns.tolist(), first.tolist(), second.tolist(), strict=True):
        if a and b:
            spread = np.convolve(spread, share_of_overlaps(n, a, b))
    far = np.abs(np.arange(len(spread)) - expected) >= abs(both - expected) - ALIKE
    return expected, min(1.0, float(spread[far].sum()))


def draw_places(lengths: list[int], many: list[int], draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield for each draw which turns have a code that is given anew within each transcript, as often."""
    random = np.random.default_rng(seed)
    ends = np.cumsum(lengths)
    for _ in range(draws):
        given = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=bool)
        for end, length, some in zip(ends.tolist(), lengths, many, strict=True):
            given[end - length + random.permutation(length)[:some]] = True
        yield given
