"""What a user did that cannot be worked with: where, what was found, what was expected, what to do."""

import errno
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Self

from aimed.messages.diagnostics import Diagnostic, Told

PLACE = re.compile(  # "survey.csv, row 3", "crosswalk.csv, line 4", "config.yaml:4", "paper.qmd:13:4"
    r"(.*?)(?:(?:, line |:)(\d+)(?::(\d+))?.*|, (?:row|column|sheet|variable) .*)?", re.S
)
MASK = "[masked: personal]"
WRITABLE = ("a file or folder that may be read and written", "change its owner or rights, or work in a copy")
SPACE = ("room on the disk", "make room; what was finished is kept")
REFUSED = {
    errno.EACCES: WRITABLE,
    errno.EPERM: WRITABLE,
    errno.EROFS: WRITABLE,
    errno.ENOSPC: SPACE,
    errno.EDQUOT: SPACE,
    errno.EFBIG: SPACE,
}
SHOWN = 200  # problems; nobody reads more, and a wrong separator makes one of every row


@dataclass(frozen=True, order=True)
class Problem(Diagnostic):
    """One problem at one place: `place` names the file first, then row, line or column."""

    place: str
    found: str
    expected: str
    remedy: str
    kind: str = field(default="problem", kw_only=True)

    def __str__(self) -> str:
        return self.write(f"{self.place}\n  found:    {self.found}")

    def position(self) -> tuple[str, int, int]:
        """Return file, line and column as far as the place names them."""
        path, line, column = PLACE.fullmatch(self.place).groups()  # type: ignore[union-attr]
        return path, int(line or 0), int(column or 0)

    def as_json(self, severity: str = "error") -> Told:
        """Return what all diagnostics have, and the place in words."""
        return {"place": self.place} | super().as_json(severity)


@dataclass(frozen=True)
class Repeated(Problem):
    """A problem that some rows share, with the first of them as its place and their number in `found`.

    key: what tells it from others, the same in every part of a table. around: the text before and after the
    number; that after it begins with ` rows`.
    """

    key: tuple[str, ...] = field(compare=False)
    rows: int = field(compare=False)
    around: tuple[str, str] = field(compare=False)

    def join(self, before: Problem | None) -> "Repeated":
        """Return the problem with the rows of both and the place of the same one before, if there was one."""
        if not isinstance(before, Repeated):
            return self
        rows = before.rows + self.rows
        return repeat_problem(
            self.key, rows, before.place, before.around, self.expected, self.remedy, self.kind
        )


def repeat_problem(
    key: tuple[str, ...],
    rows: int,
    place: str,
    around: tuple[str, str],
    expected: str,
    remedy: str,
    kind: str = "problem",
) -> Repeated:
    """Return a problem of some rows; their number stands between the texts of `around`."""
    after = around[1].replace(" rows", " row", 1) if rows == 1 else around[1]
    return Repeated(place, f"{around[0]}{rows}{after}", expected, remedy, key, rows, around, kind=kind)


class ProblemsFound(Exception):
    """All problems of one kind, found at once. Its text, of at most SHOWN of them, is what a user reads."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        left = len(self.problems) - SHOWN
        more = [f"and {left:,} more problems like these"] if left > 0 else []
        super().__init__("\n".join([*map(str, self.problems[:SHOWN]), *more]))

    @classmethod
    def at(cls, place: str | PurePath, found: str, expected: str, remedy: str, kind: str = "problem") -> Self:
        """Return the exception with one problem; a path stands for itself."""
        where = place.as_posix() if isinstance(place, PurePath) else place
        return cls([Problem(where, found, expected, remedy, kind=kind)])


def describe_os_error(error: OSError) -> ProblemsFound | None:
    """Return what a disk, a folder or an owner refused as a problem; None for what is no fault of theirs."""
    if error.errno not in REFUSED:
        return None
    expected, remedy = REFUSED[error.errno]
    place = str(error.filename2 or error.filename or "the disk of the study")
    return ProblemsFound.at(place, os.strerror(error.errno).lower(), expected, remedy, "refused")


def raise_problems(problems: Iterable[Problem]) -> None:
    """Raise ProblemsFound when there is any problem, and do nothing otherwise."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)
