"""`aimed study new`: a study of one's own in a new folder, from the checkout that runs and a survey."""

import re
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from aimed.files.written_whole import name_beside
from aimed.messages.problems import Problem, raise_problems
from aimed.onboarding.check.stages import Cohort, take_through
from aimed.onboarding.founding.answers import collect_words
from aimed.onboarding.founding.asked import read_asked
from aimed.onboarding.founding.codebook import DraftedCodebook, draft_codebook
from aimed.onboarding.founding.first_cohort import settle_cohort, settle_crosswalk
from aimed.onboarding.founding.halves import lay_down, list_workflow_half, write_laid_down
from aimed.onboarding.founding.report import tell_codebook, tell_cohort, tell_study
from aimed.onboarding.founding.study_half import describe_answers, write_study_half
from aimed.onboarding.new.cohort_file import find_consents, find_respondent_id
from aimed.onboarding.new.command import draft_tables, read_study_words, take_files
from aimed.onboarding.new.inference import complete_profile
from aimed.onboarding.profiling import Profile, profile_survey
from aimed.study.cohort_file import COHORTS, locate_survey_files
from aimed.study.layout import find_started
from aimed.study.pseudonyms import KINDS

HERE = Path()
COLUMN = ", column "  # of the place of a problem in a cell


def make_study(folder: Path, survey: tuple[Path, ...], questionnaire: Path | None) -> list[str]:
    """Make a study in a new folder, and return the lines that tell what was done and what is left.

    Raises ProblemsFound, with no folder made, for a folder that is not empty or lies in the study that runs,
    and for files that cannot be read.
    """
    checkout, study = Path.cwd(), find_started(folder).absolute()
    surveys = tuple(find_started(path).absolute() for path in survey)
    asked = find_started(questionnaire).absolute() if questionnaire else None
    raise_problems(_check(folder, study, checkout, [*surveys, *([asked] if asked else [])]))
    title = re.sub(r"[-_\s]+", " ", study.name).strip().capitalize() or "A study"
    cohort = name_cohort(surveys[0]) if surveys else ""
    with _made_whole(study) as half:
        lay_down(checkout, half, list_workflow_half(checkout))
        write_laid_down(checkout, half)
        write_study_half(checkout, half, title)
        with chdir(half):
            told = _draft_cohort(cohort, surveys, asked, title) if surveys else _draft_asked(asked, title)
    return [*told, *tell_study(folder, cohort)]


def _draft_asked(questionnaire: Path | None, title: str) -> list[str]:
    """Draft codebook, plan and paper from a questionnaire, in the study one stands in, where there is one."""
    if questionnaire is None:
        return []
    profile = read_asked(questionnaire)
    drafted = draft_from(profile)
    describe_answers(HERE, drafted, None, title)
    return tell_codebook(drafted, profile)


def _draft_cohort(
    cohort: str, surveys: tuple[Path, ...], questionnaire: Path | None, title: str
) -> list[str]:
    """Draft codebook, plan, paper and the first cohort, by the steps of `aimed cohort new`."""
    folder = COHORTS / cohort
    files = take_files(cohort, surveys, questionnaire, None, {})
    profile = profile_survey(locate_survey_files(files.survey, folder), folder)
    complete_profile(profile)
    drafted = draft_from(profile)
    describe_answers(HERE, drafted, None, title)
    read_study_words.cache_clear()
    draft_tables(cohort, files)
    settle_cohort(folder, profile, drafted, title)
    describe_answers(HERE, drafted, None, title)
    taken = take_through(cohort)
    if wrong := find_unread(taken):
        drafted.drop(wrong, "answers that the draft does not know")
        settle_crosswalk(folder, drafted)
        describe_answers(HERE, drafted, None, title)
        taken = take_through(cohort)
    describe_answers(HERE, drafted, taken, title)
    read_study_words.cache_clear()
    stopping = sum(map(len, taken.problems.by_stage().values()))
    return [*tell_codebook(drafted, profile), *tell_cohort(cohort, profile, stopping)]


def find_unread(cohort: Cohort) -> set[str]:
    """Return the columns with cells that the crosswalk cannot read."""
    problems = (problem for found in cohort.problems.by_stage().values() for problem in found)
    return {problem.place.rpartition(COLUMN)[2] for problem in problems if COLUMN in problem.place}


def draft_from(profile: Profile) -> DraftedCodebook:
    """Return the codebook of a profile, standing in a study that has reasons for missing answers alone."""
    read_study_words.cache_clear()
    words = collect_words(profile, read_study_words().missing)
    return draft_codebook(profile, set_aside(profile), words)


def set_aside(profile: Profile) -> dict[str, str]:
    """Return the columns that are not for a codebook -> why: what is safe where nobody has decided."""
    identifier = find_respondent_id(profile)
    aside = dict.fromkeys((c.name for c in find_consents(profile)), "asks for consent")
    aside |= {identifier: "the respondent's id"} if identifier else {}
    for column in profile.columns.values():
        kinds = [profile.dropped[column.name]] if column.name in profile.dropped else [*column.personal]
        kinds += [kind for kind in [column.description.get("identifies")] if kind]
        if kinds:
            aside[column.name] = f"personal data: {KINDS[kinds[0]][0] if kinds[0] in KINDS else kinds[0]}"
        elif column.description.get("platform"):
            aside.setdefault(column.name, "a column of the platform")
    return aside


def name_cohort(survey: Path) -> str:
    """Return the id of a cohort after its file: small letters, digits and hyphens."""
    words = re.findall(r"[a-z0-9]+", survey.stem.casefold())
    name = "-".join(words)[:30].strip("-")
    return name if name[:1].isalpha() else f"cohort-{name}".strip("-")


def _check(named: Path, study: Path, checkout: Path, files: list[Path]) -> list[Problem]:
    place = named.as_posix()
    problems = []
    if study.exists() and (not study.is_dir() or any(study.iterdir())):
        expected = "a new folder, or an empty one: nothing is written over"
        problems.append(Problem(place, "a folder with something in it", expected, "name another folder"))
    if study.resolve().is_relative_to(checkout.resolve()):
        expected = "a folder outside of it, with a history of its own"
        remedy = f"name another folder, as ../{study.name}"
        problems.append(Problem(place, "a folder of the study whose workflow is running", expected, remedy))
    if {"{", "}"} & set(study.as_posix()):
        expected = "one without { and }, which are patterns to Snakemake"
        problems.append(Problem(place, "a path with braces", expected, "name another folder"))
    absent = [path for path in files if not path.is_file()]
    return problems + [
        Problem(path.as_posix(), "no such file", "a file", "correct the path") for path in absent
    ]


@contextmanager
def _made_whole(study: Path) -> Iterator[Path]:
    """Give a folder beside, which becomes the study when all has gone well, and is taken away when not."""
    half = name_beside(study)
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        yield half
        if study.exists():
            study.rmdir()
        half.rename(study)
    finally:
        shutil.rmtree(half, ignore_errors=True)
