"""`aimed cohort new`: copy a collaborator's files into the study and draft the tables of a cohort."""

import functools
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_yaml
from aimed.harmonise.participation.participants import GROUPS
from aimed.ingest.transcripts.recognise import READERS
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.onboarding.new.cohort_file import ROSTER, draft_cohort, find_consents, find_respondent_id
from aimed.onboarding.new.crosswalk import draft_crosswalk
from aimed.onboarding.new.crosswalk_lines import write_lines
from aimed.onboarding.new.inference import complete_profile
from aimed.onboarding.new.personal_data import (
    draft_personal,
    draft_roster,
    find_mostly_personal,
    list_labels,
    list_named,
)
from aimed.onboarding.new.report import draft_readme, report_draft
from aimed.onboarding.new.values import COUNTRY
from aimed.onboarding.new.vocabulary import Vocabulary, read_vocabulary
from aimed.onboarding.profiling import Profile, profile_survey
from aimed.onboarding.unread_files import find_unlisted, list_passed_over
from aimed.study.codebook import read_study_codebook
from aimed.study.cohort_file import COHORTS, locate_survey_files
from aimed.study.declarations import SurveyEntry
from aimed.study.layout import find_started
from aimed.study.reference_columns import REFERENCES
from aimed.study.written_tables import read_written

CATALOG = ".sas7bcat"
TRANSCRIPT_ENDINGS = {f".{name}" for name in [*READERS, "markdown", "webvtt"]}


@dataclass
class Files:
    """The files of a new cohort below its folder: survey entries of cohort.yaml, and transcripts.

    copied: where copies were made. passed_over: what lies beside the transcripts and is none.
    """

    survey: list[SurveyEntry] = field(default_factory=list)
    transcripts: list[Path] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def make_cohort(
    cohort: str, survey: tuple[Path, ...], questionnaire: Path | None, transcripts: Path | None
) -> list[str]:
    """Copy the files, draft what is not there yet, and return the lines that tell what was done.

    Raises ProblemsFound for an id that is none, files that are not there or cannot be read, and another
    file of the same name in the cohort's folder. Nothing that is there is written over.
    """
    files = take_files(cohort, survey, questionnaire, transcripts)
    try:
        told = draft_tables(cohort, files)
    except ProblemsFound:
        for copy in files.copied:
            Path(copy).unlink()
        raise
    unread = [problem.place for problem in find_unlisted(cohort, read_yaml(COHORTS / cohort / "cohort.yaml"))]
    return [
        *(f"not taken as a transcript: {path}" for path in files.passed_over),
        *(f"not read, since cohort.yaml does not name it under files: {path}" for path in unread),
        *told,
    ]


def draft_tables(cohort: str, files: Files) -> list[str]:
    """Draft the tables of a cohort whose files are in its folder; return the lines that tell of them."""
    folder = COHORTS / cohort
    labels = {path: list_labels(folder / path) for path in files.transcripts}
    named = list_named(labels.values())
    profile = profile_survey(locate_survey_files(files.survey, folder), folder, named)
    words = read_study_words()
    multi = [str(name) for name in words.variables if words.type_of(str(name)) == "multi"]
    complete_profile(profile, [text for of in multi for said in words.codes_of(of).values() for text in said])
    lines = draft_crosswalk(profile, words, _decide_aside(profile), derived=set(GROUPS) - {COUNTRY})
    languages = words.detect_languages(profile.texts())
    country = next((line.source_variable for line in lines if line.variable == COUNTRY), None)
    drafts = {
        "cohort.yaml": draft_cohort(profile, files.survey, languages, country, labels, named),
        "crosswalk.csv": "\ufeff" + write_lines(lines),
        "README.md": draft_readme(cohort, profile, files.transcripts),
        "personal_data.csv": draft_personal(profile),
        ROSTER: draft_roster(named),
    }
    written, kept = write_drafts(folder, drafts)
    return report_draft(cohort, profile, languages, lines, [*files.copied, *written], kept, named)


