"""Coefficients against R's cor.test, intervals by the published formulas in R; to 1e-8."""

import numpy as np
import pytest
from aimed.stats.relations.correlations import correlate

from tests.stats.models.people import AGE, EVENT, PLACE, SCORE

# R 4.2.2, after PEOPLE_IN_R


def test_pearson_is_that_of_cor_test():
    found = correlate(AGE, SCORE, "pearson", 0.95, 1)
    # cor.test(d$age, d$score)
    assert found.value == pytest.approx(0.2063501698870, rel=1e-8)
    assert found.statistic == pytest.approx(2.2908395679772, rel=1e-8)
    assert found.p == pytest.approx(0.0237477152215, rel=1e-8)
    assert found.limits == pytest.approx((0.0281500002475, 0.3718385110314), rel=1e-8)


def test_point_biserial_is_pearson_with_0_and_1():
    found = correlate(EVENT, AGE, "point_biserial", 0.95, 1)
    # cor.test(d$ev, d$age)
    assert (found.value, found.p) == pytest.approx((0.0930508999183, 0.3120894293522), rel=1e-8)
    # r <- cor(d$ev, d$age); p <- mean(d$ev); v <- 1 - 1.5 * r^2 + r^2 / (4 * p * (1 - p))
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt(v / 117))
    assert found.limits == pytest.approx((-0.0872705871780, 0.2674681446723), rel=1e-8)
    assert correlate(AGE, EVENT, "point_biserial", 0.95, 1).limits == pytest.approx(found.limits, rel=1e-12)


def test_spearman_with_ties():
    found = correlate(AGE, PLACE, "spearman", 0.95, 1)
    # p <- cor.test(d$age, d$place, method = "spearman", exact = FALSE); r <- p$estimate
    assert (found.value, found.p) == pytest.approx((0.2060918489297, 0.0239273777602), rel=1e-8)
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt((1 + r^2 / 2) / 117))
    assert found.limits == pytest.approx((0.0259678616885, 0.3732544668984), rel=1e-8)


def test_kendall_with_ties():
    found = correlate(AGE, PLACE, "kendall", 0.95, 1)
    # p <- cor.test(d$age, d$place, method = "kendall", exact = FALSE); r <- p$estimate
    assert found.value == pytest.approx(0.1591724562602, rel=1e-8)
    assert (found.statistic, found.p) == pytest.approx((2.2509715413112, 0.0243873399121), rel=1e-8)
    # tau <- function(w) { s <- sign(outer(d$age, d$age, "-")); u <- sign(outer(d$place, d$place, "-"))
    #   W <- outer(w, w); sum(W * s * u) / sqrt(sum(W * s^2) * sum(W * u^2)) }
    # g <- numDeriv::grad(tau, rep(1, 120))
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt(sum(g^2) * 120 / 116) / (1 - r^2))
    assert found.limits == pytest.approx((0.019556437805631, 0.292699456515870), rel=1e-8)


def test_kendall_without_ties():
    # R: x <- 1:12; y <- (x * 7) %% 17; r <- cor(x, y, method = "kendall")
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt(.437 / 8))
    first = np.arange(1.0, 13)
    found = correlate(first, first * 7 % 17, "kendall", 0.95)
    assert found.value == pytest.approx(0.15151515151515, rel=1e-8)
    assert found.limits == pytest.approx((-0.29623905918342, 0.54467131838912), rel=1e-8)


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_a_perfect_correlation_has_no_interval(method):
    found = correlate(np.arange(8.0), -2 * np.arange(8.0), method, 0.95, 1)
    assert found.value == pytest.approx(-1)
    assert found.limits is None


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_three_people_have_a_value_alone(method):
    found = correlate(np.array([1.0, 2, 3]), np.array([1.0, 3, 2]), method, 0.95, 1)
    assert found.value == pytest.approx({"kendall": 1 / 3}.get(method, 0.5))  # by hand
    assert found.limits is None
    # Of the six orders of three answers two are perfect; all others are as far from 0 as these.
    assert found.p == (None if method == "pearson" else 1)


def test_a_perfect_correlation_of_few_has_the_smallest_p_there_is():
    for method in ("spearman", "kendall"):
        found = correlate(np.arange(5.0), np.arange(5.0), method, 0.95, 1)
        assert found.exact is not None
        assert found.p == pytest.approx(2 / 120)  # two of 5! orders


def test_approximations_begin_with_twenty_people():
    for method in ("spearman", "kendall"):
        assert correlate(AGE[:19], SCORE[:19], method, 0.95, 1).exact is not None
        assert correlate(AGE[:20], SCORE[:20], method, 0.95, 1).exact is None
    assert correlate(AGE[:10], SCORE[:10], "pearson", 0.95, 1).exact is None
