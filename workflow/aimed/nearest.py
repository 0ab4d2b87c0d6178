"""The known name that a mistyped one most likely means."""

import difflib
from collections.abc import Iterable, Sequence


def find_nearest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return up to `most` known names that resemble `name`, the nearest first.

    Only names that share most dotted parts with it are compared letter by letter: ledgers have thousands.
    """
    parts = set(name.split("."))
    shared = {other: len(parts & set(other.split("."))) for other in known}
    enough = max(shared.values(), default=0)
    candidates = sorted(other for other, count in shared.items() if count >= max(1, enough - 1))
    found = difflib.get_close_matches(name, candidates[:300], n=most, cutoff=0.6)
    return found or _close(name, sorted(shared)[:300], most)


def _close(name: str, known: Sequence[str], most: int) -> list[str]:
    return difflib.get_close_matches(name, known, n=most, cutoff=0.6)
