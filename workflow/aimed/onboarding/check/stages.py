"""Take a cohort through ingest and harmonise in memory, as far as it goes, and keep all problems."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.files.tables import read_table
from aimed.files.yaml_json import TO_DECIDE, read_yaml
from aimed.harmonise.cohort_tables import CohortSources, correct, list_responses, place_countries
from aimed.harmonise.participation.exclusions import decide_exclusions, deciding_columns
from aimed.harmonise.participation.participants import find_unplaced_speakers
from aimed.harmonise.recoding.crosswalk import check_columns, check_crosswalk, check_reused
from aimed.harmonise.recoding.recode import Recoding, recode
from aimed.ingest.personal.decisions import Decisions, read_decisions
from aimed.ingest.personal.knowledge import Knowledge, read_people
from aimed.ingest.personal.roster import People
from aimed.ingest.personal.words import read_words
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ReadFile, SurveyLabels
from aimed.ingest.survey.personal_gate import PersonalDataGate
from aimed.ingest.survey.read import compare_counts, compare_shape, merge_columns, read_export, stack_parts
from aimed.ingest.survey.waves import find_reused, spell_alike
from aimed.ingest.transcripts.read import ingest_transcripts
from aimed.messages.problems import Problem, ProblemsFound
from aimed.onboarding.check.undecided import mask_undecided
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.cohort_file import COHORTS, find_table, list_survey_files, raw_files, read_cohort
from aimed.study.declarations import CohortDescription
from aimed.study.pseudonym_key import FILE as DECISIONS_FILE
from aimed.study.written_tables import read_written

BOOK, REFERENCE = Path("data/codebook"), Path("data/reference")
LINE = re.compile(r", line (\d+)$")
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
    """A cohort as far as it could be read. problems: what stops it, by the stage that it was found in."""

    name: str
    codebook: Codebook
    description: CohortDescription
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    exports: list[tuple[Path, Export]] = field(default_factory=list)
    described: SurveyLabels = field(default_factory=SurveyLabels)
    survey: pd.DataFrame = field(default_factory=pd.DataFrame)
    crosswalk: pd.DataFrame = field(default_factory=pd.DataFrame)
    exclusions: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    recoding: Recoding | None = None
    responses: pd.DataFrame = field(default_factory=pd.DataFrame)

    def add(self, stage: str, problems: Iterable[Problem]) -> None:
        """Keep problems under their stage, each once."""
        known = self.problems.setdefault(stage, [])
        known += [problem for problem in dict.fromkeys(problems) if problem not in known]


def take_through(name: str) -> Cohort:
    """Return a cohort read, and harmonised where it can be. Raises ProblemsFound for the codebook alone."""
    codebook = read_codebook(*(BOOK / f"{part}.csv" for part in ("variables", "scales", "missing")))
    cohort = Cohort(name, codebook, OPEN.copy())
    if _describe(cohort) and _ingest(cohort):
        _harmonise(cohort, _read_turns(cohort))
    return cohort


def _describe(cohort: Cohort) -> bool:
    """Read cohort.yaml; what is TO DECIDE is filled in so that the other files can be looked at."""
    path = COHORTS / cohort.name / "cohort.yaml"
    try:
        cohort.description = read_cohort(cohort.name)
    except ProblemsFound as found:
        cohort.add("cohort.yaml", found.problems)
        if any(TO_DECIDE not in problem.found for problem in found.problems):
            return False
        cohort.description = fill_open(read_yaml(path))
    return True


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


def _know(cohort: Cohort) -> Knowledge:
    """Return what is known of the people, also by roster lines that nobody decided yet, and keep problems."""
    path = COHORTS / cohort.name / "cohort.yaml"
    people, decisions = People(), Decisions(path.with_name(DECISIONS_FILE))
    try:
        people = read_people(cohort.description, path)
        cohort.add("personal data", people.problems)
    except ProblemsFound as found:
        cohort.add("personal data", found.problems)
    try:
        decisions = read_decisions(path.parent)
    except ProblemsFound as found:
        cohort.add("personal data", found.problems)
    knowledge = Knowledge(path, cohort.description, read_words(), people, decisions)
    knowledge.hear_countries(cohort.description.get("countries") or [])
    return knowledge


def _ingest(cohort: Cohort) -> bool:
    """Read the survey through the personal data gate; return whether there is one to go on with."""
    folder = COHORTS / cohort.name
    for entry in list_survey_files(cohort.description, folder):
        try:
            cohort.exports.append((Path(entry["path"]), read_export(entry)))
        except ProblemsFound as found:
            cohort.add("survey", found.problems)
    if not cohort.exports:
        return False
    cohort.exports = spell_alike(cohort.exports)
    columns = merge_columns([export for _, export in cohort.exports])
    gate = PersonalDataGate(columns, _know(cohort))
    read: dict[str, int] = {}
    try:
        parts = list(stack_parts(cohort.exports, gate, read))
    except ProblemsFound as found:
        cohort.add("survey", found.problems)
        return False
    cohort.survey = pd.concat(parts, ignore_index=True)
    cohort.add("survey", compare_counts(cohort.exports, read))
    shape = {"rows": len(cohort.survey), "columns": len(columns)}
    expected = cohort.description.get("expected") or {}
    cohort.add("survey", compare_shape(shape, expected, cohort.exports[0][0], folder / "cohort.yaml"))
    cohort.add("personal data", gate.problems())
    cohort.survey = mask_undecided(cohort.survey, gate)
    passing, dropped = gate.describe()
    files: list[ReadFile] = [
        {"path": path.as_posix(), "rows": read[path.as_posix()], "columns": list(export.columns)}
        for path, export in cohort.exports
    ]
    reused = find_reused(cohort.exports)
    cohort.described = {"columns": passing, "dropped": dropped, "files": files, "reused": reused}
    return True


def _read_turns(cohort: Cohort) -> pd.DataFrame:
    """Return the turns of the transcripts; none where they cannot be read, with their problems kept."""
    nobody = pd.DataFrame({"participant": pd.Series(dtype="string")})
    if "cohort.yaml" in cohort.problems or not raw_files(cohort.name, "transcripts"):
        return nobody
    files = tuple(Path(name) for name in raw_files(cohort.name, "transcripts"))
    path = COHORTS / cohort.name / "cohort.yaml"
    with tempfile.TemporaryDirectory() as folder:
        texts, turns = Path(folder, "transcripts.parquet"), Path(folder, "turns.parquet")
        try:
            ingest_transcripts(
                cohort=cohort.name, cohort_file=path, files=files, transcripts=texts, turns=turns
            )
        except ProblemsFound as found:
            known = cohort.problems.get("personal data", [])
            cohort.add("transcripts", [problem for problem in found.problems if problem not in known])
            return nobody
        return read_table(turns)


def _sources(cohort: Cohort, turns: pd.DataFrame) -> CohortSources:
    folder = COHORTS / cohort.name
    reference = [
        read_written(REFERENCE / f"{name}.csv") for name in ("countries", "income_groups", "who_regions")
    ]
    beside = [folder / "corrections.yaml", find_table(cohort.name, "withdrawals.csv")]
    corrections, withdrawals = (path if path.is_file() else None for path in beside)
    table = find_table(cohort.name, "crosswalk.csv")
    return CohortSources(
        cohort.name, cohort.description, cohort.survey, turns, table, corrections, withdrawals,
        cohort.codebook, reference[0], reference[1], reference[2], cohort.described,
    )  # fmt: skip


def _harmonise(cohort: Cohort, turns: pd.DataFrame) -> None:
    sources = _sources(cohort, turns)
    place = sources.crosswalk_path.as_posix()
    try:
        written = read_written(sources.crosswalk_path)
    except ProblemsFound as found:
        cohort.add("crosswalk", found.problems)
        return
    wrong = check_crosswalk(written, cohort.codebook, place)
    cohort.add("crosswalk", wrong)
    cohort.crosswalk = without_lines(written, wrong)
    corrected, withdrawn = _correct(cohort, sources)
    exclusions, problems = decide_exclusions(corrected, cohort.description, cohort.name, withdrawn)
    cohort.add("respondents", problems)
    deciding = deciding_columns(cohort.description)
    dropped = cohort.described["dropped"]
    cohort.add("crosswalk", check_columns(corrected, written, deciding, place, dropped))
    cohort.add(
        "transcripts",
        find_unplaced_speakers(turns, exclusions, f"{COHORTS.as_posix()}/{cohort.name}/cohort.yaml"),
    )
    cohort.add("crosswalk", check_reused(written, cohort.described["reused"], place))
    cohort.exclusions = exclusions
    cohort.rows = corrected[exclusions["kept"].to_numpy()]
    recoding = recode(cohort.rows, cohort.crosswalk, cohort.codebook, place, cohort.described)
    cohort.add("values", recoding.problems)
    recoding.problems.clear()
    _place(cohort, recoding, sources)
    cohort.recoding = recoding
    cohort.responses = list_responses(recoding, cohort.rows, exclusions, cohort.name)


def without_lines(crosswalk: pd.DataFrame, wrong: list[Problem]) -> pd.DataFrame:
    """Return a crosswalk without the lines that problems name: the rest can be worked with."""
    lines = {int(found[1]) for problem in wrong if (found := LINE.search(problem.place))}
    return crosswalk[~crosswalk["line"].isin(lines)]


def _correct(cohort: Cohort, sources: CohortSources) -> tuple[pd.DataFrame, set[str]]:
    try:
        corrected, _, withdrawn = correct(sources)
    except ProblemsFound as found:
        cohort.add("corrections", found.problems)
        return cohort.survey, set()
    return corrected, set(withdrawn.loc[withdrawn["scope"] == "all", "participant"])


def _place(cohort: Cohort, recoding: Recoding, sources: CohortSources) -> None:
    try:
        place_countries(recoding, cohort.rows, replace(sources, description=cohort.description))
    except ProblemsFound as found:
        cohort.add("countries", found.problems)
    cohort.add("countries", recoding.problems)
    recoding.problems.clear()
