"""Regressions again by another formula: complex steps on the log-likelihood, QR for least squares.

The first road differentiates by hand or leaves it to statsmodels; here no derivative is written down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, erfc, gammaincc, ndtri, stdtrit

TINY = 1e-30  # an imaginary step is exact
NEAR = 1e-5
Likelihood = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Solution:
    """Coefficients with covariance and the log-likelihood (for least squares the residual sum of squares)."""

    coefficients: np.ndarray
    covariance: np.ndarray
    reached: float


def differentiate(of_rows: Likelihood, at: np.ndarray) -> np.ndarray:
    """Return the derivatives (rows, parameters) of what each row contributes."""
    steps = 1j * TINY * np.eye(len(at))
    return np.stack([of_rows(at + step).imag / TINY for step in steps], axis=1)


def maximise(of_rows: Likelihood, start: np.ndarray, clusters: np.ndarray | None) -> Solution:
    """Return where the rows' log-likelihoods add up to most, with errors robust to clusters where given."""
    at = start.astype(float)
    for _ in range(200):
        score, curvature = differentiate(of_rows, at).sum(axis=0), _curve(of_rows, at)
        step, own = np.linalg.solve(-curvature, score), of_rows(at).sum()
        while not of_rows(at + step).sum() >= own - 1e-10 * abs(own):
            step = step / 2
        at = at + step
        if np.abs(step).max() < 1e-11 * (1 + np.abs(at).max()):
            break
    inverse = np.linalg.inv(-_curve(of_rows, at))
    if clusters is not None:
        inverse = sandwich(differentiate(of_rows, at), inverse, clusters)
    return Solution(at, inverse, float(of_rows(at).sum()))


def _curve(of_rows: Likelihood, at: np.ndarray) -> np.ndarray:
    """Return the second derivatives: differences of the exact first ones, extrapolated (Richardson)."""
    found = []
    for size in (NEAR * 40, NEAR * 20):
        rows = [
            (differentiate(of_rows, at + step) - differentiate(of_rows, at - step)).sum(axis=0) / (2 * size)
            for step in size * np.eye(len(at))
        ]
        found.append(np.stack(rows))
    best = (4 * found[1] - found[0]) / 3
    return (best + best.T) / 2


