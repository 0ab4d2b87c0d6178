"""Documents, and what is declared beside them, read sentence by sentence for comparisons without a claim."""

import re
from collections.abc import Iterator

from aimed.audit.claims.unbound.sections import TextPart, list_parts
from aimed.audit.claims.unbound.wording import WordsOfStudy
from aimed.language.citations import find_citations
from aimed.language.marks import TextPositions
from aimed.language.prose_regions import blank
from aimed.language.sentence_bounds import SENTENCE_END
from aimed.language.spans import find_spans
from aimed.language.unmarked import QUOTATION, prose_of
from aimed.messages.findings import Finding

PART_OF_SENTENCE = re.compile(
    rf"{SENTENCE_END.pattern}|;|^[ \t>]*(?:[-*+]|[0-9]+[.)])[ \t]|^[ \t]*\|[^\n]*$|^[ ]{{0,3}}#+[ \t]", re.M
)
REFERENCES = ("fig-", "tbl-", "sec-", "eq-", "lst-")
EXPECTED = (
    "words that compare the study's own people, groups, items or codes, bound to the numbers they rest on"
)
REMEDY = '[...]{.claim holds="an expression of ids"}, or words that do not compare'


def find_unclaimed(path: str, text: str, readable: str, study: WordsOfStudy) -> Iterator[Finding]:
    """Yield the comparisons of a document that speak of the study and stand outside a claim.

    Not read: sections of methods and declarations, rows of tables, quotations, literals, and sentences with a
    citation that are not about this study. `readable` is `prose_regions.readable_of(text)`.
    """
    yield from _find(path, text, readable, list(list_parts(text, readable, study.words)), study)


def find_unclaimed_declared(path: str, text: str, shown: str, study: WordsOfStudy) -> Iterator[Finding]:
    """Yield the same of a YAML file whose texts that readers see are `shown`, and the rest blanked."""
    yield from _find(path, text, shown, [TextPart(0, len(text), True)], study)


def _find(
    path: str, text: str, readable: str, parts: list[TextPart], study: WordsOfStudy
) -> Iterator[Finding]:
    prose, lines = unbound_prose(readable), TextPositions(text)
    keys = find_citations(readable)
    cited = [citation.start for citation in keys if not citation.key.startswith(REFERENCES)]
    told: set[int] = set()
    for part in parts:
        for start, end in _sentences(prose, part):
            cites = any(start <= at < end for at in cited)
            for at, words in study.list_unbound(prose[start:end], part.reports, cites):
                if start + at not in told:
                    told.add(start + at)
                    found, place = f'"{words}" outside a claim', lines.place(start + at)
                    yield Finding(path, *place, "unclaimed_words", found, EXPECTED, REMEDY)


def unbound_prose(readable: str) -> str:
    """Return the prose with claims and quotations blanked, as long as it was."""
    prose = prose_of(readable)
    spans = [span.inside for span in find_spans(readable) if "claim" in span.classes]
    spans += [match.span() for match in QUOTATION.finditer(prose)]
    letters = list(prose)
    for start, end in spans:
        letters[start:end] = blank(prose[start:end])
    return "".join(letters)


def _sentences(prose: str, part: TextPart) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of sentences, and of their parts between semicolons."""
    at = part.start
    for match in PART_OF_SENTENCE.finditer(prose, part.start, part.end):
        yield at, match.start() + 1
        at = match.end()
    yield at, part.end
