"""Test again from the rows: by SciPy and statsmodels where pingouin was used, effects by another formula.

Every comparison is counted anew by DuckDB into a table with one row per group and one column per answer
that anyone gave, in ascending order.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import stats
from scipy.stats.contingency import association
from statsmodels.stats.contingency_tables import Table

from aimed.audit.recompute.effect_limits import find_detectable, limit_centre, limit_pairs
from aimed.audit.recompute.permutations import find_rank_sum_p, find_ranks_p, find_table_p
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy, quote
from aimed.stats.items import OutcomeItem
from aimed.stats.plans import group_codes


@dataclass(frozen=True)
class Contrast:
    """The answers of the groups compared: counts (groups, values), and each value's place or number.

    seed: from which tables were drawn for a test, None where none were.
    """

    counts: np.ndarray
    values: np.ndarray
    seed: int | None = None

    def samples(self) -> list[np.ndarray]:
        """Return each group's answers, one by one."""
        return [np.repeat(self.values, group) for group in self.counts]


def recompute_test(name: str, study: RecomputedStudy) -> Recomputed:
    """Return a test's statistic, degrees of freedom or p; NoSecondRoad for a method that is not known."""
    entry = study.results.numbers[name]
    method = str(entry["method"])
    for known, test in TESTS.items():
        if method.startswith(known):
            statistic = str(entry["statistic"])
            contrast = read_contrast(name, study, of_event=statistic.startswith("event_"))
            contrast = replace(contrast, seed=study.evidence[name]["seed"])
            found = test(contrast)[statistic.removeprefix("event_")]
            return Recomputed(found, n=int(contrast.counts.sum()))
    raise NoSecondRoad(f"no second library for the method {method}")


def recompute_effect(name: str, study: RecomputedStudy) -> Recomputed:
    """Return an effect size and, where the evidence has a seed, its bootstrap interval drawn anew."""
    evidence = study.evidence[name]
    formula, draws, seed = str(evidence["formula"]), evidence["draws"], evidence["seed"]
    contrast = read_contrast(name, study)
    counts = contrast.counts
    effect = EFFECTS[formula]
    value, n = float(effect(counts[None], counts)[0]), int(counts.sum())
    if formula == DETECTABLE:
        groups, levels = counts.shape
        df, unit = (groups - 1) * (levels - 1), n * (min(groups, levels) - 1)
        return Recomputed(find_detectable(df, unit, study.plan_of(name).coverage), n=n)
    if formula.startswith("sqrt(chi2"):
        value = float(association(counts, method="cramer", correction=False))
    for known, limits in INTERVALS.items():
        if known in str(study.results.numbers[name]["method"]):
            return Recomputed(value, *limits(contrast, value, study.plan_of(name).coverage), n)
    if evidence["kind"] != "bootstrap" or draws is None or seed is None:
        return Recomputed(value, n=n)
    drawn = draw_tables(counts, draws, seed)
    effects, outside = effect(drawn, counts), (1 - study.plan_of(name).coverage) / 2
    return Recomputed(value, find_quantile(effects, outside), find_quantile(effects, 1 - outside), n)


def read_contrast(name: str, study: RecomputedStudy, *, of_event: bool = False) -> Contrast:
    """Return the table of counts of a comparison, counted by DuckDB from the rows that it rests on."""
    plan, item = study.plan_of(name), study.item_of(name)
    asked = f"{quote(str(plan.by))}, {quote(item.column)}, count(*)"
    cells = study.ask(study.rows_of(name), asked, grouped="GROUP BY ALL")
    values = order_values(item, [value for _, value, _ in cells])
    table = []
    for group, codes in group_codes(study.codebook, str(plan.by), plan.collapsed).items():
        answers: Counter[object] = Counter()
        for code, value, n in cells:
            answers[value] += n if code in codes else 0
        if group in plan.compare if plan.compare else answers.total():
            table.append([answers[value] for value in values])
    counts = np.array(table)
    if of_event:
        hits = counts[:, [value in item.event for value in values]].sum(axis=1)
        counts = np.stack([hits, counts.sum(axis=1) - hits], axis=1)
        return Contrast(counts[:, counts.sum(axis=0) > 0], np.arange(2))
    number = item.type == "number"
    return Contrast(counts, np.array(values) if number else np.arange(1, len(values) + 1))


def order_values(item: OutcomeItem, answers: list[object]) -> list[object]:
    """Return the answers that anyone gave, each once: codes in the order of the scale, yes before no."""
    given = set(answers)
    if item.type == "number":
        return sorted(given, key=float)  # type: ignore[arg-type]
    scale: tuple[object, ...] = (True, False) if item.type == "multi" else item.codes
    return [value for value in scale if value in given]


def _test_ranks_of_two(contrast: Contrast) -> dict[str, float]:
    """U by counting pairs of answers; z and p from Kruskal-Wallis, whose H of two groups is z squared."""
    first, second = (group.astype(float) for group in contrast.counts)
    above = np.sign(contrast.values[:, None] - contrast.values[None, :])
    pairs = first[:, None] * second[None, :]
    u = float(pairs[above > 0].sum() + pairs[above == 0].sum() / 2)
    if len(contrast.values) < 2:
        return {"u": u}
    h, p = stats.kruskal(*contrast.samples())
    return {"u": u, "z": float(np.sign(u - pairs.sum() / 2) * np.sqrt(max(h, 0))), "p": float(p)}


