# What all rooms share: the study's lists, and the digests of raw files.
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path("workflow").resolve()))
os.environ["PYTHONPATH"] = "workflow"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.update(
    LC_ALL="C.UTF-8",
    TZ="UTC",
    PYTHONHASHSEED="0",
    MPLCONFIGDIR=".venv/cache/matplotlib",
)

from aimed.cohort import list_cohorts, raw_files
from aimed.raw import digest_raw_files
from aimed.sources import sources_of, versions_of
from aimed.study import (
    list_analyses,
    list_documents,
    list_records,
    match_plans,
    read_ids,
)

COHORTS = list_cohorts(config)
ANALYSES = list_analyses()
FIGURES = read_ids("manuscript/figures.yaml")
DOCUMENTS = list_documents()
FORMATS = ["html", "pdf", "docx"]
MANUSCRIPT_FILES = sorted(
    str(path)
    for suffix in ("yaml", "bib")
    for path in Path("manuscript").glob(f"[!_]*.{suffix}")
)
HARMONISED = ["responses", "missing", "events", "recodes", "exclusions", "participants"]


wildcard_constraints:
    cohort="[a-z0-9][a-z0-9-]*",
    analysis="[a-z][a-z0-9_-]*",
    figure="[a-z][a-z0-9_-]*",
    document="[a-z][a-z0-9_-]*",


def survey_file(wildcards):
    return raw_files(wildcards.cohort, "survey")


def transcript_files(wildcards):
    return raw_files(wildcards.cohort, "transcripts")


def coding_files(wildcards):
    return raw_files(wildcards.cohort, "coding")


def raw_digests(wildcards):
    return digest_raw_files(wildcards.cohort)


def corrections_file(wildcards):
    return [
        str(path)
        for path in Path("data/cohorts", wildcards.cohort).glob("corrections.yaml")
    ]


def withdrawals_file(wildcards):
    return [
        str(path)
        for path in Path("data/cohorts", wildcards.cohort).glob("withdrawals.csv")
    ]
