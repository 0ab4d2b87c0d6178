"""All that is asked of the numbers of one document and the words nearest to them."""

from collections.abc import Iterator, Sequence

from aimed.audit.claims.naming import Naming
from aimed.audit.claims.nearby.context import list_numbers, prose_with_numbers
from aimed.audit.claims.nearby.phrases import find_other_phrases
from aimed.audit.claims.nearby.shown_numbers import Bound
from aimed.audit.claims.nearby.statistics import find_other_statistics
from aimed.audit.claims.nearby.wordings import find_other_wordings
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.language.marks import Mark
from aimed.messages.findings import Finding


def find_misnamed_nearby(
    path: str,
    readable: str,
    marks: Sequence[Mark],
    bound: Bound,
    naming: Naming,
    design: StudyDeclarations,
) -> Iterator[Finding]:
    """Yield the numbers of a document that the words nearest to them name otherwise."""
    numbers = list_numbers(marks, bound, naming)
    prose = prose_with_numbers(readable, marks)
    claims = [mark for mark in marks if mark.kind == "claim"]
    yield from find_other_statistics(path, prose, numbers, design.words)
    yield from find_other_wordings(path, prose, numbers, claims, naming, design)
    yield from find_other_phrases(path, prose, numbers, naming)
