"""The models of a plan again: rows asked of DuckDB, their terms coded anew, fitted by `likelihoods`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any

import numpy as np

from aimed.audit.recompute.likelihoods import (
    Solution,
    find_quantile,
    find_two_sided,
    find_upper_chi2,
    find_upper_f,
    reach_multinomial,
    solve_logistic,
    solve_mixed,
    solve_ordinal,
    solve_squares,
)
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy, quote
from aimed.stats.items import OutcomeItem
from aimed.stats.models.request import ModelRequest

Answers = dict[tuple[str, str], Recomputed]
Df = float | Callable[[np.ndarray], float] | None
Term = tuple[str, dict[str, str | None]]  # group of ids, variable -> code, None for a number
TINY = 1e-30


@dataclass
class ModelRoad:
    """Recomputes each model once; `known` holds (analysis, item) -> (group, statistic) -> number."""

    study: RecomputedStudy
    known: dict[tuple[str, str], Answers] = field(default_factory=dict)

    def recompute(self, name: str) -> Recomputed:
        """Return a number of a model; NoSecondRoad when the second road's model does not have it."""
        entry, analysis = self.study.results.numbers[name], self.study.evidence[name]["analysis"]
        key = (analysis, str(entry["item"]))
        if key not in self.known:
            request, item = self.study.models[analysis], self.study.item_of(name)
            columns = dict.fromkeys((item.column, *request.columns))
            rows = self.study.ask(self.study.rows_of(name), ", ".join(map(quote, columns)))
            cells = {column: [row[at] for row in rows] for at, column in enumerate(columns)}
            for one in request.predictors:
                if one.option_column:
                    cells[one.variable] = ["yes" if ticked else "no" for ticked in cells[one.column]]
            self.known[key] = AgainFitted(request, item, cells).answer()
        found = self.known[key].get((str(entry["group"]), str(entry["statistic"])))
        if found is None:
            raise NoSecondRoad(f"the second road's model has no {entry['statistic']} of {entry['group']}")
        return found


