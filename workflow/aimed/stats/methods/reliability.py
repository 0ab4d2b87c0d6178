"""How well the items of a scale go together: alpha, omega, and the correlations of items."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import f
from statsmodels.multivariate.factor import Factor

from aimed.stats.methods.plain_pingouin import find_alpha

ALPHA = "Cronbach's alpha (Cronbach 1951)"
FELDT = f"{ALPHA}; interval of Feldt, Woodruff & Salih 1987"
OMEGA = "McDonald's omega of one factor, by minimum residuals of the correlations (McDonald 1999)"
INTER_ITEM = "mean of the correlations between items (Pearson)"
ITEM_TOTAL = "correlation of the item with the sum of the others (Pearson)"
FEWEST_OF_A_FACTOR = 3  # items; two have any number of solutions
MOST_STEPS, CONVERGED = 10_000, 1e-13


@dataclass(frozen=True)
class Reliability:
    """Of all items together; None for what the answers do not define."""

    alpha: float | None
    low: float | None
    high: float | None
    omega: float | None
    inter_item: float | None


def measure_reliability(answers: pd.DataFrame, coverage: float) -> Reliability:
    """Return the reliability of items; `answers` has one column per item, a number in each cell.

    Feldt's interval of alpha is that of n people and k items by F with n - 1 and (n - 1)(k - 1).
    """
    alpha = find_alpha(answers) if _varies(answers.sum(axis=1)) else None
    low, high = (None, None) if alpha is None else _feldt_interval(alpha, answers.shape, coverage)
    if not all(_varies(answers[item]) for item in answers):
        return Reliability(alpha, low, high, None, None)
    correlations = np.corrcoef(answers.to_numpy(dtype=float).T)
    between = correlations[np.triu_indices(len(correlations), 1)]
    return Reliability(alpha, low, high, find_omega(correlations), float(between.mean()))


def correlate_with_rest(answers: pd.DataFrame, item: str) -> float | None:
    """Return the correlation of an item with the sum of the others; None where either does not vary."""
    rest = answers.drop(columns=item).sum(axis=1)
    if not (_varies(answers[item]) and _varies(rest)):
        return None
    return float(np.corrcoef(answers[item], rest)[0, 1])


def find_alpha_without(answers: pd.DataFrame, item: str) -> float | None:
    """Return alpha of the other items; None for fewer than two, or a sum of them that does not vary."""
    rest = answers.drop(columns=item)
    return find_alpha(rest) if rest.shape[1] > 1 and _varies(rest.sum(axis=1)) else None


def find_omega(correlations: np.ndarray) -> float | None:
    """Return 1 - sum of the uniquenesses / sum of the correlations; None where one factor does not fit.

    As psych::omega(x, nfactors = 1) in R, whose factor is that of minimum residuals. Principal axes come to
    the same solution. There is none for fewer than three items, and for a uniqueness below 0 (Heywood).
    """
    if len(correlations) < FEWEST_OF_A_FACTOR:
        return None
    model = Factor(corr=correlations, n_factor=1, method="pa", smc=np.linalg.det(correlations) > 0)
    with np.errstate(invalid="ignore"):
        loadings = model.fit(maxiter=MOST_STEPS, tol=CONVERGED).loadings[:, 0]
    unique = 1 - loadings**2
    if not np.isfinite(unique).all() or (unique < 0).any():
        return None
    return float(1 - unique.sum() / correlations.sum())


def _varies(values: pd.Series) -> bool:
    return len(values) > 1 and float(values.max() - values.min()) > 0


def _feldt_interval(alpha: float, shape: tuple[int, int], coverage: float) -> tuple[float, float]:
    people, items = shape
    df1, df2, outside = people - 1, (people - 1) * (items - 1), (1 - coverage) / 2
    low, high = (1 - (1 - alpha) * float(f.isf(share, df1, df2)) for share in (outside, 1 - outside))
    return low, high
