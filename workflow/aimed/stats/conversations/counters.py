"""Which codes speak against which: the column `against` of themes.csv, for negative cases."""

from pathlib import Path

import pandas as pd

from aimed.messages.problems import Problem

AGAINST = "against"


def list_counters(themes: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return code -> the codes that speak against it, in the order of themes.csv."""
    counters: dict[str, tuple[str, ...]] = {}
    for code, against in _pairs(themes):
        counters[against] = (*counters.get(against, ()), code)
    return counters


def check_counters(themes: pd.DataFrame, path: Path) -> list[Problem]:
    """Return a problem for each code that is against one that is not there, itself, or one above or below."""
    codes = set(themes["code"])
    problems = []
    for line, (code, against) in enumerate(_pairs(themes, every=True), start=2):
        place = f"{path.as_posix()}:{line}"
        if against and against not in codes:
            expected, remedy = "a code of this table", "correct it, or leave it blank"
            problems.append(Problem(place, f"code {code} against {against}", expected, remedy))
        elif (against and f"{code}.".startswith(f"{against}.")) or f"{against}.".startswith(f"{code}."):
            found = f"code {code} against {against}, which it is a part of or the same as"
            problems.append(Problem(place, found, "a code of another branch", "name another code"))
    return problems


def _pairs(themes: pd.DataFrame, *, every: bool = False) -> list[tuple[str, str]]:
    """Return each code and what it is against; with `every` those that are against nothing too."""
    if AGAINST not in themes:
        return []
    pairs = zip(themes["code"].map(str), themes[AGAINST].fillna("").map(str), strict=True)
    return [(code, against) for code, against in pairs if against or every]