def sandwich(scores: np.ndarray, bread: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Return the covariance robust to clusters, corrected for few of them as Stata does."""
    n, k = scores.shape
    names = sorted(set(clusters.tolist()))
    sums = np.stack([scores[clusters == name].sum(axis=0) for name in names])
    few = len(names) / (len(names) - 1) * (n - 1) / (n - k)
    return few * bread @ sums.T @ sums @ bread


def solve_squares(outcome: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> Solution:
    """Return least squares by QR."""
    q, r = np.linalg.qr(matrix)
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ outcome)
    residuals = outcome - matrix @ coefficients
    rest, bread = float(residuals @ residuals), inverse @ inverse.T
    if clusters is not None:
        return Solution(coefficients, sandwich(matrix * residuals[:, None], bread, clusters), rest)
    return Solution(coefficients, bread * rest / (len(outcome) - matrix.shape[1]), rest)


def solve_logistic(event: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> Solution:
    """Return the logistic model, found on orthogonal columns and brought back."""
    sign = 1 - 2 * event

    def of_rows(at: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return -np.log1p(np.exp(sign * (columns @ at)))

    return _on_orthogonal(of_rows, matrix, np.zeros(0), clusters)


def solve_ordinal(places: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> Solution:
    """Return the proportional-odds model (thresholds, slopes) of places 0 to k, without intercept."""
    cuts = int(places.max())
    shares = np.cumsum(np.bincount(places))[:-1] / len(places)

    def of_rows(at: np.ndarray, columns: np.ndarray) -> np.ndarray:
        below = 1 / (1 + np.exp(columns @ at[cuts:] - at[:cuts, None]))
        whole = np.concatenate([np.zeros((1, len(places))), below, np.ones((1, len(places)))])
        rows = np.arange(len(places))
        return np.log(whole[places + 1, rows] - whole[places, rows])

    return _on_orthogonal(
        of_rows, matrix - matrix.mean(axis=0), np.log(shares / (1 - shares)), clusters, matrix
    )


def reach_multinomial(places: np.ndarray, matrix: np.ndarray) -> float:
    """Return the largest log-likelihood of the multinomial model."""
    answers, terms = int(places.max()), matrix.shape[1]

    def of_rows(at: np.ndarray, columns: np.ndarray) -> np.ndarray:
        odds = np.column_stack([np.ones(len(places)), np.exp(columns @ at.reshape(answers, terms).T)])
        return np.log(odds[np.arange(len(places)), places] / odds.sum(axis=1))

    scaled = np.linalg.qr(matrix)[0] * np.sqrt(len(places))
    return maximise(lambda at: of_rows(at, scaled), np.zeros(answers * terms), None).reached


@dataclass(frozen=True)
class MixedSolution:
    """Coefficients with covariance, the variances between and within clusters, and what finds df."""

    coefficients: np.ndarray
    covariance: np.ndarray
    variances: np.ndarray
    find_df: Callable[[np.ndarray], float]


def solve_mixed(outcome: np.ndarray, matrix: np.ndarray, clusters: np.ndarray) -> MixedSolution:
    """Return a random intercept by the eigenvalues of the residual space, least squares of columns less a
    share of their cluster's mean, and Satterthwaite's df by complex steps."""
    q, r = np.linalg.qr(matrix)
    belongs = (clusters[:, None] == np.array(sorted(set(clusters.tolist())))).astype(float)
    inside = belongs - q @ (q.T @ belongs)
    values, vectors = np.linalg.eigh(inside.T @ inside)
    held = values > 1e-9 * values.max()
    d, rest = values[held], len(outcome) - matrix.shape[1]
    parts = ((inside @ vectors[:, held] / np.sqrt(d)).T @ outcome) ** 2
    residuals = outcome - q @ (q.T @ outcome)
    left = max(float(residuals @ residuals - parts.sum()), 0.0)
    ratio = _find_ratio(d, parts, left, rest)
    within = float((parts / (ratio * d + 1)).sum() + left) / rest
    variances, back = np.array([ratio * within, within]), np.linalg.inv(r)

    def fit(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        shares = 1 - np.sqrt(at[1] / (at[1] + at[0] * belongs.sum(axis=0)))
        lessened = belongs @ ((shares / belongs.sum(axis=0))[:, None] * belongs.T)
        columns, own = q - lessened @ q, outcome - lessened @ outcome
        inverse = np.linalg.inv(columns.T @ columns)
        return back @ inverse @ columns.T @ own, at[1] * back @ inverse @ back.T

    coefficients, covariance = fit(variances)
    v, weights = variances[0] * np.append(d, 0) + within, np.append(np.ones(len(d)), rest - len(d))
    bent = np.append(parts, left) / v**3 - weights / (2 * v**2)
    slopes = np.stack([np.append(d, 0), np.ones(len(v))])
    information = (slopes * bent) @ slopes.T

    def find_df(direction: np.ndarray) -> float:
        if ratio == 0:
            return float(rest)
        steps = 1j * TINY * np.eye(2)
        grows = np.array([(direction @ fit(variances + s)[1] @ direction).imag / TINY for s in steps])
        spread = grows @ np.linalg.solve(information, grows)
        return float(2 * (direction @ covariance @ direction) ** 2 / spread)

    return MixedSolution(coefficients, covariance, variances, find_df)


def _find_ratio(d: np.ndarray, parts: np.ndarray, left: float, rest: int) -> float:
    """Return the ratio of variances, between to within, of the largest restricted likelihood."""

    def within(ratio: float) -> float:
        return float((parts / (ratio * d + 1)).sum() + left) / rest

    def deviate(ratio: float) -> float:
        return float(np.log1p(ratio * d).sum() + rest * np.log(within(ratio)))

    def slope(ratio: float) -> float:
        shrunk = d / (ratio * d + 1)
        return float(shrunk.sum() - (parts * shrunk / (ratio * d + 1)).sum() / within(ratio))

    places = [0.0, *np.geomspace(1e-9, 1e9, 400)]
    found = [0.0] if slope(0) >= 0 else []
    for low, high in pairwise(places):
        if slope(low) < 0 <= slope(high):
            found.append(float(brentq(slope, low, high, xtol=1e-300, rtol=1e-15)))
    return min(found, key=deviate)


def _on_orthogonal(
    of_rows: Callable[[np.ndarray, np.ndarray], np.ndarray],
    matrix: np.ndarray,
    before: np.ndarray,
    clusters: np.ndarray | None,
    shifted: np.ndarray | None = None,
) -> Solution:
    """Return the largest likelihood, found on orthogonal columns, in terms of the columns as they are.

    before: where the parameters before the coefficients start. shifted: the columns before their means were
    taken off, which moves those parameters.
    """
    q, r = np.linalg.qr(matrix)
    root, k = np.sqrt(len(matrix)), len(before)
    found = maximise(lambda at: of_rows(at, q * root), np.concatenate([before, np.zeros(len(r))]), clusters)
    back = np.eye(k + len(r))
    back[k:, k:] = np.linalg.inv(r) * root
    if shifted is not None:
        back[:k, k:] = shifted.mean(axis=0) @ back[k:, k:]
    return Solution(back @ found.coefficients, back @ found.covariance @ back.T, found.reached)


def find_quantile(share: float, df: float | None) -> float:
    """Return the quantile of the normal distribution, or of t."""
    return float(ndtri(share) if df is None else stdtrit(df, share))


def find_two_sided(statistic: float, df: float | None) -> float:
    """Return the two-sided p-value of a z, or of a t."""
    if df is None:
        return float(erfc(abs(statistic) / np.sqrt(2)))
    return float(betainc(df / 2, 0.5, df / (df + statistic**2)))


def find_upper_chi2(statistic: float, df: float) -> float:
    """Return the upper tail of the chi-square distribution."""
    return float(gammaincc(df / 2, statistic / 2))


def find_upper_f(statistic: float, df: float, rest: float) -> float:
    """Return the upper tail of the F distribution."""
    return float(betainc(rest / 2, df / 2, rest / (rest + df * statistic)))
