"""The statistics of one outcome's model: who it rests on, each term, and how well the model fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, nan
from typing import Any

import numpy as np

from aimed.files.row_selection import Filter
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.descriptions import positions
from aimed.stats.models.cells import Cells, Id, count_cells, event_filters
from aimed.stats.models.design import Design, DesignColumn
from aimed.stats.models.existence import find_reason, find_separated
from aimed.stats.models.fits import FittedModel, find_p, find_quantile, number_clusters
from aimed.stats.models.linear import fit_linear
from aimed.stats.models.logistic import fit_logistic
from aimed.stats.models.margins import AVERAGE, average_effect
from aimed.stats.models.mixed import find_mixed_reason, fit_mixed
from aimed.stats.models.ordinal import fit_ordinal, sign_ordinal
from aimed.stats.models.request import ModelRequest
from aimed.stats.statistics import SelectedRows, Statistic

ESTIMATE = "estimate"  # the kind of its numbers
LEFT_OUT = "without an answer to the outcome or to a predictor"
NO_ESTIMATE = "not_estimated"  # the statistic of a row without a value, whose method says why
FITS = {"logistic": fit_logistic, "linear": fit_linear, "ordinal": fit_ordinal}


@dataclass(frozen=True)
class OutcomeModel:
    """One outcome's model before it is fitted: the rows with all answers, their values, and who they are."""

    request: ModelRequest
    item: OutcomeItem
    known: SelectedRows
    design: Design
    outcome: np.ndarray
    cells: Cells

    def state(
        self, group: str, statistic: str, value: float, unit: str, method: str, **more: Any
    ) -> Statistic:
        """Return one statistic, resting on all rows of the model."""
        fields: dict[str, Any] = {"item": self.item.name, "group": group, "statistic": statistic}
        fields |= {"value": value, "unit": unit, "method": method, "kind": ESTIMATE, "n": self.known.n}
        read = (self.item.column, *self.request.columns)
        return Statistic(columns=read, **fields, **self.known.lineage, **more)

    def rests_on(self, column: DesignColumn | None) -> tuple[Id, ...]:
        """Return the counts that a term's numbers rest on, all for the model and its intercept.

        Of a level: everybody, those with it and those with the reference; of an interaction, every pair of
        levels made of them. What interacts rests on its pairs with all levels of the other variable too.
        """
        if column is None:
            return self.cells.every
        known = {one.variable: one for one in self.request.predictors}
        levels = {v: [c, known[v].reference] for v, c in column.factors if c is not None}
        for first, second in self.request.interactions:
            for own, other in ((first, second), (second, first)):
                if own in dict(column.factors) and known[other].codes:
                    levels.setdefault(other, list(known[other].codes))
        groups = ["all", *(f"{v}_{c}" for v, codes in levels.items() for c in codes)]
        groups += [
            f"{first}_{a}_x_{second}_{b}"
            for first, second in self.request.interactions
            for a in levels.get(first, ())
            for b in levels.get(second, ())
        ]
        held = (one for group in groups for one in self.cells.of.get(group, ()))
        return tuple(dict.fromkeys(held))


def state_model(request: ModelRequest, item: OutcomeItem, population: SelectedRows) -> Iterator[Statistic]:
    """Yield the statistics of one outcome's model, or the counts alone and a row that says why."""
    columns = dict.fromkeys((item.column, *request.columns))
    known = population.also(*(Filter(column, "known") for column in columns))
    cells = count_cells(request, item, population, known)
    yield from cells.counts
    values = {one.variable: one.read(known.rows[one.column]) for one in request.predictors}
    design = Design(request.predictors, request.interactions, values)
    model = OutcomeModel(request, item, known, design, _code_outcome(request, item, known), cells)
    yield _count_left_out(model, population)
    clusters = None
    if request.grouping:
        clusters = known.rows[request.grouping].to_numpy(dtype=object)
        yield model.state(
            "all", "clusters", known.count_distinct(request.grouping), "count",
            "number of different values", distinct=request.grouping, numbers=cells.of["all"],
        )  # fmt: skip
    reason = _find_reason(model, clusters)
    if reason:
        yield model.state("all", NO_ESTIMATE, nan, "statistic", reason)
        return
    fit = fit_mixed if request.random else FITS[request.family]
    yield from _state_fit(model, fit(model.outcome, design.matrix(), clusters))


