"""Who withdrew; and, row by row in the order of cohort.yaml, who is kept, and why the others are not.

A line of withdrawals that is not exactly right stops the cohort: it would leave the person in.
"""

import difflib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from aimed.files.people_tables import read_people_csv
from aimed.files.row_selection import read_filters, select_rows
from aimed.messages.problems import Problem
from aimed.study.cohort_file import columns_needed, deciding_columns, is_yes
from aimed.study.declarations import CohortDescription, ExclusionRule

COLUMNS = ("participant", "date", "scope")
NO_PERSON = "no_person"  # the step at which rows leave that are no person's answers
SCOPES = ("all", "quotation")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_withdrawals(path: Path | None, cohort: str) -> pd.DataFrame:
    """Return the withdrawals (participant, date, scope, line, respondent); none where there is no file."""
    table = pd.DataFrame(columns=[*COLUMNS, "line"]) if path is None else read_people_csv(path, COLUMNS)
    table["respondent"] = [f"{cohort}:{name}" for name in table["participant"]]
    return table


def check_withdrawals(withdrawn: pd.DataFrame, people: set[str], path: str) -> list[Problem]:
    """Return a problem for each line with an unknown participant, scope or date.

    `people` are the bare ids of the cohort's respondents and speakers.
    """
    problems = []
    for row in withdrawn.itertuples():
        place = f"{path}, line {row.line}"
        if row.participant not in people:
            near = difflib.get_close_matches(str(row.participant), sorted(people))
            hint = f"; the nearest is {near[0]}" if near else ""
            expected = f"the id of a respondent or speaker of this cohort{hint}"
            problems.append(Problem(place, f"participant {row.participant!r}", expected, "correct the id"))
        if row.scope not in SCOPES:
            problems.append(Problem(place, f"scope {row.scope!r}", " or ".join(SCOPES), "correct the scope"))
        if not DAY.fullmatch(str(row.date)):
            problems.append(Problem(place, f"date {row.date!r}", "a day as 2020-03-19", "correct the date"))
    return problems


def decide_exclusions(
    survey: pd.DataFrame,
    cohort: CohortDescription,
    name: str,
    withdrawn: set[str],
    no_people: Mapping[tuple[str, int], str] = MappingProxyType({}),
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return one row per source row, and the problems.

    Columns: source_file, source_row, respondent, kept, step, reason, columns_decided (JSON of what the
    rows were decided by). no_people: (source_file, source_row) -> why, of rows that are nobody's; they leave
    first of all. Then steps run in order: withdrawal first, so that no other step counts a person who
    withdrew; and whoever did not consent to analysis leaves at the latest last.
    """
    identifier = cohort["respondent_id"]
    problems = _unknown_columns(survey, cohort, f"data/cohorts/{name}/cohort.yaml")
    table = _begin_table(survey, identifier, name)
    if problems:
        return table, problems
    if no_people:
        places = zip(table["source_file"], table["source_row"], strict=True)
        table["reason"] = [no_people.get(place) for place in places]
    nobody = table["reason"].notna()
    table.loc[nobody, ["respondent", "kept", "step"]] = [None, False, NO_PERSON]
    gone = survey[identifier].isin(withdrawn) & ~nobody
    table.loc[gone, ["kept", "step", "reason"]] = [False, "withdrawal", "withdrew"]
    for rule in cohort.get("exclusions", []):
        leaving = _rows_leaving(survey[table["kept"]], rule)
        table.loc[leaving, ["kept", "step", "reason"]] = [False, rule["step"], rule["reason"]]
    silent = table["kept"] & ~_consents_to_analysis(survey, cohort)
    table.loc[silent, ["kept", "step", "reason"]] = [False, "consent", "no_consent"]
    written = (_write_cells(survey[name], name) for name in deciding_columns(cohort))
    table["columns_decided"] = [f"{{{', '.join(cells)}}}" for cells in zip(*written, strict=True)]
    return table, _identity_problems(survey[table["kept"]], identifier)


def _begin_table(survey: pd.DataFrame, identifier: str, name: str) -> pd.DataFrame:
    """Return the table of exclusions before anybody left."""
    ids = survey.get(identifier, pd.Series(None, index=survey.index)).astype("str")
    return pd.DataFrame(
        {
            "source_file": survey["source_file"],
            "source_row": survey["source_row"],
            "respondent": f"{name}:" + ids,
            "kept": True,
            "step": None,
            "reason": None,
        }
    )


def _write_cells(cells: pd.Series, name: str) -> np.ndarray:
    """Return each cell of a column with the column's name, as in a JSON object; different ones once."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    # walking through an array of objects is quick; a blank cell is nan
    places, different = pd.factorize(cells.to_numpy(dtype=object), use_na_sentinel=False)
    key = encode(name)
    written = [f"{key}: {encode(None if isinstance(one, float) else one)}" for one in different.tolist()]
    return np.array(written, dtype=object)[places]


def _rows_leaving(rows: pd.DataFrame, rule: ExclusionRule) -> pd.Index:
    if "duplicates_of" in rule:
        keys = list(rule["duplicates_of"])
        complete = rows[rows[keys].notna().all(axis=1)]
        return complete.index[complete.duplicated(keys, keep=rule.get("keep", "first"))]
    return select_rows(rows, read_filters(rule["where"])).index


def _consents_to_analysis(survey: pd.DataFrame, cohort: CohortDescription) -> pd.Series:
    """Return per row whether it may be analysed: nobody slips past the rules without consent."""
    rule = cohort["consent"]["analysis"]
    if not isinstance(rule, dict):
        return pd.Series(is_yes(rule), index=survey.index)
    return survey[rule["column"]].eq(str(rule["value"])).fillna(False).astype(bool)


def _unknown_columns(survey: pd.DataFrame, cohort: CohortDescription, place: str) -> list[Problem]:
    remedy = "correct the name in respondent_id, country_column, consent or exclusions"
    unknown = [column for column in columns_needed(cohort) if column not in survey.columns]
    return [Problem(place, f"column {column}", "a column of the survey", remedy) for column in unknown]


def _identity_problems(kept: pd.DataFrame, identifier: str) -> list[Problem]:
    problems = []
    remedy = "exclude the others by a rule in cohort.yaml, or correct the id in corrections.yaml"
    doubtful = kept[kept[identifier].isna() | kept[identifier].duplicated(keep=False)]
    for value, rows in doubtful.groupby(identifier, dropna=False, sort=True):
        several = f"respondent id {value} in {len(rows)} rows that are kept"
        place = f"{rows['source_file'].iloc[0]}, row {', '.join(map(str, rows['source_row']))}"
        found = "no respondent id" if pd.isna(value) else several
        problems.append(Problem(f"{place}, column {identifier}", found, "one row per respondent", remedy))
    return problems
