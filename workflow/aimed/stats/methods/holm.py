"""Adjust p-values that were found together."""


def adjust_holm(p_values: list[float]) -> list[float]:
    """Return Holm's adjusted p-values in the same order, as R's p.adjust(p, "holm").

    Holm S. Scand J Stat 1979;6:65-70: the k-th smallest of m is multiplied by m - k + 1, made no
    smaller than the one before it and no larger than 1.
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = largest
    return adjusted
