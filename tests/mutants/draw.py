"""Which mutants are tried: drawn by a seed from the files of rooms, the rooms and the operators in turns."""

import csv
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from mutants.places import OPERATORS, Mutant, find_mutants, list_required

PACKAGE = "workflow/aimed"
EQUIVALENT = "tests/mutants/equivalent.csv"
Key = tuple[str, str, str, str]


def list_mutants(root: Path, room: str) -> list[Mutant]:
    """Return all mutants of a room, by file and place."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / PACKAGE).rglob("*.py"))}
    required = frozenset(pair for text in texts.values() for pair in list_required(text))
    return [
        mutant
        for path, text in texts.items()
        if (root / PACKAGE / room) in path.parents
        for mutant in find_mutants(text, path.relative_to(root).as_posix(), required)
    ]


def draw_mutants(root: Path, rooms: list[str], seed: int) -> Iterator[tuple[str, Mutant]]:
    """Yield (room, mutant) until there is none left: the same tree and seed give the same ones."""
    waiting: dict[tuple[str, str], list[Mutant]] = {}
    for room in rooms:
        found = list_mutants(root, room)
        for operator in OPERATORS:
            own = [mutant for mutant in found if mutant.operator == operator]
            random.Random(f"{seed} {room} {operator}").shuffle(own)
            waiting[operator, room] = own
    for operator, room in cycle([(operator, room) for operator in OPERATORS for room in rooms]):
        if not any(waiting.values()):
            return
        if waiting[operator, room]:
            yield room, waiting[operator, room].pop()


def read_equivalent(root: Path) -> dict[Key, str]:
    """Return what names a mutant -> why nothing can notice it. Raises ValueError for one that is not made."""
    with (root / EQUIVALENT).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    known = {mutant.key for mutant in list_mutants(root, "")}
    listed = {(row["file"], row["function"], row["before"], row["after"]): row["why"] for row in rows}
    gone = [f"{EQUIVALENT}:{line}: no mutant is made so: {key}" for line, key in _number(listed, known)]
    if gone:
        raise ValueError("\n".join(gone))
    return listed


def _number(listed: dict[Key, str], known: set[Key]) -> Iterator[tuple[int, Key]]:
    yield from ((line, key) for line, key in enumerate(listed, start=2) if key not in known)
