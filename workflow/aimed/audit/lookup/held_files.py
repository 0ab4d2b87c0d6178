"""How the raw files of a cohort that came in harmonised are told: they stay at its home."""

from aimed.study.raw_digests import RawFile


def name_holder(cohort: str) -> str:
    """Return what stands for a raw cell of a cohort that came in harmonised."""
    return f"raw cell held by {cohort}"


def describe_held(cohort: str, files: list[RawFile]) -> str:
    """Return which raw files a cohort holds, with their digests."""
    listed = []
    for file in files:
        rows = f"{file['rows']} row{'s' * (file['rows'] != 1)}, " if file["rows"] else ""
        listed.append(f"{file['path']} ({rows}sha256 {file['sha256']})")
    return f"raw cells held by {cohort}: {', '.join(listed)}"
