"""Read a cohort's crosswalk and hold it to the codebook and to the survey's columns."""

import difflib
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from aimed.files.people_tables import read_people_csv
from aimed.harmonise.recoding.values import SPLIT, is_rule, list_rules
from aimed.language.own_words import NAME
from aimed.messages.lines import name_lines
from aimed.messages.problems import Problem
from aimed.messages.unseen_characters import name_unseen
from aimed.study.codebook import NO_ANSWER, NOT_ASKED, Codebook
from aimed.study.written_tables import COLUMNS, read_written

SAME = "same"  # in `decide`: the files ask one question under this name, in other words
MANY = 10


def read_crosswalk(
    path: Path, own_path: Path | None, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the lines of a crosswalk and, below them, those for people's own words; and what is wrong.

    own: whether a line is of the private table. Its lines have the number 0, and no wrong one is among them.
    """
    crosswalk = read_written(path)
    wrong = check_crosswalk(crosswalk, codebook, path.as_posix())
    crosswalk = crosswalk.assign(own=False)
    if own_path is None:
        return crosswalk, wrong
    private = read_people_csv(own_path, COLUMNS["crosswalk"])
    wrong_own = check_crosswalk(private, codebook, own_path.as_posix(), masked=True)
    private = without_lines(private, wrong_own).assign(own=True)
    keys = ["source_variable", "source_value", "variable"]
    for row in private.merge(crosswalk[keys], on=keys).itertuples():
        found = f"{row.source_variable} = {NAME}, which {path.name} lists, too"
        place = f"{own_path.as_posix()}, line {row.line}"
        wrong_own.append(
            Problem(place, found, "one line per source value", f"delete the line of {path.name}")
        )
    both = pd.concat([crosswalk, private.assign(line=0)], ignore_index=True).fillna("")
    return both, [*wrong, *wrong_own]


def check_crosswalk(
    crosswalk: pd.DataFrame, codebook: Codebook, path: str, *, masked: bool = False
) -> list[Problem]:
    """Return a problem for every line that names what the codebook does not have, or says two things.

    masked: whether no source value may be shown.
    """
    columns = [column for variable in codebook.answered for column in codebook.columns(variable)]
    columns += codebook.answered
    problems = _find_undecided(crosswalk, path)
    for row in crosswalk.itertuples():
        if not is_undecided(getattr(row, "decide", "")):
            place = f"{path}, line {row.line}"
            problems += [_unknown(place, *said) for said in _find_unknown(row, columns, codebook)]
            problems += _check_shape(row, codebook, place)
    keys = ["source_variable", "source_value", "variable"]
    again = crosswalk[crosswalk.duplicated(keys)]
    expected, remedy = "one line per source value", "delete one of the two lines"
    for line, name, cell, variable in again[["line", *keys]].itertuples(index=False, name=None):
        found = f"{name} {NAME if masked else repr(cell)} for {variable} a second time"
        problems.append(Problem(f"{path}, line {line}", found, expected, remedy))
    return problems


def without_lines(crosswalk: pd.DataFrame, wrong: list[Problem]) -> pd.DataFrame:
    """Return a crosswalk without the lines that problems name: the rest can be worked with."""
    return crosswalk[~crosswalk["line"].isin({problem.position()[1] for problem in wrong} - {0})]


def _find_unknown(
    row: Any, columns: list[str], codebook: Codebook
) -> Iterator[tuple[str, str, list[str], str]]:
    """Yield what a line names that is unknown: its kind, itself, what is known, and where that stands."""
    reasons = [*codebook.missing, NOT_ASKED, NO_ANSWER]
    if row.variable and row.variable not in columns:
        yield "variable", row.variable, columns, "data/codebook/variables.csv"
    elif row.value and not _is_allowed(row.value, row.variable, codebook):
        yield "value", row.value, _values_allowed(row.variable, codebook), f"the scale of {row.variable}"
    if row.missing_reason and row.missing_reason not in reasons:
        yield "missing reason", row.missing_reason, reasons, "data/codebook/missing.csv"
    if row.rule and not is_rule(row.rule):
        yield "rule", row.rule, list_rules(), "the crosswalk rules"


def is_undecided(decide: str) -> bool:
    """Return whether a line of a draft still waits for a person: ? in `decide`, of any width."""
    return decide.strip() in ("?", "？")


def _find_undecided(crosswalk: pd.DataFrame, path: str) -> list[Problem]:
    """Return one problem that names all lines that wait for a person; none for a table without `decide`."""
    if "decide" not in crosswalk.columns:
        return []
    waiting = [int(line) for line in crosswalk.loc[crosswalk["decide"].map(is_undecided), "line"]]
    if not waiting:
        return []
    what = "line" if len(waiting) == 1 else "lines"
    found = f"{len(waiting)} {what} with ? in `decide`: {what} {name_lines(waiting)}"
    remedy = "look at each of them, correct it where it is wrong, and delete the ?"
    return [Problem(path, found, "every line decided by a person", remedy, kind="undecided")]


def _check_shape(row: Any, codebook: Codebook, place: str) -> list[Problem]:
    """Return what is wrong with which cells of a line are filled: a used line says exactly one thing."""
    said = [part for part in (row.value, row.missing_reason, row.rule) if part]
    remedy = "give it a value, a missing_reason or a rule; leave `variable` empty where it is not used"
    found = ""
    if row.variable and len(said) != 1:
        found = f"{len(said)} of value, missing_reason and rule"
    elif row.value and not row.source_value:
        found, remedy = "a value for blank cells", "blanks take a missing_reason; delete the value"
    elif row.rule and row.source_value:
        found, remedy = "a rule beside a source_value", "leave source_value empty: the rule takes the rest"
    elif row.rule.startswith(f"{SPLIT}:") and not _is_multi(row.variable, codebook):
        found, remedy = f"{row.rule} for {row.variable}", "split is for a variable of type multi"
    elif row.rule == "ticked" and not _is_multi(row.variable.partition("__")[0], codebook):
        found, remedy = f"ticked for {row.variable}", "ticked is for one option, as topic__ethics"
    return [Problem(place, found, "a line that says one thing", remedy)] if found else []


def _is_multi(variable: str, codebook: Codebook) -> bool:
    return variable in codebook.variables.index and codebook.variables.at[variable, "type"] == "multi"


def check_columns(
    survey: pd.DataFrame,
    crosswalk: pd.DataFrame,
    deciding: list[str],
    path: str,
    dropped: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> list[Problem]:
    """Return a problem for every survey column that the crosswalk does not know, and the reverse.

    dropped: columns that the personal data gate took out, each with its kind. A line that says that such
    a column is not used may stay; one that uses it is a problem.
    """
    known = {*crosswalk["source_variable"], *deciding, "source_file", "source_row"}
    file = "" if survey.empty else str(survey["source_file"].iloc[0])
    strange = _strange([column for column in survey.columns if column not in known], file, path)
    unused = crosswalk["source_variable"].isin(list(dropped)) & (crosswalk["variable"] == "")
    gone = crosswalk[~crosswalk["source_variable"].isin(survey.columns) & ~unused]
    gone = gone.drop_duplicates("source_variable")
    return strange + [_gone(row, path, survey, dropped) for row in gone.itertuples()]


def _strange(columns: list[str], file: str, path: str) -> list[Problem]:
    """Return a problem per unknown column; more than MANY are one problem."""
    what = "that the crosswalk does not know"
    if len(columns) > MANY:
        found = f"{len(columns):,} columns {what}: {', '.join(columns[:MANY])}, ..."
        remedy = "add lines for them; leave `variable` empty where one is not used, on purpose"
        return [Problem(file, found, f"a line for each in {path}", remedy)]
    problems = []
    for column in columns:
        found, expected = f"a column {what}{name_unseen(column)}", f"a line for it in {path}"
        remedy = f"add lines for {column}; leave `variable` empty where it is not used, on purpose"
        problems.append(Problem(f"{file}, column {column}", found, expected, remedy))
    return problems


def _gone(row: Any, path: str, survey: pd.DataFrame, dropped: Mapping[str, Mapping[str, str]]) -> Problem:
    place, name = f"{path}, line {row.line}", row.source_variable
    if name in dropped:
        kind = dropped[name]["kind"]
        found = f"a use of {name}, which is dropped as personal data ({kind})"
        remedy = f"decide pseudonym or allow for {kind} at {name} in personal_data.csv"
        expected = "a column that passes the personal data gate"
        return Problem(place, found, expected, f"leave `variable` empty, or {remedy}")
    return _unknown(place, "source variable", name, list(survey.columns), "the survey")


def check_reused(crosswalk: pd.DataFrame, reused: dict[str, dict[str, str]], path: str) -> list[Problem]:
    """Return a problem for every used column that the files of a cohort ask differently.

    `reused`: column -> file -> question text. `same` in `decide`, on a line of the column, says that a
    person looked and it is one question.
    """
    decided = crosswalk.get("decide", pd.Series("", index=crosswalk.index)).str.strip() == SAME
    same = set(crosswalk.loc[decided, "source_variable"])
    used = set(crosswalk.loc[crosswalk["variable"] != "", "source_variable"])
    problems = []
    for name in (name for name in reused if name in used and name not in same):
        texts = reused[name]
        found = f"one name for different questions: {' / '.join(dict.fromkeys(texts.values()))}"
        remedy = f"if it is one question, write {SAME} in `decide` at {name} in {path}; "
        remedy += "else make a file that asks another question a cohort of its own"
        place = f"{', '.join(texts)}, column {name}"
        problems.append(Problem(place, found, "one question under a name", remedy))
    return problems


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
    near = difflib.get_close_matches(found, known)
    hint = f"; the nearest is {near[0]}" if near else ""
    expected = f"a {what} of {where}{hint}"
    return Problem(place, f"{what} {found!r}", expected, "correct this line", kind="unknown_name")
