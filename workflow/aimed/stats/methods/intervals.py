"""Intervals of proportions and odds by closed formulas; nothing here needs a statistics package."""

from math import exp, log, sqrt
from statistics import NormalDist

WILSON = "Wilson score interval (Wilson 1927)"
NEWCOMBE = "Newcombe hybrid score interval (Newcombe 1998, method 10)"
WOOLF = "odds ratio with Woolf logit interval (Woolf 1955)"


def normal_quantile(coverage: float) -> float:
    """Return z such that a standard normal lies within -z..z with probability `coverage`."""
    return NormalDist().inv_cdf(0.5 + coverage / 2)


def wilson_interval(count: int, n: int, coverage: float) -> tuple[float, float]:
    """Return the Wilson score interval of count / n as two shares; n is at least 1.

    Wilson EB. J Am Stat Assoc 1927;22:209-12. The limits are exactly 0 and 1 where count is 0 and n.
    """
    z, share = normal_quantile(coverage), count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (0.0 if count == 0 else middle - half, 1.0 if count == n else middle + half)


def newcombe_interval(a: int, n_a: int, b: int, n_b: int, coverage: float) -> tuple[float, float]:
    """Return the interval of a / n_a - b / n_b as two differences of shares; both n are at least 1.

    Newcombe RG. Stat Med 1998;17:873-90, method 10: the two Wilson intervals, squared and added.
    """
    share_a, share_b = a / n_a, b / n_b
    low_a, high_a = wilson_interval(a, n_a, coverage)
    low_b, high_b = wilson_interval(b, n_b, coverage)
    difference = share_a - share_b
    return (
        difference - sqrt((share_a - low_a) ** 2 + (high_b - share_b) ** 2),
        difference + sqrt((high_a - share_a) ** 2 + (share_b - low_b) ** 2),
    )


def odds_ratio(
    a: int, n_a: int, b: int, n_b: int, coverage: float
) -> tuple[float, tuple[float, float]] | None:
    """Return the odds ratio of a / n_a over b / n_b and its Woolf interval; None where a cell is empty.

    Woolf B. Ann Hum Genet 1955;19:251-3.
    """
    cells = (a, n_a - a, b, n_b - b)
    if min(cells) == 0:
        return None
    ratio = (cells[0] * cells[3]) / (cells[1] * cells[2])
    width = normal_quantile(coverage) * sqrt(sum(1 / cell for cell in cells))
    return ratio, (exp(log(ratio) - width), exp(log(ratio) + width))
