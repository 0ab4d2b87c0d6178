"""What a fitted model is, whichever family it is of."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student


@dataclass(frozen=True)
class Measure:
    """A number of the whole model: its statistic, value, unit and method."""

    statistic: str
    value: float
    unit: str
    method: str


@dataclass(frozen=True)
class FittedModel:
    """Coefficients and their covariance in the order of the design's columns.

    df: degrees of freedom of t, None for the normal distribution; a function where each combination of
    coefficients has its own. ratios: whether exp(coefficient) is an odds ratio. thresholds: between the
    answers of an ordinal model, whose coefficients lack the intercept.
    mean: the derivatives of the expected outcome by the linear predictor, None where it has no single one.
    """

    method: str
    coefficients: np.ndarray
    covariance: np.ndarray
    df: float | Callable[[np.ndarray], float] | None
    measures: tuple[Measure, ...]
    ratios: bool
    thresholds: tuple[float, ...] = ()
    mean: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]] | None = None

    def error_of(self, direction: np.ndarray) -> float:
        """Return the standard error of a combination of coefficients, each times its part of `direction`."""
        return sqrt(max(float(direction @ self.covariance @ direction), 0.0))

    def df_of(self, direction: np.ndarray) -> float | None:
        """Return the degrees of freedom of a combination of coefficients."""
        return self.df(direction) if callable(self.df) else self.df


def find_quantile(coverage: float, df: float | None) -> float:
    """Return how many standard errors an interval reaches to each side."""
    share = (1 + coverage) / 2
    return float(norm.ppf(share) if df is None else student.ppf(share, df))


def find_p(statistic: float, df: float | None) -> float:
    """Return the two-sided p-value of an estimate divided by its standard error."""
    return float(2 * (norm.sf(abs(statistic)) if df is None else student.sf(abs(statistic), df)))


CLUSTERED = "errors robust to clusters (Liang & Zeger 1986), t with clusters - 1 degrees of freedom"


def number_clusters(clusters: np.ndarray | None) -> np.ndarray | None:
    """Return the place of each row's cluster among the different ones."""
    return None if clusters is None else np.unique(clusters.astype(str), return_inverse=True)[1]
