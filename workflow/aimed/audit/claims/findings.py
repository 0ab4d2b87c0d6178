"""What a check says of claims: words that contradict their condition, and how many could be read at all."""

import re
from collections.abc import Iterator, Mapping

from aimed.audit.claims.directions import ComparisonWords
from aimed.audit.claims.facts import list_facts
from aimed.audit.claims.naming import Naming, name_things
from aimed.audit.claims.reading import Contradiction, Reading, read_claim
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark
from aimed.language.spans import find_spans
from aimed.messages.findings import Finding, shorten

LONGEST = 90
LISTED = 5
REMEDY = "correct the words, or the condition; the names of things stand in the codebook's label and short"
UNREAD_REMEDY = "name things as the codebook does (column short), or read these yourself"


def find_contradictions(
    marks: Mapping[str, list[Mark]],
    design: StudyDeclarations,
    numbers: Mapping[str, Mapping[str, object]],
    values: Mapping[str, float],
) -> Iterator[Finding]:
    """Yield the claims whose words contradict their condition, and one finding of those that were not read.

    marks: path of a document -> its marks.
    """
    naming, known = name_things(design, numbers), ComparisonWords(design.words)
    unread: list[tuple[str, Mark]] = []
    count = 0
    for path, own in marks.items():
        for mark in own:
            reading = _read(mark, naming, known, values) if mark.kind == "claim" else None
            if reading is None:
                continue
            count += 1
            for wrong in reading.contradictions:
                yield _tell_contradiction(path, mark, wrong)
            if not reading.verified and not reading.contradictions:
                unread.append((path, mark))
    if unread:
        yield _tell_unread(unread, count)


def read_words(text: str) -> str:
    """Return the words of a claim: without its numbers, other marks as their words."""
    for span in sorted(find_spans(text), key=lambda one: -one.start):
        inside = "" if "num" in span.classes else text[slice(*span.inside)]
        text = text[: span.start] + inside + text[span.end :]
    return " ".join(re.sub(r"[*_]{1,3}(?=\w)|(?<=\w)[*_]{1,3}", "", text).split())


def _read(mark: Mark, naming: Naming, known: ComparisonWords, values: Mapping[str, float]) -> Reading | None:
    """Return how a claim reads; None for one whose condition names no number, or cannot be read."""
    holds = mark.attributes.get("holds", "")
    try:
        facts = list(list_facts(write_out(parse_claim(holds), values)))
        ids = ids_of(holds, values)
        return read_claim(read_words(mark.text), facts, ids, naming, known) if ids else None
    except ValueError:
        return None  # what is wrong with the condition is said of the mark


def _tell_contradiction(path: str, mark: Mark, wrong: Contradiction) -> Finding:
    words = shorten(read_words(mark.text), LONGEST)
    found = f'"{wrong.words}" in "{words}", where the condition says: {wrong.said}'
    holds = shorten(" ".join(mark.attributes["holds"].split()), LONGEST)
    return Finding(path, mark.line, mark.column, "claim_words", found, holds, REMEDY)


def _tell_unread(unread: list[tuple[str, Mark]], count: int) -> Finding:
    places = [f"{path}:{mark.line}" for path, mark in unread]
    more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
    found = (
        f"the words of {count - len(unread)} of {count} claims agree with their conditions, those of "
        f"{len(unread)} could not be read: {', '.join(places[:LISTED])}{more}"
    )
    path, mark = unread[0]
    expected = "words with a direction, and names of the study's groups and items"
    return Finding(path, mark.line, mark.column, "claims_unread", found, expected, UNREAD_REMEDY)
