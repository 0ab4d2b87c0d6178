"""Tables for the eye: each recode before and after, and each variable beside the other cohorts."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from aimed.harmonise.recoding.values import SEPARATORS, SPLIT, split_options
from aimed.language.own_words import may_be_own, say_own
from aimed.onboarding.check.stages import Cohort

MOST_ROWS, BANDS = 60, 8


@dataclass(frozen=True)
class CrossTab:
    """What the values of a source column became: (value, label, result, cells, line)."""

    source: str
    variable: str
    label: str
    rows: list[tuple[str, str, str, int, str]]
    more: int = 0


@dataclass(frozen=True)
class Beside:
    """A variable in this cohort and in the others: (value, count here, count there) as they may be shown."""

    variable: str
    label: str
    rows: list[tuple[str, str, str]]


def tabulate_recodes(cohort: Cohort) -> list[CrossTab]:
    """Return a table for each source column and variable that the crosswalk joins; not of personal ones."""
    assert cohort.recoding is not None
    tables = []
    for (source, variable), group in cohort.crosswalk.groupby(["source_variable", "variable"], sort=False):
        columns = [column for column in _targets(cohort, str(variable)) if source in cohort.rows.columns]
        if not variable or not columns or any(map(cohort.codebook.is_personal, columns)):
            continue
        said = cohort.described["columns"].get(source, {})
        rows = _count(cohort, str(source), columns, said.get("values") or {}, group)
        label = str(said.get("label") or source)
        tables.append(
            CrossTab(str(source), str(variable), label, rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))
        )
    return tables


def _targets(cohort: Cohort, variable: str) -> list[str]:
    if variable in cohort.codebook.variables.index:
        return cohort.codebook.columns(variable)
    return [variable] if cohort.codebook.variable_of(variable) in cohort.codebook.variables.index else []


def _count(
    cohort: Cohort, source: str, columns: list[str], labels: dict[str, str], group: pd.DataFrame
) -> list[tuple[str, str, str, int, str]]:
    lines = {str(row.source_value): int(row.line) for row in group.itertuples() if not row.own}
    cells = ["" if pd.isna(cell) else str(cell) for cell in cohort.rows[source]]
    counts = Counter(zip(cells, _list_results(cohort, columns), strict=True))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    held = _find_own(cohort, source, columns[0], {*lines, *labels, *labels.values()})
    return [
        (
            held.get(cell, cell) or "(blank)",
            "" if cell in held else str(labels.get(cell, "")),
            became,
            n,
            str(lines.get(cell) or lines.get("") or ""),
        )
        for (cell, became), n in ordered
    ]


def _find_own(cohort: Cohort, source: str, column: str, listed: set[str]) -> dict[str, str]:
    """Return the cells that may be one person's own words -> what is shown in their place.

    Of cells with several options what is beside those that are known; nothing that a rule read as a country
    or a day. listed: what the crosswalk and the file name.
    """
    variable = cohort.codebook.variable_of(column)
    own = cohort.crosswalk[
        (cohort.crosswalk["source_variable"] == source)
        & (cohort.crosswalk["variable"].map(cohort.codebook.variable_of) == variable)
    ]
    rules = [str(rule) for rule in own["rule"] if rule]
    if any(rule.startswith(("country", "date")) for rule in rules):
        return {}
    codes = cohort.codebook.codes(variable)
    known = {*listed, *own.loc[~own["own"], "source_value"], *codes} - {""}
    known |= {cohort.codebook.label(variable, code) for code in codes}
    split = next((rule.partition(":")[2] for rule in rules if rule.startswith(SPLIT)), "")
    separator = SEPARATORS.get(split, split)
    cells = cohort.rows[source].dropna().astype(str)
    counts = Counter(cells)
    rows = dict(zip(cells[::-1], cohort.rows.loc[cells.index[::-1], "source_row"], strict=True))
    parts = {cell: split_options(cell, separator, known)[1] if split else [cell] for cell in counts}
    return {
        cell: say_own(int(rows[cell]))
        for cell, said in parts.items()
        if any(may_be_own(one, counts[cell], known) for one in said)
    }


def _list_results(cohort: Cohort, columns: list[str]) -> list[str]:
    """Return per respondent the value, the options that were ticked, or the reason in brackets."""
    assert cohort.recoding is not None
    values = [cohort.recoding.responses[column].tolist() for column in columns]
    reasons = cohort.recoding.reasons[columns[0]].tolist()
    options = [column.partition("__")[2] for column in columns]
    return [_say(row, reason, options) for *row, reason in zip(*values, reasons, strict=True)]


def _say(values: list[object], reason: object, options: list[str]) -> str:
    known = [(option, value) for option, value in zip(options, values, strict=True) if not pd.isna(value)]  # type: ignore[call-overload]
    if not known:
        return f"({reason})"
    if options[0]:
        return ", ".join(option for option, value in known if value) or "no"
    value = known[0][1]
    return f"{value:g}" if isinstance(value, float) else str(value)


def compare_with_others(cohort: Cohort, others: pd.DataFrame | None, smallest: int) -> list[Beside]:
    """Return the distribution of each variable here and in the other cohorts; small cells are masked.

    Where one cell of a column is masked, the next smallest is masked too: it could be worked out otherwise.
    """
    tables = []
    for variable, row in cohort.codebook.variables.iterrows():
        if row["personal"] == "yes" or row["type"] in ("text", "date"):
            continue
        both = [cohort.responses] if others is None else [cohort.responses, others]
        both = [table for table in both if set(cohort.codebook.columns(str(variable))) & set(table.columns)]
        if not both or both[0] is not cohort.responses:
            continue  # a variable that came into the codebook after the others were built
        bands = find_bands(pd.concat([t[variable] for t in both])) if row["type"] == "number" else []
        here, there, *_ = [*(distribute(cohort, str(variable), table, bands) for table in both), {}]
        names = [name for name in here if here[name] or there.get(name)]
        shown = [
            mask_small({name: counts.get(name, 0) for name in names}, smallest) for counts in (here, there)
        ]
        rows = [(name, shown[0][name], shown[1][name]) for name in names]
        tables.append(Beside(str(variable), str(row["label"]), rows))
    return tables


def distribute(cohort: Cohort, variable: str, responses: pd.DataFrame, bands: list[float]) -> dict[str, int]:
    """Return the label of each value -> how many have it; numbers by bands."""
    kind = cohort.codebook.variables.at[variable, "type"]
    columns = [column for column in cohort.codebook.columns(variable) if column in responses.columns]
    if not columns:
        return {}
    if kind == "multi":
        counts = {}
        for column in columns:
            ticked = int((responses[column] == True).fillna(False).sum())  # noqa: E712 - three-valued
            counts[cohort.codebook.label(variable, column.partition("__")[2])] = ticked
        return counts | {"(missing)": int(responses[columns[0]].isna().sum())}
    cells = responses[variable]
    if kind == "number":
        return _distribute_numbers(cells.astype(float), bands) | {"(missing)": int(cells.isna().sum())}
    counted = cells.value_counts()
    return {
        cohort.codebook.label(variable, code): int(counted.get(code, 0))
        for code in cohort.codebook.codes(variable)
    } | {"(missing)": int(cells.isna().sum())}


def find_bands(cells: pd.Series) -> list[float]:
    """Return the limits of about eight bands of whole width that hold all numbers."""
    known = cells.dropna().astype(float)
    if known.empty:
        return [0.0, 1.0]
    low, high = math.floor(known.min()), math.floor(known.max()) + 1
    width = max(1, math.ceil((high - low) / BANDS))
    return [float(edge) for edge in range(low, high + width, width)]


def _distribute_numbers(cells: pd.Series, bands: list[float]) -> dict[str, int]:
    known = cells.dropna()
    return {
        f"{low:g} to under {high:g}": int(((known >= low) & (known < high)).sum())
        for low, high in pairwise(bands)
    }


def mask_small(counts: dict[str, int], smallest: int) -> dict[str, str]:
    """Return counts as text, those from 1 to below `smallest` masked, and one more where only one is."""
    hidden = {name for name, n in counts.items() if 0 < n < smallest}
    others = [
        name for name, n in sorted(counts.items(), key=lambda pair: pair[1]) if n and name not in hidden
    ]
    if len(hidden) == 1 and others:
        hidden.add(others[0])
    return {name: "few" if name in hidden else str(n) for name, n in counts.items()}
