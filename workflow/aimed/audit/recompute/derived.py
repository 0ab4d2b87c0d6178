"""Derive again: each number that rests on others from its formula and its own recomputed terms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from aimed.audit.recompute.group_tests import find_quantile
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy
from aimed.stats.conversations.participation import SHARE, SHARE_OF_TIME, SILENT
from aimed.stats.count_themes import AGAINST as OVER_EITHER
from aimed.stats.count_themes import OF_PEOPLE, RATE
from aimed.stats.methods.comparisons import WITHIN_MARGIN
from aimed.stats.multiverse.summaries import MEAN, SUM
from aimed.stats.state_reliability import SOME
from aimed.study.declarations import read_planned


@dataclass(frozen=True)
class Derivation:
    """A number to derive: its id, the study, and its terms, recomputed, in the order of the evidence."""

    name: str
    study: RecomputedStudy
    terms: list[Recomputed]

    @property
    def values(self) -> list[float]:
        """The terms' values."""
        return [term.value for term in self.terms]

    @property
    def beyond(self) -> float:
        """What the plan's intervals leave out: 0.05 of 0.95."""
        return 1 - self.study.plan_of(self.name).coverage


def recompute_derived(derivation: Derivation) -> Recomputed:
    """Return a derived number by its formula; NoSecondRoad for a formula that is not known."""
    formula = str(derivation.study.evidence[derivation.name]["formula"])
    found = FORMULAS.get(formula) or FORMULAS.get(formula.split(" ", maxsplit=1)[0])
    if found is None:
        raise NoSecondRoad(f"no second road for the formula {formula}")
    return found(derivation)


def _difference(derivation: Derivation) -> Recomputed:
    a, n_a, b, n_b = derivation.values
    low, high = confint_proportions_2indep(
        a, n_a, b, n_b, method="newcomb", compare="diff", alpha=derivation.beyond
    )
    return Recomputed(100 * a / n_a - 100 * b / n_b, 100 * low, 100 * high, int(n_a + n_b))


def _equivalence(derivation: Derivation) -> Recomputed:
    """Return the p of two one-sided score tests, or the difference and the limits at which they turn."""
    cells, n = derivation.values, int(derivation.values[1] + derivation.values[3])
    plan, tail = derivation.study.plan_of(derivation.name), derivation.beyond
    margin = float(plan.margin or 0) / 100

    if derivation.name.endswith("_p"):
        p = max(norm.sf(find_score(cells, -margin)), norm.cdf(find_score(cells, margin)))
        return Recomputed(float(p), n=n)
    share, reach = cells[0] / cells[1] - cells[2] / cells[3], float(norm.isf(tail))
    low = high = share
    if share > -1:
        low = brentq(lambda d: find_score(cells, d) - reach, 1e-9 - 1, share, xtol=1e-14)
    if share < 1:
        high = brentq(lambda d: find_score(cells, d) + reach, share, 1 - 1e-9, xtol=1e-14)
    return Recomputed(100 * share, 100 * low, 100 * high, n)


def find_score(cells: list[float], supposed: float) -> float:
    """Return the score of a difference of shares, its errors presumed by a search for the likeliest shares.

    statsmodels' test_proportions_2indep(method="score") is not this one: it differs from R by a hundredth.
    """
    a, n_a, b, n_b = cells

    def slope(p: float) -> float:
        return a / p - (n_a - a) / (1 - p) + b / (p - supposed) - (n_b - b) / (1 - p + supposed)

    low, high = max(0.0, supposed) + 1e-13, min(1.0, 1 + supposed) - 1e-13
    if slope(low) <= 0 or slope(high) >= 0:
        presumed = low if slope(low) <= 0 else high
    else:
        presumed = brentq(slope, low, high, xtol=1e-15)
    other = presumed - supposed
    variance = presumed * (1 - presumed) / n_a + other * (1 - other) / n_b
    return float((a / n_a - b / n_b - supposed) / np.sqrt(variance))


def _odds_ratio(derivation: Derivation) -> Recomputed:
    a, n_a, b, n_b = derivation.values
    table = Table2x2(np.array([[a, n_a - a], [b, n_b - b]]), shift_zeros=False)
    low, high = table.oddsratio_confint(alpha=derivation.beyond)
    return Recomputed(float(table.oddsratio), float(low), float(high), int(n_a + n_b))


