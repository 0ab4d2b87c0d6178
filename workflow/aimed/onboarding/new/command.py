"""`aimed cohort new`: copy a collaborator's files into the study and draft the tables of a cohort."""

import functools
from pathlib import Path

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_yaml
from aimed.harmonise.participation.participants import GROUPS
from aimed.harmonise.recoding.geography import name_countries
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.new.codes import CODE_MAP, THEMES, draft_codes
from aimed.onboarding.new.cohort_file import (
    OWN_WORDS,
    RESPONDENT,
    ROSTER,
    draft_cohort,
    find_consents,
    find_respondent_id,
)
from aimed.onboarding.new.crosswalk import draft_crosswalk
from aimed.onboarding.new.crosswalk_lines import write_lines, write_own_lines
from aimed.onboarding.new.handed_files import Files, name_decided, take_files
from aimed.onboarding.new.inference import complete_profile
from aimed.onboarding.new.personal_data import (
    draft_personal,
    draft_roster,
    find_mostly_personal,
    list_labels,
    list_named,
)
from aimed.onboarding.new.report import Drafted, draft_readme, report_draft
from aimed.onboarding.new.vocabulary import Vocabulary, read_vocabulary
from aimed.onboarding.profiling import Profile, profile_survey
from aimed.onboarding.unanswered import COUNTRY, list_unanswered
from aimed.onboarding.unread_files import find_unlisted
from aimed.study.codebook import read_study_codebook
from aimed.study.cohort_file import COHORTS, find_table, locate_survey_files
from aimed.study.declarations import SurveyOptions
from aimed.study.reference_columns import REFERENCES
from aimed.study.written_tables import read_written


def make_cohort(
    cohort: str,
    survey: tuple[Path, ...],
    questionnaire: Path | None,
    transcripts: Path | None,
    options: SurveyOptions | None = None,
    coding: tuple[Path, ...] = (),
) -> list[str]:
    """Copy the files, draft what is not there yet, and return the lines that tell what was done.

    options: how the survey files are read, for cohort.yaml. Where a cohort.yaml is there, it is what says so,
    and what the files, the respondent's id and consents are. coding: projects of coding programs.

    Raises ProblemsFound for an id that is none, files that are not there or cannot be read, and another
    file of the same name in the cohort's folder. Nothing that is there is written over.
    """
    files = take_files(cohort, survey, questionnaire, transcripts, options or {}, coding)
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
    profile.decided = name_decided(files.written)
    words = read_study_words()
    multi = [str(name) for name in words.variables if words.type_of(str(name)) == "multi"]
    complete_profile(profile, [text for of in multi for said in words.codes_of(of).values() for text in said])
    lines = draft_crosswalk(profile, words, _decide_aside(profile), derived=set(GROUPS) - {COUNTRY})
    languages = words.detect_languages(profile.texts())
    country = next((line.source_variable for line in lines if line.variable == COUNTRY), None)
    codes = draft_codes([*(folder / path for path in files.coding), *files.code_books])
    own, kept_crosswalk = write_own_lines(lines), find_table(cohort, "crosswalk.csv").is_file()
    shared = OWN_WORDS if own and not kept_crosswalk else ""
    drafts = {
        "cohort.yaml": draft_cohort(
            profile, files.survey, languages, country, labels, named, shared, files.coding
        ),
        "crosswalk.csv": "\ufeff" + write_lines(lines),
        OWN_WORDS: f"\ufeff{own}" if own and not kept_crosswalk else "",
        "README.md": draft_readme(cohort, profile, files.transcripts),
        "personal_data.csv": draft_personal(profile),
        ROSTER: draft_roster(named),
        CODE_MAP: codes.code_map,
    }
    written, kept = write_drafts(folder, drafts)
    if codes.themes:
        with write_whole(THEMES) as (half,):
            half.write_text(codes.themes, encoding="utf-8", newline="\n")
        written.append(THEMES.as_posix())
    described = read_yaml(folder / "cohort.yaml")
    used = (line.variable for line in lines)
    unanswered = [] if kept_crosswalk else list_unanswered(used, words.codebook, described)
    drafted = Drafted(lines, languages, [*files.copied, *written], kept, named, unanswered, codes)
    return report_draft(cohort, profile, drafted)


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


@functools.cache
def read_study_words() -> Vocabulary:
    """Return the wordings of the study's codebook and its countries."""
    codebook = read_study_codebook()
    countries = name_countries(read_written(Path(REFERENCES["country"])))
    return read_vocabulary(codebook, read_written(Path("data/codebook/missing.csv")), countries)


def _decide_aside(profile: Profile) -> dict[str, str]:
    """Return the columns that cohort.yaml or the personal data gate speak of, each with a note."""
    aside = dict(profile.decided)
    if not aside:
        aside = {column.name: "consent: see cohort.yaml" for column in find_consents(profile)}
        identifier = find_respondent_id(profile)
        aside |= {identifier: RESPONDENT} if identifier else {}
    dropped = find_mostly_personal(profile)
    return aside | {name: f"personal_data.csv says drop: {kind}" for name, kind in dropped.items()}
