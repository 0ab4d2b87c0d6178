"""Exact and permutation tests against R 4.2.2 (fisher.test; coin 1.4.2), drawn tables against exact ones."""

import numpy as np
import pytest
from aimed.stats.methods import exact_tests
from aimed.stats.methods.exact_tests import find_rank_sum_p, find_ranks_p, find_table_p
from aimed.stats.methods.resampling import epsilon_squared


@pytest.mark.parametrize(
    ("table", "p"),
    [
        ([[3, 1, 0, 4], [1, 5, 6, 2]], 0.0277793414016319),
        ([[12, 1, 0, 3], [4, 6, 5, 8]], 0.00250117332393133),
        ([[3, 1], [0, 9], [4, 2]], 0.00327458918790187),
        ([[10, 0], [2, 8]], 0.000714455822814955),
        ([[2, 3, 5, 4, 5], [20, 30, 20, 10, 20]], 0.371785674866062),
    ],
)
def test_a_table_with_a_side_of_two_is_counted_whole_as_by_r(table, p):
    # R: fisher.test(rbind(c(...), c(...)))$p.value
    found = find_table_p(np.array(table), seed=1)
    assert found.p == pytest.approx(p, rel=1e-9)
    assert (found.draws, found.how) == (None, "all tables with these margins")


def test_a_larger_table_is_drawn_as_by_r():
    # R: fisher.test(rbind(c(3, 1, 0), c(1, 5, 6), c(4, 2, 1)))$p.value; of 99,999 tables the error is 0.0007
    found = find_table_p(np.array([[3, 1, 0], [1, 5, 6], [4, 2, 1]]), seed=1)
    assert found.p == pytest.approx(0.0555186456653674, abs=0.0022)
    assert (found.draws, found.seed, found.how) == (99_999, 1, "99,999 tables drawn")


@pytest.mark.parametrize(
    ("counts", "p"),
    [
        ([[5, 0], [0, 1]], 1 / 6),
        ([[1, 2, 4, 2], [3, 5, 1, 0]], 0.0296174413821473),
        ([[0, 2, 1, 3, 2], [9, 8, 6, 5, 2]], 0.0269417774910634),
        ([[2, 3, 5, 4, 5], [20, 30, 20, 10, 20]], 0.0955735032302136),
    ],
)
def test_ranks_of_a_small_group_are_permuted_as_by_coin(counts, p, monkeypatch):
    # R: pvalue(coin::wilcox_test(x ~ g, distribution = "exact"))
    table = np.array(counts)
    assert find_rank_sum_p(table, seed=1).p == pytest.approx(p, rel=1e-9)
    assert find_rank_sum_p(table[::-1], seed=1).p == pytest.approx(p, rel=1e-9)
    monkeypatch.setattr(exact_tests, "MOST", 0)  # drawn, as where the distribution is too long
    drawn = find_rank_sum_p(table, seed=1)
    assert drawn.draws == 99_999
    assert drawn.p == pytest.approx(p, abs=3 * (p * (1 - p) / 99_999) ** 0.5)


def test_ranks_of_several_groups_are_permuted_as_by_coin():
    # R: set.seed(1); coin::kruskal_test(x ~ g, distribution = approximate(1000000)): 0.009967
    counts = np.array([[3, 1, 0], [1, 5, 6], [4, 2, 1]])
    assert find_ranks_p(counts, 1, epsilon_squared).p == pytest.approx(0.009967, abs=0.001)


def test_the_test_of_a_small_group_holds_its_level():
    # Of 2,000 samples without a difference 5 % or fewer have p <= 0.05; 0.015 is three Monte Carlo errors.
    generator = np.random.default_rng(4)
    shares = [0.1, 0.2, 0.3, 0.3, 0.1]
    tables = np.stack([generator.multinomial(n, shares, size=2_000) for n in (4, 25)], axis=1)
    p = np.array([find_rank_sum_p(table[:, table.sum(axis=0) > 0], 1).p for table in tables])
    assert 0.02 < (p <= 0.05).mean() <= 0.05 + 0.015
