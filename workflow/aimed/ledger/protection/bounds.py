"""The least and the greatest value that a count may have for someone who has all public numbers."""

from collections.abc import Mapping

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

NEAR = 1e-6
ROUNDS = 60


class ImpossibleNumbers(ValueError):
    """Public numbers that no people can have: the sums that hold between them are wrong."""


class KnownSums:
    """Sums between unknown counts once the known ones are put in, in blocks that share no unknown.

    matrix @ unknowns = totals for the `free` unknowns, each between `low` and `high`.
    """

    def __init__(self, sums: sp.csr_matrix, known: list[tuple[np.ndarray, float]]) -> None:
        size = sums.shape[1]
        matrix = sp.vstack([sums, rows_of([cells for cells, _ in known], size)]).tocsr()
        totals = np.concatenate([np.zeros(sums.shape[0]), [value for _, value in known]])
        self.low, self.high = tighten(matrix, totals, size)
        self.free = np.flatnonzero(self.low < self.high)
        self.place = np.full(size, -1)
        self.place[self.free] = np.arange(len(self.free))
        rest = totals - matrix @ np.where(self.low < self.high, 0, self.low)
        matrix = matrix[:, self.free]
        kept = np.flatnonzero(matrix.getnnz(axis=1))
        self.matrix, self.totals = matrix[kept], rest[kept]
        self.row_block, self.block = split_into_blocks(self.matrix)

    def split(self, cells: np.ndarray) -> tuple[float, np.ndarray]:
        """Return a count as what is known of it, and the free unknowns that are added to that."""
        places = self.place[cells]
        return float(self.low[cells][places < 0].sum()), places[places >= 0]

    def least(self, costs: np.ndarray, unknowns: np.ndarray) -> np.ndarray:
        """Return the free unknowns at the least cost; only the blocks of `unknowns` are solved, others 0.

        Raises ImpossibleNumbers where nothing meets the sums.
        """
        blocks = np.unique(self.block[unknowns])
        here = np.flatnonzero(np.isin(self.block, blocks))
        rows = np.flatnonzero(np.isin(self.row_block, blocks))
        limits = Bounds(self.low[self.free[here]], self.high[self.free[here]])
        solved = solve(costs[here], self.matrix[rows][:, here], self.totals[rows], self.totals[rows], limits)
        values = np.zeros(len(self.free))
        values[here] = solved
        return values


def solve(
    costs: np.ndarray, matrix: sp.csr_matrix, least: np.ndarray, most: np.ndarray, limits: Bounds
) -> np.ndarray:
    """Return x of least cost with least <= matrix @ x <= most, within its limits, by HiGHS.

    Whole numbers are not asked for, as tables of two columns have them at their corners, and what a table
    of three allows to fractions is only wider. Raises ImpossibleNumbers where there is none.
    """
    found = milp(costs, constraints=LinearConstraint(matrix, least, most), bounds=limits)
    if found.x is None:
        raise ImpossibleNumbers(str(found.message))
    return np.asarray(found.x)


def rows_of(cells: list[np.ndarray], size: int) -> sp.csr_matrix:
    """Return a matrix of a row per count, 1 where an unknown is added to it."""
    ends = np.cumsum([0, *(len(one) for one in cells)])
    columns = np.concatenate(cells) if cells else np.zeros(0, int)
    return sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(cells), size))


