"""Means and Welch's tests against R's t.test, oneway.test, rstatix and effectsize; to 1e-8."""

import numpy as np
import pytest
from aimed.stats.methods.plain_pingouin import run_games_howell, run_welch_anova
from aimed.stats.relations.mean_tests import compare_two, limit_games_howell, limit_mean, standardise

from tests.stats.models.people import SCORE, SEX, YEAR

MEN, WOMEN = SCORE[SEX == "m"], SCORE[SEX == "w"]
YEARS = [SCORE[year == YEAR] for year in "abc"]
# R 4.2.2, after PEOPLE_IN_R


def test_a_mean_has_the_interval_of_t():
    # t.test(d$score)
    assert SCORE.mean() == pytest.approx(20.9633333333, rel=1e-8)
    assert limit_mean(SCORE, 0.95) == pytest.approx((19.6535681036, 22.2730985631), rel=1e-8)


def test_two_means_by_welch():
    t, df, p, limits = compare_two(MEN, WOMEN, 0.95)
    # t.test(d$score[d$sex == "m"], d$score[d$sex == "w"])
    assert (t, df, p) == pytest.approx((-2.3750972818655, 101.4669062309874, 0.0194233339506), rel=1e-8)
    assert limits == pytest.approx((-5.7642316810965, -0.5177127633480), rel=1e-8)


def test_hedges_g_has_the_interval_of_the_non_central_t():
    g, limits = standardise(MEN, WOMEN, 0.95)
    # effectsize::hedges_g(d$score[d$sex == "m"], d$score[d$sex == "w"]), whose limits agree to 1e-6
    assert g == pytest.approx(-0.4390005942147, rel=1e-8)
    # x, y are the two; n, m their sizes; df <- n + m - 2; r <- sqrt(1/n + 1/m); J <- exp(lgamma(df / 2) -
    # lgamma((df - 1) / 2)) / sqrt(df / 2); s <- sqrt(((n - 1) * var(x) + (m - 1) * var(y)) / df)
    # t <- (mean(x) - mean(y)) / s / r
    # uniroot(function(c) pt(t, df, c) - p, c(t - 5, t + 5), tol = 1e-13)$root * r * J, p .975 and .025
    assert limits == pytest.approx((-0.80527042740595, -0.07091366237765), rel=1e-8)


def test_several_means_by_welch():
    anova = run_welch_anova(YEARS)
    # oneway.test(score ~ year, d)
    assert (anova.f, anova.df, anova.df_within, anova.p) == pytest.approx(
        (3.7073776061959, 2, 71.9471407637571, 0.0293481028463), rel=1e-8
    )


def test_each_pair_by_games_howell():
    # x <- rstatix::games_howell_test(d, score ~ year, detailed = TRUE)
    # ptukey(x$statistic * sqrt(2), 3, x$df, lower.tail = FALSE)
    assert run_games_howell(YEARS) == pytest.approx(
        [0.9994876981363, 0.0405008222242, 0.0693596260046], rel=1e-6
    )
    # -x$conf.high, -x$conf.low: rstatix takes the first from the second
    pairs = [(0, 1), (0, 2), (1, 2)]
    limits = [limit_games_howell(YEARS[a], YEARS[b], 3, 0.95) for a, b in pairs]
    expected = [
        (-3.78896877808, 3.886706334644),
        (-7.41675826408, -0.132563002890),
        (-7.88717920527, 0.240120381736),
    ]
    for own, told in zip(limits, expected, strict=True):
        assert own == pytest.approx(told, rel=1e-6)


def test_the_order_of_many_pairs_is_that_of_the_groups():
    shifted = [np.array([0.0, 1, 2, 3]) + 5 * (at == 10) for at in range(12)]
    p = run_games_howell(shifted)
    pairs = [(a, b) for a in range(12) for b in range(a + 1, 12)]
    assert {pair for pair, one in zip(pairs, p, strict=True) if one < 0.9} == {
        pair for pair in pairs if 10 in pair
    }
