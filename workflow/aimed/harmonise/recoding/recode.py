"""Recode source cells to the codebook's values; every blank gets its reason, every change is counted."""

import difflib
import functools
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from aimed.harmonise.corrections import EVENT_COLUMNS
from aimed.harmonise.recoding.blanks import blank_unshown, find_not_shown, name_blanks
from aimed.harmonise.recoding.totals import repeat_problem
from aimed.harmonise.recoding.values import Lines, Recoded, convert
from aimed.messages.problems import MASK, Problem
from aimed.messages.unseen_characters import name_unseen
from aimed.study.codebook import NOT_ASKED, Codebook

SPREADSHEET_DAY = re.compile(r"^\d{4}-\d\d-\d\d|^\d{1,2}[-./ ][^\W\d]{3,}\.?|^[^\W\d]{3,}\.?[-./ ]\d{1,4}$")
# a cell weighs 4, a value 2, a reason 1: of two source columns the weightier is taken, else the first
CELL, VALUE = 4, 2


@dataclass
class Recoding:
    """What recoding gave. responses: one column per codebook column, indexed like the rows that came in.

    reasons: the same shape, the missing reason where responses is null. recodes and
    events: rows of those tables.
    """

    responses: pd.DataFrame
    reasons: pd.DataFrame
    recodes: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def recode(
    rows: pd.DataFrame,
    crosswalk: pd.DataFrame,
    codebook: Codebook,
    path: str,
    described: dict[str, Any] | None = None,
) -> Recoding:
    """Return the kept survey rows brought to the codebook, column by column in its order.

    `described` is the survey's labels.json. Unmapped values are problems, all of them at once; they are
    never guessed.
    """
    result = Recoding(pd.DataFrame(index=rows.index), pd.DataFrame(index=rows.index))
    shown = blank_unshown(rows, described or {})
    source = _Source(shown, crosswalk, codebook, path, described or {})
    for variable in codebook.variables.index:
        for column in codebook.columns(variable):
            values, reasons = _recode_column(source, column, variable, result)
            result.responses[column], result.reasons[column] = values, reasons
    name_blanks(result.responses, result.reasons, codebook)
    return result


@dataclass(frozen=True)
class _Source:
    rows: pd.DataFrame
    crosswalk: pd.DataFrame
    codebook: Codebook
    path: str
    described: dict[str, Any]

    @functools.cached_property
    def said(self) -> dict[str, list[dict[str, Any]]]:
        """The lines of the crosswalk by source variable, in its order."""
        lines: dict[str, list[dict[str, Any]]] = {}
        for line in self.crosswalk.to_dict("records"):
            lines.setdefault(line["source_variable"], []).append(line)
        return lines

    @functools.cached_property
    def ticked(self) -> dict[str, list[str]]:
        """The columns of the survey that stand for one option each, by the variable of the options."""
        columns: dict[str, list[str]] = {}
        for name, lines in self.said.items():
            for line in lines:
                if line["rule"] == "ticked" and name in self.rows.columns:
                    columns.setdefault(self.codebook.variable_of(line["variable"]), []).append(name)
        return columns

    def lines(self, source: str, column: str, variable: str) -> Lines:
        """Return what the crosswalk says of a source variable for a column."""
        of_source = self.said[source]
        own = [line for line in of_source if line["variable"] in (column, variable)]
        options: dict[str, dict[str, dict[str, Any]]] = {}
        for line in of_source:
            if line["source_value"] and self.codebook.variable_of(line["variable"]) == variable:
                options.setdefault(line["source_value"], {})[line["variable"]] = line
        return Lines(
            listed={line["source_value"]: line for line in own[::-1]},
            rules=[line for line in own if line["rule"] and not line["source_value"]],
            options=options,
            kept_out=find_markers(self.rows[source], self.described.get("columns", {}).get(source, {})),
        )

    def unticked(self, source: str, variable: str) -> pd.Series | list[bool]:
        """Return per row whether this option was left blank while another option of its question was not."""
        beside = self.ticked.get(variable, [])
        if source not in beside:
            return [False] * len(self.rows)
        return self.rows[beside].notna().any(axis=1) & self.rows[source].isna()

    def absent(self, sources: list[str]) -> pd.Series:
        """Return per row whether its file has none of these columns: what was not in it was not asked."""
        columns = {entry["path"]: set(entry["columns"]) for entry in self.described.get("files", [])}
        lacking = {path for path, names in columns.items() if not names & set(sources)}
        return self.rows["source_file"].isin(lacking)


def find_markers(cells: pd.Series, description: dict[str, Any]) -> frozenset[str]:
    """Return the cells that the file itself says stand for a missing answer; no rule may read those.

    Declared missing codes and ranges, and the platform's own words for not shown and seen but unanswered.
    """
    marked = {word for kind in ("not_shown", "seen_unanswered") for word in description.get(kind, [])}
    for lowest, highest in description.get("missing", []):
        marked |= {cell for cell in cells.dropna().unique() if _is_between(str(cell), lowest, highest)}
    return frozenset(marked)


def _is_between(cell: str, lowest: str, highest: str) -> bool:
    try:
        return float(lowest) <= float(cell) <= float(highest)
    except ValueError:
        return cell in (lowest, highest)


