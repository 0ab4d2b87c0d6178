"""State how well coders agreed, code by code, and the median over codes."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import read_table, write_table
from aimed.running.run_step import InputFile, OutputFile, run
from aimed.stats.groups import ALL, Group
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.declarations import read_planned

KAPPA = "Cohen's kappa, unit the participant's turn (Cohen 1960)"
FORMULAS = {
    "n": "both + only_a + only_b + neither",
    "agreement": "100 * (both + neither) / n",
    "kappa": "(p_o - p_e) / (1 - p_e), p_o = (both + neither) / n,"
    " p_e = ((both + only_a) * (both + only_b) + (neither + only_b) * (neither + only_a)) / n^2",
}


def state_agreement(*, analysis: str, plan: InputFile, agreement: InputFile, statistics: OutputFile) -> None:
    """Write kappa and observed agreement of each code and pair of coders, and their median over codes."""
    described = read_planned(plan)
    table = read_table(agreement)
    numbers = [number for pair in list_pairs(table) for number in state_pair(pair, table)]
    public = described.get("small_cells") == "shown"
    write_table(tabulate_statistics(analysis, numbers, public), statistics)


def list_pairs(agreement: pd.DataFrame) -> list[Group]:
    """Return one group per pair of coders: `all` where there is one pair, else pair_1, pair_2 ... by name.

    Coders are not named in ids, as they are persons too.
    """
    pairs = agreement[["coder_a", "coder_b"]].drop_duplicates().sort_values(["coder_a", "coder_b"])
    named = [
        (Filter("coder_a", "is", a), Filter("coder_b", "is", b)) for a, b in pairs.itertuples(index=False)
    ]
    if len(named) == 1:
        return [Group(ALL.code, named[0])]
    return [Group(f"pair_{at}", conditions) for at, conditions in enumerate(named, start=1)]


def state_pair(pair: Group, agreement: pd.DataFrame) -> Iterator[Statistic]:
    """Yield the numbers of one pair of coders. A kappa that is not defined (no variation) is left out."""
    rows = SelectedRows("agreement", agreement).also(*pair.conditions)
    kappas: dict[str, float] = {}
    for code in rows.rows["code"]:
        one = rows.also(Filter("code", "is", code))
        found = one.rows.iloc[0]
        yield _of_code(code, pair, one, "n", float(found["n"]), "count")
        if found["n"]:
            agreed = 100 * float(found["both"] + found["neither"]) / float(found["n"])
            yield _of_code(code, pair, one, "agreement", agreed, "percent")
        if pd.notna(found["kappa"]):
            kappas[code] = float(found["kappa"])
            yield _of_code(code, pair, one, "kappa", kappas[code], "kappa")
    if kappas:
        yield from _over_codes(pair, kappas)


def _of_code(code: str, pair: Group, row: SelectedRows, statistic: str, value: float, unit: str) -> Statistic:
    return Statistic(
        item=code,
        group=pair.code,
        statistic=statistic,
        value=value,
        unit=unit,
        method=KAPPA if statistic == "kappa" else "turns judged by both coders",
        kind="derived",
        n=int(row.rows.iloc[0]["n"]),
        columns=("both", "only_a", "only_b", "neither", "n"),
        formula=FORMULAS[statistic],
        **row.lineage,
    )


def _over_codes(pair: Group, kappas: dict[str, float]) -> Iterator[Statistic]:
    values = np.array(list(kappas.values()))
    shares = {"median": 0.5, "q1": 0.25, "q3": 0.75, "min": 0.0, "max": 1.0}
    for statistic, share in shares.items():
        yield Statistic(
            item="codes",
            group=pair.code,
            statistic=statistic,
            value=float(np.quantile(values, share)),
            unit="kappa",
            method="quantile over codes, type 7 of Hyndman & Fan 1996",
            kind="derived",
            n=len(kappas),
            numbers=tuple((code, pair.code, "kappa") for code in kappas),
            formula=f"quantile {share}",
        )


if __name__ == "__main__":
    run(state_agreement)
