"""What sums tell of unknown counts. Expected values: by trying every table of whole numbers."""

import itertools

import numpy as np
import pytest
import scipy.sparse as sp
from aimed.ledger.protection.bounds import ImpossibleNumbers, KnownSums, bound, reach

# a 2 x 3 table: unknowns 0 to 5, then the sums of its rows (6, 7) and of its columns (8, 9, 10)
CELLS = {name: np.array([at]) for at, name in enumerate("abcdef")}
PARTS = {6: (0, 1, 2), 7: (3, 4, 5), 8: (0, 3), 9: (1, 4), 10: (2, 5)}


def table() -> sp.csr_matrix:
    rows = np.zeros((len(PARTS), 11))
    for row, (total, parts) in zip(rows, PARTS.items(), strict=True):
        row[list(parts)], row[total] = 1, -1
    return sp.csr_matrix(rows)


def known(values: list[int], more: dict[int, int]) -> KnownSums:
    """Return the table with the sums that hold for these cells, and more cells that are known."""
    told = {total: sum(values[at] for at in parts) for total, parts in PARTS.items()} | more
    return KnownSums(table(), [(np.array([at]), float(value)) for at, value in told.items()])


def tried(values: list[int], more: dict[int, int]) -> dict[str, tuple[int, int]]:
    """Return the bounds that all tables of whole numbers with these sums have."""
    fits = []
    for cell in itertools.product(range(9), repeat=6):
        same = all(
            sum(cell[at] for at in parts) == sum(values[at] for at in parts) for parts in PARTS.values()
        )
        if same and all(cell[at] == value for at, value in more.items()):
            fits.append(cell)
    return {name: (min(c[at] for c in fits), max(c[at] for c in fits)) for at, name in enumerate("abcdef")}


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ([2, 3, 1, 4, 0, 2], {}),
        ([2, 3, 1, 4, 0, 2], {0: 2}),
        ([1, 1, 5, 0, 0, 3], {}),
        ([0, 0, 0, 2, 2, 2], {}),
    ],
)
def test_bounds_are_those_of_all_tables_of_whole_numbers(values: list[int], more: dict[int, int]) -> None:
    sums = known(values, more)
    expected = tried(values, more)
    assert bound(sums, CELLS) == expected
    small = [name for at, name in enumerate("abcdef") if values[at] > 0]
    clipped = {name: (max(expected[name][0], 1), min(expected[name][1], 4)) for name in small}
    assert reach(sums, {name: CELLS[name] for name in small}, 4) == clipped


def test_counts_of_no_shared_sum_are_bounded_at_once() -> None:
    twice = sp.block_diag([table(), table()]).tocsr()
    told = [(np.array([total + shift]), 3.0) for shift in (0, 11) for total in (6, 7)]
    counts = {"one": np.array([0]), "other": np.array([11, 12])}
    assert bound(KnownSums(twice, told), counts) == {"one": (0, 3), "other": (0, 3)}


def test_what_no_people_can_have_stops() -> None:
    with pytest.raises(ImpossibleNumbers):
        KnownSums(table(), [(np.array([6]), 3.0), (np.array([0]), 4.0)])
