"""Numbers of another quantity than it seems: a test of all answers beside shares of an event, and ranks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aimed.audit.claims.nearby.shown_numbers import Bound, ids_shown
from aimed.language.marks import Mark
from aimed.language.unmarked import prose_of
from aimed.ledger.contents import LedgerNumber
from aimed.ledger.labels import RANKS
from aimed.messages.findings import Finding

PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
SAID = re.compile(r"\branks?\b", re.I)
ENDS = (". ", ".\n", "\n\n")
OF_ANSWERS = ("p", "p_adjusted", "p_cluster", "p_cluster_adjusted")
TELLING = ("rank_biserial", "event_p", "median")  # numbers after which it is clear what a p is about
EXPECTED = "a share, an effect, an interval and a p-value of one quantity"


def find_mixed(
    path: str, readable: str, marks: list[Mark], bound: Bound, numbers: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    """Yield the p-values of all answers in a sentence that gives the groups' shares of an event.

    Nothing where the sentence has an effect of the ranks, or the event's own p-value. `bound` is what the
    number marks were resolved to.
    """
    prose = prose_of(readable)
    shown = [(mark, ids_shown(mark, bound)) for mark in marks if mark.kind == "num"]
    for mark, ids in shown:
        start = max((prose.rfind(end, 0, mark.start) for end in ENDS), default=-1)
        stop = min((at for end in ENDS if (at := prose.find(end, mark.end)) >= 0), default=len(prose))
        beside = {name for other, own in shown if start < other.start < stop for name in own}
        for name in ids:
            stem, _, statistic = name.rpartition(".")
            item, _, group = stem.rpartition(".")
            told = any(
                f"{stem}.{one}" in beside or f"{item}.{part}.{one}" in beside
                for one in TELLING
                for part in group.split("_vs_")
            )
            shares = [part for part in group.split("_vs_") if f"{item}.{part}.pct" in beside]
            if statistic in OF_ANSWERS and f"{stem}.event_p" in numbers and len(shares) > 1 and not told:
                found = f"{name} beside the shares of {', '.join(shares)}: it tests all answers"
                remedy = f"quote {stem}.event_p and {stem}.difference, or the effect that the test belongs to"
                yield Finding(path, mark.line, mark.column, "mixed_quantities", found, EXPECTED, remedy)


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
