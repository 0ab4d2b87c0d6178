"""The key of a cohort's pseudonyms: a secret beside its raw data, never committed."""

import secrets
from pathlib import Path

from aimed.study.cohort_file import COHORTS, find_table_in, list_cohorts
from aimed.study.declarations import StudyConfig

FILE, KEY = "personal_data.csv", "personal_data.key"


def read_key(folder: Path, name: str = KEY) -> bytes:
    """Return a key of a cohort, made on first use.

    With another key every pseudonym is another one, and withdrawals no longer find their participant,
    which stops the cohort: a key that was lost is noticed.
    """
    path = folder / name
    try:
        with path.open("x", encoding="ascii") as stream:  # two steps may ask at once: one of them makes it
            path.chmod(0o600)
            stream.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip().encode("ascii")


def list_speaker_keys(config: StudyConfig) -> list[str]:
    """Return the keys that numbers of speakers are drawn with, made on first use; none where they are off."""
    if not config["manuscript"].get("quotations", {}).get("speaker_numbers", False):
        return []
    folders = [COHORTS / cohort for cohort in list_cohorts(config)]
    for folder in folders:
        read_key(folder)
    return [(folder / KEY).as_posix() for folder in folders]


def list_private_files(folder: Path, roster: str | None) -> list[Path]:
    """Return which of decisions, roster and key a cohort has; the key is made when a decision needs one."""
    decisions = find_table_in(folder, FILE)
    written = decisions.read_bytes().replace(b"\0", b"") if decisions.is_file() else b""  # also in UTF-16
    # a workbook cannot be searched without unpacking it: a key too many does no harm
    if written and (decisions.suffix == ".xlsx" or b"pseudonym" in written):
        read_key(folder)
    paths = [decisions, *([folder / roster] if roster else []), folder / KEY]
    return [path for path in paths if path.is_file()]
