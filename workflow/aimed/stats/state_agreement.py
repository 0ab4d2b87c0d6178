"""State how well coders agreed, code by code and over codes, by kappa, AC1 and alpha."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import read_table, write_table
from aimed.running.run_step import InputFile, OutputFile, run
from aimed.stats.groups import ALL, Group
from aimed.stats.methods.coder_agreement import (
    LARGE_SAMPLE,
    cohen_kappa,
    find_interval,
)
from aimed.stats.methods.coder_choices import CELLS, MEASURES, TurnChoices, lay_out_all, lay_out_pair
from aimed.stats.methods.over_codes import Drawing, draw_median, draw_turns, spread_over_codes
from aimed.stats.plans import SEED
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.declarations import CODED_UNITS, FOCUS_GROUPS, MATERIAL, PlannedAnalysis, read_planned

DRAWS = 2_000
TURN_WORDS = "participant's turn"
KAPPA = f"Cohen's kappa, unit the {TURN_WORDS} (Cohen 1960)"
METHODS = {
    "gwet_ac1": "Gwet's AC1 (Gwet 2008)",
    "krippendorff_alpha": "Krippendorff's alpha, nominal (Krippendorff 2011)",
}
FORMULAS = {
    "n": "both + only_a + only_b + neither",
    "agreement": "100 * (both + neither) / n",
    "kappa": "(p_o - p_e) / (1 - p_e), p_o = (both + neither) / n,"
    " p_e = ((both + only_a) * (both + only_b) + (neither + only_b) * (neither + only_a)) / n^2",
    "gwet_ac1": "AC1 of so many ratings of yes and no",
    "krippendorff_alpha": "alpha of so many ratings of yes and no",
}
SUFFIXES = dict.fromkeys(("turn", "answer"), "") | dict.fromkeys(
    ("character", "answer_character"), "_characters"
)
INTERVAL = "kappa and its large-sample interval"
WORDS = {
    "turn": TURN_WORDS,
    "character": "character of participants' words",
    "answer": "respondent's answer",
    "answer_character": "character of respondents' answers",
}
LEVELS = {"code": "codes_only", "theme": "themes_only"}  # level -> the item over all of it
SHARES = {"median": 0.5, "q1": 0.25, "q3": 0.75, "min": 0.0, "max": 1.0}


def state_agreement(
    *,
    analysis: str,
    plan: InputFile,
    agreement: InputFile,
    ratings: InputFile,
    read_turns: InputFile,
    given_codes: InputFile,
    statistics: OutputFile,
) -> None:
    """Write kappa of each code and pair of coders, AC1 and alpha of all coders, and their medians.

    `read_turns` and `given_codes` say it turn by turn, for intervals over drawn turns.
    """
    described = read_planned(plan)
    pairs, rated = read_table(agreement), read_table(ratings)
    read, given = read_table(read_turns), read_table(given_codes)
    numbers = list(state_all(described, pairs, rated, read, given))
    public = described.get("small_cells") == "shown"
    write_table(tabulate_statistics(analysis, numbers, public), statistics)


def state_all(
    described: PlannedAnalysis,
    agreement: pd.DataFrame,
    ratings: pd.DataFrame,
    read: pd.DataFrame,
    given: pd.DataFrame,
) -> Iterator[Statistic]:
    """Yield the numbers of every pair, then those of all coders together, of the plan's material alone."""
    material = described.get("material", FOCUS_GROUPS)
    units = CODED_UNITS[material]
    agreement, ratings = (table[table["unit"].isin(units)] for table in (agreement, ratings))
    read, given = (table[table[MATERIAL] == material] for table in (read, given))
    bootstrap = described.get("bootstrap", {})
    drawing = Drawing(
        described.get("interval", 0.95), bootstrap.get("draws", DRAWS), bootstrap.get("seed", SEED)
    )
    own = read[~read["consensus"].astype(bool)]
    for pair in list_pairs(agreement):
        yield from state_pair(pair, agreement, units[0])
        names = [str(condition.value) for condition in pair.conditions]
        choices = lay_out_pair(agreement["code"].drop_duplicates().tolist(), own, given, names)
        yield from state_pair_further(pair, agreement, choices, drawing, units)
    if len(agreement):
        yield from state_together(ratings, lay_out_all(ratings, own, given), drawing, units)


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


def state_pair(pair: Group, agreement: pd.DataFrame, unit: str = "turn") -> Iterator[Statistic]:
    """Yield n, observed agreement and kappa of one pair of coders, turn by turn, and kappa over all codes.

    A kappa that is not defined (no variation) is left out. Item `codes` is of themes and codes together.
    """
    rows = SelectedRows("agreement", agreement).also(*pair.conditions, Filter("unit", "is", unit))
    kappas: list[tuple[str, float]] = []
    for code in rows.rows["code"]:
        yield from _observe(code, pair, rows.also(Filter("code", "is", code)), unit)
        kappa = rows.rows.loc[rows.rows["code"] == code, "kappa"].iloc[0]
        kappas += [(code, float(kappa))] if pd.notna(kappa) else []
    yield from spread_over_codes("codes", pair, "kappa", kappas, SHARES)


