"""Intervals of effects against R 4.2.2, and how often they hold the truth when samples are drawn again."""

import numpy as np
import pytest
from aimed.stats.methods.effect_intervals import (
    detectable_centre,
    detectable_pairs,
    noncentral_interval,
    pairs_interval,
)
from aimed.stats.methods.resampling import epsilon_squared, rank_biserial
from scipy.stats import chi2_contingency


def test_the_noncentral_interval_is_that_of_r():
    # R: uniroot(function(n) pchisq(7.0234113712375, 1, n) - p, c(0, 400), tol = 1e-14)$root, p = .975, .025
    limits = noncentral_interval(7.0234113712375, 1, 0.95)
    assert limits == pytest.approx((0.46622093652202, 21.25335334651112), rel=1e-9)
    # R: effectsize::cramers_v(matrix(c(56,14,48,32), 2, byrow = TRUE), adjust = FALSE,
    # alternative = "two.sided"): 0.05575070262, 0.37641600044, from a search that stops at six digits
    v = [(limit / 150) ** 0.5 for limit in limits]
    assert v == pytest.approx([0.05575070262, 0.37641600044], abs=1e-6)


@pytest.mark.parametrize("chi2", [0.0, 0.01, 2.0])
def test_a_small_statistic_has_an_interval_from_zero(chi2):
    low, high = noncentral_interval(chi2, 3, 0.95)
    assert low == 0
    assert (high > chi2) == (chi2 == 2.0)


def test_the_interval_of_pairs_is_the_root_of_its_equation():
    # R: uniroot of Newcombe's equation (method 5) at theta 0.75, 4 and 10 people, tol = 1e-14
    assert pairs_interval(0.5, 4, 10, 0.95) == pytest.approx((-0.179704448739, 0.844556222809), rel=1e-9)


def test_a_whole_effect_of_few_people_is_not_certain():
    # 5 people against 1: all pairs point one way, and so would 1 of 6 assignments
    low, high = pairs_interval(1.0, 5, 1, 0.95)
    assert (round(low, 2), high) == (-0.28, 1.0)
    assert pairs_interval(-1.0, 5, 1, 0.95) == pytest.approx((-high, -low))


SHARES = {
    "alike": ([0.05, 0.15, 0.2, 0.4, 0.2],) * 2,
    "apart": ([0.02, 0.08, 0.15, 0.45, 0.3], [0.15, 0.25, 0.25, 0.25, 0.1]),
}


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES)
@pytest.mark.parametrize("few", [1, 2, 3, 10])
def test_the_interval_of_pairs_covers_with_small_groups(few, shares):
    # The truth is summed over all pairs of answers. 0.93 is 95 % less four Monte Carlo errors of 2,000.
    first, second = (np.array(share) for share in shares)
    truth = float(rank_biserial(np.stack([first, second])))
    generator = np.random.default_rng(2)
    tables = np.stack(
        [generator.multinomial(few, first, 2_000), generator.multinomial(20, second, 2_000)], axis=1
    )
    limits = [pairs_interval(float(effect), few, 20, 0.95) for effect in rank_biserial(tables)]
    assert np.mean([low <= truth <= high for low, high in limits]) > 0.93


def test_intervals_of_v_and_epsilon_squared_hold_zero_where_there_is_nothing():
    generator = np.random.default_rng(3)
    tables = generator.multinomial(60, [0.1, 0.2, 0.3, 0.4], size=(1_000, 3))
    chi2 = [chi2_contingency(table, correction=False)[:2] for table in tables]
    low = [noncentral_interval(statistic, 6, 0.95)[0] for statistic, _ in chi2]
    h = epsilon_squared(tables) * (180 - 1)
    lows = [noncentral_interval(float(statistic), 2, 0.95)[0] for statistic in h]
    assert 0.96 < np.mean([limit == 0 for limit in low]) < 0.99  # one of two sides: 97.5 %
    assert 0.96 < np.mean([limit == 0 for limit in lows]) < 0.99


def test_detectable_effects_are_those_of_r():
    # R: uniroot(function(x) pchisq(qchisq(.95, df), df, x, lower.tail = FALSE) - .8, c(0, 100))$root
    assert (detectable_centre(1, 0.95) / 126) ** 0.5 == pytest.approx(0.249584742572, rel=1e-9)
    assert (detectable_centre(2, 0.95) / 122) ** 0.5 == pytest.approx(0.281021101652, rel=1e-9)
    # R: (qnorm(.975) + qnorm(.8)) / sqrt(3 * 125 * (52/125) * (73/125))
    assert detectable_pairs(52, 73, 0.95) == pytest.approx(0.293518253471, rel=1e-9)
    assert detectable_pairs(1, 2, 0.95) == 1  # no effect is large enough
