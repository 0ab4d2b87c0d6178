"""Adjust the p-values of each family of tests, once all analyses are done."""

from typing import Any

import pandas as pd

from aimed.files.tables import read_table, write_table
from aimed.running.run_step import InputFiles, OutputFile, run
from aimed.stats.methods.holm import adjust_holm
from aimed.stats.statistics import Statistic, tabulate_statistics
from aimed.study.declarations import read_planned
from aimed.study.number_ids import number_id

TESTS = ("p", "p_cluster")
DECIDING = ("n", "u", "h", "chi2")  # what there is of an item that could not be tested
HOLM = "Holm step-down (Holm 1979)"


def adjust_families(*, plans: InputFiles, tables: InputFiles, adjusted: OutputFile) -> None:
    """Write the adjusted p-value of every test, each resting on all tests of its family,
    and on what decides that a planned one could not be made.

    `plans` and `tables` are analyses/<id>.yaml and results/stats/<id>.parquet in the same order.
    A plan without the key family is a family of its own.
    """
    found = []
    for path, table in zip(plans, tables, strict=True):
        plan, name = read_planned(path), path.stem
        family, compared = str(plan.get("family", name.replace("-", "_"))), bool(plan.get("compare"))
        statistics = read_table(table)
        found += [list_tests(name, family, statistics, compared, test) for test in TESTS]
    write_table(adjust_tests(pd.concat(found, ignore_index=True)), adjusted)


def list_tests(
    analysis: str, family: str, statistics: pd.DataFrame, compared: bool, test: str = "p"
) -> pd.DataFrame:
    """Return the main tests of an analysis: columns analysis, family, test, id, item, group,
    p, n, public_by_plan.

    `test` is the statistic: p, or its companion by clusters, which is adjusted beside its own kind. The test
    of an event beside a test of all levels (`event_p`) checks the same question again and is no member of the
    family. Where an analysis compares groups, an item without a test has rows with a null p: the numbers that
    decide that it could not be tested.
    """
    tests = statistics[statistics["statistic"] == test]
    compared = compared and test == "p"
    untested = statistics["statistic"].isin(DECIDING) & ~statistics["item"].isin(tests["item"])
    found = pd.concat([tests, statistics[untested & compared]], ignore_index=True)
    found["p"] = found["value"].where(found["statistic"] == test)
    parts = zip(found["item"], found["group"], found["statistic"], strict=True)
    names = [number_id(analysis, *part) for part in parts]
    found = found.assign(analysis=analysis, family=family, id=names, test=test)
    return found[["analysis", "family", "test", "id", "item", "group", "p", "n", "public_by_plan"]]


def adjust_tests(tests: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a stats analysis with the further column analysis: one adjusted p per test."""
    frames = [tabulate_statistics("none", ()).assign(analysis=pd.Series(dtype=object))]
    made = tests[tests["p"].notna()]
    keys = ["test", "analysis", "family", "public_by_plan"]
    for (test, analysis, family, public), rows in made.groupby(keys, sort=True):
        members = made[(made["family"] == family) & (made["test"] == test)]
        values = dict(zip(members["id"], adjust_holm(list(members["p"])), strict=True))
        untested = tests.loc[tests["p"].isna() & (tests["family"] == family) & (tests["test"] == test), "id"]
        terms = (*members["id"], *untested)
        numbers = [_adjusted(row, values[row.id], len(members), terms) for row in rows.itertuples()]
        frames.append(tabulate_statistics(analysis, numbers, bool(public)).assign(analysis=analysis))
    return pd.concat(frames[1:] or frames, ignore_index=True)


def _adjusted(row: Any, value: float, size: int, terms: tuple[str, ...]) -> Statistic:
    return Statistic(
        item=row.item,
        group=row.group,
        statistic=f"{row.test}_adjusted",
        value=value,
        unit="p",
        method=f"{HOLM}, family of {size}",
        kind="derived",
        n=None if pd.isna(row.n) else int(row.n),
        numbers=terms,
        formula="Holm 1979",
    )


if __name__ == "__main__":
    run(adjust_families)
