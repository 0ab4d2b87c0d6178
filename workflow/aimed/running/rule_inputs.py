"""What the rules ask for: a cohort's files, from the wildcards alone, and the run records of a study."""

import re
from pathlib import Path
from typing import Any

from aimed.study.cohort_file import COHORTS, find_table, is_received, list_cohorts, raw_files, read_cohort
from aimed.study.declarations import StudyConfig
from aimed.study.layout import list_analyses, list_documents
from aimed.study.pseudonym_key import list_private_files
from aimed.study.raw_digests import digest_raw_files

RULES = Path("workflow/rules")
RECORD = re.compile(r'record="(results/[^"]+)"')


def list_records(config: StudyConfig) -> list[str]:
    """Return the path of every run record that the study of today has; any other is a leftover.

    They are those that the rules declare, for each cohort, analysis and document of the study. A cohort
    that came in harmonised has no survey of its own.
    """
    cohorts, analyses, documents = list_cohorts(config), list_analyses(), list_documents()
    declared = {r for file in sorted(RULES.glob("*.smk")) for r in RECORD.findall(file.read_text("utf-8"))}
    every = {
        pattern.format(cohort=cohort, analysis=analysis, document=document)
        for pattern in declared
        for cohort in (cohorts if "{cohort}" in pattern else [""])
        for analysis in (analyses if "{analysis}" in pattern else [""])
        for document in (documents if "{document}" in pattern else [""])
    }
    return sorted(every - {f"results/ingest/{c}/survey.record.json" for c in cohorts if is_received(c)})


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


def own_words_file(wildcards: Any) -> list[str]:
    """Return the cohort's private table of answers in people's own words, if it has one."""
    return raw_files(wildcards.cohort, "own_words")


def corrections_file(wildcards: Any) -> list[str]:
    """Return the cohort's corrections, if it has any."""
    return _if_there(wildcards.cohort, "corrections.yaml")


def withdrawals_file(wildcards: Any) -> list[str]:
    """Return the cohort's withdrawals, if it has any."""
    return _if_there(wildcards.cohort, "withdrawals.csv")


def _if_there(cohort: str, name: str) -> list[str]:
    path = find_table(cohort, name) if name.endswith(".csv") else COHORTS / cohort / name
    return [path.as_posix()] if path.is_file() else []
