# What all rooms share: the study's lists, and one environment for all jobs.
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path("workflow").resolve()))

from aimed.running.job_environment import DROPPED, describe_environment

os.environ.update(describe_environment(os.environ))
os.environ.pop(DROPPED, None)
from aimed.study.cohort_file import list_cohorts, match_cohorts
from aimed.running.code_dependencies import code_of
from aimed.running.long_lists import list_in_file
from aimed.study.reference_columns import REFERENCES
from aimed.study.written_tables import list_codebook
from aimed.study.layout import (
    COHORT,
    DOCUMENT,
    list_analyses,
    list_declarations,
    list_documents,
    list_frozen,
    match_plans,
    read_ids,
)
from aimed.running.rule_inputs import (
    code_map_file,
    coding_files,
    corrections_file,
    crosswalk_file,
    harmonised_files,
    home_files,
    list_records,
    own_words_file,
    personal_files,
    raw_digests,
    survey_files,
    transcript_files,
    withdrawals_file,
)

COHORTS = list_cohorts(config)
ANALYSES = list_analyses()
FIGURES = read_ids("manuscript/figures.yaml")
DOCUMENTS = list_documents()
MANUSCRIPT_FILES = list_declarations()
CODEBOOK = [path.as_posix() for path in list_codebook()]
DERIVED = CODEBOOK[3:]  # derived.yaml, of a study that has one
THEMES = "data/codebook/themes.csv"
REFERENCE = list(REFERENCES.values())
FORMATS = ["html", "pdf", "docx"]
HARMONISED = ["responses", "missing", "events", "recodes", "exclusions", "participants"]


wildcard_constraints:
    cohort=COHORT,
    analysis=DOCUMENT,
    figure=DOCUMENT,
    document=DOCUMENT,
