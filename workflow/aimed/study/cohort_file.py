"""One cohort's own description of itself: its cohort.yaml, and the raw files that it names."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.study.declarations import (
    CohortDescription,
    StudyConfig,
    SurveyEntry,
    SurveyFile,
    TranscriptEntry,
    TranscriptPart,
    list_codings,
    read_cohort_file,
)

COHORTS = Path("data/cohorts")
NOT_ASKED: Final = "not_asked"
QUALCODER: Final = "data.qda"  # in the folder that is one of its projects
BESIDE: Final = ("questionnaire", "catalog")  # files that go with a survey file
# What a cohort brings that comes in already harmonised, as `aimed cohort export` writes it.
HARMONISED_FILES = (
    "manifest.json",
    "responses.csv",
    "missing.csv",
    "recodes.csv",
    "exclusions.csv",
    "participants.csv",
    "raw_digests.csv",
    "accounts.json",
)


def list_cohorts(config: StudyConfig) -> list[str]:
    """Return the ids of the study's cohorts: every folder with a cohort.yaml, as config.yaml limits them."""
    found = sorted(path.parent.name for path in COHORTS.glob("*/cohort.yaml"))
    listed = config.get("cohorts", "all")
    wanted = found if listed == "all" else listed
    unknown = sorted({*wanted, *config.get("exclude_cohorts", [])} - set(found))
    if unknown:
        raise ProblemsFound(
            Problem(
                "config.yaml",
                f"cohort {name}",
                f"a folder data/cohorts/{name}/ with a cohort.yaml",
                "add the folder or take the name out of config.yaml",
            )
            for name in unknown
        )
    return [name for name in wanted if name not in config.get("exclude_cohorts", [])]


def read_cohort(cohort: str) -> CohortDescription:
    """Return the content of data/cohorts/<cohort>/cohort.yaml, held to its schema."""
    path = COHORTS / cohort / "cohort.yaml"
    return _read_once(path.absolute(), path.stat().st_mtime_ns if path.exists() else 0, path)


@functools.cache
def _read_once(place: Path, changed: int, path: Path) -> CohortDescription:
    """Read a cohort.yaml once per place and time of change; it is asked for many times in one run."""
    return read_cohort_file(path)


def list_survey_files(description: CohortDescription, folder: Path) -> list[SurveyFile]:
    """Return the entries of a cohort.yaml under files: survey, one or several, with whole paths."""
    survey = description["files"].get("survey") or []
    listed = survey if isinstance(survey, list) else [survey]
    found = locate_survey_files(listed, folder)
    beside = [entry[name] for entry in found for name in BESIDE if name in entry]
    check_inside([*(Path(entry["path"]) for entry in found), *beside], folder)
    return found


def locate_survey_files(entries: list[SurveyEntry], folder: Path) -> list[SurveyFile]:
    """Return entries of a cohort.yaml under files: survey with whole paths."""
    found = [
        entry
        | {"path": (folder / entry["path"]).as_posix()}
        | {name: folder / entry[name] for name in BESIDE if name in entry}
        for entry in entries
    ]
    return cast(list[SurveyFile], found)


def parts_of(entry: TranscriptEntry) -> Iterator[TranscriptPart]:
    """Yield an entry of cohort.yaml, and its translation when it has one."""
    yield entry
    if "translation" in entry:
        yield entry["translation"]


def raw_files(cohort: str, kind: str) -> list[str]:
    """Return the raw files of one kind that a cohort.yaml names.

    kind: survey, transcripts, coding, own_words, questionnaire (what is named beside a survey file), or
    harmonised (the files of a cohort that comes in harmonised). A translation stands after its transcript.
    """
    description = read_cohort(cohort)
    files = description["files"]
    if kind == "harmonised":
        received = files.get("harmonised")
        paths = [COHORTS / cohort / received["path"] / name for name in HARMONISED_FILES] if received else []
        check_inside(paths, COHORTS / cohort)
        return [path.as_posix() for path in paths]
    if kind in ("survey", "questionnaire"):
        entries = list_survey_files(description, COHORTS / cohort)
        if kind == "survey":
            return [entry["path"] for entry in entries]
        return [entry[name].as_posix() for entry in entries for name in BESIDE if name in entry]
    if kind == "own_words":
        paths = [COHORTS / cohort / named["path"] for named in (files.get("own_words"),) if named]
    elif kind == "coding":
        projects = [COHORTS / cohort / entry["path"] for entry in list_codings(description)]
        paths = [path / QUALCODER if path.is_dir() else path for path in projects]
    else:
        listed = files.get("transcripts") or []
        paths = [COHORTS / cohort / part["path"] for entry in listed for part in parts_of(entry)]
    check_inside(paths, COHORTS / cohort)
    return [path.as_posix() for path in paths]


def check_inside(paths: list[Path], folder: Path) -> None:
    """Raise ProblemsFound for paths that a link leads out of a cohort's folder, which may be one itself."""
    raise_problems(
        Problem(
            path.as_posix(),
            "a link that leads out of the cohort's folder",
            "a file within it",
            "copy the file into the folder",
        )
        for path in paths
        if not path.resolve().is_relative_to(folder.resolve())
    )


def is_received(cohort: str) -> bool:
    """Return whether a cohort comes in already harmonised, its raw data held elsewhere."""
    return "harmonised" in read_cohort(cohort)["files"]


def match_cohorts(cohorts: list[str], *, received: bool) -> str:
    """Return a regular expression for the cohorts that come in harmonised, or for all others."""
    return "|".join(cohort for cohort in cohorts if is_received(cohort) == received) or "(?!)"


def find_table(cohort: str, name: str) -> Path:
    """Return the path of a table that a cohort keeps, as `find_table_in` does."""
    return find_table_in(COHORTS / cohort, name)


def find_table_in(folder: Path, name: str) -> Path:
    """Return the path of a table in a folder, as crosswalk.csv, or as the workbook crosswalk.xlsx.

    Raises ProblemsFound when both are there.
    """
    path = folder / name
    workbook = path.with_suffix(".xlsx")
    if not workbook.is_file():
        return path
    if path.is_file():
        found, expected = f"{workbook.name} beside it", "one table, as .csv or as .xlsx"
        raise ProblemsFound.at(path, found, expected, "delete the older of the two")
    return workbook


def is_yes(value: Any) -> bool:
    """Return whether a YAML value says yes, however it was written."""
    return value is True or str(value).strip().lower() in ("yes", "true")


def is_asked(value: Any) -> bool:
    """Return whether a consent of cohort.yaml was asked: all but `not_asked`, which counts as no."""
    return value != NOT_ASKED


def deciding_columns(cohort: CohortDescription) -> list[str]:
    """Return the source columns that decide who is counted: the id and what the exclusion rules read.

    None for a cohort that comes in harmonised: they stayed where its raw data are.
    """
    named = [cohort["respondent_id"]] if "respondent_id" in cohort else []
    for rule in cohort.get("exclusions", []):
        named += [condition[0] for condition in rule.get("where", [])] + list(rule.get("duplicates_of", []))
    for answer in cohort.get("consent", {}).values():
        named += [answer["column"]] if isinstance(answer, dict) else []
    return list(dict.fromkeys(named))


def columns_needed(cohort: CohortDescription) -> list[str]:
    """Return all source columns that a cohort.yaml reads: those, and that of the country."""
    return [*deciding_columns(cohort), *filter(None, [cohort.get("country_column")])]
