"""Kappa, AC1 and alpha again, with their intervals, by statsmodels, krippendorff and formulas written out."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from krippendorff import alpha as reliability
from scipy.stats import norm
from statsmodels.stats.inter_rater import cohens_kappa

from aimed.audit.recompute.coders.choices import CoderChoices
from aimed.audit.recompute.group_tests import find_quantile
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy
from aimed.stats.methods.over_codes import MEDIAN
from aimed.stats.state_agreement import FORMULAS, INTERVAL
from aimed.study.declarations import CODED_UNITS, read_planned

Rating = tuple[int, int]  # how many read a unit, and how many of them gave the code
WHOLE = {units[0]: material for material, units in CODED_UNITS.items()}  # turn or answer -> its material


@dataclass(frozen=True)
class CoderRoad:
    """Recomputes the numbers of a plan of kind agreement from what each coder read and gave."""

    study: RecomputedStudy

    @cached_property
    def choices(self) -> dict[str, CoderChoices]:
        """Unit, turn or answer -> who read and gave what."""
        return {unit: CoderChoices(self.study, material) for unit, material in WHOLE.items()}

    def knows(self, formula: str) -> bool:
        """Return whether a formula is one of those that are recomputed here."""
        return formula in (*FORMULAS.values(), INTERVAL) or formula.startswith(MEDIAN)

    def recompute(self, name: str, terms: list[Recomputed]) -> Recomputed:
        """Return a number again; `terms` are those that it rests on, recomputed."""
        evidence = self.study.evidence[name]
        formula = str(evidence["formula"])
        if formula.startswith(MEDIAN):
            return self._median(name, formula.removeprefix(MEDIAN).strip(), terms)
        said = self._filters(name)
        if formula in (FORMULAS["gwet_ac1"], FORMULAS["krippendorff_alpha"]):
            return self._rate(name, formula == FORMULAS["gwet_ac1"], said)
        table = np.array(self._cross(name, said), dtype=float).reshape(2, 2)
        n = int(table.sum())
        if formula == FORMULAS["n"]:
            return Recomputed(float(n), n=n)
        if formula == FORMULAS["agreement"]:
            return Recomputed(100 * float(np.trace(table)) / n, n=n)
        if formula == FORMULAS["kappa"]:
            return Recomputed(float(cohens_kappa(table, return_results=False)), n=n)
        found = cohens_kappa(table)
        return _with_limits(float(found.kappa), float(found.std_kappa), self._coverage(name), n)

    def _filters(self, name: str) -> dict[str, str]:
        """Return column -> value of the conditions of a number's rows."""
        return {column: str(value) for column, _, value in self.study.rows_of(name)["where"]}

    def _cross(self, name: str, said: dict[str, str]) -> list[int]:
        """Return the four counts of a pair: of turns from the coders' choices, of characters as stored."""
        if said["unit"] in WHOLE:
            return self.choices[said["unit"]].cross((said["coder_a"], said["coder_b"]), said["code"])
        found = self.study.ask(self.study.rows_of(name), '"both", only_a, only_b, neither')
        if len(found) != 1:
            raise NoSecondRoad(f"{len(found)} rows of agreement instead of one")
        return list(found[0])

    def _coverage(self, name: str) -> float:
        return read_planned(self.study.root / self.study.evidence[name]["plan"]).get("interval", 0.95)

    def _rate(self, name: str, ac1: bool, said: dict[str, str]) -> Recomputed:
        """Return AC1 or alpha of all coders; by turns with the interval."""
        by_turns = said["unit"] in WHOLE
        if by_turns:
            ratings = Counter(self.choices[said["unit"]].rate(said["code"])[1])
        else:
            rows = self.study.ask(self.study.rows_of(name), "readers, given, n")
            ratings = Counter({(readers, given): n for readers, given, n in rows})
        n = sum(count for (readers, _), count in ratings.items() if readers >= 2)
        value = float(find_ac1(ratings)) if ac1 else find_alpha(ratings)
        if not by_turns:
            return Recomputed(value, n=n)
        error = np.sqrt((vary_ac1 if ac1 else vary_alpha)(ratings))
        return _with_limits(value, float(error), self._coverage(name), n)

    def _median(self, name: str, measure: str, terms: list[Recomputed]) -> Recomputed:
        """Return the median of the terms, and its limits over the same draws of turns."""
        evidence = self.study.evidence[name]
        named = [self._filters(term) for term in evidence["numbers"]]
        codes, choices = [said["code"] for said in named], self.choices[named[0]["unit"]]
        values = sorted(term.value for term in terms)
        middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
        if measure == "kappa":
            pair = named[0]["coder_a"], named[0]["coder_b"]
            turns, gave = choices.shared(pair), choices.gave
            marks = [
                [[turn in gave.get((coder, code), ()) for turn in turns] for coder in pair] for code in codes
            ]
            drawn = _draw_kappas(self._draw(name, len(turns)), np.array(marks))
        else:
            rated = np.array([choices.rate(code)[1] for code in codes])
            drawn = _draw_rated(self._draw(name, rated.shape[1]), rated, ac1=measure == "gwet_ac1")
        medians = np.nanmedian(drawn[:, ~np.isnan(drawn).all(axis=0)], axis=0)
        if not len(medians) or np.ptp(medians) == 0:
            return Recomputed(middle, n=len(values))
        beyond = (1 - self._coverage(name)) / 2
        low, high = (find_quantile(medians, share) for share in (beyond, 1 - beyond))
        return Recomputed(middle, low, high, len(values))

    def _draw(self, name: str, turns: int) -> np.ndarray:
        evidence = self.study.evidence[name]
        draws, seed = evidence["draws"], evidence["seed"]
        if draws is None or seed is None:
            raise NoSecondRoad("no seed or draws")
        generator = np.random.Generator(np.random.PCG64(seed))
        return generator.multinomial(turns, np.full(turns, 1 / turns), size=draws)


