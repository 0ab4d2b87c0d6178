"""Logistic regression against R's glm, sandwich and performance; expected values are R's, to 1e-8."""

import numpy as np
import pytest
from aimed.stats.models.logistic import check_calibration, fit_logistic
from aimed.stats.models.margins import average_effect

from tests.stats.models.people import CLUSTER, DESIGN, EVENT, PREDICTORS

# R 4.2.2, after PEOPLE_IN_R:
# m <- glm(ev ~ sex + year + age + sex:age, binomial, d, control = glm.control(epsilon = 1e-14)); coef(m)
ESTIMATES = [
    -1.0704141454269, 0.0128748983677, 0.0802740846900, 0.5990420865581, 0.0295781397451, 0.0316327836565
]  # fmt: skip
# sqrt(diag(vcov(m)))
ERRORS = [
    1.3168797968625, 2.0942595399515, 0.4547121528959, 0.4640595797330, 0.0486867640872, 0.0803987622950
]  # fmt: skip
# sqrt(diag(sandwich::vcovCL(m, ~cl, type = "HC1")))
ROBUST = [
    1.3043539725914, 1.9429601577809, 0.4545942881308, 0.4692288298411, 0.0524482871603, 0.0754670559659
]  # fmt: skip


def test_estimates_and_errors_are_those_of_glm():
    fit = fit_logistic(EVENT, DESIGN.matrix(), None)
    assert fit.coefficients == pytest.approx(ESTIMATES, rel=1e-8)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(ERRORS, rel=1e-8)
    assert fit.df is None


def test_errors_robust_to_clusters_are_those_of_sandwich():
    fit = fit_logistic(EVENT, DESIGN.matrix(), CLUSTER)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(ROBUST, rel=1e-8)
    assert fit.df == 10


def test_the_whole_model():
    measures = {one.statistic: one.value for one in fit_logistic(EVENT, DESIGN.matrix(), None).measures}
    # n0 <- glm(ev ~ 1, binomial, d, control = glm.control(epsilon = 1e-14))
    # 1 - logLik(m) / logLik(n0); 2 * (logLik(m) - logLik(n0))
    assert measures["pseudo_r2"] == pytest.approx(0.0462227965498, rel=1e-8)
    assert measures["model_chi2"] == pytest.approx(7.63384809223, rel=1e-8)
    assert measures["model_df"] == 5
    # performance::performance_hosmer(m)
    assert measures["hosmer_lemeshow_chi2"] == pytest.approx(2.529014507382, rel=1e-8)
    assert measures["hosmer_lemeshow_p"] == pytest.approx(0.960364210372, rel=1e-8)
    assert measures["hosmer_lemeshow_df"] == 8
    assert measures["events_per_variable"] == 54 / 5  # without the event, five terms


def test_two_predicted_values_have_no_tenths():
    assert check_calibration(np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.4, 0.4, 0.6, 0.6])) == []


def test_average_effects_go_through_the_interaction():
    fit = fit_logistic(EVENT, DESIGN.matrix(), None)
    # X <- function(dd) model.matrix(delete.response(terms(m)), dd, xlev = m$xlevels)
    # d1 <- d0 <- d; d1$sex[] <- "w"; d0$sex[] <- "m"
    # g <- function(b) mean(plogis(X(d1) %*% b) - plogis(X(d0) %*% b)); j <- numDeriv::jacobian(g, coef(m))
    # c(g(coef(m)), sqrt(j %*% vcov(m) %*% t(j)))
    women, gradient = average_effect(DESIGN, fit, PREDICTORS[0], "w")
    assert (women, fit.error_of(gradient)) == pytest.approx((0.1945923988160, 0.0887281783313), rel=1e-8)
    # d1 <- d; d1$age <- d$age + 1; D <- X(d1) - X(d); g <- function(b) mean(dlogis(X(d) %*% b) * (D %*% b))
    age, gradient = average_effect(DESIGN, fit, PREDICTORS[2], "")
    assert (age, fit.error_of(gradient)) == pytest.approx((0.00958675601546, 0.00880605723473), rel=1e-8)
