"""What a user did that cannot be worked with: where, what was found, what was expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Self

MASK = "[masked: personal]"
SHOWN = 200  # problems; nobody reads more, and a wrong separator makes one of every row


@dataclass(frozen=True, order=True)
class Problem:
    """One problem at one place.

    `place` names the file first, then row, line or column; `found`, `expected` and `remedy`
    are plain sentences without a final full stop.
    """

    place: str
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return (
            f"{self.place}\n  found:    {self.found}\n  expected: {self.expected}\n  to do:    {self.remedy}"
        )


class ProblemsFound(Exception):
    """All problems of one kind, found at once. Its text, of at most SHOWN of them, is what a user reads."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        left = len(self.problems) - SHOWN
        more = [f"and {left:,} more problems like these"] if left > 0 else []
        super().__init__("\n".join([*map(str, self.problems[:SHOWN]), *more]))

    @classmethod
    def at(cls, place: str | PurePath, found: str, expected: str, remedy: str) -> Self:
        """Return the exception with one problem; a path stands for itself."""
        return cls(
            [Problem(place.as_posix() if isinstance(place, PurePath) else place, found, expected, remedy)]
        )


def raise_problems(problems: Iterable[Problem]) -> None:
    """Raise ProblemsFound when there is any problem, and do nothing otherwise."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)
