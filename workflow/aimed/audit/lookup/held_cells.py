"""Where a trace ends in a cohort that came in harmonised: its raw cells are held at its home."""

from pathlib import Path

from aimed.files.yaml_json import read_json
from aimed.study.raw_digests import RawFile

ACCOUNTS = "results/harmonise/{}/accounts.json"


def name_holder(cohort: str) -> str:
    """Return what stands for a raw cell of a cohort that came in harmonised."""
    return f"raw cell held by {cohort}"


def read_held(root: Path, cohorts: list[str]) -> dict[str, list[RawFile]]:
    """Return cohorts that came in harmonised -> the raw files that stayed there: path, sha256, rows."""
    paths = {cohort: root / ACCOUNTS.format(cohort) for cohort in cohorts}
    accounts = {cohort: read_json(path) for cohort, path in paths.items() if path.is_file()}
    return {cohort: one["raw_files"] for cohort, one in accounts.items() if "raw_files" in one}


def describe_held(cohort: str, files: list[RawFile]) -> str:
    """Return which raw files a cohort holds, with their digests."""
    listed = (f"{file['path']} ({_rows(file['rows'])}sha256 {file['sha256']})" for file in files)
    return f"raw cells held by {cohort}: {', '.join(listed)}"


def _rows(number: int) -> str:
    return f"{number} row{'s' * (number != 1)}, " if number else ""
