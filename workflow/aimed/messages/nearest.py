"""The known name that a mistyped one most likely means."""

import sys
from collections.abc import Collection, Iterable

from aimed.messages.problems import ProblemsFound

LEAST = 60  # percent of equal letters, in order, below which two names have nothing to do with each other


def find_nearest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return up to `most` known names that resemble `name`, the nearest first.

    Names that share most dotted parts with it come before all others.
    """
    from rapidfuzz import fuzz, process

    parts = set(name.split("."))
    shared = {other: len(parts & set(other.split("."))) for other in known}
    enough = max(shared.values(), default=0)
    candidates = sorted(other for other, count in shared.items() if count >= max(1, enough - 1))
    found = process.extract(name, candidates, scorer=fuzz.ratio, limit=most, score_cutoff=LEAST)
    found = found or process.extract(name, sorted(shared), scorer=fuzz.ratio, limit=most, score_cutoff=LEAST)
    return [other for other, _, _ in found]


def hint_nearest(name: str, known: Iterable[str]) -> str:
    """Return the nearest known name as the end of a message; nothing where none resembles it."""
    near = find_nearest(name, known)
    return f"; the nearest is {near[0]}" if near else ""


def tell_unknown(arguments: list[str], known: Collection[str], prog: str) -> bool:
    """Return whether arguments begin with a name that is no command; say so, with the nearest, on stderr."""
    if not arguments or arguments[0].startswith("-") or arguments[0] in known:
        return False
    expected = f"one of {', '.join(sorted(known))}{hint_nearest(arguments[0], known)}"
    print(
        ProblemsFound.at(f"{prog} {arguments[0]}", "no such command", expected, "correct it"), file=sys.stderr
    )
    return True
