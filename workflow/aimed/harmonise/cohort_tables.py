"""Harmonise one cohort from its tables: corrections, exclusions, recoding, countries, participants."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from aimed.files.yaml_json import read_yaml
from aimed.harmonise.accounting import account, find_losses
from aimed.harmonise.corrections import EVENT_COLUMNS, CellEvent, apply_corrections
from aimed.harmonise.derive import derive_variables, find_lacking_days
from aimed.harmonise.participation.exclusions import check_withdrawals, decide_exclusions, read_withdrawals
from aimed.harmonise.participation.participants import GROUPS, find_unplaced_speakers, list_participants
from aimed.harmonise.recoding.crosswalk import check_columns, check_reused, read_crosswalk, without_lines
from aimed.harmonise.recoding.geography import (
    Reference,
    find_countries,
    find_unlisted_countries,
    fiscal_year,
    group_countries,
)
from aimed.harmonise.recoding.recode import Recoding, recode
from aimed.harmonise.recoding.several_answers import find_several_answers
from aimed.harmonise.recoding.totals import Totals
from aimed.harmonise.responses import find_types, list_missing, list_responses
from aimed.harmonise.survey_rows import SurveyRows, find_changes
from aimed.ingest.survey.labels import SurveyLabels, list_no_people
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, raise_problems
from aimed.study.codebook import Codebook
from aimed.study.cohort_file import deciding_columns, list_survey_files
from aimed.study.declarations import CohortDescription


@dataclass(frozen=True)
class CohortSources:
    """All that one cohort's harmonising reads. described: the survey's labels.json.

    survey: the ingested rows, or the parquet file that has them.
    """

    name: str
    description: CohortDescription
    survey: pd.DataFrame | Path
    turns: pd.DataFrame
    crosswalk_path: Path
    corrections_path: Path | None
    withdrawals_path: Path | None
    codebook: Codebook
    reference: Reference
    described: SurveyLabels = field(default_factory=SurveyLabels)
    own_words_path: Path | None = None


@dataclass(frozen=True)
class Part:
    """The responses and missing answers of some of a cohort's rows; the kept rows and their recoding."""

    responses: pd.DataFrame
    missing: pd.DataFrame
    rows: pd.DataFrame
    recoding: Recoding


@dataclass
class Harmonising:
    """A cohort whose rows are decided about; its `parts` are recoded one by one, and `finish` sums them up.

    shared: of all kept rows the respondent and the groups, which people are listed by. problems: of the
    stages "crosswalk", "corrections", "respondents", "transcripts", "values" and "countries".
    """

    sources: CohortSources
    problems: Collector
    crosswalk: pd.DataFrame
    rows: SurveyRows
    events: list[CellEvent]
    exclusions: pd.DataFrame
    withdrawn: pd.DataFrame
    totals: Totals = field(default_factory=Totals)
    shared: list[pd.DataFrame] = field(default_factory=list)

    def parts(self) -> Iterator[Part]:
        """Yield the kept rows recoded; after the last part, stop for what has no meaning."""
        name, path, problems = self.sources.name, self.sources.crosswalk_path.as_posix(), self.problems
        types = find_types(self.crosswalk, self.sources.codebook)
        described, place = self.sources.description.get("collected"), f"data/cohorts/{name}/cohort.yaml"
        problems.add("values", list(find_lacking_days(self.sources.codebook, described, place)))
        several = find_several_answers(
            self.rows.columns,
            self.crosswalk,
            self.sources.codebook,
            self.sources.described,
            partial(self.rows.distinct, kept=self.exclusions["kept"]),
        )
        for survey in self.rows.parts():
            decided = self.exclusions.loc[survey.index]
            kept = survey[decided["kept"].to_numpy()]
            recoding = recode(
                kept, self.crosswalk, self.sources.codebook, path, self.sources.described, several
            )
            problems.add("values", recoding.problems)
            place_countries(recoding, kept, self.sources, problems)
            derive_variables(recoding, kept, self.sources.codebook, described)
            self.totals.add(recoding.recodes, recoding.events)
            responses = list_responses(recoding, kept, decided, name)
            responses = responses.astype(
                {c: kind for c, kind in types.items() if responses[c].dtype != "category"}
            )
            groups = [group for group in GROUPS if group in responses.columns]
            shared = responses[["respondent", *groups]]
            if "country" not in groups:  # counted all the same, where cohort.yaml says it
                shared = shared.assign(country=_countries_of_files(kept, self.sources).to_numpy())
            self.shared.append(shared)
            missing = list_missing(recoding, responses).assign(cohort=name)
            order = [*(c for c in responses.columns if c != "cohort"), "cohort"]
            yield Part(responses[order], missing, kept, recoding)
        problems.stop()

    def finish(self) -> tuple[tuple[pd.DataFrame, ...], dict[str, dict[str, int]]]:
        """Return events, recodes, exclusions and participants, and the accounts; after the last part."""
        sources, name = self.sources, self.sources.name
        deciding = deciding_columns(sources.description)
        people = list_participants(
            self.rows.read(deciding),
            self.exclusions,
            pd.concat(self.shared),
            sources.turns,
            sources.description,
            self.withdrawn,
        )
        recodes = self.totals.table()
        received = (self.rows.count(), self.rows.columns)
        accounts = account(received, self.exclusions, recodes, self.crosswalk, deciding)
        raise_problems(find_losses(accounts, f"data/cohorts/{name}"))
        events = _events(self.events + self.totals.events, self.exclusions)
        tables = (events, recodes, self.exclusions, people)
        return tuple(table.assign(cohort=name) for table in tables), accounts


