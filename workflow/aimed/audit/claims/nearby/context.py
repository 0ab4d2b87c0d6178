"""A number of a text with what it is of, and the prose around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aimed.audit.claims.naming import Key, Named, Naming
from aimed.audit.claims.nearby.shown_numbers import NUMBER, Bound, ids_shown
from aimed.language.marks import Mark
from aimed.language.unmarked import prose_of
from aimed.messages.findings import Finding

KIND = "misnamed"
EXPECTED = "the number of what the words name"
REMEDY = (
    'quote the number that the words name, or correct the words; [...]{.literal why="..."} where they do not'
)
REACH = 160  # letters behind a number in which the name may stand
DECLARED = "known"  # the statistic of what the study declares and nobody counted


@dataclass(frozen=True)
class NumberInText:
    """A number mark, the entries of the ledger that it shows, and the things that these are of."""

    mark: Mark
    entries: tuple[Mapping[str, Any], ...]
    keys: frozenset[Key]

    @property
    def statistics(self) -> frozenset[str]:
        """The statistics that it shows, without their level: pct, median, icc."""
        return frozenset(str(entry["statistic"]).rpartition(".")[2] for entry in self.entries)

    @property
    def levels(self) -> frozenset[str]:
        """The levels of answers that it is of, as ids spell them."""
        parts = [str(entry["statistic"]).split(".") for entry in self.entries]
        return frozenset(part[1] for part in parts if len(part) > 2)

    @property
    def groups(self) -> frozenset[str]:
        """The groups that it is of."""
        return frozenset(str(entry["group"]) for entry in self.entries)


def list_numbers(marks: Sequence[Mark], bound: Bound, naming: Naming) -> list[NumberInText]:
    """Return the numbers of a document that were counted or computed, in order."""
    found = []
    for mark in marks:
        ids = ids_shown(mark, bound) if mark.kind == "num" else []
        entries = tuple(naming.numbers[one] for one in ids if one in naming.numbers)
        if entries and not any(entry["statistic"] == DECLARED for entry in entries):
            found.append(NumberInText(mark, entries, naming.keys_of(ids)))
    return found


def prose_with_numbers(readable: str, marks: Sequence[Mark]) -> str:
    """Return the prose of a document, as long as it was, with a sign where each number mark begins."""
    letters = list(prose_of(readable))
    for mark in marks:
        if mark.kind == "num":
            letters[mark.start] = NUMBER
    return "".join(letters)


def name_behind(prose: str, at: int, joined: re.Pattern[str], naming: Naming) -> Named | None:
    """Return the name that the words `joined` lead to from right behind a number; None without one."""
    lead = joined.match(prose, at)
    found = naming.find(prose[lead.end() : lead.end() + REACH]) if lead else []
    return found[0] if found and found[0].start == 0 else None


def tell(path: str, one: NumberInText, said: str) -> Finding:
    """Return the finding of a number that the words beside it name otherwise."""
    found = f'"{said}" beside {one.mark.text}'
    return Finding(path, one.mark.line, one.mark.column, KIND, found, EXPECTED, REMEDY)
