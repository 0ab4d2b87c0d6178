"""Ids that a spreadsheet program changed: into powers of ten, into days, or with zeros taken off."""

import re
from collections.abc import Iterator

import pandas as pd

from aimed.files.sheet_markup import list_padded_columns
from aimed.messages.problems import Problem
from aimed.onboarding.check.stages import Cohort

POWER = re.compile(r"\d([.,]\d+)?E[+-]?\d+", re.I)
LARGE = re.compile(r"\d([.,]\d+)?E\+\d\d", re.I)  # as spreadsheet programs write a number of many digits
MONTH = (
    "(jan|ene|gen|feb|fév|fev|mar|mär|mrt|apr|avr|abr|may|mai|mag|mei|maj|jun|juin|giu|jul|juil|lug|aug|aoû|ago|"
    r"sep|set|oct|okt|ott|out|nov|dec|déc|dez|dic)[^\W\d]{0,2}\.?"
)
DAY = re.compile(rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}[-. ]{{1,2}}{MONTH}|{MONTH}[- ]\d\d", re.I)
POWERS, DAYS = "ids written as powers of ten, as 1.00E+05", "ids written as days, as 01-Mar for MAR1"
SHORTER = "ids without the zeros that others begin with, as 7 beside 0000012"
PADDED = "ids that are shown with zeros first, as 0000007, and stored as 7"


def find_changed_ids(cohort: Cohort) -> Iterator[Problem]:
    """Yield what is to be said of the respondents' ids, by a kind of change. Values are not shown.

    Ids that became equal powers of ten tell nobody apart, so that no column may stand for the respondent:
    then they are looked for in all of them.
    """
    name = cohort.description.get("respondent_id", "")
    if name == "source_row":
        for other in cohort.described["columns"]:
            cells = cohort.survey.get(other, pd.Series(dtype="string")).dropna().astype(str)
            yield from _say_changed(cohort, other, cells, cells.str.fullmatch(LARGE), POWERS)
        return
    cells = cohort.survey[name].dropna().astype(str)
    days = cells.str.fullmatch(DAY)
    zeros = cells[cells.str.fullmatch(r"0\d+")]
    shorter = cells.str.fullmatch(r"[1-9]\d*") & (cells.str.len() < zeros.str.len().min())
    yield from _say_changed(cohort, name, cells, cells.str.fullmatch(POWER), POWERS)
    yield from _say_changed(cohort, name, cells, days & ~days.all(), DAYS)
    yield from _say_changed(cohort, name, cells, shorter, SHORTER)
    yield from _say_changed(cohort, name, cells, _find_padded(cohort, cells), PADDED)


def _say_changed(
    cohort: Cohort, name: str, cells: pd.Series, changed: pd.Series, what: str
) -> Iterator[Problem]:
    """Yield the problem of the cells of a column that were changed; none where none was."""
    if changed.any():
        first, count = cohort.survey.loc[cells.index[changed.to_numpy(dtype=bool)][0]], int(changed.sum())
        yield Problem(
            f"{first['source_file']}, row {first['source_row']}, column {name}",
            f"{what}, in {count} row{'s' if count != 1 else ''}: a spreadsheet program changed them",
            "ids as they were given",
            "export the file again, and save it without opening it there",
        )


def _find_padded(cohort: Cohort, cells: pd.Series) -> pd.Series:
    """Return which ids a workbook shows longer than their values are."""
    digits = pd.Series(0, index=cells.index)
    for path, export in cohort.exports:
        name = cohort.description.get("respondent_id", "")
        if name in export.columns and path.suffix.lower() == ".xlsx":
            shown = list_padded_columns(path).get(list(export.columns).index(name) + 1, 0)
            digits[cohort.survey.loc[cells.index, "source_file"] == path.as_posix()] = shown
    return cells.str.fullmatch(r"\d+") & (cells.str.len() < digits)
