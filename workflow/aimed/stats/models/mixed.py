"""Linear mixed regression: a number, with an intercept of its own for each cluster."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from aimed.stats.models.fits import FittedModel, Measure, number_clusters

MIXED = (
    "linear mixed regression, random intercept of the cluster, restricted maximum likelihood (Harville 1977)"
)
TESTED = f"{MIXED}; t with Satterthwaite's degrees of freedom"
SHARE = "variance between clusters / (between + within), beside the terms of the model"
LEAST = 5  # clusters below which their variance is not estimated
RATIOS = np.concatenate([[0.0], np.logspace(-8, 8, 161)])  # of between to within, where the best is sought
NONE = 1e-12  # a share of the sum of squares that is a rounding error
TINY = 1e-30  # an imaginary step is exact


def find_mixed_reason(outcome: np.ndarray, matrix: np.ndarray, clusters: np.ndarray) -> str | None:
    """Return why clusters cannot have intercepts of their own, None where they can."""
    groups = np.unique(clusters.astype(str), return_inverse=True)[1]
    sizes = np.bincount(groups)
    if len(sizes) < LEAST:
        return f"{len(sizes)} clusters, and a random intercept needs {LEAST}"
    if sizes.max() == 1:
        return "every cluster is one person, and people cannot be told from clusters"
    columns = np.column_stack([matrix, outcome])
    inside = columns - (_add_up(columns, groups) / sizes[:, None])[groups]
    coefficients, _, rank, _ = np.linalg.lstsq(inside[:, :-1], inside[:, -1], rcond=1e-9)
    if len(sizes) + rank <= matrix.shape[1]:
        return "the terms say which cluster it is, and nothing else varies between clusters"
    rest = inside[:, -1] - inside[:, :-1] @ coefficients
    if rest @ rest <= NONE * ((outcome - outcome.mean()) ** 2).sum():
        return "nothing varies within clusters beside the terms"
    return None


def fit_mixed(outcome: np.ndarray, matrix: np.ndarray, clusters: np.ndarray | None) -> FittedModel:
    """Return the model of a number (rows,) on a matrix (rows, terms) of full rank; clusters: of each row.

    As R's lme4::lmer(outcome ~ terms + (1 | cluster)) with the degrees of freedom of lmerTest; those of least
    squares where nothing varies between clusters. Harville DA. J Am Stat Assoc 1977;72:320-38. Satterthwaite
    FE. Biometrics Bull 1946;2:110-4.
    """
    groups = number_clusters(clusters)
    assert groups is not None
    orthogonal, triangle = np.linalg.qr(matrix)
    least = orthogonal.T @ outcome  # taken off first, so that sums of squares keep their digits
    sums = _ClusterSums.of(np.column_stack([orthogonal, outcome - orthogonal @ least]), groups)
    variances, back = sums.find_variances(), np.linalg.inv(triangle)
    inverse, coefficients = sums.solve(variances)
    covariance = variances[1] * back @ inverse @ back.T
    between, within = (float(one) for one in variances)

    def find_df(direction: np.ndarray) -> float:
        if not between:
            return float(len(outcome) - matrix.shape[1])
        slopes = sums.differentiate_variance(variances, back.T @ direction)
        spread = np.linalg.solve(sums.curve(variances), slopes)
        return float(2 * (direction @ covariance @ direction) ** 2 / (slopes @ spread))

    measures = (
        Measure("cluster_variance", between, "effect", MIXED),
        Measure("residual_variance", within, "effect", MIXED),
        Measure("icc", between / (between + within), "effect", SHARE),
    )
    return FittedModel(
        TESTED,
        back @ (coefficients + least),
        covariance,
        find_df,
        measures,
        ratios=False,
        mean=lambda predictor: (predictor, np.ones_like(predictor), np.zeros_like(predictor)),
    )


def _add_up(columns: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the sums of columns within each group: shape (groups, columns)."""
    return np.stack([np.bincount(groups, column) for column in columns.T], axis=1)


