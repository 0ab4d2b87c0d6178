"""Medians and quartiles of ordered answers without scores, where a paragraph does not call them ranks."""

import re
from collections.abc import Iterator, Mapping

from aimed.audit.claims.shown_numbers import Bound, ids_shown
from aimed.language.marks import Mark
from aimed.ledger.contents import LedgerNumber
from aimed.ledger.labels import RANKS
from aimed.messages.findings import Finding

PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
SAID = re.compile(r"\branks?\b", re.I)


def find_unsaid_ranks(
    path: str, readable: str, marks: list[Mark], bound: Bound, numbers: Mapping[str, LedgerNumber]
) -> Iterator[Finding]:
    """Yield each number mark that shows a rank in a paragraph without the word.

    `readable` is `regions.readable_of(text)`, `bound` what the number marks were resolved to.
    """
    breaks = [0, *(match.start() for match in PARAGRAPH.finditer(readable)), len(readable)]
    for mark in (mark for mark in marks if mark.kind == "num"):
        ranks = [n for n in ids_shown(mark, bound) if n in numbers and numbers[n]["unit"] == RANKS]
        start = max(place for place in breaks if place <= mark.start)
        end = min(place for place in breaks if place >= mark.end)
        around = f"{readable[start : mark.start]} {readable[mark.end : end]}"
        if ranks and not SAID.search(around):
            found = f"{mark.text}, which is a place in the order of the answers, shown as a number"
            expected = "the word rank beside it, or scores"
            remedy = (
                "write that it is a rank, or give the codes of its scale a score in data/codebook/scales.csv"
            )
            yield Finding(path, mark.line, mark.column, "unsaid_rank", found, expected, remedy)
