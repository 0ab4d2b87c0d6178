"""What a fitted model is, whichever family it is of."""

from collections.abc import Callable
from dataclasses import dataclass

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

    df: degrees of freedom of t, None for the normal distribution. ratios: whether exp(coefficient) is an odds
    ratio. thresholds: between the answers of an ordinal model, whose coefficients lack the intercept.
    mean: the derivatives of the expected outcome by the linear predictor, None where it has no single one.
    """

    method: str
    coefficients: np.ndarray
    covariance: np.ndarray
    df: float | None
    measures: tuple[Measure, ...]
    ratios: bool
    thresholds: tuple[float, ...] = ()
    mean: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]] | None = None

    def quantile(self, coverage: float) -> float:
        """Return how many standard errors an interval reaches to each side."""
        share = (1 + coverage) / 2
        return float(norm.ppf(share) if self.df is None else student.ppf(share, self.df))

    def p_of(self, statistic: float) -> float:
        """Return the two-sided p-value of an estimate divided by its standard error."""
        found = norm.sf(abs(statistic)) if self.df is None else student.sf(abs(statistic), self.df)
        return float(2 * found)


CLUSTERED = "errors robust to clusters (Liang & Zeger 1986), t with clusters - 1 degrees of freedom"


def number_clusters(clusters: np.ndarray | None) -> np.ndarray | None:
    """Return the place of each row's cluster among the different ones."""
    return None if clusters is None else np.unique(clusters.astype(str), return_inverse=True)[1]