def _correlation(derivation: Derivation) -> Recomputed:
    z, n = derivation.values
    return Recomputed(float(np.sqrt(z * z / n)), n=int(n))


def _detectable(derivation: Derivation) -> Recomputed:
    """Return the rank-biserial correlation found with a power of 80 %: twice P less a half."""
    first, second = derivation.values
    share = first / (first + second)
    reach = norm.isf(derivation.beyond / 2) + norm.isf(0.2)
    distance = np.sqrt(reach**2 / (12 * share * (1 - share) * (first + second)))
    return Recomputed(min(2 * float(distance), 1.0), n=int(first + second))


def _adjusted(derivation: Derivation) -> Recomputed:
    """Return Holm's adjusted p as statsmodels gives it; the number's own p is one of the terms."""
    named = derivation.study.evidence[derivation.name]["numbers"]
    own = derivation.name.removesuffix("_adjusted")
    test = own.rpartition(".")[2]
    tests = [position for position, name in enumerate(named) if name.endswith(f".{test}")]
    ids = [named[position] for position in tests]
    if own not in ids:
        raise NoSecondRoad(f"{own} is not in its family")
    at = ids.index(own)
    p_values = tuple(derivation.values[position] for position in tests)
    return Recomputed(_adjust_family(p_values)[at], n=derivation.terms[tests[at]].n)


@cache
def _adjust_family(p_values: tuple[float, ...]) -> list[float]:
    return [float(p) for p in multipletests(p_values, method="holm")[1]]


def _share(derivation: Derivation) -> Recomputed:
    part, whole = derivation.values
    return Recomputed(100 * (part / whole), n=int(whole), numerator=int(part), denominator=int(whole))


def _rate(derivation: Derivation) -> Recomputed:
    part, whole = derivation.values
    return Recomputed(part / (whole / 1000), n=derivation.terms[1].n)


def _part_of_both(derivation: Derivation) -> Recomputed:
    own, others = derivation.values
    return Recomputed(100 - 100 * others / (own + others), n=sum(term.n or 0 for term in derivation.terms))


def _silent(derivation: Derivation) -> Recomputed:
    """Return how many were present, as the plan says, less those who spoke."""
    study, name = derivation.study, derivation.name
    present = read_planned(study.root / study.evidence[name]["plan"])["present"]
    group = study.results.numbers[name]["group"]
    there = next(n for transcript, n in present.items() if transcript.lower().replace("-", "_") == group)
    quiet = there - int(derivation.values[0])
    return Recomputed(float(quiet), n=there, numerator=quiet)


def _remainder(derivation: Derivation) -> Recomputed:
    whole, *gone = derivation.values
    left = int(whole - sum(gone))
    return Recomputed(float(left), n=left, numerator=left)


def _add_up(derivation: Derivation) -> Recomputed:
    whole = sum(derivation.values)
    return Recomputed(whole, n=int(whole))


def _weigh(derivation: Derivation) -> Recomputed:
    """Return the mean of the first half of the terms, weighted by the second."""
    shares, sizes = np.array(derivation.values).reshape(2, -1)
    return Recomputed(float(np.average(shares, weights=sizes)), n=int(sizes.sum()))


def _quantile(derivation: Derivation) -> Recomputed:
    share = float(str(derivation.study.evidence[derivation.name]["formula"]).split()[1])
    return Recomputed(find_quantile(np.array(derivation.values), share), n=len(derivation.values))


FORMULAS: dict[str, Callable[[Derivation], Recomputed]] = {
    "100 * (count_first / n_first - count_second / n_second)": _difference,
    "count_first * (n_second - count_second) / (count_second * (n_first - count_first))": _odds_ratio,
    WITHIN_MARGIN: _equivalence,
    "abs(z) / sqrt(n)": _correlation,
    "detectable rank-biserial of n_first and n_second": _detectable,
    "Holm 1979": _adjusted,
    "100 * turns / all turns": _share,
    OF_PEOPLE: _share,
    OVER_EITHER: _share,
    RATE: _rate,
    SHARE: _part_of_both,
    SHARE_OF_TIME: _part_of_both,
    SILENT: _silent,
    "raw - left at each step so far": _remainder,
    SOME: _remainder,
    "total - n": _remainder,
    SUM: _add_up,
    MEAN: _weigh,
    "quantile": _quantile,
}