def _observe(code: str, pair: Group, one: SelectedRows, unit: str) -> Iterator[Statistic]:
    """Yield n, observed agreement and kappa of one code, where they are defined."""
    found = one.rows.iloc[0]
    n, end = int(found["n"]), SUFFIXES[unit]
    common: dict[str, Any] = {
        "item": code, "group": pair.code, "n": n, "kind": "derived", "columns": (*CELLS, "n"), **one.lineage
    }  # fmt: skip
    judged = f"{unit}s judged by both coders"
    yield Statistic(
        statistic=f"n{end}", value=float(n), unit="count", method=judged, formula=FORMULAS["n"], **common
    )
    if n:
        agreed = 100 * float(found["both"] + found["neither"]) / n
        formula = FORMULAS["agreement"]
        yield Statistic(
            statistic=f"agreement{end}",
            value=agreed,
            unit="percent",
            method=judged,
            formula=formula,
            **common,
        )
    if pd.notna(found["kappa"]):
        method = KAPPA.replace(TURN_WORDS, WORDS[unit])
        value, formula = float(found["kappa"]), FORMULAS["kappa"]
        yield Statistic(
            statistic=f"kappa{end}", value=value, unit="kappa", method=method, formula=formula, **common
        )


def state_pair_further(
    pair: Group,
    agreement: pd.DataFrame,
    choices: TurnChoices,
    drawing: Drawing,
    units: tuple[str, str] = CODED_UNITS[FOCUS_GROUPS],
) -> Iterator[Statistic]:
    """Yield kappa with its interval, kappa by characters, and kappa over the codes and over the themes."""
    rows = SelectedRows("agreement", agreement).also(*pair.conditions)
    kappas: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for unit in units:
        here = rows.also(Filter("unit", "is", unit))
        for row in here.rows.itertuples():
            one = here.also(Filter("code", "is", row.code))
            if unit == units[1]:
                yield from _observe(str(row.code), pair, one, unit)
            if pd.isna(row.kappa):
                continue
            kappas.setdefault((str(row.level), unit), []).append((str(row.code), float(row.kappa)))
            if unit == units[0]:
                cells = one.rows[list(CELLS)].iloc[0].to_numpy(float)
                interval = find_interval(cohen_kappa, cells, drawing.coverage)
                yield from _with_interval(str(row.code), pair, float(row.kappa), interval, one, unit)
    drawn = draw_turns(choices, drawing)
    for level, item in LEVELS.items():
        values = kappas.get((level, units[0]), [])
        yield from draw_median(item, pair, "kappa", values, choices, drawn, drawing)
        yield from spread_over_codes(
            item, pair, "kappa", values, {k: v for k, v in SHARES.items() if k != "median"}
        )
        by_characters = kappas.get((level, units[1]), [])
        yield from spread_over_codes(
            item, pair, "kappa_characters", by_characters, {"median_kappa_characters": 0.5}
        )


def _with_interval(
    code: str,
    pair: Group,
    value: float,
    interval: tuple[float, float] | None,
    one: SelectedRows,
    unit: str,
) -> Iterator[Statistic]:
    """Yield a kappa again with its interval, where it has one: what was published without stays as it was."""
    if interval:
        yield Statistic(
            item=code,
            group=pair.code,
            statistic="kappa_interval",
            value=value,
            low=interval[0],
            high=interval[1],
            unit="kappa",
            method=f"{KAPPA.replace(TURN_WORDS, WORDS[unit])}; {LARGE_SAMPLE}",
            kind="derived",
            n=int(one.rows["n"].iloc[0]),
            columns=(*CELLS, "n"),
            formula=INTERVAL,
            **one.lineage,
        )


def state_together(
    ratings: pd.DataFrame,
    choices: TurnChoices,
    drawing: Drawing,
    units: tuple[str, str] = CODED_UNITS[FOCUS_GROUPS],
) -> Iterator[Statistic]:
    """Yield AC1 and alpha of all coders, code by code and over the codes and the themes.

    They are left out for a code that has no variation: nobody gave it, or everybody did everywhere.
    """
    values: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for unit in units:
        end, here = SUFFIXES[unit], SelectedRows("ratings", ratings).also(Filter("unit", "is", unit))
        for code in here.rows["code"].drop_duplicates():
            one = here.also(Filter("code", "is", code))
            for number in _rate(str(code), one, unit, drawing):
                yield number
                level = str(one.rows["level"].iloc[0])
                of = (level, unit, number.statistic.removesuffix(end))
                values.setdefault(of, []).append((str(code), number.value))
    drawn = draw_turns(choices, drawing)
    for level, item in LEVELS.items():
        for name in MEASURES:
            yield from draw_median(
                item, ALL, name, values.get((level, units[0], name), []), choices, drawn, drawing
            )
            by_characters = values.get((level, units[1], name), [])
            shares = {f"median_{name}_characters": 0.5}
            yield from spread_over_codes(item, ALL, f"{name}_characters", by_characters, shares)


def _rate(code: str, one: SelectedRows, unit: str, drawing: Drawing) -> Iterator[Statistic]:
    """Yield AC1 and alpha of one code; by turns with an interval."""
    table = one.rows
    ratings = np.stack([table["given"], table["readers"] - table["given"]], axis=1)
    cells, several = table["n"].to_numpy(float), table["readers"] >= 2
    judged = table[several]
    if not judged["given"].any() or (judged["given"] == judged["readers"]).all():
        return
    for name, make in MEASURES.items():
        measure = make(ratings)
        interval = find_interval(measure, cells, drawing.coverage, spare=1) if not SUFFIXES[unit] else None
        low, high = interval or (None, None)
        yield Statistic(
            item=code,
            group=ALL.code,
            statistic=f"{name}{SUFFIXES[unit]}",
            value=float(measure(cells)),
            low=low,
            high=high,
            unit="kappa",
            method=f"{METHODS[name]}, unit the {WORDS[unit]}" + (f"; {LARGE_SAMPLE}" if interval else ""),
            kind="derived",
            n=int(judged["n"].sum()),
            columns=("readers", "given", "n"),
            formula=FORMULAS[name],
            **one.lineage,
        )


if __name__ == "__main__":
    run(state_agreement)
