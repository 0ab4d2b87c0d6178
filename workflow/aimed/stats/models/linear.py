"""Linear regression: a number, or the place of an answer in its scale."""

import numpy as np
from scipy.stats import chi2, f
from statsmodels.regression.linear_model import OLS

from aimed.stats.models.fits import CLUSTERED, FittedModel, Measure, number_clusters

LINEAR = "linear regression, least squares"
DETERMINATION = "1 - residual / total sum of squares; adjusted for the number of terms"
WHOLE = "F test against the intercept alone"
SPREAD = "Breusch-Pagan test, studentized (Koenker 1981)"
NONE = 1e-12  # a share of the total sum of squares that is a rounding error


def fit_linear(outcome: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> FittedModel:
    """Return the model of a number (rows,) on a matrix (rows, terms) of full rank.

    clusters: what makes errors robust, None for those of the model. As R's lm, and its
    sandwich::vcovCL(type = "HC1").
    """
    groups = number_clusters(clusters)
    robust = {} if groups is None else {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    found = OLS(outcome, matrix).fit(**robust)
    return FittedModel(
        LINEAR if groups is None else f"{LINEAR}; {CLUSTERED}",
        np.asarray(found.params),
        np.asarray(found.cov_params()),
        float(found.df_resid if groups is None else groups.max()),
        tuple(_measure(outcome, matrix)),
        ratios=False,
        mean=lambda predictor: (predictor, np.ones_like(predictor), np.zeros_like(predictor)),
    )


def _measure(outcome: np.ndarray, matrix: np.ndarray) -> list[Measure]:
    """Return what the model explains and whether the residuals spread alike, whatever its errors are."""
    plain = OLS(outcome, matrix).fit()
    measures = [Measure("r2", float(plain.rsquared), "effect", DETERMINATION)]
    measures += [Measure("adjusted_r2", float(plain.rsquared_adj), "effect", DETERMINATION)]
    slopes, rest, residuals = matrix.shape[1] - 1, plain.df_resid, np.asarray(plain.resid)
    if not slopes or 1 - plain.rsquared < NONE:
        return measures
    explained = plain.rsquared / slopes / ((1 - plain.rsquared) / rest)
    measures += [
        Measure("model_f", float(explained), "statistic", WHOLE),
        Measure("model_df", slopes, "df", WHOLE),
        Measure("model_p", float(f.sf(explained, slopes, rest)), "p", WHOLE),
    ]
    squares = residuals**2
    if np.ptp(squares) <= NONE * squares.max():
        return measures
    statistic = float(len(outcome) * OLS(squares, matrix).fit().rsquared)
    return [
        *measures,
        Measure("breusch_pagan_chi2", statistic, "statistic", SPREAD),
        Measure("breusch_pagan_df", slopes, "df", SPREAD),
        Measure("breusch_pagan_p", float(chi2.sf(statistic, slopes)), "p", SPREAD),
    ]
