"""Take a cohort through ingest and harmonise in memory, as far as it goes, and keep all problems."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.coding.answers import AnsweredCohort, read_coded_answers
from aimed.coding.readings import hold_to_transcripts, read_coders
from aimed.files.tables import as_texts
from aimed.files.yaml_json import TO_DECIDE, read_yaml
from aimed.harmonise.cohort_tables import CohortSources, decide_rows
from aimed.harmonise.recoding.geography import read_reference
from aimed.harmonise.recoding.recode import Recoding
from aimed.ingest.coding.read import read_coding
from aimed.ingest.personal.knowledge import read_knowledge
from aimed.ingest.personal.written_reports import name_written
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import SurveyLabels
from aimed.ingest.survey.personal_gate import PersonalDataGate
from aimed.ingest.survey.read import merge_columns, open_survey, read_survey
from aimed.ingest.transcripts.read import read_transcripts
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, raise_problems
from aimed.onboarding.check.undecided import mask_undecided
from aimed.study.codebook import Codebook, read_study_codebook
from aimed.study.cohort_file import COHORTS, find_table, raw_files, read_cohort
from aimed.study.declarations import CohortDescription, list_coded_answers
from aimed.study.guessed_coders import EXPECTED, FOUND, NAME, REMEDY, find_guessed
from aimed.study.reference_columns import REFERENCES
from aimed.study.written_tables import CODEBOOK

UNKNOWN_DAY = "2020-01-01"  # stands in for a day of collection that nobody has written yet
OPEN: CohortDescription = {
    "title": "",
    "countries": [],
    "respondent_id": "source_row",
    "consent": {"analysis": True, "quotation": False, "deposit": False},
    "files": {"survey": []},
}


@dataclass
class Cohort:
    """A cohort as far as it could be read. problems: what stops it, by the stage that it was found in.

    noticed: what the readers of transcripts and coding saw that stops nothing. coding: the account of each
    coded project; coded_answers: that of each one of answers to text questions. people: who is in the
    survey, counted or not. transcripts: their names.
    """

    name: str
    codebook: Codebook
    description: CohortDescription
    problems: Collector = field(default_factory=lambda: Collector(strict=False))
    exports: list[tuple[Path, Export]] = field(default_factory=list)
    described: SurveyLabels = field(default_factory=SurveyLabels)
    survey: pd.DataFrame = field(default_factory=pd.DataFrame)
    crosswalk: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    recoding: Recoding | None = None
    responses: pd.DataFrame = field(default_factory=pd.DataFrame)
    noticed: list[Problem] = field(default_factory=list)
    coding: list[dict[str, Any]] = field(default_factory=list)
    coded_answers: list[dict[str, Any]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    transcripts: set[str] = field(default_factory=set)

    @property
    def file(self) -> Path:
        """Return its cohort.yaml."""
        return COHORTS / self.name / "cohort.yaml"


def take_through(name: str) -> Cohort:
    """Return a cohort read, and harmonised where it can be. Raises ProblemsFound for the codebook alone."""
    cohort = Cohort(name, read_study_codebook(), CohortDescription())
    with cohort.problems.collecting("cohort.yaml"):
        cohort.description = read_cohort(name)
    open_places = cohort.problems.by_stage().get("cohort.yaml", [])
    if all(TO_DECIDE in problem.found for problem in open_places):
        cohort.description = cohort.description or fill_open(read_yaml(cohort.file))
        _ingest(cohort)
    if cohort.described:
        _harmonise(cohort, _read_turns(cohort))
    if cohort.recoding is not None and list_coded_answers(cohort.description):
        _read_answers(cohort)
    return cohort


def fill_open(written: dict[str, Any]) -> CohortDescription:
    """Return a description with something that can be worked with in the place of each TO DECIDE."""
    filled: Any = {**OPEN, **{key: value for key, value in written.items() if not _is_open(value)}}
    filled["consent"] = OPEN["consent"] | {k: v for k, v in filled["consent"].items() if not _is_open(v)}
    days = filled.get("collected") or {}
    filled["collected"] = {k: UNKNOWN_DAY if _is_open(days.get(k)) else days[k] for k in ("from", "to")}
    filled["speakers"] = {}
    filled["exclusions"] = filled.get("exclusions") or []
    return filled


def _is_open(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_is_open, value))
    return value is None or (isinstance(value, str) and value.startswith(TO_DECIDE))


def _ingest(cohort: Cohort) -> None:
    """Read the survey through the personal data gate; nothing where there is none that can be read."""
    known = read_knowledge(cohort.description, cohort.file, cohort.problems)
    cohort.problems.add("personal data", name_written(known))
    exports = open_survey(cohort.description, cohort.file, cohort.problems)
    if not exports:
        return
    gate = PersonalDataGate(merge_columns(exports), known)
    parts: list[pd.DataFrame] = []
    with cohort.problems.collecting("survey"):
        cohort.described = read_survey(exports, gate, parts.extend, cohort.problems)
        survey = pd.concat(map(as_texts, parts), ignore_index=True)
        cohort.exports, cohort.survey = exports, mask_undecided(survey, gate)


def _read_turns(cohort: Cohort) -> pd.DataFrame:
    """Return the turns of the transcripts; none where they cannot be read, with their problems kept."""
    turns = pd.DataFrame({"participant": pd.Series(dtype="string")})
    files = () if "cohort.yaml" in cohort.problems.stages else raw_files(cohort.name, "transcripts")
    if files:
        with cohort.problems.collecting("transcripts"):
            paths = tuple(map(Path, files))
            described = cohort.description, cohort.file
            texts, turns = read_transcripts(cohort.name, *described, paths, cohort.noticed)
            cohort.transcripts = set(texts["transcript"])
            _read_coding(cohort, paths, texts, turns)
        with cohort.problems.collecting("coders"):
            raise_problems(_hold_coders(cohort, turns) if len(turns) else [])
    return turns


def _read_coding(cohort: Cohort, files: tuple[Path, ...], texts: pd.DataFrame, turns: pd.DataFrame) -> None:
    """Read the coded projects; of those with problems the problems are kept."""
    with cohort.problems.collecting("coding"):
        projects = tuple(map(Path, raw_files(cohort.name, "coding")))
        themes, code_map = CODEBOOK / "themes.csv", find_table(cohort.name, "code_map.csv")
        there = code_map if code_map.is_file() else None
        read = read_coding(cohort.description, cohort.file, projects, files, texts, turns, themes, there)
        cohort.problems.add("coding", read.problems)
        cohort.noticed += read.noticed
        cohort.coding = read.accounts


def _read_answers(cohort: Cohort) -> None:
    """Read the codings of answers to text questions, and hold coders.csv to these."""
    described, problems = cohort.description, cohort.problems
    projects = tuple(map(Path, raw_files(cohort.name, "coding")))
    asked = AnsweredCohort(cohort.name, described, cohort.file, projects, cohort.responses, cohort.people)
    themes, code_map = CODEBOOK / "themes.csv", find_table(cohort.name, "code_map.csv")
    there = code_map if code_map.is_file() else None
    with problems.collecting("coded answers"):
        answers, read = read_coded_answers(asked, cohort.codebook, cohort.transcripts, themes, there)
        problems.add("coded answers", read.problems)
        cohort.noticed += read.noticed
        cohort.coded_answers = read.accounts
        coders = find_table(cohort.name, NAME)
        if coders.is_file() and not read.problems:
            declared, wrong = read_coders(coders)
            of_answers = declared["transcript"].isin(list_coded_answers(described))
            problems.add("coders", wrong or hold_to_transcripts(declared[of_answers], answers))


def _hold_coders(cohort: Cohort, turns: pd.DataFrame) -> list[Problem]:
    """Return what is wrong with coders.csv; what is to be said where a coding has none, is noticed."""
    path = find_table(cohort.name, NAME)
    if path.is_file():
        declared, problems = read_coders(path)
        of_answers = declared["transcript"].isin(list_coded_answers(cohort.description))
        return problems or list(hold_to_transcripts(declared[~of_answers], turns))
    if guessed := find_guessed(cohort.name):
        cohort.noticed.append(Problem(guessed.as_posix(), FOUND, EXPECTED, REMEDY))
    return []


def _find_own_words(cohort: Cohort) -> Path | None:
    """Return the private table of own words, with a problem for one that is named and not there."""
    named = (cohort.description.get("files") or {}).get("own_words")
    if not named:
        return None
    path = cohort.file.parent / named["path"]
    if path.is_file():
        return path
    remedy = "restore it from where it is kept; it is never committed"
    expected = f"the table that {cohort.file.as_posix()} names under own_words"
    problem = Problem(path.as_posix(), "no such file", expected, remedy, kind="absent_file")
    cohort.problems.add("crosswalk", [problem])
    return None


def _harmonise(cohort: Cohort, turns: pd.DataFrame) -> None:
    beside = [cohort.file.with_name("corrections.yaml"), find_table(cohort.name, "withdrawals.csv")]
    corrections, withdrawals = (path if path.is_file() else None for path in beside)
    sources = CohortSources(
        name=cohort.name,
        description=cohort.description,
        survey=cohort.survey,
        turns=turns,
        crosswalk_path=find_table(cohort.name, "crosswalk.csv"),
        corrections_path=corrections,
        withdrawals_path=withdrawals,
        codebook=cohort.codebook,
        reference=read_reference(*map(Path, REFERENCES.values())),
        described=cohort.described,
        own_words_path=_find_own_words(cohort),
    )
    with cohort.problems.collecting("crosswalk"):  # without one there is nothing to go on with
        harmonising = decide_rows(sources, cohort.problems)
        cohort.people = set(harmonising.exclusions["respondent"].dropna())
        [part] = harmonising.parts()
        cohort.crosswalk, cohort.rows = harmonising.crosswalk, part.rows
        cohort.recoding, cohort.responses = part.recoding, part.responses
