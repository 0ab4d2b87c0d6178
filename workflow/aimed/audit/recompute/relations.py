"""The relating kinds of plan again: rows asked of DuckDB, tested by `other_tests`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from aimed.audit.recompute.other_tests import (
    Found,
    associate,
    compare_answers,
    compare_means,
    compare_ranks_of,
    describe,
    find_trend,
)
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy, quote
from aimed.stats.items import OutcomeItem
from aimed.stats.plans import group_codes


@dataclass
class RelationRoad:
    """Recomputes each relation once; `known`: (analysis, item, group) -> what was found, and of how many."""

    study: RecomputedStudy
    known: dict[tuple[str, str, str], tuple[Found, int]] = field(default_factory=dict)

    def recompute(self, name: str) -> Recomputed:
        """Return a number of a relation; NoSecondRoad when the second road does not have it."""
        entry, analysis = self.study.results.numbers[name], self.study.evidence[name]["analysis"]
        key = (analysis, str(entry["item"]), str(entry["group"]))
        if key not in self.known:
            self.known[key] = self._relate(name, *key)
        found, n = self.known[key]
        if entry["statistic"] not in found:
            raise NoSecondRoad(f"the second road has no {entry['statistic']} of {key[1]} {key[2]}")
        value, *limits = found[str(entry["statistic"])]
        low, high = limits or (None, None)
        return Recomputed(float(value), low, high, n=n)

    def _relate(self, name: str, analysis: str, item_name: str, group: str) -> tuple[Found, int]:
        request, item = self.study.relations[analysis], self.study.item_of(name)
        plan = request.plan
        if plan.kind in ("association", "paired"):
            other = next(b for a, b in request.pairs if a == item and group == f"with_{_spell(b.name)}")
            rows = self.study.ask(self.study.rows_of(name), f"{quote(item.column)}, {quote(other.column)}")
            first, second = (_numbers(one, [row[at] for row in rows]) for at, one in enumerate((item, other)))
            if plan.kind == "paired":
                shared = _is_shared(item)
                return compare_answers(first, second, plan.coverage, shared=shared), len(rows)
            method = request.method
            if method == "auto":
                method = "point_biserial" if _is_shared(item) or _is_shared(other) else "spearman"
            return associate(first, second, method, plan.coverage, plan.seed), len(rows)
        parts = dict(self._split(name, item))
        n, values, codes = sum(map(len, parts.values())), list(parts.values()), list(parts)
        if plan.kind == "trend":
            return find_trend(values, shared=_is_shared(item)), n
        pair = tuple(map(codes.index, group.split("_vs_"))) if "_vs_" in group else None
        if plan.kind == "pairwise":
            return compare_ranks_of(values, pair), n  # type: ignore[arg-type]
        if pair is None and not group.startswith("by_"):
            rows = self.study.ask(self.study.rows_of(name), quote(item.column))
            own = _numbers(item, [row[0] for row in rows])
            return describe(own, plan.coverage), len(own)
        # Games-Howell of a pair asks how many groups there are in all.
        stem = f"{analysis}.{item_name}.by_{str(plan.by).lower()}.f"
        whole = dict(self._split(stem, item)) if pair and stem in self.study.evidence else parts
        at = tuple(map(list(whole).index, group.split("_vs_"))) if pair else None
        return compare_means(list(whole.values()), at, plan.coverage, plan.margin or 0), n  # type: ignore[arg-type]

    def _split(self, name: str, item: OutcomeItem) -> Iterator[tuple[str, np.ndarray]]:
        """Yield group -> answers of the rows that a number rests on, groups in the order of their scale."""
        plan = self.study.plan_of(name)
        if plan.by is None:
            return
        asked = f"{quote(plan.by)}, {quote(item.column)}"
        rows = self.study.ask(self.study.rows_of(name), asked)
        for group, codes in group_codes(self.study.codebook, plan.by, plan.collapsed).items():
            own = [answer for code, answer in rows if code in codes]
            if own:
                yield group.lower().replace("-", "_"), _numbers(item, own)


def _spell(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def _is_shared(item: OutcomeItem) -> bool:
    return item.type == "multi" or bool(item.event)


def _numbers(item: OutcomeItem, answers: list[Any]) -> np.ndarray:
    if _is_shared(item):
        return np.array([float(a is True or a in item.event) for a in answers])
    place = {code: at for at, code in enumerate(item.codes, start=1)}
    return np.array([float(place.get(answer, answer)) for answer in answers])
