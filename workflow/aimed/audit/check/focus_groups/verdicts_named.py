"""Words that name a verdict, held to the rows of the joint display that their sentence is bound to."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from aimed.language.marks import Mark, TextPositions
from aimed.language.sentence_bounds import find_bounds
from aimed.language.unmarked import prose_of
from aimed.ledger.joint.rows import JointDisplay
from aimed.messages.findings import Finding

BLOCKS = ("table", "figure", "when")
NEGATED = re.compile(r"(?:\b(?:not|never|neither|nor|no|hardly|cannot)|n['’]t)\s+(?:\w+\s+)?$", re.I)
PARAGRAPH = re.compile(r"\n[ \t]*\r?\n|^#.*$", re.M)
DENIED = "not "
REMEDY = "use the verdict of the row, or correct the row"
Words = Mapping[str, list[str]]


def find_other_verdicts(
    path: str, readable: str, marks: list[Mark], display: JointDisplay, words: Words, floats: set[str]
) -> Iterator[Finding]:
    """Yield words that name another verdict than that of the rows their claim or sentence is bound to.

    words: verdict -> the beginnings of words that name it. In a paragraph that refers to the display (floats:
    the ids of the tables and figures that show it) such words need a bound claim.
    """
    verdicts = {row["id"]: row["verdict"] for row in display.rows}
    spans = tuple((mark.start, mark.end) for mark in marks if mark.kind not in BLOCKS)
    bound = [mark for mark in marks if mark.kind == "claim" and mark.attributes.get("row")]
    lines = TextPositions(readable)
    about = [
        part for part in _split(readable) if any(f"@{name}" in readable[slice(*part)] for name in floats)
    ]
    for at, verdict, word in _name_verdicts(prose_of(readable), words):
        begin, end = find_bounds(readable, spans, at, at + 1)
        around = [mark for mark in bound if mark.start <= at < mark.end]
        around = around or [mark for mark in bound if begin <= mark.start < end]
        rows = [row for mark in around for row in mark.attributes["row"].split() if row in verdicts]
        own = sorted({verdicts[row] for row in rows})
        if rows and verdict not in own:
            found = f'"{word}" of row {", ".join(dict.fromkeys(rows))} of the joint display'
            yield Finding(
                path, *lines.place(at), "joint_display", found, f"the verdict {' or '.join(own)}", REMEDY
            )
        elif not around and any(start <= at < stop for start, stop in about):
            found, expected = (
                f'"{word}" outside a claim',
                "a claim that is bound to a row of the joint display",
            )
            remedy = "[...]{.claim row=ID}, or other words"
            yield Finding(path, *lines.place(at), "unclaimed_words", found, expected, remedy)


def _split(readable: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a document begin and end."""
    return list(pairwise([0, *(match.end() for match in PARAGRAPH.finditer(readable)), len(readable)]))


def _name_verdicts(prose: str, words: Words) -> list[tuple[int, str, str]]:
    """Return (place, verdict, word) of each word that names a verdict; "not " before one that is denied."""
    found = []
    for verdict, beginnings in words.items():
        pattern = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in beginnings)
        for match in re.finditer(rf"\b(?:{pattern})\w*", prose, re.I):
            denied = NEGATED.search(prose, max(0, match.start() - 40), match.start())
            named = f"{DENIED if denied else ''}{verdict}"
            found.append((match.start(), named, " ".join(match[0].split())))
    return sorted(found)
