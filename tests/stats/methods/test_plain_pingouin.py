"""The door to pingouin and the effect sizes against R 4.2.2, coin 1.4.2, effectsize 0.8.3, rstatix 0.7.2."""

import tracemalloc

import numpy as np
import pingouin
import pytest
from aimed.stats.methods.plain_pingouin import run_chi_square, run_kruskal_wallis, run_mann_whitney
from aimed.stats.methods.resampling import (
    bootstrap_interval,
    count_values,
    cramers_v,
    epsilon_squared,
    rank_biserial,
)
from hypothesis import assume, given
from hypothesis import strategies as st

# R: x <- rep(1:5, c(1,2,4,9,14)); y <- rep(1:5, c(3,5,6,8,4))
X = np.repeat(np.arange(1.0, 6), (1, 2, 4, 9, 14))
Y = np.repeat(np.arange(1.0, 6), (3, 5, 6, 8, 4))
# R: k <- data.frame(v = c(1,2,2,3,5, 2,3,3,4,4,5, 4,4,5,5,5,5), g = rep(c("a","b","c"), c(5,6,6)))
K = [np.array([1.0, 2, 2, 3, 5]), np.array([2.0, 3, 3, 4, 4, 5]), np.array([4.0, 4, 5, 5, 5, 5])]
# R: m <- matrix(c(20,15,25, 10,25,30), 2, byrow = TRUE)
M = np.array([[20, 15, 25], [10, 25, 30]])


def test_mann_whitney_is_that_of_r():
    # R: wilcox.test(x, y, exact = FALSE, correct = FALSE)
    test = run_mann_whitney(X, Y)
    assert test.u == 554.5
    assert test.p == pytest.approx(0.00509848383292)
    # R: effectsize::rank_biserial(x, y)
    assert test.rank_biserial == pytest.approx(0.421794871795)


def test_kruskal_wallis_is_that_of_r():
    # R: kruskal.test(v ~ g, k)
    test = run_kruskal_wallis(np.concatenate(K), np.repeat([0, 1, 2], (5, 6, 6)))
    assert (test.h, test.df, test.p) == pytest.approx((6.4779379641765, 2, 0.0392042945991))


def test_chi_square_is_that_of_r():
    # R: chisq.test(m, correct = FALSE); effectsize::cramers_v(m, adjust = FALSE)
    test = run_chi_square(M)
    assert (test.chi2, test.df, test.p) == pytest.approx((6.0976350038850, 2, 0.0474149593513))
    assert test.v == pytest.approx(0.220864392855)


def test_chi_square_of_two_by_two_has_no_continuity_correction():
    # R: chisq.test(matrix(c(56,14,48,32), 2, byrow = TRUE), correct = FALSE)
    test = run_chi_square(np.array([[56, 14], [48, 32]]))
    assert (test.chi2, test.p) == pytest.approx((7.0234113712375, 0.0080450813682))


def test_effect_sizes_from_counts_are_those_of_r():
    assert rank_biserial(count_values([X, Y])) == pytest.approx(0.421794871795)
    assert cramers_v(M, 1) == pytest.approx(0.220864392855)
    # R: effectsize::rank_epsilon_squared(v ~ g, data = k) is 6.4779379641765 / 16
    assert epsilon_squared(count_values(K)) == pytest.approx(6.4779379641765 / 16)


@pytest.mark.parametrize(
    ("counts", "effect", "low", "high"),
    [
        # R: set.seed(1); quantile(replicate(20000, {a <- sample(x, replace = TRUE);
        #      c <- sample(y, replace = TRUE); mean(sign(outer(a, c, "-")))}), c(.025, .975))
        (count_values([X, Y]), rank_biserial, 0.1500, 0.6692),
        # R: set.seed(1); quantile(replicate(20000, {mm <- rbind(t(rmultinom(1, 60, m[1,])),
        #      t(rmultinom(1, 65, m[2,]))); sqrt(chisq.test(mm, correct = FALSE)$statistic / 125)}),
        #      c(.025, .975))
        (M, lambda counts: cramers_v(counts, 1), 0.0813, 0.3995),
        # R: set.seed(1); quantile(replicate(20000, {v <- unlist(tapply(k$v, k$g, sample, replace = TRUE));
        #      kruskal.test(v, k$g)$statistic / 16}), c(.025, .975))
        (count_values(K), epsilon_squared, 0.1182, 0.8376),
    ],
)
def test_bootstrap_interval_is_near_that_of_r(counts, effect, low, high):
    # Two generators of 20000 draws each: the limits agree to about 0.01.
    assert bootstrap_interval(counts, effect, 0.95, 20000, 1) == pytest.approx((low, high), abs=0.012)


def test_bootstrap_interval_is_the_same_each_time_and_moves_with_the_seed():
    first, again, other = (bootstrap_interval(M, lambda c: cramers_v(c, 1), 0.95, 500, s) for s in (1, 1, 2))
    assert first == again != other


def test_bootstrap_interval_without_variation_is_left_out():
    assert bootstrap_interval(np.array([[5], [4]]), rank_biserial, 0.95, 200, 1) is None


values = st.lists(st.integers(1, 5), min_size=2, max_size=30)


@given(values, values)
def test_rank_biserial_from_counts_is_that_of_pingouin(first, second):
    counts = count_values([np.array(first), np.array(second)])
    by_pairs = np.sign(np.subtract.outer(first, second)).mean()
    assert float(rank_biserial(counts)) == pytest.approx(by_pairs, abs=1e-12)
    if len(set(first + second)) > 1:
        assert run_mann_whitney(np.array(first), np.array(second)).rank_biserial == pytest.approx(by_pairs)


answers = st.lists(st.integers(1, 5), min_size=1, max_size=40)  # as on a scale, hence with ties
measures = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


@given(answers | measures, answers | measures)
def test_mann_whitney_has_the_bits_of_pingouins(first, second):
    assume(len(set(first + second)) > 1)
    test = run_mann_whitney(np.array(first), np.array(second))
    row = pingouin.mwu(np.array(first), np.array(second), method="asymptotic", use_continuity=False).iloc[0]
    assert (test.u, test.p, test.rank_biserial) == (row["U_val"], row["p_val"], row["RBC"])


def test_mann_whitney_of_a_hundred_thousand_people_needs_no_table_of_pairs():
    generator = np.random.default_rng(1)
    first, second = generator.integers(1, 6, (2, 50_000))
    tracemalloc.start()
    test = run_mann_whitney(first, second)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    counts = count_values([first, second])
    assert test.rank_biserial == pytest.approx(float(rank_biserial(counts)), abs=1e-12)
    assert peak < 100 * 2**20  # a table of pairs has 2,500,000,000 cells
