"""Write a value as a reader sees it: by its unit, with the decimals that config.yaml names."""

import math

from aimed.ledger.contents import PublishedNumber

MINUS = "\u2212"
DECIMALS = {"count": 0, "percent": 1, "points": 1, "p": 3, "effect": 2, "statistic": 2, "kappa": 2}
DECIMALS |= {"df": 0, "scale": 1, "words": 0, "per_1000": 1}


def show_interval(entry: PublishedNumber, decimals: dict[str, int]) -> None:
    """Add to a number the ends of its interval as text, where it has them."""
    if entry["low"] is not None:
        entry["shown_low"] = show(entry["low"], entry["unit"], decimals, bare=True)
    if entry["high"] is not None:
        entry["shown_high"] = show(entry["high"], entry["unit"], decimals, bare=True)


def show(value: float, unit: str, decimals: dict[str, int], *, bare: bool = False) -> str:
    """Return a value as text: counts whole with thousands apart, percents with their sign unless `bare`.

    A p-value below 0.001 is written <0.001; a unit without decimals of its own has 1.
    """
    places = decimals.get(unit, DECIMALS.get(unit, 1))
    if unit == "p":
        return "<0.001" if value < 0.001 else f"{value:.{places}f}"
    if unit in ("scale", "score", "years", "hours", "df") and float(value).is_integer():
        places = 0
    rounded = round(value, places)
    text = f"{abs(rounded):,.{places}f}"
    sign = MINUS if rounded < 0 and not math.isclose(rounded, 0) else ""
    return f"{sign}{text}{'%' if unit == 'percent' and not bare else ''}"
