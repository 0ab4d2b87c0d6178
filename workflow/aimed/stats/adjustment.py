"""Adjust the p-values of each family of tests, once all analyses are done."""

from pathlib import Path
from typing import Any

import pandas as pd

from aimed.documents import read_yaml
from aimed.identifiers import number_id
from aimed.stats.statistics import Statistic, tabulate_statistics
from aimed.step import InputFiles, OutputFile, run
from aimed.tables import read_table, write_table

HOLM = "Holm step-down (Holm 1979)"


def adjust_families(*, plans: InputFiles, tables: InputFiles, adjusted: OutputFile) -> None:
    """Write the adjusted p-value of every test, each resting on all tests of its family.

    `plans` and `tables` are analyses/<id>.yaml and results/stats/<id>.parquet in the same order.
    A plan without the key family is a family of its own.
    """
    families = {path: read_family(path) for path in plans}
    found = [
        list_tests(plan.stem.replace("-", "_"), families[plan], read_table(table))
        for plan, table in zip(plans, tables, strict=True)
    ]
    write_table(adjust_tests(pd.concat(found, ignore_index=True)), adjusted)


def read_family(plan: Path) -> str:
    """Return the family of a plan's tests: its key family, else its id."""
    return str((read_yaml(plan, schema="analysis")).get("family", plan.stem.replace("-", "_")))


def list_tests(analysis: str, family: str, statistics: pd.DataFrame) -> pd.DataFrame:
    """Return the main tests of an analysis: columns analysis, family, id, item, group, p, n, public_by_plan.

    Main is the statistic `p`; the test of an event beside a test of all levels (`event_p`) checks the
    same question again and is no member of the family.
    """
    tests = statistics[statistics["statistic"] == "p"].rename(columns={"value": "p"})
    names = [number_id(analysis, i, g, "p") for i, g in zip(tests["item"], tests["group"], strict=True)]
    tests = tests.assign(analysis=analysis, family=family, id=names)
    return tests[["analysis", "family", "id", "item", "group", "p", "n", "public_by_plan"]]


def adjust_tests(tests: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a stats analysis with the further column analysis: one p_adjusted per test."""
    frames = [tabulate_statistics("none", ()).assign(analysis=pd.Series(dtype=object))]
    for (analysis, family, public), rows in tests.groupby(
        ["analysis", "family", "public_by_plan"], sort=True
    ):
        members = tests[tests["family"] == family]
        values = dict(zip(members["id"], adjust_holm(list(members["p"])), strict=True))
        numbers = [_adjusted(row, values[row.id], tuple(members["id"])) for row in rows.itertuples()]
        frames.append(tabulate_statistics(analysis, numbers, bool(public)).assign(analysis=analysis))
    return pd.concat(frames[1:] or frames, ignore_index=True)


def adjust_holm(p_values: list[float]) -> list[float]:
    """Return Holm's adjusted p-values in the same order, as R's p.adjust(p, "holm").

    Holm S. Scand J Stat 1979;6:65-70: the k-th smallest of m is multiplied by m - k + 1, made no
    smaller than the one before it and no larger than 1.
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = largest
    return adjusted


def _adjusted(row: Any, value: float, family: tuple[str, ...]) -> Statistic:
    return Statistic(
        item=row.item,
        group=row.group,
        statistic="p_adjusted",
        value=value,
        unit="p",
        method=f"{HOLM}, family of {len(family)}",
        kind="derived",
        n=None if pd.isna(row.n) else int(row.n),
        numbers=family,
        formula="Holm 1979",
    )


if __name__ == "__main__":
    run(adjust_families)
