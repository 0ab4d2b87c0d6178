"""Harmonise one cohort from its tables: corrections, exclusions, recoding, countries, participants."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.codebook import Codebook
from aimed.cohort import list_survey_files
from aimed.documents import read_yaml
from aimed.harmonise.accounting import account, find_losses
from aimed.harmonise.corrections import EVENT_COLUMNS, apply_corrections
from aimed.harmonise.crosswalk import check_columns, check_crosswalk, check_reused, read_crosswalk
from aimed.harmonise.exclusions import decide_exclusions, deciding_columns
from aimed.harmonise.geography import find_countries, fiscal_year, group_countries
from aimed.harmonise.participants import GROUPS, find_unplaced_speakers, list_participants
from aimed.harmonise.recoding import Recoding, recode
from aimed.harmonise.withdrawals import check_withdrawals, read_withdrawals
from aimed.problems import Problem, raise_problems

RECODE_COLUMNS = ("source_variable", "source_value", "variable", "value", "line", "n")


@dataclass(frozen=True)
class CohortSources:
    """All that one cohort's harmonising reads. described: the survey's labels.json."""

    name: str
    description: dict[str, Any]
    survey: pd.DataFrame
    turns: pd.DataFrame
    crosswalk_path: Path
    corrections_path: Path | None
    withdrawals_path: Path | None
    codebook: Codebook
    aliases: pd.DataFrame
    income: pd.DataFrame
    regions: pd.DataFrame
    described: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Harmonised:
    """One cohort in the codebook's terms; the tables are those of CONTRACTS, each with a cohort column."""

    responses: pd.DataFrame
    missing: pd.DataFrame
    events: pd.DataFrame
    recodes: pd.DataFrame
    exclusions: pd.DataFrame
    participants: pd.DataFrame
    accounts: dict[str, dict[str, int]]

    def tables(self) -> tuple[pd.DataFrame, ...]:
        """Return the six tables in the order of their outputs."""
        return self.responses, self.missing, self.events, self.recodes, self.exclusions, self.participants


def harmonise(sources: CohortSources) -> Harmonised:
    """Return a cohort harmonised. Raises ProblemsFound with all problems of the first kind that has any."""
    place = f"data/cohorts/{sources.name}"
    crosswalk = read_crosswalk(sources.crosswalk_path)
    deciding = deciding_columns(sources.description)
    raise_problems(check_crosswalk(crosswalk, sources.codebook, sources.crosswalk_path.as_posix()))
    corrected, events, withdrawn = correct(sources)
    exclusions, problems = decide_exclusions(
        corrected,
        sources.description,
        sources.name,
        set(withdrawn.loc[withdrawn["scope"] == "all", "participant"]),
    )
    dropped = sources.described.get("dropped", {})
    problems += check_columns(corrected, crosswalk, deciding, sources.crosswalk_path.as_posix(), dropped)
    problems += check_reused(
        crosswalk, sources.described.get("reused", {}), sources.crosswalk_path.as_posix()
    )
    problems += find_unplaced_speakers(sources.turns, exclusions, f"{place}/cohort.yaml")
    raise_problems(problems)
    rows = corrected[exclusions["kept"].to_numpy()]
    path = sources.crosswalk_path.as_posix()
    recoding = recode(rows, crosswalk, sources.codebook, path, sources.described)
    place_countries(recoding, rows, sources)
    raise_problems(recoding.problems)
    responses = list_responses(recoding, rows, exclusions, sources.name)
    participants = list_participants(
        corrected, exclusions, responses, sources.turns, sources.description, withdrawn
    )
    recodes = pd.DataFrame(recoding.recodes, columns=list(RECODE_COLUMNS))
    recodes["line"] = recodes["line"].astype("Int64")
    accounts = account(sources.survey, exclusions, recodes, crosswalk, deciding)
    raise_problems(find_losses(accounts, place))
    tables = (
        responses.drop(columns="cohort"),
        _missing(recoding, responses),
        _events(events + recoding.events, exclusions),
        recodes,
        exclusions,
        participants,
    )
    responses, missing, happened, recodes, exclusions, participants = (
        table.assign(cohort=sources.name) for table in tables
    )
    return Harmonised(responses, missing, happened, recodes, exclusions, participants, accounts)


