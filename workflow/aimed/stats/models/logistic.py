"""Logistic regression: the event among those who have an answer."""

import numpy as np
from scipy.special import expit
from scipy.stats import chi2
from statsmodels.discrete.discrete_model import Logit

from aimed.stats.models.fits import CLUSTERED, FittedModel, Measure, number_clusters

LOGISTIC = "logistic regression, maximum likelihood"
MCFADDEN = "1 - log-likelihood / that of the intercept alone (McFadden 1974)"
DEVIANCE = "likelihood ratio test against the intercept alone"
CALIBRATION = "Hosmer-Lemeshow test in tenths of the predicted probability (Hosmer & Lemeshow 1980)"
PER_VARIABLE = "the rarer of event and no event per coefficient (Peduzzi et al. 1996)"
TENTHS = 10


def fit_logistic(event: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> FittedModel:
    """Return the model of a 0/1 event (rows,) on a matrix (rows, terms); estimates must exist.

    clusters: what makes errors robust, None for those of the model. As R's glm(family = binomial), and its
    sandwich::vcovCL(type = "HC1").
    """
    groups = number_clusters(clusters)
    robust = {} if groups is None else {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    found = Logit(event, matrix).fit(method="newton", tol=1e-12, maxiter=100, disp=False, **robust)
    df = None if groups is None else float(groups.max())
    return FittedModel(
        LOGISTIC if groups is None else f"{LOGISTIC}; {CLUSTERED}",
        np.asarray(found.params),
        np.asarray(found.cov_params()),
        df,
        tuple(_measure(event, matrix, found)),
        ratios=True,
        mean=differentiate_logit,
    )


def _measure(event: np.ndarray, matrix: np.ndarray, found: "Logit") -> list[Measure]:
    slopes, fewer = matrix.shape[1] - 1, min(event.sum(), len(event) - event.sum())
    n, own = len(event), float(found.llf)
    alone = float(sum(some * np.log(some / n) for some in (event.sum(), n - event.sum())))
    ratio = 2 * (own - alone)
    measures = [Measure("pseudo_r2", 1 - own / alone, "effect", MCFADDEN)]
    if slopes:
        measures += [
            Measure("model_chi2", ratio, "statistic", DEVIANCE),
            Measure("model_df", slopes, "df", DEVIANCE),
            Measure("model_p", float(chi2.sf(ratio, slopes)), "p", DEVIANCE),
            Measure("events_per_variable", float(fewer / slopes), "effect", PER_VARIABLE),
        ]
    return measures + check_calibration(event, np.asarray(found.predict()))


def check_calibration(event: np.ndarray, predicted: np.ndarray) -> list[Measure]:
    """Return the Hosmer-Lemeshow test; nothing where the predictions are of fewer than three tenths.

    As R's performance::performance_hosmer: tenths by quantiles of type 7, a border belongs to the lower one.
    """
    borders = np.unique(np.quantile(predicted, np.linspace(0, 1, TENTHS + 1)))
    if len(borders) < 4:
        return []
    tenth = np.clip(np.searchsorted(borders, predicted, side="left") - 1, 0, None)
    n = np.bincount(tenth, minlength=len(borders) - 1)
    observed, expected = (np.bincount(tenth, part, len(borders) - 1) for part in (event, predicted))
    held = n > 0
    statistic = float(
        ((observed - expected)[held] ** 2 / (expected * (1 - expected / np.maximum(n, 1)))[held]).sum()
    )
    df = int(held.sum()) - 2
    if df < 1:
        return []
    return [
        Measure("hosmer_lemeshow_chi2", statistic, "statistic", CALIBRATION),
        Measure("hosmer_lemeshow_df", df, "df", CALIBRATION),
        Measure("hosmer_lemeshow_p", float(chi2.sf(statistic, df)), "p", CALIBRATION),
    ]


def differentiate_logit(predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the probability and its first two derivatives by the linear predictor."""
    p = expit(predictor)
    return p, p * (1 - p), p * (1 - p) * (1 - 2 * p)
