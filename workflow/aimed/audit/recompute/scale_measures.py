"""Measure the reliability of scales again: alpha by the analysis of variance, omega by least squares."""

from collections.abc import Callable

import numpy as np
from scipy import stats
from scipy.optimize import least_squares

from aimed.audit.recompute.derived_cells import number_of_part
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy


def recompute_scale(name: str, study: RecomputedStudy) -> Recomputed:
    """Return a measure of a scale from the rows that it rests on; NoSecondRoad for one that is not known."""
    entry = study.results.numbers[name]
    outcome, _, item = str(entry["item"]).partition(".")
    scale = study.codebook.derived.get(outcome)
    measure = MEASURES.get(str(entry["statistic"]))
    if scale is None or measure is None:
        raise NoSecondRoad(f"no second road for {entry['statistic']} of {entry['item']}")
    columns = ", ".join(number_of_part(scale, part, study.codebook) for part in scale.parts)
    answers = np.array(study.ask(study.rows_of(name), columns), dtype=float)
    low = high = None
    value = measure(answers, scale.parts.index(item) if item else -1)
    if entry["low"] is not None:
        people, items = answers.shape
        outside = (1 - study.plan_of(name).coverage) / 2
        ratio = stats.f(people - 1, (people - 1) * (items - 1))
        low, high = (1 - (1 - value) * float(ratio.ppf(share)) for share in (1 - outside, outside))
    return Recomputed(value, low, high, len(answers))


def _alpha(answers: np.ndarray, _item: int) -> float:
    """Return 1 - residual mean square / that between people (Hoyt 1941)."""
    people, items = answers.shape
    centred = answers - answers.mean()
    between = items * ((answers.mean(axis=1) - answers.mean()) ** 2).sum() / (people - 1)
    residual = centred - centred.mean(axis=1, keepdims=True) - centred.mean(axis=0, keepdims=True)
    return float(1 - (residual**2).sum() / ((people - 1) * (items - 1)) / between)


def _alpha_dropped(answers: np.ndarray, item: int) -> float:
    return _alpha(np.delete(answers, item, axis=1), -1)


def _item_total(answers: np.ndarray, item: int) -> float:
    return float(stats.pearsonr(answers[:, item], np.delete(answers, item, axis=1).sum(axis=1)).statistic)


def _inter_item(answers: np.ndarray, _item: int) -> float:
    """Return the mean correlation from the variance of the sum of standardised items."""
    items = answers.shape[1]
    return float((np.var(stats.zscore(answers).sum(axis=1)) - items) / (items * (items - 1)))


def _omega(answers: np.ndarray, _item: int) -> float:
    """Return omega of the loadings whose products come nearest to the correlations off the diagonal."""
    correlations = np.corrcoef(answers, rowvar=False)
    above = np.triu_indices(len(correlations), 1)
    start = np.full(len(correlations), np.sqrt(abs(correlations[above].mean())))

    def miss(loadings: np.ndarray) -> np.ndarray:
        return np.asarray((np.outer(loadings, loadings) - correlations)[above])

    loadings = least_squares(miss, start, xtol=1e-15, ftol=1e-15, gtol=1e-15).x
    return float(1 - (1 - loadings**2).sum() / correlations.sum())


MEASURES: dict[str, Callable[[np.ndarray, int], float]] = {
    "alpha": _alpha,
    "alpha_dropped": _alpha_dropped,
    "item_total": _item_total,
    "inter_item": _inter_item,
    "omega": _omega,
}
