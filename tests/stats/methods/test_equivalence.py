"""Two one-sided tests against R 4.2.2's t.test, and the score test as written out in R."""

from itertools import product

import numpy as np
import pytest
from aimed.audit.recompute.derived import find_score
from aimed.stats.methods.equivalence import (
    OF_SHARES,
    _score,
    compare_means,
    compare_shares,
    describe_margin,
)

A = np.array([3.1, 1.2, 5.5, 2.7, 9.3, 4.4, 8.8, 7.0])
B = np.array([2.2, 0.4, 3.9, 6.1, 7.7, 1.5, 9.1, 5.0, 4.4])


def test_means_are_those_of_t_test():
    p, limits = compare_means(A, B, 4, 0.95)
    # max(t.test(a, b, mu = -4, alternative = "greater")$p.value,
    #   t.test(a, b, mu = 4, alternative = "less")$p.value)
    assert p == pytest.approx(0.0187200629608963, rel=1e-9)
    # t.test(a, b, conf.level = .9)$conf.int
    assert limits == pytest.approx((-1.70467290351775, 3.24911734796219), rel=1e-9)


def test_shares_by_the_score_test():
    p, limits = compare_shares(40, 80, 30, 70, 0.25, 0.95)
    # score <- function(a, n, b, m, d) {
    #   f <- function(p) a*log(p) + (n-a)*log(1-p) + b*log(p-d) + (m-b)*log(1-p+d)
    #   p <- optimize(function(p) -f(p), c(max(0, d) + 1e-12, min(1, 1+d) - 1e-12), tol = 1e-14)$minimum
    #   (a/n - b/m - d) / sqrt(p*(1-p)/n + (p-d)*(1-p+d)/m) }
    # s <- function(d) score(40, 80, 30, 70, d); max(1 - pnorm(s(-.25)), pnorm(s(.25)))
    assert p == pytest.approx(0.011792830102794, rel=1e-6)
    # uniroot(function(d) s(d) - qnorm(.95), c(-.5, .07), tol = 1e-13)$root
    # uniroot(function(d) s(d) + qnorm(.95), c(.07, .6), tol = 1e-13)$root
    assert limits == pytest.approx((-0.0626876866916127, 0.202697026139396), rel=1e-6)


def test_p_is_below_five_hundredths_just_where_the_interval_lies_within_the_margin():
    for a, b in product(range(0, 31, 3), range(0, 41, 4)):
        p, (low, high) = compare_shares(a, 30, b, 40, 0.2, 0.95)
        assert (p < 0.05) == (low > -0.2 and high < 0.2), (a, b)


def test_the_second_road_presumes_the_same_shares_at_every_edge():
    for a, b, d in product(range(13), range(10), (-0.9, -0.3, -0.05, 0.05, 0.5, 0.9)):
        assert _score(a, 12, b, 9, d) == pytest.approx(find_score([a, 12, b, 9], d), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("a", "b", "limit"), [(12, 0, (None, 1.0)), (0, 9, (-1.0, None))])
def test_all_against_nobody_reaches_the_end(a, b, limit):
    p, limits = compare_shares(a, 12, b, 9, 0.1, 0.95)
    assert p > 0.99
    assert [one for one, end in zip(limits, limit, strict=True) if end is not None] == [
        end for end in limit if end is not None
    ]


def test_the_margin_and_the_coverage_are_said():
    assert describe_margin(OF_SHARES, 7.5, 0.95) == (
        "score test of a difference of shares (Farrington & Manning 1990), two one-sided tests"
        " (Schuirmann 1987); margin 7.5 to both sides, interval of 90 %"
    )
