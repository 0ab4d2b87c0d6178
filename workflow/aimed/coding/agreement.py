"""Agreement between two coders on one code, turn by turn."""


def cohen_kappa(both: int, only_a: int, only_b: int, neither: int) -> float | None:
    """Return Cohen's kappa of a code that two coders gave (or not) to the same turns.

    kappa = (p_o - p_e) / (1 - p_e), with p_o the share of turns on which they agree and p_e the share
    expected from how often each gives the code (Cohen 1960, Educational and Psychological Measurement
    20:37-46, formula 1). None when p_e is 1: without variation agreement by chance is certain.
    """
    n = both + only_a + only_b + neither
    a, b = both + only_a, both + only_b
    # as whole numbers, so that "no variation" is exact and not a matter of rounding
    expected = a * b + (n - a) * (n - b)
    if expected == n * n:
        return None
    return ((both + neither) * n - expected) / (n * n - expected)
