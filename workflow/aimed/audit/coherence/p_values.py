"""P-values from a statistic and its degrees of freedom, without scipy: its import takes half a second."""

import math

STEPS = 500
SMALL = 1e-300
SMALLEST_STEP = 1e-16


def p_of_z(z: float) -> float:
    """Return the two-sided p of a standard normal deviate."""
    return math.erfc(abs(z) / math.sqrt(2))


def p_of_chi_square(statistic: float, df: float) -> float:
    """Return the upper tail of the chi-square distribution: the p of chi-square and of Kruskal's H."""
    return _upper_gamma(df / 2, statistic / 2)


def p_of_t(t: float, df: float) -> float:
    """Return the two-sided p of Student's t."""
    return _beta(df / 2, 0.5, df / (df + t * t))


def p_of_f(f: float, df1: float, df2: float) -> float:
    """Return the upper tail of Fisher's F."""
    return _beta(df2 / 2, df1 / 2, df2 / (df2 + df1 * f)) if f > 0 else 1.0


def p_of_r(r: float, df: float) -> float:
    """Return the two-sided p of Pearson's r with df = n - 2."""
    return 0.0 if abs(r) >= 1 else p_of_t(r * math.sqrt(df / (1 - r * r)), df)


def list_cramers(chi2: float, df: int, n: float) -> list[float]:
    """Return each V = sqrt(chi2 / (n m)) that a table with these degrees of freedom can have.

    m, the smaller of rows and columns less one, divides the degrees of freedom.
    """
    return [math.sqrt(chi2 / (n * m)) for m in range(1, math.isqrt(df) + 1) if df % m == 0]


def _upper_gamma(a: float, x: float) -> float:
    """Return the regularised upper incomplete gamma function: series below a + 1, continued fraction above.

    Press et al., Numerical Recipes, section 6.2.
    """
    if x <= 0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for step in range(1, STEPS):
            term *= x / (a + step)
            total += term
            if term < total * SMALLEST_STEP:
                break
        return 1 - front * total
    b = x + 1 - a
    c, d = 1 / SMALL, 1 / b
    fraction = d
    for step in range(1, STEPS):
        factor = -step * (step - a)
        b += 2
        d = 1 / _away(factor * d + b)
        c = _away(b + factor / c)
        fraction *= d * c
        if abs(d * c - 1) < SMALLEST_STEP:
            break
    return front * fraction


def _beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function (Numerical Recipes, section 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, STEPS):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + factor * d)
            c = _away(1 + factor / c)
            fraction *= d * c
    return front * fraction / a


def _away(value: float) -> float:
    """Return a value, moved off zero."""
    return value if abs(value) > SMALL else SMALL


def p_range_of_u(u: float, n_first: float, n_second: float) -> tuple[float, float]:
    """Return the least and largest two-sided p of a Mann-Whitney U whose ties are not known.

    Normal approximation with variance n m (n + m + 1) / 12, with and without continuity correction. Ties
    make the variance smaller; a tenth of it is left where 97 of 100 answers are the same.
    """
    deviation = math.sqrt(n_first * n_second * (n_first + n_second + 1) / 12)
    return _range(abs(u - n_first * n_second / 2), deviation, 0.1)


def p_range_of_w(w: float, n: int, n_least: int) -> tuple[float, float]:
    """Return the least and largest two-sided p of a signed-rank W of n_least to n differences that are not 0.

    Normal approximation with mean n (n + 1) / 4 and variance n (n + 1) (2 n + 1) / 24, of which ties leave at
    least three quarters (Lehmann, Nonparametrics, section 3.2).
    """
    sizes = [size for size in range(max(1, n_least), n + 1) if w <= size * (size + 1) / 2]
    ranges = [
        _range(abs(w - size * (size + 1) / 4), math.sqrt(size * (size + 1) * (2 * size + 1) / 24), 0.75)
        for size in sizes
    ]
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _range(distance: float, deviation: float, variance_left: float) -> tuple[float, float]:
    """Return least and largest p at a distance from the mean, with room for exact p of small groups."""
    least = p_of_z(distance / deviation / math.sqrt(variance_left))
    return 0.85 * least - 0.002, min(1.0, 1.15 * p_of_z(max(0.0, distance - 0.5) / deviation) + 0.002)
