"""p-values of rank correlations of few people: from every order of their answers, or many drawn."""

from collections.abc import Callable, Iterator
from itertools import islice, permutations

import numpy as np
from scipy.stats import kendalltau, rankdata

from aimed.stats.methods.exact_tests import ALIKE, DRAWS, ExactTest

SMALL = 20  # people below which no approximation is used
LISTED = 9  # people up to which every order is made: 362,880
BLOCK = 20_000  # orders held at a time
BY_ORDERS = "two-sided by permutation of the answers (Pitman 1937)"


def describe_orders(method: str, found: ExactTest) -> str:
    """Return the method of a p-value: of which coefficient, by which orders, and why."""
    orders = "all orders" if found.draws is None else f"{found.draws:,} orders drawn"
    return f"{method}; {BY_ORDERS}, {orders}, since fewer than {SMALL} people"


def find_spearman_p(first: np.ndarray, second: np.ndarray, seed: int) -> ExactTest:
    """Return the share of orders in which Spearman's correlation is as far from 0.

    As R's cor.test(method = "spearman", exact = TRUE) for up to nine people without ties.
    """
    a, b = rankdata(first), rankdata(second)
    a, b = a - a.mean(), b - b.mean()
    return _count_as_far(lambda orders: b[orders] @ a, len(a), seed)


def find_kendall_p(first: np.ndarray, second: np.ndarray, seed: int) -> ExactTest:
    """Return the share of orders in which Kendall's correlation is as far from 0.

    As R's cor.test(method = "kendall", exact = TRUE) where there are no ties.
    """
    n = len(first)
    if len(np.unique(first)) == len(np.unique(second)) == n:
        return ExactTest(float(kendalltau(first, second, method="exact").pvalue))
    a, b = (np.sign(some[:, None] - some[None, :]).astype(np.int8) for some in (first, second))

    def measure(orders: np.ndarray) -> np.ndarray:
        pairs = b[orders[:, :, None], orders[:, None, :]].reshape(len(orders), -1)
        return np.asarray(pairs @ a.ravel().astype(float))

    return _count_as_far(measure, n, seed)


def _count_as_far(measure: Callable[[np.ndarray], np.ndarray], n: int, seed: int) -> ExactTest:
    own = abs(float(measure(np.arange(n)[None])[0]))
    least = own - ALIKE * max(own, 1)
    blocks = _list_orders(n) if n <= LISTED else draw_orders(n, seed)
    far, made = np.sum([[(np.abs(measure(block)) >= least).sum(), len(block)] for block in blocks], axis=0)
    if n <= LISTED:
        return ExactTest(float(far / made))
    return ExactTest(float((1 + far) / (1 + DRAWS)), DRAWS, seed)


def _list_orders(n: int) -> Iterator[np.ndarray]:
    every = permutations(range(n))
    while block := list(islice(every, BLOCK)):
        yield np.array(block)


def draw_orders(n: int, seed: int) -> Iterator[np.ndarray]:
    """Yield DRAWS orders from PCG64(seed), some at a time."""
    generator = np.random.Generator(np.random.PCG64(seed))
    for start in range(0, DRAWS, BLOCK):
        rows = min(BLOCK, DRAWS - start)
        yield generator.permuted(np.tile(np.arange(n), (rows, 1)), axis=1)
