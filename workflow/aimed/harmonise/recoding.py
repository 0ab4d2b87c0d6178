"""Recode source cells to the codebook's values; every blank gets its reason, every change is counted."""

import difflib
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from aimed.codebook import NO_ANSWER, NOT_ASKED, Codebook
from aimed.harmonise.corrections import EVENT_COLUMNS
from aimed.harmonise.values import Recoded, convert
from aimed.problems import MASK, Problem
from aimed.rows import Filter, select_rows


@dataclass
class Recoding:
    """What recoding gave. responses: one column per codebook column, indexed like the rows that came in.

    reasons: the same shape, the missing reason where responses is null. recodes and events as CONTRACTS.
    """

    responses: pd.DataFrame
    reasons: pd.DataFrame
    recodes: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def recode(rows: pd.DataFrame, crosswalk: pd.DataFrame, codebook: Codebook, path: str) -> Recoding:
    """Return the kept survey rows brought to the codebook, column by column in its order.

    Unmapped values are problems, all of them at once; they are never guessed.
    """
    result = Recoding(pd.DataFrame(index=rows.index), pd.DataFrame(index=rows.index))
    for variable in codebook.variables.index:
        for column in codebook.columns(variable):
            lines = crosswalk[crosswalk["variable"].isin({column, variable})]
            values, reasons = _recode_column(rows, column, lines, codebook, path, result)
            result.responses[column], result.reasons[column] = values, reasons
    _name_blanks(result, codebook)
    return result


def _recode_column(
    rows: pd.DataFrame, column: str, lines: pd.DataFrame, codebook: Codebook, path: str, result: Recoding
) -> tuple[pd.Series, pd.Series]:
    values = pd.Series(None, index=rows.index, dtype=object)
    reasons = pd.Series(None, index=rows.index, dtype=object)
    taken = pd.Series(None, index=rows.index, dtype=object)
    for source, group in lines.groupby("source_variable", sort=False):
        if source not in rows.columns:
            continue
        cells = rows[source]
        listed = {line["source_value"]: line for line in group.to_dict("records")[::-1]}
        rules = [line for line in group.to_dict("records") if line["rule"] and not line["source_value"]]
        recoded = {cell: convert(cell, column, listed, rules, codebook) for cell in cells.dropna().unique()}
        given = cells.map({cell: found.value for cell, found in recoded.items()}, na_action="ignore").astype(
            object
        )
        why = cells.map({cell: found.reason for cell, found in recoded.items()}, na_action="ignore").astype(
            object
        )
        blank = group[(group["source_value"] == "") & (group["rule"] == "") & (group["missing_reason"] != "")]
        if len(blank):
            why[cells.isna()] = blank["missing_reason"].iloc[0]
        clash = cells.notna() & taken.notna() & (given.astype(str) != values.astype(str))
        result.problems += _clashes(rows[clash], column, str(source))
        fill = (cells.notna() | reasons.isna()) & taken.isna()
        values[fill], reasons[fill] = given[fill], why[fill]
        taken[cells.notna() & taken.isna()] = source
        _count(cells, recoded, column, str(source), result)
        result.problems += _unmapped(rows, cells, recoded, column, group, codebook, path)
        result.events += _changed(rows, cells, recoded, column, str(source))
    return values.where(values.notna(), None), reasons.where(reasons.notna(), None)


def _count(cells: pd.Series, recoded: dict[str, Recoded], column: str, source: str, result: Recoding) -> None:
    used: dict[tuple[str | None, str | None, int | None], int] = {}
    for cell, n in cells.value_counts(dropna=False, sort=False).items():
        entry = None if pd.isna(cell) else recoded[str(cell)]  # type: ignore[call-overload]
        if entry is None:
            key: tuple[str | None, str | None, int | None] = (None, None, None)
        else:
            listed = entry.listed
            key = (str(cell) if listed else f"({entry.rule})", entry.shown() if listed else None, entry.line)
        used[key] = used.get(key, 0) + int(n)
    for (cell, value, line), n in used.items():
        names = {"source_variable": source, "source_value": cell, "variable": column, "value": value}
        result.recodes.append({**names, "line": line, "n": n})


def _changed(
    rows: pd.DataFrame, cells: pd.Series, recoded: dict[str, Recoded], column: str, source: str
) -> list[dict[str, Any]]:
    """Return an event for each cell that a rule blanked: parsed, and outside the codebook's limits."""
    blanked = {cell for cell, found in recoded.items() if found.blanked}
    return [
        dict.fromkeys(EVENT_COLUMNS)
        | {
            "source_row": int(rows.at[index, "source_row"]),
            "variable": column,
            "source_variable": source,
            "found": cells[index],
            "kind": "blanked",
            "rule": recoded[cells[index]].rule,
            "reason": recoded[cells[index]].reason,
        }
        for index in cells.index[cells.isin(blanked)]
    ]


def _unmapped(
    rows: pd.DataFrame,
    cells: pd.Series,
    recoded: dict[str, Recoded],
    column: str,
    group: pd.DataFrame,
    codebook: Codebook,
    path: str,
) -> list[Problem]:
    listed = sorted(set(group["source_value"]) - {""})
    problems = []
    for cell in sorted(cell for cell, found in recoded.items() if found.unmapped):
        at = cells.index[cells == cell]
        near = difflib.get_close_matches(cell, listed, n=1)
        personal = codebook.is_personal(column)
        hint = f" (the nearest is {near[0]!r})" if near and not personal else ""
        shown = MASK if personal else repr(cell)
        first = rows.loc[at[0]]
        source = group["source_variable"].iloc[0]
        problems.append(
            Problem(
                f"{first['source_file']}, row {first['source_row']}, column {source}",
                f"value {shown} for {column} in {len(at)} rows",
                f"a source_value of {path}{hint}, or a value its rule can read",
                "add a line for it to the crosswalk, with a value or a missing_reason",
            )
        )
    return problems


def _clashes(rows: pd.DataFrame, column: str, source: str) -> list[Problem]:
    return [
        Problem(
            f"{row['source_file']}, row {row['source_row']}, column {source}",
            f"another value for {column} than an earlier source column gives",
            "source columns of one variable that agree, or only one that is not blank",
            "correct the cell in corrections.yaml, or take one column out of the crosswalk",
        )
        for _, row in rows.iterrows()
    ]


def _name_blanks(result: Recoding, codebook: Codebook) -> None:
    """Give every null its reason: not asked where shown_if says so, else as listed, else unanswered."""
    for variable in codebook.variables.index:
        written = str(codebook.variables.at[variable, "shown_if"])
        for column in codebook.columns(variable):
            null = result.responses[column].isna()
            unnamed = null & result.reasons[column].isna()
            if written and unnamed.any():
                shown = select_rows(result.responses, (read_condition(written),)).index
                result.reasons.loc[unnamed & ~unnamed.index.isin(shown), column] = NOT_ASKED
            result.reasons.loc[null & result.reasons[column].isna(), column] = NO_ANSWER


def read_condition(written: str) -> Filter:
    """Return the filter that a shown_if says: `variable known`, `variable is a` or `variable in a|b`."""
    variable, comparison, *rest = written.split(maxsplit=2)
    if comparison == "known":
        return Filter(variable, "known")
    values = tuple(part.strip() for part in rest[0].split("|"))
    return Filter(variable, "in", values) if comparison == "in" else Filter(variable, comparison, rest[0])
