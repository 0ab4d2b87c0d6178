"""Numbers as papers write them: thousands in groups, a middle dot, a minus sign, no zero before the point."""

import re

NUM = r"[-−–]?(?:\d{1,3}(?:[, ]\d{3}){1,4}|\d{1,15})?(?:[.·]\d{1,15})?(?<=\d)"
WHOLE = r"\d{1,3}(?:[, ]\d{3}){1,4}|\d{1,15}"
NO_POWER = r"(?!\d|[.·]\d|\s*(?:[eE][-−–+]?\d|[×x*·]\s*10))"  # 6.6 × 10−8, 6e-8: not read


def value_of(written: str) -> float:
    """Return the value of a text that NUM or WHOLE matches."""
    return float(re.sub(r"[, ]", "", written).replace("−", "-").replace("–", "-").replace("·", "."))


def decimals_of(written: str) -> int:
    """Return how many decimals are shown."""
    return len(re.split(r"[.·]", written)[1]) if re.search(r"[.·]", written) else 0


def half_of(written: str) -> float:
    """Return half a unit of the last digit shown."""
    return float(0.5 * 10 ** -decimals_of(written))


def agrees(sign: str, shown: str, low: float, high: float, one_sided: bool) -> bool:
    """Return whether a p as written can hold for a two-sided p from low to high, or for half of it."""
    value, half = value_of(shown), half_of(shown)
    for factor in (1, 0.5) if one_sided else (1,):
        if sign == "=" and low * factor - half - 1e-9 <= value <= high * factor + half + 1e-9:
            return True
        if sign in "<≤" and low * factor < value + 1e-12:
            return True
        if sign in ">≥" and high * factor > value - 1e-12:
            return True
    return False
