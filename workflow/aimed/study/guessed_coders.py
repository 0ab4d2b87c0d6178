"""What is said where a cohort was coded and no coders.csv tells who coded what."""

from pathlib import Path

from aimed.study.cohort_file import find_table, read_cohort

NAME = "coders.csv"
FOUND = "no such table: whoever gave a code in a transcript counts as its reader"
EXPECTED = "which coder read which transcript, also where nothing was found to code"
REMEDY = "write the headings coder,transcript and a line for each coder, as coder_1,all or coder_1,fg2"


def find_guessed(cohort: str) -> Path | None:
    """Return where a cohort's coders.csv would stand when it was coded and has none; else None."""
    path = find_table(cohort, NAME)
    coded = read_cohort(cohort)["files"].get("coding")
    return path if coded and not path.is_file() else None