def decide_rows(sources: CohortSources, problems: Collector) -> Harmonising:
    """Return a cohort with its corrections made and its exclusions decided, ready to be recoded in parts.

    Corrections of which one is wrong, and wrong lines of the crosswalk, are left out by a collector that goes
    on. Raises ProblemsFound for a crosswalk that cannot be read.
    """
    path = sources.crosswalk_path.as_posix()
    crosswalk, wrong = read_crosswalk(sources.crosswalk_path, sources.own_words_path, sources.codebook)
    problems.add("crosswalk", wrong)
    problems.stop()
    rows, withdrawn = SurveyRows(sources.survey), read_withdrawals(None, sources.name)
    events: list[CellEvent] = []
    with problems.collecting("corrections"):
        rows, events, withdrawn = correct_rows(sources)
    deciding = deciding_columns(sources.description)
    corrected = rows.read([*deciding, *filter(None, [sources.description.get("country_column")])])
    gone = set(withdrawn.loc[withdrawn["scope"] == "all", "participant"])
    no_people = list_no_people(sources.described)
    exclusions, undecided = decide_exclusions(corrected, sources.description, sources.name, gone, no_people)
    dropped, reused = sources.described.get("dropped", {}), sources.described.get("reused", {})
    place = f"data/cohorts/{sources.name}/cohort.yaml"
    problems.add("respondents", undecided)
    shared = crosswalk[~crosswalk["own"]]
    problems.add("crosswalk", check_columns(rows.first(), shared, deciding, path, dropped))
    problems.add("crosswalk", check_reused(crosswalk, reused, path))
    problems.add("transcripts", find_unplaced_speakers(sources.turns, exclusions, place))
    problems.stop()
    crosswalk = without_lines(crosswalk, wrong)
    return Harmonising(sources, problems, crosswalk, rows, events, exclusions, withdrawn)


