"""The study's common tongue: its variables, their scales and the reasons a value may be missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aimed.messages.problems import Problem, raise_problems
from aimed.study.written_tables import CODEBOOK, read_written

if TYPE_CHECKING:  # pandas takes half a second to import, and aimed check does without
    import pandas as pd

TYPES = ("category", "ordered", "number", "text", "multi", "date")
NOT_ASKED, NO_ANSWER = "not_asked", "no_answer"
NOT_RELEASED = "not_released"  # of a cohort that came in harmonised: kept where its raw data are


@dataclass(frozen=True)
class Codebook:
    """variables: one row per variable, indexed by name. scales: scale -> its codes in order, indexed by code.

    missing: reason -> label.
    """

    variables: pd.DataFrame
    scales: dict[str, pd.DataFrame]
    missing: dict[str, str]

    def codes(self, variable: str) -> list[str]:
        """Return the codes of a variable's scale in order; none for a variable without a scale."""
        scale = self.scales.get(self.variables.at[variable, "scale"])
        return [] if scale is None else list(scale.index)

    def collapsed(self, variable: str) -> dict[str, list[str]]:
        """Return coarser code -> the codes of the variable's scale that it covers, in order."""
        scale = self.scales[self.variables.at[variable, "scale"]]
        groups: dict[str, list[str]] = {}
        for code, coarser in scale["collapsed"].items():
            if coarser:
                groups.setdefault(str(coarser), []).append(str(code))
        return groups

    def label(self, variable: str, code: str) -> str:
        """Return what a code, or a coarser code, of a variable is called."""
        name = self.variables.at[variable, "scale"]
        for scale in (name, f"{name}_collapsed"):
            if scale in self.scales and code in self.scales[scale].index:
                return str(self.scales[scale].at[code, "label"])
        return code

    def columns(self, variable: str) -> list[str]:
        """Return the columns that a variable has in responses: one, or one per option of a multi-select."""
        if self.variables.at[variable, "type"] == "multi":
            return [f"{variable}__{option}" for option in self.codes(variable)]
        return [variable]

    def variable_of(self, column: str) -> str:
        """Return the variable that a column of responses belongs to."""
        return column.split("__", maxsplit=1)[0]

    def is_personal(self, column: str) -> bool:
        """Return whether a column of responses may identify a person."""
        variable = self.variable_of(column)
        return variable in self.variables.index and self.variables.at[variable, "personal"] == "yes"


def read_study_codebook(study: Path = Path()) -> Codebook:
    """Return the codebook of a study, of the one that is the current folder without another."""
    names = ("variables", "scales", "missing")
    return read_codebook(*(study / CODEBOOK / f"{name}.csv" for name in names))


def read_codebook(variables: Path, scales: Path, missing: Path) -> Codebook:
    """Return the codebook from its three CSV files.

    Raises ProblemsFound for unknown types, scales that are not listed, and names given twice.
    """
    table = read_written(variables)
    levels = read_written(scales)
    reasons = read_written(missing)
    known = set(levels["scale"])
    problems = []
    for row in table.itertuples():
        place = f"{variables.as_posix()}, line {row.line}"
        if row.type not in TYPES:
            problems.append(
                Problem(place, f"type {row.type!r}", f"one of {', '.join(TYPES)}", "correct the type")
            )
        needs_scale = row.type in ("ordered", "multi") or (row.type == "category" and row.scale)
        if needs_scale and row.scale not in known:
            problems.append(
                Problem(
                    place, f"scale {row.scale!r}", f"a scale of {scales.as_posix()}", "add its codes there"
                )
            )
    for name, key, frame in ((variables, ["variable"], table), (scales, ["scale", "code"], levels)):
        problems += [
            Problem(
                f"{name.as_posix()}, line {row['line']}",
                f"{' '.join(row[k] for k in key)} a second time",
                "each name once",
                "delete or rename one of the two lines",
            )
            for _, row in frame[frame.duplicated(key)].iterrows()
        ]
    problems += _check_numbers(table, levels, (variables, scales)) + _check_conditions(table, variables)
    raise_problems(problems)
    levels["order"] = levels["order"].astype(int)
    by_scale = {
        str(scale): rows.sort_values("order", kind="stable").set_index("code")
        for scale, rows in levels.groupby("scale", sort=False)
    }
    return Codebook(
        variables=table.set_index("variable"),
        scales=by_scale,
        missing=dict(zip(reasons["reason"], reasons["label"], strict=True)),
    )


def _check_numbers(table: pd.DataFrame, levels: pd.DataFrame, paths: tuple[Path, Path]) -> list[Problem]:
    """Return a problem for each limit or order that is not a number."""
    cells = [(paths[0], row, name) for _, row in table.iterrows() for name in ("min", "max") if row[name]]
    cells += [(paths[1], row, "order") for _, row in levels.iterrows()]
    return [
        Problem(f"{path.as_posix()}, line {row['line']}", f"{name} {row[name]!r}", "a number", "correct it")
        for path, row, name in cells
        if not re.fullmatch(r"-?\d+" if name == "order" else r"-?\d+(\.\d+)?", row[name])
    ]


def _check_conditions(table: pd.DataFrame, path: Path) -> list[Problem]:
    """Return a problem for each shown_if that is not `variable known`, `variable is a` or `... in a|b`."""
    names = set(table["variable"])
    return [
        Problem(
            f"{path.as_posix()}, line {row['line']}",
            f"shown_if {row['shown_if']!r}",
            "`variable known`, `variable is code` or `variable in code|code`, of a variable of this table",
            "correct the condition",
        )
        for _, row in table.iterrows()
        if row["shown_if"]
        and not (
            (match := re.fullmatch(r"(\w+) (known|is \S+|in \S+)", row["shown_if"])) and match[1] in names
        )
    ]
