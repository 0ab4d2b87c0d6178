"""What a check says of claims: words that contradict their condition, and how many could be read at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aimed.audit.claims.directions import ComparisonWords
from aimed.audit.claims.facts import list_facts
from aimed.audit.claims.known_words import ClaimVocabulary
from aimed.audit.claims.naming import Naming
from aimed.audit.claims.reading import ClaimWords, Reading, read_claim
from aimed.audit.claims.words_asked import Contradiction
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark
from aimed.language.sentence_bounds import find_bounds
from aimed.language.spans import find_spans
from aimed.messages.findings import VERIFIED, Finding, shorten

LONGEST = 90
EMPHASIS = re.compile(r"[*_]{1,3}(?=\w)|(?<=[\w.,:;!?])[*_]{1,3}")
CITATION = re.compile(r"\[[^][]*@[^][]*\]|-?@[\w:-]+")
LISTED = 5
REMEDY = "correct the words, or the condition; the names of things stand in the codebook's label and short"
UNREAD_EXPECTED = "words with a direction, and names of the study's groups and items"
UNREAD_REMEDY = (
    "name things as the codebook does (column short), list words that say nothing of how much under "
    'neutral_words in config.yaml, or write unread="who read it, and why" into the mark'
)


@dataclass(frozen=True)
class ReadText:
    """A document, or what readers see of a YAML file: its text with the rest blanked, and its marks."""

    readable: str
    marks: Sequence[Mark]

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        return tuple((span.start, span.end) for span in find_spans(self.readable))

    def claim_words(self, mark: Mark) -> ClaimWords:
        """Return the sentence around a claim, without numbers and quotations, and where the claim stands."""
        begin, stop = find_bounds(self.readable, self._spans, mark.start, mark.end)
        pieces = [(begin, mark.start), mark.inside, (mark.end, stop)]
        before, inside, behind = (read_words(self.readable[slice(*piece)]) for piece in pieces)
        start = len(before) + bool(before)
        text = " ".join(filter(None, (before, inside, behind)))
        return ClaimWords(text, start, start + len(inside))


def find_contradictions(
    texts: Mapping[str, ReadText],
    words: Mapping[str, object],
    naming: Naming,
    values: Mapping[str, float],
    vocabulary: ClaimVocabulary | None = None,
) -> Iterator[Finding]:
    """Yield the claims whose words contradict their condition, those that were not read, and how many were.

    texts: path of a document -> the document. words: comparison_words.yaml.
    """
    known = ComparisonWords(words)
    unread: list[tuple[str, Mark]] = []
    count = verified = 0
    for path, text in texts.items():
        for mark in text.marks:
            reading = _read(mark, text, naming, known, values, vocabulary) if mark.kind == "claim" else None
            if reading is None:
                continue
            count += 1
            for wrong in reading.contradictions:
                yield _tell_contradiction(path, mark, wrong)
            verified += reading.verified
            by_a_person = mark.attributes.get("unread", "").strip()
            if not (reading.verified or reading.contradictions or by_a_person):
                unread.append((path, mark))
                yield _tell_unread_claim(path, mark, reading.unknown)
    if unread:
        yield _tell_unread(unread, verified, count)
    if count > 1:  # of one there is no share
        said = f"the words of {verified} of {count} claims agree with their conditions"
        yield Finding("manuscript/", 0, 0, VERIFIED, said, "all", UNREAD_REMEDY)


def read_words(text: str) -> str:
    """Return the words of a text: without its numbers and quotations, other marks as their words."""
    letters = list(text)
    for span in find_spans(text):
        taken = [(span.start, span.inside[0]), (span.inside[1], span.end)]
        whole = "num" in span.classes or "quote" in span.classes
        for start, end in [(span.start, span.end)] if whole else taken:
            letters[start:end] = " " * (end - start)
    plain = CITATION.sub(" ", "".join(letters))
    plain = re.sub(r"(?<=\w) +(?=[,.;:)])", "", EMPHASIS.sub("", plain))
    return " ".join(plain.split())


def _read(
    mark: Mark,
    text: ReadText,
    naming: Naming,
    known: ComparisonWords,
    values: Mapping[str, float],
    vocabulary: ClaimVocabulary | None,
) -> Reading | None:
    """Return how a claim reads; None for one whose condition names no number, or cannot be read."""
    holds = mark.attributes.get("holds", "")
    try:
        facts = list(list_facts(write_out(parse_claim(holds), values)))
        ids = [name for name in ids_of(holds, values) if name in naming.numbers]
        return read_claim(text.claim_words(mark), facts, ids, naming, known, vocabulary) if ids else None
    except ValueError:
        return None  # what is wrong with the condition is said of the mark


def _tell_contradiction(path: str, mark: Mark, wrong: Contradiction) -> Finding:
    words = shorten(read_words(mark.text), LONGEST)
    found = f'"{wrong.words}" in "{words}", where the condition says: {wrong.said}'
    holds = shorten(" ".join(mark.attributes["holds"].split()), LONGEST)
    return Finding(path, mark.line, mark.column, "claim_words", found, holds, REMEDY)


def _tell_unread_claim(path: str, mark: Mark, unknown: Sequence[str]) -> Finding:
    words = shorten(read_words(mark.text), LONGEST)
    listed = ", ".join(f'"{word}"' for word in unknown)
    why = (
        f"which no list and no name has: {listed}"
        if unknown
        else "none of which tells a direction that can be read"
    )
    found = f'the words "{words}", {why}'
    return Finding(path, mark.line, mark.column, "unread_claim", found, UNREAD_EXPECTED, UNREAD_REMEDY)


def _tell_unread(unread: list[tuple[str, Mark]], verified: int, count: int) -> Finding:
    places = [f"{path}:{mark.line}" for path, mark in unread]
    more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
    found = (
        f"the words of {verified} of {count} claims agree with their conditions, those of "
        f"{len(unread)} could not be read: {', '.join(places[:LISTED])}{more}"
    )
    path, mark = unread[0]
    return Finding(path, mark.line, mark.column, "claims_unread", found, UNREAD_EXPECTED, UNREAD_REMEDY)