def correct_rows(sources: CohortSources) -> tuple[SurveyRows, list[CellEvent], pd.DataFrame]:
    """Return the corrected rows, the events of correcting, and the withdrawals with their respondent.

    Raises ProblemsFound for corrections that no longer match, and lines of withdrawals that are not right.
    """
    rows = SurveyRows(sources.survey)
    withdrawn = read_withdrawals(sources.withdrawals_path, sources.name)
    events: list[CellEvent] = []
    problems: list[Problem] = []
    identifier = sources.description["respondent_id"]
    if sources.corrections_path is not None:
        entries = read_yaml(sources.corrections_path, schema="corrections") or []
        before = rows.read([identifier, *(entry["where"]["variable"] for entry in entries)])
        corrected, events, problems = apply_corrections(
            before, entries, identifier, sources.corrections_path.as_posix()
        )
        rows.changes = find_changes(before, corrected)
    if sources.withdrawals_path is not None:
        speakers = {name.split(":", 1)[1] for name in sources.turns["participant"].dropna()}
        people = speakers | set(rows.read([identifier]).get(identifier, pd.Series()).dropna())
        problems += check_withdrawals(withdrawn, people, sources.withdrawals_path.as_posix())
    raise_problems(problems)
    return rows, events, withdrawn


def place_countries(
    recoding: Recoding, rows: pd.DataFrame, sources: CohortSources, problems: Collector
) -> None:
    """Fill country, income_group and who_region of the responses where the codebook has them."""
    if "country" not in recoding.responses.columns:
        return
    if lacking := list(find_undescribed(sources)):
        problems.add("countries", lacking)
        return
    names = recoding.responses["country"].astype(object)
    names = names.where(names.notna(), _countries_of_files(rows, sources))
    found, unknown = find_countries(names, sources.reference.aliases, rows)
    year = fiscal_year(sources.description["collected"]["from"])
    groups = group_countries(found, year, sources.reference)
    listed = sources.codebook.codes("country")
    problems.add("countries", [*unknown, *(find_unlisted_countries(found, listed, rows) if listed else [])])
    for column in groups.columns:
        if column in recoding.responses.columns:
            known = groups[column].notna()
            values = groups[column].astype(object).where(known, None)
            coded = rows["source_file"].dtype == "category" and known.any()
            recoding.responses[column] = values.astype("category") if coded else values
            recoding.reasons.loc[known, column] = None
            unnamed = ~known & (recoding.reasons[column].isna() | (column != "country"))
            recoding.reasons.loc[unnamed, column] = recoding.reasons.loc[unnamed, "country"]


def find_undescribed(sources: CohortSources) -> Iterator[Problem]:
    """Yield a problem for each thing that the groups of countries are worked out from and nobody has said."""
    described, place = sources.description, f"data/cohorts/{sources.name}/cohort.yaml"
    files = list_survey_files(described, Path("data/cohorts", sources.name))
    if not ({"countries", "country_column"} & set(described) or all("country" in one for one in files)):
        found, expected = "no countries", "the countries of study: the codebook has the variable country"
        yield Problem(place, found, expected, "write countries or country_column")
    if "collected" not in described:
        found, expected = "no days of collection", "the first day: it decides the groups of countries"
        yield Problem(place, found, expected, "write collected: {from: 2020-03-01, to: 2020-03-07}")


def _countries_of_files(rows: pd.DataFrame, sources: CohortSources) -> pd.Series:
    """Return the country that cohort.yaml says of each row's file, or of the whole cohort; else null."""
    listed = sources.description.get("countries") or []
    single = listed[0] if len(listed) == 1 else None
    entries = list_survey_files(sources.description, Path("data/cohorts", sources.name))
    said = {entry["path"]: entry.get("country", single) for entry in entries}
    return rows["source_file"].map(said).astype(object).fillna(single)


def _events(events: list[CellEvent], exclusions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per corrected or blanked cell and per excluded row, with its respondent."""
    left_out = exclusions.loc[~exclusions["kept"], ["respondent", "source_row", "step", "reason"]]
    left_out = left_out.rename(columns={"step": "rule"}).assign(kind="excluded")
    people = exclusions["respondent"].to_numpy()
    cells = pd.DataFrame(
        [event | {"respondent": people[event["position"]]} for event in events], columns=list(EVENT_COLUMNS)
    )
    left_out = left_out.reindex(columns=list(EVENT_COLUMNS))
    table = pd.concat([cells.astype(object), left_out.astype(object)], ignore_index=True)
    return table.where(table.notna(), None).astype({"source_row": "int64"})
