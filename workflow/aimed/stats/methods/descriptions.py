"""Describe one item in one group: counts, shares, missing answers, quantiles and moments."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from aimed.files.row_selection import Filter
from aimed.stats.groups import Group, among
from aimed.stats.items import LONGEST_SCALE, OutcomeItem
from aimed.stats.methods.intervals import WILSON, wilson_interval
from aimed.stats.statistics import SelectedRows, Statistic, Total

COUNT, QUANTILE = "count", "quantile by linear interpolation, type 7 of Hyndman & Fan 1996"


def describe_item(
    item: OutcomeItem,
    group: Group,
    members: SelectedRows,
    missing: SelectedRows | None,
    reasons: list[str],
    coverage: float,
) -> Iterator[Statistic]:
    """Yield the statistics of one item in one group.

    `members` are all of the group, `missing` the rows of the table missing of the same people,
    `reasons` those that are listed whether or not they occur. What is not defined for the data
    (a share of nobody, the sd of one) is not yielded.
    """
    known = members.also(Filter(item.column, "known"))
    answered = Total(item.name, group.code, "total", "answered")
    yield count_rows(item.name, group, "total", members)
    yield count_rows(item.name, group, "n", known, members, (answered,))
    if missing is not None:
        of_item = missing.also(Filter("variable", "is", item.column))
        for reason in reasons:
            rows = of_item.also(Filter("reason", "is", reason))
            yield count_rows(item.name, group, f"missing.{reason}.count", rows, of_item, (answered,))
    yield from _answers(item, group, known, coverage)


def count_rows(
    item: str,
    group: Group,
    statistic: str,
    rows: SelectedRows,
    base: SelectedRows | None = None,
    totals: tuple[Total, ...] = (),
) -> Statistic:
    """Return the number of rows selected out of `base` (themselves when none is given).

    It is a part of the same count of the groups that its group is a part of, and of `totals`.
    """
    base = base or rows
    return Statistic(
        item=item,
        group=group.code,
        statistic=statistic,
        value=rows.n,
        unit="count",
        method=COUNT,
        kind="count",
        n=base.n,
        numerator=rows.n,
        denominator=base.n,
        table=rows.table,
        where=rows.where,
        base=base.where,
        base_table=base.table,
        totals=(*totals, *group.totals(item, statistic)),
    )


def sum_column(item: str, group: Group, statistic: str, rows: SelectedRows, column: str) -> Statistic:
    """Return the sum of a column over the rows, which are its n: of whole numbers, or of seconds.

    It is a part of the same sum of the groups that its group is a part of.
    """
    return Statistic(
        item=item,
        group=group.code,
        statistic=statistic,
        value=round(float(rows.rows[column].sum()), 3),
        unit=next((unit for unit in ("words", "seconds") if column.endswith(unit)), "count"),
        method=f"sum of {column}",
        kind="sum",
        n=rows.n,
        columns=(column,),
        formula=f"sum of {column}",
        totals=group.totals(item, statistic),
        **rows.lineage,
    )


def _answers(item: OutcomeItem, group: Group, known: SelectedRows, coverage: float) -> Iterator[Statistic]:
    match item.type:
        case "multi":
            yield from _share(item, group, "", known.also(Filter(item.column, "is", True)), known, coverage)
        case "number":
            yield from _measure_numbers(item, group, known, item.unit or "number")
        case "category" | "ordered" if len(item.codes) <= LONGEST_SCALE:
            yield from _levels(item, group, known, coverage)
            if item.scores:
                yield from _measure_numbers(item, group, known, item.unit or "score")
            elif item.type == "ordered":
                yield from _quantiles(item, group, known, positions(item, known.rows), "scale")
        case _:
            yield count_different(item.name, group, "distinct", known, (item.column,), n=known.n)


def _measure_numbers(item: OutcomeItem, group: Group, known: SelectedRows, unit: str) -> Iterator[Statistic]:
    """Yield quantiles and moments of a number, or of the scores of an ordered item."""
    values = positions(item, known.rows)
    if item.scores:
        values = np.array(item.scores)[values.astype(int) - 1]
    yield from _quantiles(item, group, known, values, unit)
    yield from _moments(item, group, known, values, unit)


def positions(item: OutcomeItem, rows: pd.DataFrame) -> np.ndarray:
    """Return the place of each answer in its scale, 1 to k; numbers as they are."""
    if item.type == "number":
        return rows[item.column].to_numpy(dtype=float)
    place = {code: at for at, code in enumerate(item.codes, start=1)}
    return rows[item.column].map(place).to_numpy(dtype=float)


def _levels(item: OutcomeItem, group: Group, known: SelectedRows, coverage: float) -> Iterator[Statistic]:
    for code in item.codes:
        rows = known.also(Filter(item.column, "is", code))
        totals = [Total(item.name, group.code, "n", "level")]
        totals += [
            Total(item.name, group.code, f"collapsed.{coarse}.count", "level")
            for coarse, held in item.coarser.items()
            if code in held
        ]
        if item.event:
            # The event and the levels outside it make n; the levels inside it make the event.
            inside = code in item.event
            totals.append(Total(item.name, group.code, "count" if inside else "n", "event"))
        yield from _share(item, group, f"level.{code}.", rows, known, coverage, tuple(totals))
    merged = [(f"collapsed.{coarse}.", held, "collapsed") for coarse, held in item.coarser.items()]
    for prefix, held, divided_by in [*merged, *([("", item.event, "event")] if item.event else [])]:
        rows, total = known.also(among(item.column, held)), Total(item.name, group.code, "n", divided_by)
        yield from _share(item, group, prefix, rows, known, coverage, (total,))


def _share(
    item: OutcomeItem,
    group: Group,
    prefix: str,
    rows: SelectedRows,
    base: SelectedRows,
    coverage: float,
    totals: tuple[Total, ...] = (),
) -> Iterator[Statistic]:
    """Yield a count and, where anybody answered, its percentage of the base with the Wilson interval."""
    yield count_rows(item.name, group, f"{prefix}count", rows, base, totals)
    if base.n == 0:
        return
    low, high = wilson_interval(rows.n, base.n, coverage)
    yield Statistic(
        item=item.name,
        group=group.code,
        statistic=f"{prefix}pct",
        value=100 * rows.n / base.n,
        low=100 * low,
        high=100 * high,
        unit="percent",
        method=WILSON,
        kind="proportion",
        n=base.n,
        numerator=rows.n,
        denominator=base.n,
        table=rows.table,
        where=rows.where,
        base=base.where,
        numbers=((item.name, group.code, f"{prefix}count"), (item.name, group.code, "n")),
        formula="100 * count / n",
    )


def _quantiles(
    item: OutcomeItem, group: Group, known: SelectedRows, values: np.ndarray, unit: str
) -> Iterator[Statistic]:
    """Yield median and quartiles, of a number its smallest and largest too."""
    if known.n == 0:
        return
    shares = {"median": 0.5, "q1": 0.25, "q3": 0.75}
    if item.type == "number":
        shares |= {"min": 0.0, "max": 1.0}
    counted = item.scores or range(1, len(item.codes) + 1)
    order = ", ".join(f"{code}={at:g}" for code, at in zip(item.codes, counted, strict=True))
    for statistic, share in shares.items():
        formula = f"quantile {share} of {item.column}" + (f" with {order}" if order else "")
        value = float(np.quantile(values, share))
        yield _measure(item, group, statistic, value, known, (unit, QUANTILE, "quantile", formula))


def _moments(
    item: OutcomeItem, group: Group, known: SelectedRows, values: np.ndarray, unit: str
) -> Iterator[Statistic]:
    values, first = values - values[:1], values[:1].sum()  # so that a large offset costs no digits
    if known.n:
        mean = float(first + values.mean())
        yield _measure(item, group, "mean", mean, known, (unit, "arithmetic mean", "moment", "sum / n"))
    if known.n > 1:
        how = (unit, "standard deviation of a sample", "moment", "sqrt(sum((x - mean)^2) / (n - 1))")
        yield _measure(item, group, "sd", float(values.std(ddof=1)), known, how)


def count_different(
    item: str, group: Group, statistic: str, rows: SelectedRows, columns: tuple[str, ...], **more: Any
) -> Statistic:
    """Return how many different values (of several columns: combinations) the rows hold.

    They are not listed, as they may name people. `more` are further fields of the statistic.
    """
    return Statistic(
        item=item,
        group=group.code,
        statistic=statistic,
        value=rows.count_distinct(*columns),
        unit="count",
        method="number of different values",
        kind="count",
        columns=columns,
        distinct=",".join(columns),
        **rows.lineage,
        **more,
    )


def _measure(
    item: OutcomeItem,
    group: Group,
    statistic: str,
    value: float,
    known: SelectedRows,
    how: tuple[str, str, str, str],
) -> Statistic:
    unit, method, kind, formula = how
    return Statistic(
        item=item.name,
        group=group.code,
        statistic=statistic,
        value=value,
        unit=unit,
        method=method,
        kind=kind,
        n=known.n,
        formula=formula,
        **known.lineage,
    )
