"""All that is asked of the numbers of one document and the words nearest to them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from aimed.audit.claims.naming import Naming
from aimed.audit.claims.nearby.context import list_numbers, prose_with_numbers
from aimed.audit.claims.nearby.numbers_beside import find_beside
from aimed.audit.claims.nearby.paired_lists import find_misordered
from aimed.audit.claims.nearby.phrases import find_other_phrases
from aimed.audit.claims.nearby.statistics import find_other_statistics
from aimed.audit.claims.nearby.wordings import find_other_wordings
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.language.marks import Mark
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.messages.findings import Finding


def find_misnamed_nearby(
    path: str,
    readable: str,
    marks: Sequence[Mark],
    binding: Binding,
    naming: Naming,
    design: StudyDeclarations,
    words: Mapping[str, Sequence[str]],
) -> Iterator[Finding]:
    """Yield the numbers of a document that the words nearest to them name otherwise, each once.

    words: comparison_words.yaml, its people with the study's own names for them.
    """
    numbers = list_numbers(marks, binding.numbers, naming)
    prose = prose_with_numbers(readable, marks)
    claims = [mark for mark in marks if mark.kind == "claim"]
    told: set[tuple[int, int]] = set()
    for found in chain(
        find_misordered(path, readable, marks, binding.numbers, naming, words),
        find_beside(path, readable, marks, binding.numbers, naming, binding.values),
        find_other_statistics(path, prose, numbers, design.words),
        find_other_phrases(path, readable, prose, numbers, naming),
        find_other_wordings(path, prose, numbers, claims, naming, design),
    ):
        if (found.line, found.column) not in told:
            told.add((found.line, found.column))
            yield found