@dataclass(frozen=True)
class _ClusterSums:
    """What the likelihood needs of people: sizes of clusters, sums within them and products of columns.

    The columns are the terms, then the outcome. `variances` are those between and within clusters. With their
    ratio r, the inverse of a cluster's covariance is (identity - r / (1 + r * size) * ones) / within.
    """

    sizes: np.ndarray
    sums: np.ndarray
    products: np.ndarray

    @staticmethod
    def of(columns: np.ndarray, groups: np.ndarray) -> "_ClusterSums":
        return _ClusterSums(np.bincount(groups), _add_up(columns, groups), columns.T @ columns)

    @property
    def df(self) -> int:
        return int(self.sizes.sum()) - len(self.products) + 1

    def _weigh(self, weights: np.ndarray) -> np.ndarray:
        return (self.sums * weights[:, None]).T @ self.sums

    def _whiten(self, ratio: complex) -> np.ndarray:
        """Return the products of columns in the metric of the inverse covariance, times `within`."""
        return self.products - self._weigh(ratio / (1 + ratio * self.sizes))

    def solve(self, variances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the coefficients' covariance over `within`, and the coefficients."""
        products = self._whiten(variances[0] / variances[1])
        inverse = np.linalg.inv(products[:-1, :-1])
        return inverse, inverse @ products[:-1, -1]

    def _take_residuals(self, ratio: float) -> tuple[float, float]:
        """Return the log determinant of the terms' products and the sum of squared residuals."""
        products = self._whiten(ratio)
        within = products[:-1, -1] @ np.linalg.solve(products[:-1, :-1], products[:-1, -1])
        return float(np.linalg.slogdet(products[:-1, :-1])[1]), float(products[-1, -1] - within)

    def _deviate(self, ratio: float) -> float:
        """Return the restricted deviance, less a constant, with the best variance within clusters."""
        determinant, squares = self._take_residuals(ratio)
        return float(np.log1p(ratio * self.sizes).sum() + determinant + self.df * np.log(squares))

    def find_variances(self) -> np.ndarray:
        """Return the variances between and within clusters of the largest restricted likelihood."""

        def at(ratio: float) -> np.ndarray:
            within = self._take_residuals(ratio)[1] / self.df
            return np.array([ratio * within, within])

        def slope(ratio: float) -> float:
            return float(self._differentiate(at(ratio))[0])

        best = int(np.argmin([self._deviate(ratio) for ratio in RATIOS]))
        low, high = RATIOS[max(best - 1, 0)], RATIOS[min(best + 1, len(RATIOS) - 1)]
        if slope(low) >= 0:  # at no variance between clusters
            return at(low)
        return at(brentq(slope, low, high, xtol=1e-300, rtol=1e-15))

    def _differentiate(self, variances: np.ndarray) -> np.ndarray:
        """Return the derivatives of the restricted deviance by both variances."""
        (between, within), (inverse, coefficients) = variances, self.solve(variances)
        residual = np.append(-coefficients, 1)
        traces = self._trace(between / within)
        return np.array(
            [
                (trace - (inverse * bent[:-1, :-1]).sum() - residual @ bent @ residual / within) / within
                for trace, bent in zip(traces, self._bend(between / within), strict=True)
            ]
        )

    def _trace(self, ratio: complex) -> tuple[complex, complex]:
        weights = self.sizes / (1 + ratio * self.sizes)
        return weights.sum(), self.sizes.sum() - (ratio * weights).sum()

    def _bend(self, ratio: complex) -> tuple[np.ndarray, np.ndarray]:
        """Return the derivatives of the whitened products by both variances, times -within squared."""
        shrunk = 1 / (1 + ratio * self.sizes)
        weights = ratio * shrunk
        return self._weigh(shrunk**2), self.products - self._weigh(2 * weights - weights**2 * self.sizes)

    def curve(self, variances: np.ndarray) -> np.ndarray:
        """Return half of the second derivatives of the restricted deviance: the information observed."""
        steps = 1j * TINY * np.eye(2)
        curved = np.stack([self._differentiate(variances + step).imag / TINY for step in steps])
        return (curved + curved.T) / 4

    def differentiate_variance(self, variances: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """Return the derivatives by both variances of the variance of a combination of coefficients."""
        reached = self.solve(variances)[0] @ direction
        bends = self._bend(variances[0] / variances[1])
        return np.array([reached @ bent[:-1, :-1] @ reached for bent in bends])
