"""Mixed regression against R's lme4 and lmerTest, whose search stops earlier: to 1e-6."""

import numpy as np
import pytest
from aimed.audit.recompute.likelihoods import solve_mixed
from aimed.stats.models.margins import average_effect
from aimed.stats.models.mixed import find_mixed_reason, fit_mixed

from tests.stats.models.people import AT, CLUSTER, DESIGN, PREDICTORS, SCORE

# R 4.2.2, lme4 1.1-31, lmerTest 3.1-3, after PEOPLE_IN_R: d$rated <- d$score + d$cl %% 4 * 2.5
# sharp <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.01, rhoend = 1e-15, maxfun = 1e5))
# m <- lmerTest::lmer(rated ~ sex + year + age + sex:age + (1 | cl), d, control = sharp)
RATED = SCORE + AT * 5 % 11 % 4 * 2.5
FIT = fit_mixed(RATED, DESIGN.matrix(), CLUSTER)
EACH = np.eye(6)


def test_estimates_and_errors_are_those_of_lmer():
    # summary(m)$coefficients
    assert FIT.coefficients == pytest.approx(
        [10.101656590406, 11.802937886556, 0.024814865797, 3.491861305238, 0.463060722235, -0.334950550725],
        rel=1e-6,
    )
    errors = [4.643991631730, 7.197939455043, 1.559534327808, 1.554656162917, 0.171150138327, 0.273405615272]
    assert [FIT.error_of(one) for one in EACH] == pytest.approx(errors, rel=1e-6)


def test_degrees_of_freedom_are_those_of_lmer_test():
    dfs = [113.789626885559, 113.784052033356, 105.701683877573, 105.460872545116, 111.370871027037]
    assert [FIT.df_of(one) for one in EACH] == pytest.approx([*dfs, 113.853718957480], rel=1e-6)


def test_the_variances():
    measures = {one.statistic: one.value for one in FIT.measures}
    # as.data.frame(VarCorr(m))
    assert measures["cluster_variance"] == pytest.approx(3.3741303914844, rel=1e-6)
    assert measures["residual_variance"] == pytest.approx(49.3332209730086, rel=1e-6)
    assert measures["icc"] == pytest.approx(3.3741303914844 / (3.3741303914844 + 49.3332209730086), rel=1e-6)


def test_an_average_effect_has_degrees_of_freedom_of_its_own():
    effect, gradient = average_effect(DESIGN, FIT, PREDICTORS[0], "w")
    # lmerTest::contest1D(m, c(0, 1, 0, 0, 0, mean(d$age)))
    found = effect, FIT.error_of(gradient), FIT.df_of(gradient)
    assert found == pytest.approx((3.116553604414, 1.311719053978, 104.924143086825), rel=1e-6)


def test_without_variance_between_clusters_it_is_least_squares():
    fit = fit_mixed(SCORE, DESIGN.matrix(), CLUSTER)
    # lm(score ~ sex + year + age + sex:age, d), as in test_linear; lmer says "boundary (singular) fit"
    assert fit.coefficients[:2] == pytest.approx([9.078333548979, 7.328059830953], rel=1e-9)
    assert fit.error_of(EACH[1]) == pytest.approx(6.822683096248, rel=1e-9)
    assert [fit.df_of(one) for one in EACH] == [114] * 6
    assert [one.value for one in fit.measures] == [0, pytest.approx(46.770239903227, rel=1e-9), 0]


@pytest.mark.parametrize("clusters", [AT % 50, AT % 60, np.minimum(AT, 100), AT // 30 + AT % 2])
def test_the_second_road_finds_the_same(clusters):
    outcome = RATED + 3.7 * (clusters * 7 % 5) + 10 * AT % 7
    fit, other = (solve(outcome, DESIGN.matrix(), clusters.astype(str)) for solve in (fit_mixed, solve_mixed))
    assert fit.coefficients == pytest.approx(other.coefficients, rel=1e-9)
    assert fit.covariance == pytest.approx(other.covariance, rel=1e-9)
    assert [one.value for one in fit.measures[:2]] == pytest.approx(list(other.variances), rel=1e-9)
    assert [fit.df_of(one) for one in EACH] == pytest.approx([other.find_df(one) for one in EACH], rel=1e-7)


def test_what_is_far_from_zero_loses_no_digits():
    far = DESIGN.matrix()
    far[:, 4] += 2e3  # as a year of birth
    far[:, 5] = far[:, 1] * far[:, 4]
    fit = fit_mixed(RATED + 1e7, far, CLUSTER)
    assert fit.coefficients[4:] == pytest.approx(FIT.coefficients[4:], rel=1e-7)
    assert fit.measures[0].value == pytest.approx(FIT.measures[0].value, rel=1e-6)


@pytest.mark.parametrize(
    ("clusters", "outcome", "reason"),
    [
        (AT % 4, RATED, "4 clusters, and a random intercept needs 5"),
        (AT, RATED, "every cluster is one person, and people cannot be told from clusters"),
        (AT % 8, (AT % 8).astype(float), "nothing varies within clusters beside the terms"),
    ],
)
def test_clusters_that_cannot_have_intercepts(clusters, outcome, reason):
    assert find_mixed_reason(outcome, DESIGN.matrix(), clusters.astype(str)) == reason


def test_terms_that_say_which_cluster_it_is():
    told = np.column_stack([np.ones(120), *(one == AT % 6 for one in range(1, 6))]).astype(float)
    assert find_mixed_reason(RATED, told, (AT % 6).astype(str)) == (
        "the terms say which cluster it is, and nothing else varies between clusters"
    )
    assert find_mixed_reason(RATED, told[:, :-1], (AT % 6).astype(str)) is None
    assert find_mixed_reason(RATED, DESIGN.matrix(), CLUSTER) is None