def _code_outcome(request: ModelRequest, item: OutcomeItem, known: SelectedRows) -> np.ndarray:
    """Return 1 and 0 for the event, the number or place, or the rank among the answers that were given."""
    if request.family == "logistic":
        held = event_filters(item)[0]
        return known.rows[item.column].isin(np.atleast_1d(held.value)).to_numpy(dtype=float)
    places = positions(item, known.rows)
    return places if request.family == "linear" else np.unique(places, return_inverse=True)[1]


def _count_left_out(model: OutcomeModel, population: SelectedRows) -> Statistic:
    left = population.n - model.known.n
    terms = tuple((model.item.name, "all", statistic) for statistic in ("total", "n"))
    return Statistic(
        item=model.item.name, group="all", statistic="left_out", value=left, unit="count", method=LEFT_OUT,
        kind="derived", n=left, numerator=left, numbers=terms, formula="total - n",
    )  # fmt: skip


def _find_reason(model: OutcomeModel, clusters: np.ndarray | None) -> str | None:
    """Return why the model is not estimated, None where it is."""
    names, outcome = model.design.names, model.outcome
    for one in model.request.predictors:
        if len(outcome) and one.codes and one.reference not in model.design.values[one.variable]:
            return f"nobody has the reference {one.reference} of {one.variable}"
    matrix = model.design.matrix()
    ordinal = model.request.family == "ordinal"
    parameters = len(names) + (len(np.unique(outcome)) - 2 if ordinal else 0)
    reason = find_reason(outcome, matrix, names, parameters)
    groups = number_clusters(clusters)
    if reason is None and groups is not None and groups.max() == 0:
        reason = "all are of one cluster"
    if reason is None and ordinal and len(names) == 1:
        reason = "no predictor has more than one level"
    if reason is None and model.request.random and clusters is not None:
        reason = find_mixed_reason(outcome, matrix, clusters)
    if reason or model.request.family == "linear":
        return reason
    signed = sign_ordinal(outcome, matrix) if ordinal else (2 * outcome - 1)[:, None] * matrix
    named = (*("a threshold" for _ in range(outcome.max())), *names[1:]) if ordinal else names
    separated = find_separated(signed, named)
    return f"separation: the estimates of {', '.join(separated)} are infinite" if separated else None


def _state_fit(model: OutcomeModel, fit: FittedModel) -> Iterator[Statistic]:
    every = model.rests_on(None)
    for one in fit.measures:
        yield model.state("all", one.statistic, one.value, one.unit, one.method, numbers=every)
    given = [code for code in model.item.codes if code in set(model.known.rows[model.item.column])]
    for code, threshold in zip(given, fit.thresholds, strict=False):
        yield model.state("all", f"threshold.{code}", threshold, "effect", fit.method, numbers=every)
    terms: list[DesignColumn | None] = [*model.design.columns]
    if not fit.thresholds:
        terms.insert(0, None)
    for at, column in enumerate(terms):
        yield from _state_term(model, fit, at, column)


def _state_term(
    model: OutcomeModel, fit: FittedModel, at: int, column: DesignColumn | None
) -> Iterator[Statistic]:
    group, numbers = column.name if column else "intercept", model.rests_on(column)
    own, coverage = np.eye(len(fit.coefficients))[at], model.request.plan.coverage
    estimate, error, df = float(fit.coefficients[at]), fit.error_of(own), fit.df_of(own)
    reach = find_quantile(coverage, df) * error

    def state(statistic: str, value: float, unit: str, *how: str, **more: float) -> Statistic:
        method = how[0] if how else fit.method
        return model.state(group, statistic, value, unit, method, numbers=numbers, **more)

    yield state("estimate", estimate, "effect", low=estimate - reach, high=estimate + reach)
    yield state("se", error, "effect")
    if column is None:
        return
    if fit.ratios:
        limits = {"low": exp(estimate - reach), "high": exp(estimate + reach)}
        yield state("odds_ratio", exp(estimate), "effect", **limits)
    if not column.tested or not error:
        return
    yield state("z" if df is None else "t", estimate / error, "statistic")
    if df is not None:
        yield state("df", df, "statistic" if callable(fit.df) else "df")
    yield state("p", find_p(estimate / error, df), "p")
    if fit.mean is not None and len(column.factors) == 1:
        variable, code = column.factors[0]
        predictor = next(one for one in model.request.predictors if one.variable == variable)
        effect, gradient = average_effect(model.design, fit, predictor, code or "")
        reach = find_quantile(coverage, fit.df_of(gradient)) * fit.error_of(gradient)
        share = 100 if fit.ratios else 1
        limits = {"low": share * (effect - reach), "high": share * (effect + reach)}
        yield state("ame", share * effect, "points" if fit.ratios else "effect", AVERAGE, **limits)
