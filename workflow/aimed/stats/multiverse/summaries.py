"""In how many specifications of an item, and of all items, the finding of the planned one holds."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from aimed.stats.compare_groups import name_comparison
from aimed.stats.groups import ALL, Group
from aimed.stats.multiverse.answers import ItemAnswers
from aimed.stats.multiverse.unknown_names import BY_COUNTRY, COUNTRY
from aimed.stats.plans import group_codes
from aimed.stats.statistics import SelectedRows, Statistic

METHOD = "over the specifications of the multiverse (Steegen et al. 2016)"
SIZE, HELD = "specifications", ("same_sign", "same_interval", "same_decision")
LEFT_OUT = "one_left_out"  # before the statistics of the planned specification without each cluster in turn
EXTENT = {"smallest": 0.0, "median": 0.5, "largest": 1.0}
EVERY = "comparisons"
SUM, MEAN = "sum of specifications", "mean by specifications"
LEVEL = 0.05


def sum_up(table: pd.DataFrame, answers: ItemAnswers, population: SelectedRows) -> Iterator[Statistic]:
    """Yield how many other specifications an item has, and in what share of them the planned finding holds.

    The planned specification without each cluster is counted apart, as there may be many that differ little.
    Nothing where the planned specification is not among them. same_sign: the effect has the sign of the
    planned one. same_interval: the interval lies on the same side of 0, or holds it likewise. same_decision:
    p is below LEVEL with the same sign, or is not likewise. Extent: quantiles of the public effects.
    """
    if table.empty or not table["planned"].iloc[0]:
        return
    plan = answers.people.plan
    codes = group_codes(answers.people.codebook, str(plan.by), plan.collapsed)
    groups = tuple(Group(code) for code in codes if code in (plan.compare or ()))

    def state(statistic: str, value: float, unit: str) -> Statistic:
        return Statistic(
            item=answers.item.name, group=name_comparison(plan.by, groups), statistic=statistic, value=value,
            unit=unit, method=METHOD, kind="test", n=population.n, columns=list_read(answers),
            **population.lineage,
        )  # fmt: skip

    sign = np.sign(table["effect"])
    sides = {
        "same_sign": sign,
        "same_interval": np.sign(table["low"]).where(table["low"] * table["high"] > 0, 0),
        "same_decision": sign.where(table["p"] < LEVEL, 0),
    }
    without = table["left_out"].notna()
    parts = {"": ~without & ~table["planned"].astype(bool)}
    if answers.people.choices.leave_out:
        parts[LEFT_OUT] = without
    for part, chosen in parts.items():
        yield state(part or SIZE, int(chosen.sum()), "count")
        for statistic, side in sides.items() if chosen.any() else ():
            share = 100 * float((side[chosen] == side.iloc[0]).mean())
            yield state(_name(part, statistic), share, "percent")
    public = table.loc[table["public"].astype(bool), "effect"].to_numpy(dtype=float)
    for statistic, share in EXTENT.items() if len(public) else ():
        yield state(statistic, float(np.quantile(public, share)), "effect")


def _name(part: str, statistic: str) -> str:
    return f"{part}_{statistic}" if part else statistic


def list_read(answers: ItemAnswers) -> tuple[str, ...]:
    """Return the columns that an item's specifications read, in order."""
    plan, choices = answers.people.plan, answers.people.choices
    read = {answers.item.column, str(plan.by), *([choices.leave_out] if choices.leave_out else [])}
    read |= {condition.column for where in choices.populations.values() for condition in where}
    return tuple(sorted(read | ({COUNTRY} if choices.vintages and plan.by == BY_COUNTRY else set())))


def sum_up_all(numbers: list[Statistic]) -> Iterator[Statistic]:
    """Yield the number of all specifications, and the shares of them in which the planned findings hold."""
    for part in ("", LEFT_OUT):
        sizes = [one for one in numbers if one.statistic == (part or SIZE) and one.value]
        whole = sum(one.value for one in sizes)
        if not whole:
            continue
        yield _state_all(part or SIZE, whole, SUM, sizes, int(whole))
        for statistic in (_name(part, one) for one in HELD):
            terms = [one for one in numbers if one.statistic == statistic]
            value = sum(one.value * size.value for one, size in zip(terms, sizes, strict=True)) / whole
            yield _state_all(statistic, value, MEAN, [*terms, *sizes], int(whole))


def _state_all(statistic: str, value: float, formula: str, terms: list[Statistic], n: int) -> Statistic:
    return Statistic(
        item=EVERY, group=ALL.code, statistic=statistic, value=value, method=METHOD, kind="derived",
        unit="percent" if formula == MEAN else "count", n=n, formula=formula,
        numbers=tuple((one.item, one.group, one.statistic) for one in terms),
    )  # fmt: skip
