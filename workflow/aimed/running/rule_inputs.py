"""Input functions of the rules: what a cohort brings, from the wildcards alone."""

from typing import Any

from aimed.study.cohort_file import COHORTS, find_table, raw_files, read_cohort
from aimed.study.pseudonym_key import list_private_files
from aimed.study.raw_digests import digest_raw_files


def survey_files(wildcards: Any) -> list[str]:
    """Return the survey files of a cohort, and the questionnaires that go with them."""
    return [*raw_files(wildcards.cohort, "survey"), *raw_files(wildcards.cohort, "questionnaire")]


def transcript_files(wildcards: Any) -> list[str]:
    """Return the transcripts of a cohort."""
    return raw_files(wildcards.cohort, "transcripts")


def coding_files(wildcards: Any) -> list[str]:
    """Return the coding project of a cohort, if it has one."""
    return raw_files(wildcards.cohort, "coding")


def harmonised_files(wildcards: Any) -> list[str]:
    """Return the files of a cohort that comes in harmonised."""
    return raw_files(wildcards.cohort, "harmonised")


def home_files(wildcards: Any) -> list[str]:
    """Return what lies beside a cohort that comes in harmonised and counts at its home alone."""
    names = ("crosswalk.csv", "corrections.yaml", "withdrawals.csv")
    return [path for name in names for path in _if_there(wildcards.cohort, name)]


def raw_digests(wildcards: Any) -> str:
    """Return the digests of a cohort's raw files: a parameter, so that changed bytes re-run the reader."""
    return digest_raw_files(wildcards.cohort)


def personal_files(wildcards: Any) -> list[str]:
    """Return what a cohort has of decisions on personal data, roster and key of its pseudonyms."""
    described = read_cohort(wildcards.cohort).get("personal_data") or {}
    found = list_private_files(COHORTS / wildcards.cohort, described.get("roster"))
    return [path.as_posix() for path in found]


def crosswalk_file(wildcards: Any) -> list[str]:
    """Return the cohort's crosswalk, as .csv or as Excel keeps it."""
    return [find_table(wildcards.cohort, "crosswalk.csv").as_posix()]


def corrections_file(wildcards: Any) -> list[str]:
    """Return the cohort's corrections, if it has any."""
    return _if_there(wildcards.cohort, "corrections.yaml")


def withdrawals_file(wildcards: Any) -> list[str]:
    """Return the cohort's withdrawals, if it has any."""
    return _if_there(wildcards.cohort, "withdrawals.csv")


def _if_there(cohort: str, name: str) -> list[str]:
    path = find_table(cohort, name) if name.endswith(".csv") else COHORTS / cohort / name
    return [path.as_posix()] if path.is_file() else []