def correct(sources: CohortSources) -> tuple[pd.DataFrame, list[dict[str, Any]], pd.DataFrame]:
    """Return the corrected survey, the events of correcting, and the withdrawals with their respondent."""
    withdrawn = read_withdrawals(sources.withdrawals_path, sources.name)
    corrected = sources.survey
    events: list[dict[str, Any]] = []
    problems: list[Problem] = []
    identifier = sources.description["respondent_id"]
    if sources.corrections_path is not None:
        entries = read_yaml(sources.corrections_path, schema="corrections") or []
        place = sources.corrections_path.as_posix()
        corrected, events, problems = apply_corrections(sources.survey, entries, identifier, place)
    if sources.withdrawals_path is not None:
        speakers = {name.split(":", 1)[1] for name in sources.turns["participant"].dropna()}
        people = speakers | set(corrected.get(identifier, pd.Series(dtype=str)).dropna())
        problems += check_withdrawals(withdrawn, people, sources.withdrawals_path.as_posix())
    raise_problems(problems)
    return corrected, events, withdrawn


def place_countries(recoding: Recoding, rows: pd.DataFrame, sources: CohortSources) -> None:
    """Fill country, income_group and who_region of the responses where the codebook has them."""
    if "country" not in recoding.responses.columns:
        return
    names = recoding.responses["country"]
    names = names.where(names.notna(), _countries_of_files(rows, sources))
    place = rows["source_file"] + ", row " + rows["source_row"].astype(str) + ", country"
    found, problems = find_countries(names, sources.aliases, place)
    recoding.problems += problems
    year = fiscal_year(sources.description["collected"]["from"])
    groups = group_countries(found, year, sources.income, sources.regions)
    for column in GROUPS:
        if column in recoding.responses.columns:
            recoding.responses[column] = groups[column].astype(object).where(groups[column].notna(), None)
            known = groups[column].notna()
            recoding.reasons.loc[known, column] = None
            unnamed = ~known & (recoding.reasons[column].isna() | (column != "country"))
            recoding.reasons.loc[unnamed, column] = recoding.reasons.loc[unnamed, "country"]


def _countries_of_files(rows: pd.DataFrame, sources: CohortSources) -> pd.Series:
    """Return the country that cohort.yaml says of each row's file, or of the whole cohort; else null."""
    listed = sources.description.get("countries") or []
    single = listed[0] if len(listed) == 1 else None
    entries = list_survey_files(sources.description, Path("data/cohorts", sources.name))
    said = {entry["path"]: entry.get("country", single) for entry in entries}
    return rows["source_file"].map(said).astype(object).fillna(single)


def list_responses(
    recoding: Recoding, rows: pd.DataFrame, exclusions: pd.DataFrame, name: str
) -> pd.DataFrame:
    """Return the kept respondents with their file and row, and one column per codebook column."""
    heads = pd.DataFrame(
        {
            "respondent": exclusions.loc[exclusions["kept"], "respondent"].to_numpy(),
            "cohort": name,
            "source_file": rows["source_file"].to_numpy(),
            "source_row": rows["source_row"].to_numpy(),
        },
        index=rows.index,
    )
    return pd.concat([heads, _typed(recoding.responses)], axis=1).reset_index(drop=True)


def _typed(values: pd.DataFrame) -> pd.DataFrame:
    """Return the columns as float, boolean or text, whichever their values are."""
    typed = {}
    for column in values.columns:
        known = values[column].dropna()
        if len(known) and known.map(lambda v: isinstance(v, bool)).all():
            typed[column] = values[column].astype("boolean")
        elif len(known) and known.map(lambda v: isinstance(v, float)).all():
            typed[column] = values[column].astype(float)
        else:
            typed[column] = values[column].astype("string")
    return pd.DataFrame(typed, index=values.index)


def _missing(recoding: Recoding, responses: pd.DataFrame) -> pd.DataFrame:
    reasons = recoding.reasons.reset_index(drop=True).assign(respondent=responses["respondent"])
    long = reasons.melt(id_vars="respondent", var_name="variable", value_name="reason")
    return long[long["reason"].notna()].reset_index(drop=True)


def _events(events: list[dict[str, Any]], exclusions: pd.DataFrame) -> pd.DataFrame:
    left_out = [
        dict.fromkeys(EVENT_COLUMNS)
        | {"source_row": int(row.source_row), "kind": "excluded", "rule": row.step, "reason": row.reason}
        for row in exclusions[~exclusions["kept"]].itertuples()
    ]
    table = pd.DataFrame(events + left_out, columns=list(EVENT_COLUMNS))
    people = dict(zip(exclusions["source_row"], exclusions["respondent"], strict=True))
    table["respondent"] = table["source_row"].map(people)
    return table.astype({"source_row": "int64"})