def _test_ranks_of_several(contrast: Contrast) -> dict[str, float]:
    h, p = stats.kruskal(*contrast.samples())
    return {"h": float(h), "df": float(len(contrast.counts) - 1), "p": float(p)}


def _test_levels(contrast: Contrast) -> dict[str, float]:
    found = Table(contrast.counts, shift_zeros=False).test_nominal_association()
    return {"chi2": float(found.statistic), "df": float(found.df), "p": float(found.pvalue)}


def _test_by_tables(contrast: Contrast, find: Callable[[np.ndarray, int | None], float]) -> dict[str, float]:
    return {"p": find(contrast.counts, contrast.seed)}


def _rank_biserial(drawn: np.ndarray, data: np.ndarray) -> np.ndarray:
    """Return (pairs in which the first is higher - pairs in which it is lower) / pairs, per table."""
    places = np.arange(data.shape[1])
    above = np.sign(places[:, None] - places[None, :])
    pairs = drawn[:, 0].sum(axis=-1) * drawn[:, 1].sum(axis=-1)
    return np.asarray(((drawn[:, 0] @ above) * drawn[:, 1]).sum(axis=-1) / pairs)


def _cramers_v(drawn: np.ndarray, data: np.ndarray) -> np.ndarray:
    """Return V per table, with chi2 / n = sum of o^2 / (row x column) - 1."""
    rows, columns = drawn.sum(axis=2, keepdims=True), drawn.sum(axis=1, keepdims=True)
    share = (drawn**2 / np.maximum(rows * columns, 1)).sum(axis=(1, 2)) - 1
    return np.sqrt(np.maximum(share, 0) / (min(data.shape) - 1))


def _epsilon_squared(drawn: np.ndarray, _data: np.ndarray) -> np.ndarray:
    """Return H / (n - 1) per table, as the share of the ranks' sum of squares that lies between groups."""
    ties = drawn.sum(axis=1)
    ranks = np.cumsum(ties, axis=1) - (ties - 1) / 2
    centred = ranks - (ties * ranks).sum(axis=1, keepdims=True) / ties.sum(axis=1, keepdims=True)
    between = ((drawn * centred[:, None]).sum(axis=2) ** 2 / drawn.sum(axis=2)).sum(axis=1)
    whole = (ties * centred**2).sum(axis=1)
    return np.asarray(np.divide(between, whole, out=np.zeros_like(between), where=whole > 0))


def _limit_share(contrast: Contrast, value: float, coverage: float, *, squared: bool) -> tuple[float, float]:
    """Return the limits of V, or of epsilon squared, from those of the chi-square that it is a share of."""
    groups, levels = contrast.counts.shape
    n = int(contrast.counts.sum())
    if squared:
        low, high = limit_centre(value * (n - 1), groups - 1, coverage)
        return low / (n - 1), min(high / (n - 1), 1.0)
    sides = n * (min(groups, levels) - 1)
    low, high = limit_centre(value**2 * sides, (groups - 1) * (levels - 1), coverage)
    return float(np.sqrt(low / sides)), float(min(np.sqrt(high / sides), 1.0))


def _limit_pairs(contrast: Contrast, value: float, coverage: float) -> tuple[float, float]:
    first, second = contrast.counts.sum(axis=1).tolist()
    return limit_pairs(value, first, second, coverage)


def draw_tables(counts: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Return tables (draws, groups, values), group after group from PCG64(seed), by each group's shares."""
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = [generator.multinomial(group.sum(), group / group.sum(), size=draws) for group in counts]
    return np.stack(drawn, axis=1)


def find_quantile(values: np.ndarray, share: float) -> float:
    """Return the quantile of type 7 (Hyndman & Fan 1996) from the sorted values."""
    ordered = np.sort(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


TESTS: dict[str, Callable[[Contrast], dict[str, float]]] = {
    "Mann-Whitney U": _test_ranks_of_two,
    "Kruskal-Wallis": _test_ranks_of_several,
    "Pearson chi-square": _test_levels,
    "Fisher exact": partial(_test_by_tables, find=find_table_p),
    "permutation of the rank sum": partial(_test_by_tables, find=find_rank_sum_p),
    "permutation of the Kruskal-Wallis": partial(_test_by_tables, find=find_ranks_p),
}
INTERVALS: dict[str, Callable[[Contrast, float, float], tuple[float, float]]] = {
    "Cramér's V (Cramér 1946); interval by the non-central": partial(_limit_share, squared=False),
    "epsilon squared (Tomczak & Tomczak 2014); interval by the non-central": partial(
        _limit_share, squared=True
    ),
    "(Newcombe 2006, method 5)": _limit_pairs,
}
DETECTABLE = "detectable V of n, groups and levels"
EFFECTS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "2 * u / (n_first * n_second) - 1": _rank_biserial,
    "sqrt(chi2 / (n * (min(groups, levels) - 1)))": _cramers_v,
    "h / (n - 1)": _epsilon_squared,
    DETECTABLE: _cramers_v,
}