def split_into_blocks(matrix: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Return the block of each row and of each column; blocks share nothing."""
    if 0 in matrix.shape:
        return np.zeros(matrix.shape[0], int), np.arange(matrix.shape[1])
    labels = connected_components(sp.bmat([[None, matrix], [matrix.T, None]]), directed=False)[1]
    return labels[: matrix.shape[0]], labels[matrix.shape[0] :]


def tighten(matrix: sp.csr_matrix, totals: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of unknowns, 0 and more, that one sum after the other gives.

    Raises ImpossibleNumbers where a bound passes the other.
    """
    low, high = np.zeros(size), np.full(size, np.inf)
    terms = matrix.tocoo()
    for _ in range(ROUNDS):
        lower, upper = _tighten_once(terms, totals, low, high)
        if (lower > upper + NEAR).any():
            raise ImpossibleNumbers("a count that is less than its parts")
        if (lower <= low).all() and (upper >= high).all():
            break
        low, high = lower, upper
    return low, high


def _tighten_once(
    terms: sp.coo_matrix, totals: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return tighter bounds: a term is the total less what the others of its sum are at most or least."""
    row, column, positive = terms.row, terms.col, terms.data > 0
    least = np.where(positive, low[column], -high[column])
    most = np.where(positive, high[column], -low[column])
    up = totals[row] - _sum_of_others(row, least, len(totals))
    down = totals[row] - _sum_of_others(row, most, len(totals))
    lower, upper = low.copy(), high.copy()
    np.maximum.at(lower, column, np.where(positive, down, -up))
    np.minimum.at(upper, column, np.where(positive, up, -down))
    return lower, upper


def _sum_of_others(row: np.ndarray, terms: np.ndarray, rows: int) -> np.ndarray:
    """Return for each term the sum of the other terms of its row, infinite where one of them is."""
    endless = ~np.isfinite(terms)
    if not endless.any():
        return np.bincount(row, terms, rows)[row] - terms
    ends = np.where(endless, 0, terms)
    others = np.bincount(row, ends, rows)[row] - ends
    endless_others = np.bincount(row, endless, rows)[row] - endless
    return np.where(endless_others > 0, terms[endless][0], others)


def bound(sums: KnownSums, counts: Mapping[str, np.ndarray]) -> dict[str, tuple[float, float]]:
    """Return name -> (least, greatest) of each count; those of different blocks are asked at once."""
    found: dict[str, tuple[float, float]] = {}
    waiting: dict[tuple[int, ...], list[tuple[str, float, np.ndarray]]] = {}
    for name, cells in counts.items():
        fixed, unknowns = sums.split(cells)
        if len(unknowns):
            blocks = tuple(np.unique(sums.block[unknowns]).tolist())
            waiting.setdefault(blocks, []).append((name, fixed, unknowns))
        else:
            found[name] = (fixed, fixed)
    while waiting:
        batch = _take_apart(waiting)
        costs = np.zeros(len(sums.free))
        for _, _, unknowns in batch:
            costs[unknowns] += 1
        every = np.concatenate([unknowns for _, _, unknowns in batch])
        least, most = sums.least(costs, every), sums.least(-costs, every)
        for name, fixed, unknowns in batch:
            found[name] = (fixed + least[unknowns].sum(), fixed + most[unknowns].sum())
    return {name: _rounded(found[name]) for name in counts}


def reach(sums: KnownSums, counts: Mapping[str, np.ndarray], most: int) -> dict[str, tuple[float, float]]:
    """Return name -> (least, greatest) of each count, as far as 1 and `most`: what goes beyond is not sought.

    One solution of all counts that are near their ends at once shows most of them; each one that is left
    is bounded by itself.
    """
    split = {name: sums.split(cells) for name, cells in counts.items()}
    found = {name: (known, known) for name, (known, unknowns) in split.items() if not len(unknowns)}
    asked = {name: one for name, one in split.items() if name not in found}
    greatest = _reach_end(sums, asked, 1, most)
    least = _reach_end(sums, asked, -1, -1)
    left = {n: counts[n] for n in asked if greatest[n] < most - NEAR or -least[n] > 1 + NEAR}
    found |= {name: (max(-least[name], 1.0), min(greatest[name], float(most))) for name in asked}
    found |= {n: (max(low, 1.0), min(high, float(most))) for n, (low, high) in bound(sums, left).items()}
    return {name: _rounded(found[name]) for name in counts}


def _rounded(ends: tuple[float, float]) -> tuple[float, float]:
    """Return ends without the solver's last digits."""
    return round(float(ends[0]), 6), round(float(ends[1]), 6)


def _reach_end(
    sums: KnownSums, counts: Mapping[str, tuple[float, np.ndarray]], sign: int, end: int
) -> dict[str, float]:
    """Return name -> the greatest of `sign` times a count that was seen, where more than `end` is no gain."""
    best = dict.fromkeys(counts, -np.inf)
    waiting = list(counts)
    while waiting:
        unknowns = [counts[name][1] for name in waiting]
        blocks = np.unique(sums.block[np.concatenate(unknowns)])
        here = np.flatnonzero(np.isin(sums.block, blocks))
        rows = np.flatnonzero(np.isin(sums.row_block, blocks))
        values = np.zeros(len(sums.free))
        values[here] = _solve_towards(sums, (rows, here), [counts[n] for n in waiting], sign, end)
        for name in counts:
            known, own = counts[name]
            if np.isin(sums.block[own], blocks).all():
                best[name] = max(best[name], sign * (known + values[own].sum()))
        left = [name for name in waiting if best[name] < end - NEAR]
        if len(left) == len(waiting):
            break
        waiting = left
    return best


def _solve_towards(
    sums: KnownSums,
    part: tuple[np.ndarray, np.ndarray],
    counts: list[tuple[float, np.ndarray]],
    sign: int,
    end: int,
) -> np.ndarray:
    """Return the unknowns of a part of the sums that bring the counts nearest to their end in total."""
    rows, here = part
    many = len(counts)
    counted = sign * rows_of([unknowns for _, unknowns in counts], len(sums.free))[:, here]
    matrix = sp.bmat([[sums.matrix[rows][:, here], None], [counted, -sp.identity(many)]]).tocsr()
    known = np.array([-sign * fixed for fixed, _ in counts])
    limits = Bounds(
        np.concatenate([sums.low[sums.free[here]], np.full(many, -np.inf)]),
        np.concatenate([sums.high[sums.free[here]], np.full(many, float(end))]),
    )
    costs = np.concatenate([np.zeros(len(here)), -np.ones(many)])
    least = np.concatenate([sums.totals[rows], known])
    most = np.concatenate([sums.totals[rows], np.full(many, np.inf)])
    return solve(costs, matrix, least, most, limits)[: len(here)]


def _take_apart(
    waiting: dict[tuple[int, ...], list[tuple[str, float, np.ndarray]]],
) -> list[tuple[str, float, np.ndarray]]:
    """Take counts out of the queue, none of which shares a block with another."""
    used: set[int] = set()
    batch = []
    for blocks in list(waiting):
        if used.isdisjoint(blocks):
            used |= set(blocks)
            batch.append(waiting[blocks].pop())
            if not waiting[blocks]:
                del waiting[blocks]
    return batch
