"""Make every specification of a multiverse again: counted by DuckDB, listed and measured by other means."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from aimed.audit.recompute.effect_limits import limit_pairs
from aimed.audit.recompute.group_tests import find_quantile
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy, quote
from aimed.files.row_selection import sql_of
from aimed.stats.items import OutcomeItem
from aimed.stats.plans import Plan, group_codes, read_condition
from aimed.study.declarations import as_code, read_config, read_planned
from aimed.study.reference_columns import REFERENCES, UNCLASSIFIED
from aimed.study.written_tables import read_written

Cells = list[tuple[Any, ...]]
Measured = tuple[float, ...]  # effect, low, high, p, whether it may be shown, whether somebody is left out
SAID = """respondent IN (SELECT reasons.respondent FROM reasons
    WHERE reasons.variable = ? AND reasons.reason = 'dont_know')"""


@dataclass
class Multiverses:
    """The specifications of each item of each plan of kind multiverse, made when first asked for."""

    study: RecomputedStudy
    made: dict[tuple[str, str], list[Measured]] = field(default_factory=dict)

    def recompute(self, name: str) -> Recomputed:
        """Return a summary of an item's specifications from the rows that it rests on."""
        entry = self.study.results.numbers[name]
        key = (entry["analysis"], entry["item"])
        rows = self.study.rows_of(name)
        if key not in self.made:
            self.made[key] = list(Varied(name, self.study).measure())
        n = self.study.ask(rows, "count(*)")[0][0]
        return Recomputed(summarise(entry["statistic"], np.array(self.made[key])), n=n)


class Varied:
    """One item's answers as cells (group, answer, says don't know, cluster, country, populations, people)."""

    def __init__(self, name: str, study: RecomputedStudy) -> None:
        """Count the cells, and read what the plan varies."""
        entry = study.results.numbers[name]
        content: Any = read_planned(study.root / study.evidence[name]["plan"])
        self.choices = content["choices"]
        self.plan, self.item = _find_item(study, content["of"], entry["item"])
        self.config = read_config(study.root / "config.yaml")
        codes = group_codes(study.codebook, str(self.plan.by), self.plan.collapsed)
        self.groups = [list(codes[group]) for group in codes if group in (self.plan.compare or ())]
        self.income = _read_income(study)
        self.cells = self._count(name, study)

    def _count(self, name: str, study: RecomputedStudy) -> Cells:
        cluster = self.choices.get("leave_out")
        vintages = self.choices.get("vintage") and self.plan.by == "income_group"
        asked = [quote(str(self.plan.by)), quote(self.item.column), SAID]
        asked += [f"{quote(cluster)}::VARCHAR" if cluster else "NULL", "country" if vintages else "NULL"]
        values = [self.item.column]
        for where in self.choices.get("population", {}).values():
            condition, filtered = sql_of(tuple(read_condition(one, study.codebook) for one in where))
            asked.append(f"coalesce({condition}, false)")
            values += filtered
        columns = ", ".join([*asked, "count(*)"])
        return study.ask(study.rows_of(name), columns, tuple(values), grouped="GROUP BY ALL")

    def measure(self) -> Iterator[Measured]:
        """Yield what is measured of each specification with enough people, the planned one first."""
        whole = self.item.type in ("ordered", "number")
        if not whole and not self.item.event and self.item.type != "multi":
            return
        planned = (None, "planned", None, whole, "left_out")
        yield from self._try(planned)
        for cluster in sorted({cell[3] for cell in self.cells} - {None}):
            yield from self._try(planned, cluster)
        for one in self._list_others(whole):
            if one != planned:
                yield from self._try(one)

    def _list_others(self, whole: bool) -> Iterator[tuple[Any, ...]]:
        asked, odd = self.choices, len(self.item.codes) % 2 == 1
        groups = ["planned", *(asked.get("groups", []) if max(map(len, self.groups)) > 1 else [])]
        vintages = [None, *(asked.get("vintage", []) if self.plan.by == "income_group" else [])]
        said = any(cell[2] for cell in self.cells)
        unknown = {"left_out", *(map(as_code, asked.get("dont_know", [])) if said else ())}
        measured = {}  # whole scale or event -> what may become of a don't know
        if whole:
            middle = {"middle"} if odd and self.item.type == "ordered" else set()
            measured[True] = unknown & ({"left_out"} | middle)
        if not whole or ("event" in asked.get("outcome", []) and self.item.event):
            measured[False] = unknown - {"middle"}
        populations = range(len(asked.get("population", {})))
        for population, group, vintage in product([None, *populations], groups, vintages):
            for scale, ways in measured.items():
                yield from ((population, group, vintage, scale, way) for way in sorted(ways))

    def _try(self, one: tuple[Any, ...], without: str | None = None) -> Iterator[Measured]:
        table = self._fill(one, without)
        smallest, sizes = self.config["smallest_cell"], [group.total() for group in table]
        if min(sizes) >= max(1, smallest):
            cells = (
                sizes
                if one[3]
                else [
                    n
                    for group, size in zip(table, sizes, strict=True)
                    for n in (group[1.0], size - group[1.0])
                    if n
                ]
            )
            large = self.plan.shows_large_groups and min(sizes) >= self.config.get("smallest_group", 50)
            shown = self.plan.public_by_plan or large or min(cells) >= smallest
            measured = measure(table, self.plan.coverage, whole=one[3])
            yield (*measured, float(shown), float(without is not None))

    def _fill(self, one: tuple[Any, ...], without: str | None) -> tuple[Counter[float], Counter[float]]:
        """Return for each group how many people have each place."""
        population, extremes, vintage, whole, way = one
        first, second = self.groups
        if extremes != "planned":
            first, second = first[:1], second[-1:]
        table: tuple[Counter[float], Counter[float]] = (Counter(), Counter())
        for group, answer, says, cluster, country, *members, people in self.cells:
            if (without is not None and cluster == without) or not (
                population is None or members[population]
            ):
                continue
            code = group
            if vintage is not None:
                code = country and (self.income[vintage].get(country) or UNCLASSIFIED)
            place = self._place(answer, bool(says), whole, way)
            if place is not None and code in (*first, *second):
                table[0 if code in first else 1][place] += people
        return table

    def _place(self, answer: Any, says: bool, whole: bool, way: str) -> float | None:
        if answer is None or (says and way != "left_out"):
            if not says or way == "left_out":
                return None
            return (len(self.item.codes) + 1) / 2 if way == "middle" else 0.0
        if not whole:
            return float(answer is True or answer in self.item.event)
        return float(answer) if self.item.type == "number" else self.item.codes.index(answer) + 1.0


