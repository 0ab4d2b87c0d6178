"""What the rules ask for: a cohort's files, from the wildcards alone, and the run records of a study."""

import re
from pathlib import Path
from typing import Any

from aimed.study.cohort_file import COHORTS, find_table, is_received, list_cohorts, raw_files, read_cohort
from aimed.study.declarations import StudyConfig, list_coded_answers
from aimed.study.layout import list_analyses, list_documents
from aimed.study.pseudonym_key import list_private_files
from aimed.study.raw_digests import digest_raw_files

RULES = Path("workflow/rules")
ANSWERS_RECORD = "results/coding/{cohort}/answers.record.json"
DECLARED = re.compile(r'record="(?P<record>results/[^"]+)"|code_of\("(?P<step>[\w.]+)"\)')


def list_records(config: StudyConfig) -> list[str]:
    """Return the path of every run record that the study of today has; any other is a leftover.

    They are those that the rules declare, for each cohort, analysis and document of the study. A cohort
    that came in harmonised has no survey of its own.
    """
    every = {record for pattern in _list_steps() for record in _expand(pattern, config)}
    received = filter(is_received, list_cohorts(config))
    return sorted(every - {f"results/ingest/{cohort}/survey.record.json" for cohort in received})


def count_jobs(config: StudyConfig) -> dict[str, int]:
    """Return how many run records of each step are not there; steps that share a rule share its number."""
    return {
        step: sum(not Path(record).exists() for record in _expand(pattern, config))
        for pattern, steps in _list_steps().items()
        for step in steps
    }


def _list_steps() -> dict[str, list[str]]:
    """Return run record, as the rules declare it -> the steps that write it: a rule may be used twice."""
    steps: dict[str, list[str]] = {}
    for file in sorted(RULES.glob("*.smk")):
        record = ""
        for found in DECLARED.finditer(file.read_text(encoding="utf-8")):
            record = found["record"] or record
            steps.setdefault(record, []).extend([found["step"]] if found["step"] else [])
    return steps


def _expand(pattern: str, config: StudyConfig) -> set[str]:
    """Return the run records of a rule: one for each cohort, analysis or document of the study."""
    cohorts, analyses, documents = list_cohorts(config), list_analyses(), list_documents()
    cohorts = with_answers(cohorts) if pattern == ANSWERS_RECORD else cohorts
    return {
        pattern.format(cohort=cohort, analysis=analysis, document=document)
        for cohort in (cohorts if "{cohort}" in pattern else [""])
        for analysis in (analyses if "{analysis}" in pattern else [""])
        for document in (documents if "{document}" in pattern else [""])
    }


def survey_files(wildcards: Any) -> list[str]:
    """Return the survey files of a cohort, and the questionnaires that go with them."""
    return [*raw_files(wildcards.cohort, "survey"), *raw_files(wildcards.cohort, "questionnaire")]


def transcript_files(wildcards: Any) -> list[str]:
    """Return the transcripts of a cohort."""
    return raw_files(wildcards.cohort, "transcripts")


def coding_files(wildcards: Any) -> list[str]:
    """Return the coding project of a cohort, if it has one."""
    return raw_files(wildcards.cohort, "coding")


def code_map_file(wildcards: Any) -> list[str]:
    """Return the table of what a cohort's names of codes are in the codebook, if it has one."""
    return _if_there(wildcards.cohort, "code_map.csv")


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


def with_answers(cohorts: list[str]) -> list[str]:
    """Return the cohorts whose answers to text questions are coded."""
    return [cohort for cohort in cohorts if list_coded_answers(read_cohort(cohort))]


def match_answers(cohorts: list[str]) -> str:
    """Return a regular expression for the cohorts whose answers to text questions are coded."""
    return "|".join(with_answers(cohorts)) or "(?!)"


def coders_files(cohorts: list[str]) -> list[str]:
    """Return the tables of who coded what, of the cohorts that have one."""
    return [path for cohort in cohorts for path in _if_there(cohort, "coders.csv")]


def _if_there(cohort: str, name: str) -> list[str]:
    path = find_table(cohort, name) if name.endswith(".csv") else COHORTS / cohort / name
    return [path.as_posix()] if path.is_file() else []
