"""The study's common tongue: its variables, their scales and the reasons a value may be missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aimed.messages.problems import Problem, raise_problems
from aimed.study.derived_checks import DerivedChecks
from aimed.study.derived_variables import DerivedVariable, list_derived_rows, read_derived
from aimed.study.written_tables import list_codebook, read_written

if TYPE_CHECKING:  # pandas takes half a second to import, and aimed check does without
    import pandas as pd

TYPES = ("category", "ordered", "number", "text", "multi", "date")
SCORE, NUMBER = "score", r"-?\d+(\.\d+)?"
NOT_ASKED, NO_ANSWER = "not_asked", "no_answer"
NOT_RELEASED = "not_released"  # of a cohort that came in harmonised: kept where its raw data are


@dataclass(frozen=True)
class Codebook:
    """variables: one row per variable, indexed by name. scales: scale -> its codes in order, indexed by code.

    missing: reason -> label. derived: the variables that follow from others, in the order of derivation.
    """

    variables: pd.DataFrame
    scales: dict[str, pd.DataFrame]
    missing: dict[str, str]
    derived: dict[str, DerivedVariable] = field(default_factory=dict)

    @cached_property
    def told(self) -> dict[str, dict[str, str]]:
        """Label, scale and type -> variable -> what the codebook says: to ask a frame for a cell is slow."""
        columns = [column for column in ("label", "scale", "type") if column in self.variables]
        return {column: self.variables[column].to_dict() for column in columns}

    @cached_property
    def levels(self) -> dict[str, dict[str, str]]:
        """Scale -> its codes in order -> their labels."""
        own = {name: scale.get("label", scale.index.to_series()) for name, scale in self.scales.items()}
        return {name: labels.to_dict() for name, labels in own.items()}

    @property
    def answered(self) -> list[str]:
        """The variables that cohorts answer: all but the derived ones."""
        return [str(name) for name in self.variables.index if name not in self.derived]

    def codes(self, variable: str) -> list[str]:
        """Return the codes of a variable's scale in order; none for a variable without a scale."""
        return list(self.levels.get(self.told["scale"][variable], ()))

    def scores(self, variable: str) -> dict[str, float]:
        """Return code -> score of a variable's scale, in order; none for one without scores."""
        scale = self.scales.get(self.variables.at[variable, "scale"])
        if scale is None or SCORE not in scale or self.variables.at[variable, "type"] == "multi":
            return {}
        return {str(code): float(score) for code, score in scale[SCORE].items() if score}

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
        name = self.told["scale"][variable]
        for scale in (name, f"{name}_collapsed"):
            if code in self.levels.get(scale, ()):
                return str(self.levels[scale][code])
        return code

    def coarser_label(self, variable: str, code: str) -> str:
        """Return what a coarser code is called: its own label, or those of the codes it covers.

        These where it has none, or one that is also that of one of several codes.
        """
        own = self.scales.get(f"{self.variables.at[variable, 'scale']}_collapsed")
        held = [self.label(variable, one) for one in self.collapsed(variable).get(code, ())]
        if own is not None and code in own.index and (len(held) < 2 or own.at[code, "label"] not in held):
            return str(own.at[code, "label"])
        return " or ".join(held) or self.label(variable, code)

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
    return read_codebook(*list_codebook(study))


def read_codebook(variables: Path, scales: Path, missing: Path, derived: Path | None = None) -> Codebook:
    """Return the codebook from its three CSV files, and derived.yaml where a study has one.

    Raises ProblemsFound for unknown types, scales that are not listed, names given twice, and derived
    variables that do not fit the others.
    """
    table = read_written(variables)
    levels = read_written(scales)
    reasons = read_written(missing)
    problems = _check_types(table, levels, (variables, scales))
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
    raise_problems(_check_scores(levels, scales))
    by_scale = {
        str(scale): rows.sort_values("order", kind="stable").set_index("code")
        for scale, rows in levels.groupby("scale", sort=False)
    }
    listed = read_derived(derived) if derived else []
    if derived:
        table = _add_derived(table, levels, listed, derived)
    return Codebook(
        variables=table.set_index("variable"),
        scales=by_scale,
        missing=dict(zip(reasons["reason"], reasons["label"], strict=True)),
        derived={one.name: one for one in listed},
    )