def measure(table: tuple[Counter[float], Counter[float]], coverage: float, *, whole: bool) -> Measured:
    """Return effect, low, high and p: pairs one by one, Kruskal-Wallis, statsmodels for yes and no."""
    first, second = table
    n_first, n_second = first.total(), second.total()
    pairs = sum(np.sign(x - y) * n * m for x, n in first.items() for y, m in second.items())
    effect = float(pairs) / (n_first * n_second)
    if whole:
        low, high = limit_pairs(effect, n_first, n_second, coverage)
    else:
        low, high = confint_proportions_2indep(
            first[1.0], n_first, second[1.0], n_second, method="newcomb", compare="diff", alpha=1 - coverage
        )
    if len({*first, *second}) == 1:
        return effect, low, high, 1.0
    samples = [np.repeat(list(group), list(group.values())) for group in table]
    return effect, low, high, float(stats.kruskal(*samples).pvalue)


def _find_item(study: RecomputedStudy, of: list[str], name: str) -> tuple[Plan, OutcomeItem]:
    named = {one.replace("-", "_") for one in of}
    for (analysis, own), item in study.items.items():
        if own == name and study.plans[analysis].analysis in named:
            return study.plans[analysis], item
    raise NoSecondRoad(f"none of {', '.join(of)} has the outcome {name}")


def _read_income(study: RecomputedStudy) -> dict[str, dict[str, str]]:
    """Return vintage -> country -> group."""
    rows = read_written(study.root / REFERENCES["income_group"]).to_dict("records")
    return {year: {row["iso3"]: row[year] for row in rows} for year in rows[0] if year.startswith("fy")}


def _choose(made: np.ndarray, *, without: bool) -> np.ndarray:
    """Return which specifications leave a cluster out, or which are neither these nor the planned one."""
    chosen = made[:, 5] == float(without)
    chosen[0] = False
    return chosen


def _agree(made: np.ndarray, sides: np.ndarray, *, without: bool) -> float:
    others = sides[_choose(made, without=without)]
    return 100 * int((others == sides[0]).sum()) / len(others)


def _side_of_interval(made: np.ndarray) -> np.ndarray:
    return (made[:, 1] > 0).astype(int) - (made[:, 2] < 0).astype(int)


SIDES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "same_sign": lambda made: (made[:, 0] > 0).astype(int) - (made[:, 0] < 0),
    "same_interval": _side_of_interval,
    "same_decision": lambda made: (made[:, 3] < 0.05) * np.sign(made[:, 0]),
}
EXTENT = {"smallest": 0.0, "median": 0.5, "largest": 1.0}


def summarise(statistic: str, made: np.ndarray) -> float:
    """Return a summary of an item's specifications (rows of Measured, the planned one first)."""
    if statistic in EXTENT:
        return find_quantile(made[made[:, 4] > 0, 0], EXTENT[statistic])
    without = statistic.startswith("one_left_out")
    side = SIDES.get(statistic.removeprefix("one_left_out_"))
    if side is None:
        return float(_choose(made, without=without).sum())
    return _agree(made, side(made), without=without)