def _recode_column(
    source: _Source, column: str, variable: str, result: Recoding
) -> tuple[pd.Series, pd.Series]:
    rows = source.rows
    values = pd.Series(None, index=rows.index, dtype=object)
    reasons = pd.Series(None, index=rows.index, dtype=object)
    taken = pd.Series(None, index=rows.index, dtype=object)
    held = pd.Series(0, index=rows.index)
    own = {
        name: of_column
        for name, lines in source.said.items()
        if (of_column := [line for line in lines if line["variable"] in (column, variable)])
    }
    for place, name in enumerate(name for name in own if name in rows.columns):
        cells = rows[name]
        said = source.lines(name, column, variable)
        recoded = {cell: convert(cell, column, said, source.codebook) for cell in cells.dropna().unique()}
        given, why = _give(source, name, variable, own[name], recoded)
        known = given.notna() | cells.isin({cell for cell, found in recoded.items() if found.blanked})
        weight = CELL * cells.notna() + VALUE * known + why.notna()
        if place == 0:
            values, reasons, held = given, why, weight
            taken[:] = name
        else:
            clash = (weight >= CELL + VALUE) & (held >= CELL + VALUE)
            clash &= given.astype(str) != values.astype(str)
            result.problems += _clashes(rows[clash], taken[clash], column, name)
            fill = weight > held
            values[fill], reasons[fill] = given[fill], why[fill]
            held[fill], taken[fill] = weight[fill], name
        _count(cells, recoded, column, name, result)
        result.problems += _unmapped(source, cells, recoded, column, said)
        result.events += _changed(rows, cells, recoded, column, name)
    asked_nowhere = source.absent(list(own)) & values.isna() & reasons.isna()
    reasons[asked_nowhere] = NOT_ASKED
    return values.where(values.notna(), None), reasons.where(reasons.notna(), None)


def _give(
    source: _Source,
    name: str,
    variable: str,
    own: list[dict[str, Any]],
    recoded: dict[str, Recoded],
) -> tuple[pd.Series, pd.Series]:
    """Return per row the value and the missing reason that one source column gives, blank cells too."""
    cells = source.rows[name]
    places, different = pd.factorize(cells)
    given = _spread([recoded[cell].value for cell in different], places, cells.index)
    why = _spread([recoded[cell].reason for cell in different], places, cells.index)
    blank = [line["missing_reason"] for line in own if not (line["source_value"] or line["rule"])]
    if any(blank):
        why[cells.isna()] = next(filter(None, blank))
    else:
        why[find_not_shown(source.rows, source.described.get("columns", {}), name)] = NOT_ASKED
    given[source.unticked(name, variable)] = False
    return given, why


def _spread(meanings: list[Any], places: np.ndarray, index: pd.Index) -> pd.Series:
    """Return per row the meaning at its place; a blank cell has the place -1, and no meaning."""
    table = np.fromiter([*meanings, None], dtype=object, count=len(meanings) + 1)
    return pd.Series(table[places], index=index, dtype=object)


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
    if not blanked:
        return []
    return [
        dict.fromkeys(EVENT_COLUMNS)
        | {
            "position": index,
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
    source: _Source, cells: pd.Series, recoded: dict[str, Recoded], column: str, lines: Lines
) -> list[Problem]:
    """Return a problem per value that no line takes; of a cell with several options, per unknown option."""
    parts: dict[str, list[str]] = {}
    for cell, read in sorted(recoded.items()):
        for part in read.unread or ((cell,) if read.unmapped else ()):
            parts.setdefault(part, []).append(cell)
    if not parts:
        return []
    listed = sorted({*lines.listed, *lines.options} - {""})
    whole = not any(found.unread for found in recoded.values())
    name = column if whole else source.codebook.variable_of(column)
    personal = source.codebook.is_personal(column)
    problems: list[Problem] = []
    for part, holding in parts.items():
        at = cells.index[cells.isin(holding)]
        first = source.rows.loc[at[0]]
        near = difflib.get_close_matches(part, listed, n=1)
        hint = f" (the nearest is {near[0]!r})" if near and not personal else ""
        value = MASK if personal else repr(part)
        problems.append(
            repeat_problem(
                ("unmapped", str(cells.name), column, part),
                len(at),
                f"{first['source_file']}, row {first['source_row']}, column {cells.name}",
                (f"value {value} for {name} in ", f" rows{_suspect(part, lines)}"),
                f"a source_value of {source.path}{hint}, or a value its rule can read",
                "add a line for it to the crosswalk, with a value or a missing_reason",
            )
        )
    return problems


def _suspect(cell: str, lines: Lines) -> str:
    """Return what a value that no rule could read most likely is, as an addition to a message."""
    if unseen := name_unseen(cell):
        return unseen
    if cell in lines.kept_out:
        return ", which the file declares to be a missing answer"
    if any(line["rule"].startswith("number") for line in lines.rules) and SPREADSHEET_DAY.search(cell):
        return ", which looks like a number that a spreadsheet program turned into a date"
    return ""


def _clashes(rows: pd.DataFrame, taken: pd.Series, column: str, source: str) -> list[Problem]:
    return [
        repeat_problem(
            ("clash", source, earlier, column),
            len(group),
            f"{group['source_file'].iloc[0]}, row {group['source_row'].iloc[0]}, column {source}",
            (f"another value for {column} than column {earlier} gives, in ", " rows from this one on"),
            "source columns of one variable that agree, or only one that holds a value",
            "correct the cells in corrections.yaml, or take one column out of the crosswalk",
        )
        for earlier, group in rows.groupby(taken, sort=False)
    ]