def _with_limits(value: float, error: float, coverage: float, n: int) -> Recomputed:
    if not error > 1e-6:
        return Recomputed(value, n=n)
    reach = float(norm.ppf((1 + coverage) / 2)) * error
    return Recomputed(value, value - reach, min(value + reach, 1.0), n)


def _draw_kappas(times: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Return kappa by code and draw, nan where it is not defined; marks are by code, coder and turn."""
    n = times.sum(axis=1)
    found = []
    for first, second in marks:
        agreed, a, b = (times @ one / n for one in (first == second, first, second))
        chance = a * b + (1 - a) * (1 - b)
        varies = ~((a == b) & ((a == 0) | (a == 1)))
        found.append(np.where(varies, (agreed - chance) / np.where(varies, 1 - chance, 1), np.nan))
    return np.array(found)


def _draw_rated(times: np.ndarray, rated: np.ndarray, *, ac1: bool) -> np.ndarray:
    """Return AC1 or alpha by code and draw; rated are (readers, given) by code and turn."""
    readers = rated[0, :, 0].astype(float)
    several = readers >= 2
    pairs = np.where(several, readers * (readers - 1), 1)
    found = []
    for given in rated[:, :, 1].astype(float):
        apart = np.where(several, 2 * given * (readers - given) / pairs, 0)
        if ac1:
            yes = times @ (given / readers) / times.sum(axis=1)
            observed, chance = 1 - times @ apart / (times @ several), 2 * yes * (1 - yes)
            found.append((observed - chance) / (1 - chance))
            continue
        gave, kept = times @ (given * several), times @ ((readers - given) * several)
        varies = (gave > 0) & (kept > 0)
        expected = np.where(varies, 2 * gave * kept, 1) / (gave + kept - 1)
        found.append(np.where(varies, 1 - times @ (apart * readers) / expected, np.nan))
    return np.array(found)


def find_ac1(ratings: Counter[Rating]) -> float:
    """Return Gwet's AC1 in fractions: of yes and no, so many units with so many readers and codes given."""
    judged = [(r, g, n) for (r, g), n in ratings.items() if r >= 2]
    units = sum(n for _, _, n in judged)
    pairs = sum(Fraction(n * (g * (g - 1) + (r - g) * (r - g - 1)), r * (r - 1)) for r, g, n in judged)
    yes = sum(Fraction(n * g, r) for (r, g), n in ratings.items()) / sum(ratings.values())
    chance = 2 * yes * (1 - yes)
    return float((pairs / units - chance) / (1 - chance))


def find_alpha(ratings: Counter[Rating]) -> float:
    """Return Krippendorff's alpha by the package; nan where all ratings are alike."""
    counts = np.array([(r - g, g) for r, g in ratings if r >= 2])
    times = [n for (r, _), n in ratings.items() if r >= 2]
    if not len(counts) or (counts.sum(axis=0) == 0).any():
        return float("nan")
    units = np.repeat(counts, times, axis=0)
    return float(reliability(value_counts=units, level_of_measurement="nominal"))


def vary_ac1(ratings: Counter[Rating]) -> float:
    """Return the variance of AC1, its derivative by each cell written out (Gwet 2008)."""
    readers, given, n = np.array([(r, g, n) for (r, g), n in ratings.items()], dtype=float).T
    several = readers >= 2
    pairs = np.where(several, readers * (readers - 1), 1)
    same = np.where(several, (given * (given - 1) + (readers - given) * (readers - given - 1)) / pairs, 0)
    observed = float((n * same).sum() / n[several].sum())
    yes = float((n * given / readers).sum() / n.sum())
    chance = 2 * yes * (1 - yes)
    value = (observed - chance) / (1 - chance)
    by_pairs = (same - observed * several) / n[several].sum()
    by_chance = 2 * (1 - 2 * yes) * (given / readers - yes) / n.sum()
    slopes = (by_pairs - (1 - value) * by_chance) / (1 - chance)
    return float((n * slopes**2).sum() * n.sum() / (n.sum() - 1))


def vary_alpha(ratings: Counter[Rating]) -> float:
    """Return the variance of alpha, its derivative by each cell written out."""
    readers, given, n = np.array([(r, g, n) for (r, g), n in ratings.items()], dtype=float).T
    several = readers >= 2
    apart = np.where(several, 2 * given * (readers - given) / np.where(several, readers - 1, 1), 0)
    yes, no = (n * given)[several].sum(), (n * (readers - given))[several].sum()
    values = yes + no
    expected = 2 * yes * no / (values - 1)
    by_values = 2 * (given * no + (readers - given) * yes) / (values - 1)
    by_size = readers * 2 * yes * no / (values - 1) ** 2
    slopes = -apart / expected + (n * apart).sum() / expected**2 * np.where(several, by_values - by_size, 0)
    whole = n.sum()
    return float(((n * slopes**2).sum() - (n * slopes).sum() ** 2 / whole) * whole / (whole - 1))
