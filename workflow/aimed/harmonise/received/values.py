"""Hold the answers of a cohort that came in harmonised to the codebook and the reference tables."""

import math
from collections.abc import Callable
from typing import Any

from aimed.harmonise.participation.participants import GROUPS
from aimed.harmonise.received.folder import AGAIN, Received
from aimed.harmonise.recoding.geography import Reference, find_lacking_year, fiscal_year, group_countries
from aimed.harmonise.recoding.values import INVALID, read_day
from aimed.messages.problems import MASK, Problem
from aimed.study.codebook import NO_ANSWER, NOT_ASKED, NOT_RELEASED

RESERVED = (NOT_ASKED, NO_ANSWER, INVALID, NOT_RELEASED)


def is_free_text(variable: str, codebook: Any) -> bool:
    """Return whether a variable holds words as they were written, which may name anybody."""
    return str(codebook.variables.at[variable, "type"]) == "text" and variable not in GROUPS


def check_values(received: Received, reference: Reference) -> list[Problem]:
    """Return a problem for each value, missing reason and country that this study does not know."""
    problems = [p for column in received.columns() for p in _check_column(column, received, reference)]
    return problems + _check_reasons(received) + _check_groups(received, reference)


def _check_column(column: str, received: Received, reference: Reference) -> list[Problem]:
    """Return a problem per value that does not fit; a personal variable and unreviewed text have none."""
    book = received.codebook
    variable = book.variable_of(column)
    cells = received.tables["responses"].set_index("line")[column]
    cells = cells[cells != ""]
    if not len(cells):
        return []
    place = received.place("responses", cells.index[0], column)
    if book.is_personal(column):
        found, expected = f"{len(cells)} values, as {MASK}", "no value: data/codebook says personal"
        return [Problem(place, found, expected, AGAIN)]
    released = received.description["files"]["harmonised"].get("text", [])
    if is_free_text(variable, book) and variable not in released:
        found = f"{len(cells)} texts that nobody reviewed"
        expected = "no value, or the variable under files: harmonised: text in cohort.yaml"
        return [Problem(place, found, expected, AGAIN)]
    fits, expected = _rule_for(column, received, reference)
    wrong = cells[~cells.map(fits)]
    problems = []
    for value, rows in wrong.groupby(wrong, sort=True):
        found = f"value {value!r} in {len(rows)} row{'s' * (len(rows) != 1)}"
        problems.append(Problem(received.place("responses", rows.index[0], column), found, expected, AGAIN))
    return problems


def _rule_for(column: str, received: Received, reference: Reference) -> tuple[Callable[[str], bool], str]:
    """Return what a cell of a column must meet, and that in words."""
    book = received.codebook
    row = book.variables.loc[book.variable_of(column)]
    if column == GROUPS[0]:
        return set(reference.aliases["iso3"]).__contains__, "an ISO code of data/reference/countries.csv"
    if row["type"] == "multi":
        return {"yes", "no"}.__contains__, "yes or no"
    if row["type"] == "number":
        low, high = row["min"] or "-inf", row["max"] or "inf"
        between = f" from {row['min'] or 'any'} to {row['max'] or 'any'}" if row["min"] or row["max"] else ""
        return lambda cell: _is_between(cell, float(low), float(high)), f"a number{between}"
    if row["type"] == "date":
        return lambda cell: read_day(cell) == cell, "a day as 2020-03-01"
    codes = book.codes(book.variable_of(column))
    if not codes:
        return bool, "a text"
    return set(codes).__contains__, f"one of {', '.join(codes)}"


def _is_between(cell: str, low: float, high: float) -> bool:
    try:
        number = float(cell)
    except ValueError:
        return False
    return math.isfinite(number) and low <= number <= high


