"""Whether two groups differ by less than a margin: two one-sided tests, and the interval that goes with them.

Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657-80. p is below 0.05 just where the interval of 90 % lies
within the margin.
"""

from math import acos, copysign, cos, pi, sqrt
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq
from scipy.stats import ttest_ind

ONE_SIDED = "two one-sided tests (Schuirmann 1987)"
OF_MEANS = f"Welch's t, {ONE_SIDED}"
OF_SHARES = f"score test of a difference of shares (Farrington & Manning 1990), {ONE_SIDED}"
NEAR = 1e-9


def describe_margin(method: str, margin: float, coverage: float) -> str:
    """Return the method with its margin and the coverage of the interval."""
    return f"{method}; margin {margin:g} to both sides, interval of {100 * _both_sides(coverage):g} %"


def _both_sides(coverage: float) -> float:
    """Return the coverage of the interval that goes with two one-sided tests: 0.9 of 0.95."""
    return 2 * coverage - 1


def compare_means(
    first: np.ndarray, second: np.ndarray, margin: float, coverage: float
) -> tuple[float, tuple[float, float]]:
    """Return p and the interval of the difference, as the larger p of R's t.test(mu = -margin, alternative =
    "greater") and t.test(mu = margin, alternative = "less")."""
    sides = (
        ttest_ind(first + margin, second, equal_var=False, alternative="greater"),
        ttest_ind(first - margin, second, equal_var=False, alternative="less"),
    )
    low, high = ttest_ind(first, second, equal_var=False).confidence_interval(_both_sides(coverage))
    return max(float(side.pvalue) for side in sides), (float(low), float(high))


def compare_shares(
    a: int, n_a: int, b: int, n_b: int, margin: float, coverage: float
) -> tuple[float, tuple[float, float]]:
    """Return p and the interval of a / n_a - b / n_b, all as shares; both n are at least 1.

    Farrington CP, Manning G. Stat Med 1990;9:1447-54. The interval is of Mee RW. Biometrics 1984;40:1175-6.
    """
    normal = NormalDist()
    p = max(1 - normal.cdf(_score(a, n_a, b, n_b, -margin)), normal.cdf(_score(a, n_a, b, n_b, margin)))
    reach, difference = normal.inv_cdf(coverage), a / n_a - b / n_b
    low = high = difference
    if difference > -1:
        low = brentq(lambda d: _score(a, n_a, b, n_b, d) - reach, NEAR - 1, difference, xtol=1e-14)
    if difference < 1:
        high = brentq(lambda d: _score(a, n_a, b, n_b, d) + reach, difference, 1 - NEAR, xtol=1e-14)
    return p, (float(low), float(high))


def _score(a: int, n_a: int, b: int, n_b: int, supposed: float) -> float:
    """Return how many standard errors the difference is above a supposed one, which the errors presume."""
    theta, p_a, p_b = n_b / n_a, a / n_a, b / n_b
    cubic, square = 1 + theta, -(1 + theta + p_a + theta * p_b + supposed * (theta + 2))
    linear = supposed**2 + supposed * (2 * p_a + theta + 1) + p_a + theta * p_b
    constant = -p_a * supposed * (1 + supposed)
    v = square**3 / (3 * cubic) ** 3 - square * linear / (6 * cubic**2) + constant / (2 * cubic)
    u = copysign(sqrt(max(square**2 / (3 * cubic) ** 2 - linear / (3 * cubic), 0.0)), v)
    angle = (pi + acos(min(max(v / u**3, -1.0), 1.0))) / 3 if u else 0.0
    least, most = max(0.0, supposed), min(1.0, 1 + supposed)
    presumed = min(max(2 * u * cos(angle) - square / (3 * cubic), least), most)
    other = presumed - supposed
    variance = presumed * (1 - presumed) / n_a + other * (1 - other) / n_b
    above = p_a - p_b - supposed
    return above / sqrt(variance) if variance > 0 else copysign(1e9, above) if above else 0.0
