"""Proportional-odds regression: the places of answers in an ordered scale."""

import numpy as np
from scipy.special import expit, logit
from scipy.stats import chi2
from statsmodels.discrete.discrete_model import MNLogit

from aimed.stats.models.existence import find_separated
from aimed.stats.models.fits import CLUSTERED, FittedModel, Measure, number_clusters
from aimed.stats.models.logistic import DEVIANCE, MCFADDEN

ORDINAL = "proportional-odds regression, maximum likelihood (McCullagh 1980)"
PARALLEL = "likelihood ratio test of proportional odds against the multinomial model"
MOST, CLOSE = 100, 1e-12  # Newton steps, and how small the last one is


def fit_ordinal(places: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> FittedModel:
    """Return the model of places 0 to k (rows,), each of them given, on a matrix whose first column is 1.

    An odds ratio above 1 means higher answers. clusters: what makes errors robust, None for those of the
    model. As R's ordinal::clm.
    """
    middle, spread = matrix[:, 1:].mean(axis=0), matrix[:, 1:].std(axis=0)
    groups, slopes, cuts = number_clusters(clusters), matrix.shape[1] - 1, int(places.max())
    likelihood, found, covariance, scores = _climb(places, (matrix[:, 1:] - middle) / spread)
    if groups is not None:
        covariance = _sum_clusters(scores, covariance, groups)
    coefficients = found[cuts:] / spread
    return FittedModel(
        ORDINAL if groups is None else f"{ORDINAL}; {CLUSTERED}",
        coefficients,
        covariance[-slopes:, -slopes:] / np.outer(spread, spread),
        None if groups is None else float(groups.max()),
        tuple(_measure(places, matrix, likelihood)),
        ratios=True,
        thresholds=tuple(float(one) for one in found[:cuts] + middle @ coefficients),
    )


def _climb(places: np.ndarray, terms: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Return the largest log-likelihood, where it is (thresholds, slopes), its covariance and the scores.

    By Newton's method with the exact second derivatives, which statsmodels' OrderedModel only approximates;
    the likelihood is concave, so that halving a step that does not climb always ends.
    """
    n, cuts = len(places), int(places.max())
    parameters = np.concatenate([logit(np.cumsum(np.bincount(places))[:-1] / n), np.zeros(terms.shape[1])])
    best, scores, hessian = _differentiate(places, terms, parameters)
    for _ in range(MOST):
        step = np.linalg.solve(-hessian, scores.sum(axis=0))
        while True:
            tried = parameters + step
            if (np.diff(tried[:cuts]) > 0).all():
                reached, scores, hessian = _differentiate(places, terms, tried)
                if reached >= best - CLOSE * abs(best):
                    break
            step = step / 2
        parameters, best = tried, reached
        if np.abs(step).max() < CLOSE:
            break
    return best, parameters, np.linalg.inv(-hessian), scores


def _differentiate(
    places: np.ndarray, terms: np.ndarray, parameters: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the log-likelihood, each person's score (rows, parameters) and the second derivatives."""
    cuts = int(places.max())
    at, predictor = np.eye(cuts), terms @ parameters[cuts:]
    ends = []
    for side, inside in ((0, places < cuts), (-1, places > 0)):
        which = np.where(inside, places + side, 0)
        end = np.column_stack([at[which], -terms]) * inside[:, None]
        below = np.where(inside, expit(parameters[which] - predictor), 1.0 + side)
        ends.append((end, below, below * (1 - below)))
    (upper, above, slope_above), (lower, below, slope_below) = ends
    share = above - below
    scores = (slope_above[:, None] * upper - slope_below[:, None] * lower) / share[:, None]
    bend_above, bend_below = slope_above * (1 - 2 * above) / share, slope_below * (1 - 2 * below) / share
    hessian = upper.T @ (bend_above[:, None] * upper) - lower.T @ (bend_below[:, None] * lower)
    return float(np.log(share).sum()), scores, hessian - scores.T @ scores


def _sum_clusters(scores: np.ndarray, covariance: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the covariance robust to clusters, from the scores (rows, parameters) summed within each."""
    n, parameters = scores.shape
    sums = np.stack([np.bincount(groups, column) for column in scores.T], axis=1)
    few = (groups.max() + 1) / groups.max() * (n - 1) / (n - parameters)
    return few * covariance @ (sums.T @ sums) @ covariance


def _measure(places: np.ndarray, matrix: np.ndarray, likelihood: float) -> list[Measure]:
    counts = np.bincount(places)
    alone = float((counts * np.log(counts / counts.sum())).sum())
    slopes, ratio = matrix.shape[1] - 1, 2 * (likelihood - alone)
    measures = [
        Measure("pseudo_r2", 1 - likelihood / alone, "effect", MCFADDEN),
        Measure("model_chi2", ratio, "statistic", DEVIANCE),
        Measure("model_df", slopes, "df", DEVIANCE),
        Measure("model_p", float(chi2.sf(ratio, slopes)), "p", DEVIANCE),
    ]
    if len(counts) < 3 or find_separated(sign_multinomial(places, matrix), ()):
        return measures
    free = MNLogit(places, matrix).fit(method="newton", tol=1e-12, maxiter=100, disp=False)
    statistic, df = max(2 * (float(free.llf) - likelihood), 0.0), (len(counts) - 2) * slopes
    return [
        *measures,
        Measure("proportional_odds_chi2", statistic, "statistic", PARALLEL),
        Measure("proportional_odds_df", df, "df", PARALLEL),
        Measure("proportional_odds_p", float(chi2.sf(statistic, df)), "p", PARALLEL),
    ]


def sign_ordinal(places: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return rows for find_separated: each answer above the threshold below it and below the one above it.

    Columns: the thresholds, then the terms without the intercept.
    """
    thresholds = np.eye(places.max())
    above, below = places > 0, places < places.max()
    lower = np.column_stack([-thresholds[places[above] - 1], matrix[above, 1:]])
    upper = np.column_stack([thresholds[places[below]], -matrix[below, 1:]])
    return np.concatenate([lower, upper])


def sign_multinomial(places: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return rows for find_separated: each answer preferred to each other one. Columns: answers x terms."""
    answers = np.eye(places.max() + 1)[:, 1:]  # the first answer is the one that others are set against
    rows = [
        np.einsum("nk,nt->nkt", answers[places[held]] - answers[other], matrix[held]).reshape(held.sum(), -1)
        for other in range(places.max() + 1)
        for held in [places != other]
    ]
    return np.concatenate(rows)