def _check_reasons(received: Received) -> list[Problem]:
    """Return a problem for each reason that is unknown, and each blank that has none, or more than one."""
    table = received.tables["missing"]
    known = {*received.codebook.missing, *RESERVED}
    problems = []
    for reason, rows in table[~table["reason"].isin(known)].groupby("reason", sort=True):
        place = received.place("missing", rows["line"].iloc[0], "reason")
        expected = "a reason of data/codebook/missing.csv"
        problems.append(Problem(place, f"{reason!r} in {len(rows)} rows", expected, AGAIN))
    for keys, rows in table[table.duplicated(["respondent", "variable"], keep=False)].groupby(
        ["respondent", "variable"], sort=True
    ):
        place = received.place("missing", rows["line"].iloc[1])
        found = f"a second reason for {keys[1]} of {keys[0]}"
        problems.append(Problem(place, found, "one reason for a blank", AGAIN))
    return problems + _match_blanks(received) + _check_listed(received)


def _match_blanks(received: Received) -> list[Problem]:
    """Return a problem for each blank without a reason, and each reason without a blank."""
    responses, table = received.tables["responses"], received.tables["missing"]
    long = responses[["respondent", "line", *received.columns()]].melt(
        ["respondent", "line"], var_name="variable", value_name="value"
    )
    blank = long[long["value"] == ""]
    merged = blank.merge(
        table, on=["respondent", "variable"], how="outer", suffixes=("", "_of_reason"), indicator=True
    )
    problems = []
    bare = merged[merged["_merge"] == "left_only"]
    for variable, rows in bare.groupby("variable", sort=True):
        place = received.place("responses", int(rows["line"].min()), str(variable))
        found = f"{len(rows)} blank cell{'s' * (len(rows) != 1)} without a reason"
        problems.append(Problem(place, found, f"a reason in {received.place('missing')}", AGAIN))
    for _, row in merged[merged["_merge"] == "right_only"].iterrows():
        place = received.place("missing", int(row["line_of_reason"]))
        found = f"a reason for {row['variable']} of {row['respondent']}, which is no blank cell"
        problems.append(Problem(place, found, "a reason for each blank, and for nothing else", AGAIN))
    return problems


def _check_listed(received: Received) -> list[Problem]:
    """Return a problem where answers to a question were not released and the study does not count such."""
    book, table = received.codebook, received.tables["missing"]
    if NOT_RELEASED in book.missing:
        return []
    kept = table[table["reason"] == NOT_RELEASED]
    names = [book.variable_of(str(name)) for name in kept["variable"].unique()]
    asked = [
        name
        for name in dict.fromkeys(names)
        if name in book.variables.index and not book.is_personal(name) and not is_free_text(name, book)
    ]
    if not asked:
        return []
    found = f"answers to {', '.join(asked)} that were {NOT_RELEASED}, of {received.name}"
    expected = f"the reason {NOT_RELEASED}, so that they are counted"
    remedy = f"add the line `{NOT_RELEASED},Not released by the cohort` to it"
    return [Problem("data/codebook/missing.csv", found, expected, remedy)]


def _check_groups(received: Received, reference: Reference) -> list[Problem]:
    """Return a problem for each country in another group than this study's reference tables say."""
    responses = received.tables["responses"]
    if GROUPS[0] not in responses.columns:
        return []
    year = fiscal_year(received.description["collected"]["from"])
    known = responses[responses[GROUPS[0]] != ""]
    groups = group_countries(known[GROUPS[0]], year, reference)
    problems = []
    lacking = {"income_group"} if find_lacking_year(year, reference) else set()
    for column in (name for name in GROUPS[1:] if name in responses.columns and name not in lacking):
        wrong = known[(known[column] != "") & (known[column] != groups[column])]
        for country, rows in wrong.groupby(GROUPS[0]):
            place = received.place("responses", rows["line"].iloc[0], column)
            expected = f"{groups.at[rows.index[0], column]} in {year}, by data/reference"
            found = f"{rows[column].iloc[0]!r} for {country}"
            remedy = "compare the reference tables of both places, then export again"
            problems.append(Problem(place, found, expected, remedy))
    return problems
