"""Digests of a cohort's raw files, so that changed bytes are noticed under any modification time."""

from pathlib import Path
from typing import TypedDict

from aimed.files.digests import digest_file
from aimed.study.cohort_file import raw_files

KINDS = ("survey", "questionnaire", "transcripts", "coding", "own_words", "harmonised")


class RawFile(TypedDict):
    """A raw file that stayed at a cohort's home."""

    path: str
    sha256: str
    rows: int


def digest_raw_files(cohort: str) -> str:
    """Return `path sha256` of every raw file of a cohort, one a line: a value for `params:`."""
    paths = [path for kind in KINDS for path in raw_files(cohort, kind)]
    return "\n".join(
        f"{path} {digest_file(Path(path)) if Path(path).is_file() else 'absent'}" for path in paths
    )
