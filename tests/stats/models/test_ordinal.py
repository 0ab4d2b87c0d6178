"""Proportional odds against R's ordinal, sandwich and nnet; expected values are R's, to 1e-8."""

import numpy as np
import pytest
from aimed.stats.models.existence import find_separated
from aimed.stats.models.logistic import fit_logistic
from aimed.stats.models.ordinal import fit_ordinal, sign_ordinal

from tests.stats.models.people import CLUSTER, DESIGN, PLACE


def test_estimates_and_errors_are_those_of_clm():
    fit = fit_ordinal(PLACE, DESIGN.matrix(), None)
    # R 4.2.2, after PEOPLE_IN_R: o <- ordinal::clm(factor(place) ~ sex + year + age + sex:age, data = d,
    #   control = ordinal::clm.control(gradTol = 1e-13)); coef(o)
    assert fit.thresholds == pytest.approx([1.6187937897934, 2.5006114006943, 3.6428848530999], rel=1e-8)
    assert fit.coefficients == pytest.approx(
        [1.7618655347972, -0.0121407006799, 0.8187795369521, 0.0954153411913, -0.0401519279231], rel=1e-8
    )
    # sqrt(diag(vcov(o)))
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(
        [1.8914268435281, 0.4066877717132, 0.4127937530536, 0.0444961232064, 0.0716654144524], rel=1e-8
    )


def test_errors_robust_to_clusters_are_those_of_sandwich():
    fit = fit_ordinal(PLACE, DESIGN.matrix(), CLUSTER)
    # sqrt(diag(sandwich::vcovCL(o, ~cl, type = "HC1")))
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(
        [1.9347032133296, 0.4187663673120, 0.4614308326956, 0.0406800165431, 0.0718602860557], rel=1e-8
    )


def test_the_whole_model_and_whether_odds_are_proportional():
    measures = {one.statistic: one.value for one in fit_ordinal(PLACE, DESIGN.matrix(), None).measures}
    # logLik(o); logLik(ordinal::clm(factor(place) ~ 1, data = d))
    assert measures["pseudo_r2"] == pytest.approx(1 - 154.347711347 / 161.68864536, rel=1e-8)
    # mu <- nnet::multinom(factor(place) ~ sex + year + age + sex:age, data = d, abstol = 1e-15,
    #   reltol = 1e-15, maxit = 10000)
    #   x <- 2 * (logLik(mu) - logLik(o)); c(x, pchisq(x, 10, lower.tail = FALSE))
    assert measures["proportional_odds_chi2"] == pytest.approx(17.7156312350455, rel=1e-8)
    assert measures["proportional_odds_p"] == pytest.approx(0.0599542296219, rel=1e-8)
    assert measures["proportional_odds_df"] == 10


def test_two_answers_are_a_logistic_model():
    fit = fit_ordinal((PLACE > 1).astype(int), DESIGN.matrix(), None)
    # One threshold is one intercept of the other sign.
    again = fit_logistic((PLACE > 1).astype(float), DESIGN.matrix(), None)
    assert fit.coefficients == pytest.approx(again.coefficients[1:], rel=1e-9)
    assert fit.thresholds[0] == pytest.approx(-again.coefficients[0], rel=1e-9)
    assert not any("proportional" in one.statistic for one in fit.measures)


def test_answers_that_a_number_puts_in_order_are_separated():
    number = np.arange(6.0)
    matrix = np.column_stack([np.ones(6), number])
    assert find_separated(sign_ordinal(np.array([0, 0, 1, 1, 2, 2]), matrix), ("low", "high", "number")) == [
        "low", "high", "number"
    ]  # fmt: skip
    assert find_separated(sign_ordinal(np.array([0, 1, 0, 2, 1, 2]), matrix), ("low", "high", "number")) == []


def test_three_answers_have_odds_that_may_not_be_proportional():
    measures = fit_ordinal(np.minimum(PLACE, 2), DESIGN.matrix(), None).measures
    # After place <- pmin(place, 2), the likelihoods of clm and multinom as above
    [found] = [one.value for one in measures if one.statistic == "proportional_odds_chi2"]
    assert found == pytest.approx(11.164962415028, rel=1e-8)
