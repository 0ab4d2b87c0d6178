"""Read a cohort's crosswalk and hold it to the codebook and to the survey's columns."""

import difflib
import math
from pathlib import Path

import pandas as pd

from aimed.codebook import Codebook
from aimed.problems import Problem
from aimed.tables import read_people_csv

COLUMNS = ("source_variable", "source_value", "variable", "value", "missing_reason", "rule", "note")
RULES = ("number", "text", "date", "reverse", "country", "split:")


def read_crosswalk(path: Path) -> pd.DataFrame:
    """Return the crosswalk: the columns of CONTRACTS as text, and `line`."""
    return read_people_csv(path, COLUMNS)


def check_crosswalk(crosswalk: pd.DataFrame, codebook: Codebook, path: str) -> list[Problem]:
    """Return a problem for every line that names what the codebook does not have, or says two things."""
    columns = [column for variable in codebook.variables.index for column in codebook.columns(variable)]
    columns += list(codebook.variables.index)
    problems = []
    for row in crosswalk.itertuples():
        place = f"{path}, line {row.line}"
        if row.variable and row.variable not in columns:
            problems.append(_unknown(place, "variable", row.variable, columns, "data/codebook/variables.csv"))
        elif row.value and not _is_allowed(row.value, row.variable, codebook):
            problems.append(
                _unknown(
                    place,
                    "value",
                    row.value,
                    _values_allowed(row.variable, codebook),
                    f"the scale of {row.variable}",
                )
            )
        if row.missing_reason and row.missing_reason not in codebook.missing:
            reasons = list(codebook.missing)
            problems.append(
                _unknown(place, "missing reason", row.missing_reason, reasons, "data/codebook/missing.csv")
            )
        if row.rule and not row.rule.startswith(RULES):
            problems.append(_unknown(place, "rule", row.rule, list(RULES), "the crosswalk rules"))
    keys = ["source_variable", "source_value", "variable"]
    for _, row in crosswalk[crosswalk.duplicated(keys)].iterrows():
        problems.append(
            Problem(
                f"{path}, line {row['line']}",
                f"{row['source_variable']} {row['source_value']!r} for {row['variable']} a second time",
                "one line per source value",
                "delete one of the two lines",
            )
        )
    return problems


def check_columns(
    survey: pd.DataFrame, crosswalk: pd.DataFrame, deciding: list[str], path: str
) -> list[Problem]:
    """Return a problem for every survey column that the crosswalk does not know, and the reverse."""
    known = set(crosswalk["source_variable"]) | set(deciding) | {"source_file", "source_row"}
    strange = [
        Problem(
            f"{survey['source_file'].iloc[0]}, column {column}",
            "a column that the crosswalk does not know",
            f"a line for it in {path}",
            f"add lines for {column}; leave `variable` empty where it is not used, on purpose",
        )
        for column in survey.columns
        if column not in known
    ]
    gone = crosswalk[~crosswalk["source_variable"].isin(survey.columns)].drop_duplicates("source_variable")
    return strange + [
        _unknown(
            f"{path}, line {row.line}",
            "source variable",
            row.source_variable,
            list(survey.columns),
            "the survey",
        )
        for row in gone.itertuples()
    ]


def _values_allowed(variable: str, codebook: Codebook) -> list[str]:
    base = codebook.variable_of(variable)
    if base not in codebook.variables.index:
        return []
    return ["yes", "no"] if codebook.variables.at[base, "type"] == "multi" else codebook.codes(base)


def _is_allowed(value: str, variable: str, codebook: Codebook) -> bool:
    """Return whether a value fits its variable; without a scale any text does, and any number."""
    allowed = _values_allowed(variable, codebook)
    if allowed or variable not in codebook.variables.index:
        return value in allowed
    if codebook.variables.at[variable, "type"] != "number":
        return True
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _unknown(place: str, what: str, found: str, known: list[str], where: str) -> Problem:
    near = difflib.get_close_matches(found, known, n=1)
    hint = f"; the nearest is {near[0]}" if near else ""
    return Problem(place, f"{what} {found!r}", f"a {what} of {where}{hint}", "correct this line")
