"""Linear regression against R's lm, sandwich and lmtest; expected values are R's, to 1e-8."""

import numpy as np
import pytest
from aimed.stats.models.linear import fit_linear
from aimed.stats.models.margins import average_effect

from tests.stats.models.people import CLUSTER, DESIGN, PREDICTORS, SCORE


def test_estimates_and_errors_are_those_of_lm():
    fit = fit_linear(SCORE, DESIGN.matrix(), None)
    # R 4.2.2, after PEOPLE_IN_R: l <- lm(score ~ sex + year + age + sex:age, d); coef(l)
    assert fit.coefficients == pytest.approx(
        [9.078333548979, 7.328059830953, -0.103433479952, 3.677413504259, 0.370411310191, -0.161244726314],
        rel=1e-8,
    )
    # sqrt(diag(vcov(l)))
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(
        [4.422201946598, 6.822683096248, 1.514049600445, 1.509919748842, 0.164051381103, 0.258944087241],
        rel=1e-8,
    )
    assert fit.df == 114


def test_errors_robust_to_clusters_are_those_of_sandwich():
    fit = fit_linear(SCORE, DESIGN.matrix(), CLUSTER)
    # sqrt(diag(sandwich::vcovCL(l, ~cl, type = "HC1")))
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(
        [4.117990545170, 6.437855982528, 1.448337170750, 1.676693255893, 0.167771222734, 0.242974809377],
        rel=1e-8,
    )
    assert fit.df == 10


def test_the_whole_model():
    measures = {one.statistic: one.value for one in fit_linear(SCORE, DESIGN.matrix(), None).measures}
    # s <- summary(l); c(s$r.squared, s$adj.r.squared, s$fstatistic[1], pf(s$fstatistic[1], 5, 114, lower=F))
    assert measures["r2"] == pytest.approx(0.1466375661357, rel=1e-8)
    assert measures["adjusted_r2"] == pytest.approx(0.1092093892118, rel=1e-8)
    assert measures["model_f"] == pytest.approx(3.9178388633222, rel=1e-8)
    assert measures["model_p"] == pytest.approx(0.0025813004442, rel=1e-8)
    # lmtest::bptest(l)
    assert measures["breusch_pagan_chi2"] == pytest.approx(2.895918126524, rel=1e-8)
    assert measures["breusch_pagan_p"] == pytest.approx(0.716028300325, rel=1e-8)


def test_a_perfect_line_has_no_test():
    fit = fit_linear(np.array([1.0, 3.0, 5.0, 7.0]), np.column_stack([np.ones(4), np.arange(4.0)]), None)
    assert fit.coefficients == pytest.approx([1, 2])
    assert [one.statistic for one in fit.measures] == ["r2", "adjusted_r2"]


def test_average_effects_go_through_the_interaction():
    fit = fit_linear(SCORE, DESIGN.matrix(), None)
    # As in test_logistic, with identity for plogis and 1 for dlogis.
    effect, gradient = average_effect(DESIGN, fit, PREDICTORS[0], "w")
    assert (effect, fit.error_of(gradient)) == pytest.approx((3.14644659520, 1.27516096907), rel=1e-8)
    effect, gradient = average_effect(DESIGN, fit, PREDICTORS[2], "")
    assert (effect, fit.error_of(gradient)) == pytest.approx((0.305913419665, 0.126614386174), rel=1e-8)