def _check_types(table: pd.DataFrame, levels: pd.DataFrame, paths: tuple[Path, Path]) -> list[Problem]:
    """Return a problem for each type that there is not, and each scale that is not listed."""
    known = set(levels["scale"])
    problems = []
    for row in table.itertuples():
        place = f"{paths[0].as_posix()}, line {row.line}"
        if row.type not in TYPES:
            problems.append(
                Problem(place, f"type {row.type!r}", f"one of {', '.join(TYPES)}", "correct the type")
            )
        needs_scale = row.type in ("ordered", "multi") or (row.type == "category" and row.scale)
        if needs_scale and row.scale not in known:
            problems.append(
                Problem(
                    place, f"scale {row.scale!r}", f"a scale of {paths[1].as_posix()}", "add its codes there"
                )
            )
    return problems


def _add_derived(
    table: pd.DataFrame, levels: pd.DataFrame, listed: list[DerivedVariable], path: Path
) -> pd.DataFrame:
    """Return the variables with the derived ones below. Raises ProblemsFound for those that do not fit."""
    import pandas as pd

    scales: dict[str, dict[str, float | None]] = {}
    for row in levels.to_dict("records"):
        score = row.get(SCORE) or None
        scales.setdefault(row["scale"], {})[row["code"]] = None if score is None else float(score)
    checks = DerivedChecks(path, scales)
    personal = {row["variable"] for row in table.to_dict("records") if row["personal"] == "yes"}
    for row in table.to_dict("records"):
        checks.add_written(row)
    raise_problems([problem for one in listed for problem in checks.check(one)])
    rows = list_derived_rows(listed, personal)
    added = pd.DataFrame(rows).reindex(columns=table.columns, fill_value="").assign(line=0)
    return pd.concat([table, added], ignore_index=True)


def _check_scores(levels: pd.DataFrame, path: Path) -> list[Problem]:
    """Return a problem for each score that is no number, is not there where others are, or falls."""
    problems = []
    for scale, rows in levels.groupby("scale", sort=False) if SCORE in levels else ():
        cells = {row.line: row.score for row in rows.sort_values("order").itertuples()}
        if not any(cells.values()):
            continue
        wrong = [(line, cell) for line, cell in cells.items() if not re.fullmatch(NUMBER, cell)]
        expected = "a number for each code of a scale, or none at all"
        problems += [
            Problem(
                f"{path.as_posix()}, line {line}",
                f"score {cell!r} of scale {scale}",
                expected,
                "write the score of this code",
            )
            for line, cell in wrong
        ]
        scores = list(map(float, cells.values())) if not wrong else []
        if scores != sorted(scores):
            found = f"scores of scale {scale} that fall along its order"
            expected = "scores that rise with the order, or stay"
            remedy = "turn them round, and name the item under reversed in derived.yaml"
            problems.append(Problem(f"{path.as_posix()}, line {next(iter(cells))}", found, expected, remedy))
    return problems


def _check_numbers(table: pd.DataFrame, levels: pd.DataFrame, paths: tuple[Path, Path]) -> list[Problem]:
    """Return a problem for each limit or order that is not a number."""
    cells = [(paths[0], row, name) for _, row in table.iterrows() for name in ("min", "max") if row[name]]
    cells += [(paths[1], row, "order") for _, row in levels.iterrows()]
    return [
        Problem(f"{path.as_posix()}, line {row['line']}", f"{name} {row[name]!r}", "a number", "correct it")
        for path, row, name in cells
        if not re.fullmatch(r"-?\d+" if name == "order" else NUMBER, row[name])
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