@dataclass
class AgainFitted:
    """One outcome's model of rows as DuckDB gave them: column -> its cells."""

    request: ModelRequest
    item: OutcomeItem
    cells: dict[str, list[Any]]

    def __post_init__(self) -> None:
        self.n = len(self.cells[self.item.column])
        self.terms = self._list_terms()
        self.matrix = self._code(self.cells)
        place = {code: at for at, code in enumerate(self.item.codes, start=1)}
        answers = self.cells[self.item.column]
        if self.request.family == "logistic":
            hits = [a is True or a in self.item.event for a in answers]
            self.outcome = np.array(hits, dtype=float)
        else:
            self.outcome = np.array([float(place.get(a, a)) for a in answers])
        cluster = self.request.grouping
        self.clusters = np.array([str(one) for one in self.cells[cluster]]) if cluster else None

    def _list_terms(self) -> list[Term]:
        """Return each term after the intercept."""
        main: dict[str, list[Term]] = {}
        for one in self.request.predictors:
            given = set(self.cells[one.variable]) - {one.reference}
            codes: list[str | None] = [code for code in one.codes if code in given] if one.codes else [None]
            names = [one.variable if code is None else f"{one.variable}_{code}" for code in codes]
            main[one.variable] = [
                (name, {one.variable: code}) for name, code in zip(names, codes, strict=True)
            ]
        terms = [term for some in main.values() for term in some]
        for first, second in self.request.interactions:
            for (a, one_of), (b, other_of) in product(main[first], main[second]):
                factors = one_of | other_of
                if any(self._product(self.cells, row, factors) for row in range(self.n)):
                    terms.append((f"{a}_x_{b}", factors))
        return terms

    def _product(self, cells: dict[str, list[Any]], row: int, factors: dict[str, str | None]) -> float:
        value = 1.0
        for variable, code in factors.items():
            value *= float(cells[variable][row]) if code is None else float(cells[variable][row] == code)
        return value

    def _code(self, cells: dict[str, list[Any]]) -> np.ndarray:
        return np.array(
            [
                [1.0, *(self._product(cells, row, factors) for _, factors in self.terms)]
                for row in range(self.n)
            ]
        )

    def answer(self) -> Answers:
        """Return every number of the model."""
        if self.clusters is None:
            held: Answers = {}
        else:
            held = {("all", "clusters"): self._give(len(set(self.clusters.tolist())))}
        if self.request.random:
            return held | self._answer_mixed()
        if self.request.family == "linear":
            return held | self._answer_linear()
        return held | (
            self._answer_logistic() if self.request.family == "logistic" else self._answer_ordinal()
        )

    def _give(self, value: float, low: float | None = None, high: float | None = None) -> Recomputed:
        return Recomputed(float(value), low, high, n=self.n)

    def _test(self, name: str, statistic: float, df: int) -> Answers:
        found = {"chi2": statistic, "df": float(df), "p": find_upper_chi2(statistic, df)}
        return {("all", f"{name}_{part}"): self._give(value) for part, value in found.items()}

    def _answer_linear(self) -> Answers:
        y, slopes = self.outcome, len(self.terms)
        found, plain = solve_squares(y, self.matrix, self.clusters), solve_squares(y, self.matrix, None)
        whole, rest = float(((y - y.mean()) ** 2).sum()), self.n - slopes - 1
        measures = {"r2": 1 - plain.reached / whole}
        measures["adjusted_r2"] = 1 - plain.reached / rest / (whole / (self.n - 1))
        f = (whole - plain.reached) / slopes / (plain.reached / rest)
        measures |= {"model_f": f, "model_df": slopes, "model_p": find_upper_f(f, slopes, rest)}
        answers = {("all", name): self._give(value) for name, value in measures.items()}
        squares = (y - self.matrix @ plain.coefficients) ** 2
        around = float(((squares - squares.mean()) ** 2).sum())
        explained = 1 - solve_squares(squares, self.matrix, None).reached / around
        answers |= self._test("breusch_pagan", self.n * explained, slopes)
        df = rest if self.clusters is None else len(set(self.clusters.tolist())) - 1
        return answers | self._answer_terms(found, df, ["intercept", *(name for name, _ in self.terms)])

    def _answer_mixed(self) -> Answers:
        found = solve_mixed(self.outcome, self.matrix, np.asarray(self.clusters))
        between, within = found.variances
        measures = {"cluster_variance": between, "residual_variance": within}
        measures |= {"icc": between / (between + within)}
        answers = {("all", name): self._give(value) for name, value in measures.items()}
        solution = Solution(found.coefficients, found.covariance, 0)
        names = ["intercept", *(name for name, _ in self.terms)]
        return answers | self._answer_terms(solution, found.find_df, names)

    def _answer_logistic(self) -> Answers:
        y, slopes = self.outcome, len(self.terms)
        found = solve_logistic(y, self.matrix, self.clusters)
        events = float(y.sum())
        alone = events * np.log(events / self.n) + (self.n - events) * np.log1p(-events / self.n)
        answers = {("all", "pseudo_r2"): self._give(1 - found.reached / alone)}
        answers |= self._test("model", 2 * (found.reached - alone), slopes)
        fewer = min(events, self.n - events) / slopes
        answers |= {("all", "events_per_variable"): self._give(fewer)}
        answers |= self._check_calibration(1 / (1 + np.exp(-self.matrix @ found.coefficients)))
        return answers | self._answer_terms(
            found, self._df(), ["intercept", *(name for name, _ in self.terms)]
        )

    def _check_calibration(self, predicted: np.ndarray) -> Answers:
        ordered = np.sort(predicted)
        places = [(self.n - 1) * tenth / 10 for tenth in range(11)]
        borders = sorted({float(np.interp(place, np.arange(self.n), ordered)) for place in places})
        total, parts = 0.0, 0
        for low, high in pairwise(borders):
            held = (predicted <= high) & ((predicted > low) | (low == borders[0]))
            parts += bool(held.any())
            if held.any():
                share = predicted[held].mean()
                total += (self.outcome[held].sum() - held.sum() * share) ** 2 / (
                    held.sum() * share * (1 - share)
                )
        return self._test("hosmer_lemeshow", float(total), parts - 2) if parts > 2 else {}

    def _answer_ordinal(self) -> Answers:
        given = sorted(set(self.outcome.tolist()))
        places = np.array([given.index(one) for one in self.outcome])
        found = solve_ordinal(places, self.matrix[:, 1:], self.clusters)
        counts, slopes, cuts = np.bincount(places), len(self.terms), len(given) - 1
        alone = float((counts * np.log(counts / self.n)).sum())
        answers = {("all", "pseudo_r2"): self._give(1 - found.reached / alone)}
        answers |= self._test("model", 2 * (found.reached - alone), slopes)
        for at in range(cuts):
            code = self.item.codes[int(given[at]) - 1].lower().replace("-", "_")
            answers["all", f"threshold.{code}"] = self._give(found.coefficients[at])
        if cuts > 1:
            try:
                free = reach_multinomial(places, self.matrix)
                answers |= self._test("proportional_odds", 2 * (free - found.reached), (cuts - 1) * slopes)
            except ArithmeticError:
                pass  # separated: nor does the first road state it
        slopes_alone = Solution(found.coefficients[cuts:], found.covariance[cuts:, cuts:], found.reached)
        return answers | self._answer_terms(slopes_alone, self._df(), [name for name, _ in self.terms])

    def _df(self) -> float | None:
        return None if self.clusters is None else len(set(self.clusters.tolist())) - 1

    def _answer_terms(self, found: Solution, df_of: Df, names: list[str]) -> Answers:
        answers: Answers = {}
        for at, (name, value) in enumerate(zip(names, found.coefficients, strict=True)):
            group, error = name.lower().replace("-", "_"), float(np.sqrt(found.covariance[at, at]))
            df = df_of(np.eye(len(names))[at]) if callable(df_of) else df_of
            reach = find_quantile((1 + self.request.plan.coverage) / 2, df)
            low, high, ratio = value - reach * error, value + reach * error, value / error
            answers[group, "estimate"] = self._give(value, low, high)
            answers[group, "se"] = self._give(error)
            answers[group, "odds_ratio"] = self._give(np.exp(value), np.exp(low), np.exp(high))
            answers[group, "z" if df is None else "t"] = self._give(ratio)
            answers[group, "p"] = self._give(find_two_sided(ratio, df))
            if df is not None:
                answers[group, "df"] = self._give(df)
        if self.request.family != "ordinal":
            answers |= self._average(found, df_of)
        return answers

    def _average(self, found: Solution, df_of: Df) -> Answers:
        """Return average effects: everybody given another answer, differentiated by an imaginary step."""
        answers: Answers = {}
        for one in self.request.predictors:
            for code in one.codes or ("",):
                group = (f"{one.variable}_{code}" if code else one.variable).lower().replace("-", "_")
                if code != one.reference or not code:
                    value, gradient = self._effect(found, one.variable, code, one.reference)
                    df = df_of(gradient) if callable(df_of) else df_of
                    reach = find_quantile((1 + self.request.plan.coverage) / 2, df)
                    error = np.sqrt(gradient @ found.covariance @ gradient)
                    share = 1 if self.request.family == "linear" else 100
                    low, high = share * (value - reach * error), share * (value + reach * error)
                    answers[group, "ame"] = self._give(share * value, low, high)
        return answers

    def _effect(self, found: Solution, variable: str, code: str, reference: str) -> tuple[float, np.ndarray]:
        def expect(predictor: np.ndarray) -> np.ndarray:
            return predictor if self.request.family == "linear" else 1 / (1 + np.exp(-predictor))

        if code:
            upper = self._code({**self.cells, variable: [code] * self.n})
            lower = self._code({**self.cells, variable: [reference] * self.n})
        else:
            upper = self._code({**self.cells, variable: [float(one) + 1 for one in self.cells[variable]]})
            lower = self.matrix
        slope = 1e-4

        def average(at: np.ndarray) -> np.ndarray:
            if code:
                return (expect(upper @ at) - expect(lower @ at)).mean()
            change = (upper - lower) @ at
            near, far = (
                (expect(lower @ at + size * change) - expect(lower @ at - size * change)) / (2 * size)
                for size in (slope, 2 * slope)
            )
            return ((4 * near - far) / 3).mean()

        at = found.coefficients.astype(complex)
        steps = 1j * TINY * np.eye(len(at))
        gradient = np.array([average(at + step).imag / TINY for step in steps])
        return float(average(at).real), gradient
