"""Wilson, Newcombe and Woolf against R 4.2.2 and the papers' own examples."""

from math import isclose

import pytest
from aimed.stats.methods.intervals import newcombe_interval, odds_ratio, wilson_interval
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

# R: for (a in c(0,13,64,115,128)) prop.test(a, 128, correct = FALSE)$conf.int
WILSON_IN_R = [
    (0, 0.0, 0.0291369562735),
    (13, 0.0603186487268, 0.1660248633036),
    (64, 0.414652246261, 0.585347753739),
    (115, 0.833975136696, 0.939681351273),
    (128, 0.970863043726, 1.0),
]

# Newcombe 1998, Stat Med 17:873-90, table II, method 10: examples (a) to (h).
NEWCOMBE_1998 = [
    ((56, 70, 48, 80), 0.0524, 0.3339),
    ((9, 10, 3, 10), 0.1705, 0.8090),
    ((6, 7, 2, 7), 0.0582, 0.8062),
    ((5, 56, 0, 29), -0.0381, 0.1926),
    ((0, 10, 0, 20), -0.1611, 0.2775),
    ((0, 10, 0, 10), -0.2775, 0.2775),
    ((10, 10, 0, 20), 0.6791, 1.0000),
    ((10, 10, 0, 10), 0.6075, 1.0000),
]


@pytest.mark.parametrize(("count", "low", "high"), WILSON_IN_R)
def test_wilson_is_that_of_r(count, low, high):
    assert wilson_interval(count, 128, 0.95) == pytest.approx((low, high), abs=1e-10)


@pytest.mark.parametrize(("cells", "low", "high"), NEWCOMBE_1998)
def test_newcombe_is_that_of_the_paper(cells, low, high):
    assert newcombe_interval(*cells, 0.95) == pytest.approx((low, high), abs=5.1e-5)


def test_odds_ratio_is_that_of_r():
    # R: m <- matrix(c(56,14,48,32), 2, byrow = TRUE)
    #    or <- 56*32/(14*48); exp(log(or) + c(-1,1) * qnorm(.975) * sqrt(sum(1/m)))
    ratio, interval = odds_ratio(56, 70, 48, 80, 0.95)
    assert ratio == pytest.approx(2.66666666667)
    assert interval == pytest.approx((1.27621787054, 5.57201969607))


@pytest.mark.parametrize("cells", [(0, 5, 3, 5), (5, 5, 3, 5), (2, 5, 0, 5), (2, 5, 5, 5)])
def test_odds_ratio_with_an_empty_cell_is_left_out(cells):
    assert odds_ratio(*cells, 0.95) is None


counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=50, deadline=None)
@given(counts, st.sampled_from([0.9, 0.95, 0.99]))
def test_wilson_is_that_of_statsmodels(count_n, coverage):
    count, n = count_n
    expected = proportion_confint(count, n, alpha=1 - coverage, method="wilson")
    low, high = wilson_interval(count, n, coverage)
    assert (low, high) == pytest.approx(expected, abs=1e-9)
    assert 0 <= low <= count / n <= high <= 1 + 1e-12


@settings(max_examples=50, deadline=None)
@given(counts, counts)
def test_newcombe_is_that_of_statsmodels_and_turns_with_its_groups(first, second):
    expected = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    low, high = newcombe_interval(*first, *second, 0.95)
    assert (low, high) == pytest.approx(expected, abs=1e-9)
    turned = newcombe_interval(*second, *first, 0.95)
    assert isclose(low, -turned[1], abs_tol=1e-12)
    assert isclose(high, -turned[0], abs_tol=1e-12)