def write_drafts(folder: Path, drafts: dict[str, str]) -> tuple[list[str], list[str]]:
    """Write the drafts that are not there yet; return what was written and what was left as it is."""
    written, kept = [], []
    for name, text in drafts.items():
        path = folder / name
        there = [one for one in (path, path.with_suffix(".xlsx")) if one.is_file()]
        if there:
            kept.append(there[0].as_posix())
        elif text:
            with write_whole(path) as (half,):
                half.write_text(text, encoding="utf-8", newline="\n")
            written.append(path.as_posix())
    return written, kept


def take_files(
    cohort: str, survey: tuple[Path, ...], questionnaire: Path | None, transcripts: Path | None
) -> Files:
    """Copy the files into the cohort's folder, after looking at all of them."""
    named = [find_started(path) for path in survey]
    catalogs = [path for path in named if path.suffix.lower() == CATALOG]
    surveys = [path for path in named if path not in catalogs]
    beside = [*catalogs, *([find_started(questionnaire)] if questionnaire else [])]
    spoken = _list_transcripts(find_started(transcripts)) if transcripts else []
    folder = COHORTS / cohort
    copies = [(path, folder / path.name) for path in [*surveys, *beside]]
    copies += [(path, folder / "transcripts" / path.name) for path in spoken]
    raise_problems(_check(cohort, copies, transcripts, spoken))
    files = Files(transcripts=[Path("transcripts", path.name) for path in spoken])
    if transcripts:
        beside_them = list_passed_over(find_started(transcripts), spoken)
        files.passed_over = [path.relative_to(find_started(transcripts)).as_posix() for path in beside_them]
    for source, target in copies:
        if not target.exists():
            with write_whole(target) as (half,):
                shutil.copyfile(source, half)
            files.copied.append(target.as_posix())
    files.survey = [
        SurveyEntry(path=path.name)
        | ({"questionnaire": beside[-1].name} if questionnaire else {})
        | ({"catalog": catalogs[0].name} if catalogs else {})
        for path in surveys
    ]
    return files


def _list_transcripts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in TRANSCRIPT_ENDINGS)


def _check(
    cohort: str, copies: list[tuple[Path, Path]], transcripts: Path | None, spoken: list[Path]
) -> list[Problem]:
    problems = []
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cohort):
        expected = "small letters, digits and hyphens, as kenya-2025"
        problems.append(Problem("aimed cohort new", f"the id {cohort!r}", expected, "choose another id"))
    targets: dict[Path, Path] = {}
    for source, target in copies:
        if not source.is_file():
            problems.append(Problem(source.as_posix(), "no such file", "a file", "correct the path"))
        elif target.exists() and target.read_bytes() != source.read_bytes():
            expected = "no file of that name, or the same one: nothing is written over"
            remedy = f"give {source.name} another name, or take the older file away yourself"
            problems.append(Problem(target.as_posix(), "another file of that name", expected, remedy))
        elif targets.setdefault(target, source) != source:
            found = f"a second file {source.name}"
            problems.append(Problem(source.as_posix(), found, "names that differ", "rename one of them"))
    if transcripts and not spoken:
        expected = f"a folder with transcripts ({', '.join(sorted(TRANSCRIPT_ENDINGS))})"
        problems.append(Problem(transcripts.as_posix(), "no transcript", expected, "correct the path"))
    return problems


@functools.cache
def read_study_words() -> Vocabulary:
    """Return the wordings of the study's codebook and its countries."""
    codebook = read_study_codebook()
    aliases = read_written(Path(REFERENCES["country"]))
    known = dict(zip(aliases["alias"], aliases["iso3"], strict=True))
    reasons = read_written(Path("data/codebook/missing.csv"))
    return read_vocabulary(codebook, reasons, known | {code: code for code in aliases["iso3"]})


def _decide_aside(profile: Profile) -> dict[str, str]:
    """Return the columns that cohort.yaml or the personal data gate speak of, each with a note."""
    aside = {column.name: "consent: see cohort.yaml" for column in find_consents(profile)}
    identifier = find_respondent_id(profile)
    aside |= {identifier: "respondent_id in cohort.yaml"} if identifier else {}
    dropped = find_mostly_personal(profile)
    return aside | {name: f"personal_data.csv says drop: {kind}" for name, kind in dropped.items()}
