"""Words for methods: those of an abstract held to its text, names of statistical ones to the ledger."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aimed.audit.claims.abstracts import EXPECTED, KIND, REMEDY
from aimed.audit.claims.directions import any_of
from aimed.audit.claims.unbound.sections import TITLE, abstract_parts, plain
from aimed.audit.claims.unbound.sentences import REFERENCES
from aimed.language.citations import find_citations
from aimed.language.marks import TextPositions
from aimed.language.sentence_bounds import SENTENCE_END
from aimed.language.unmarked import prose_of
from aimed.messages.findings import Finding

Words = Mapping[str, Sequence[str]]
NOT_USED = re.compile(
    r"\b(?:than|unlike|instead of|rather than|could|would|might|may|if|whether|e\.g\.|such as)\b", re.I
)
PROPER_NAME = re.compile(r"(?<=[a-z,;(] )[A-Z][^\W\d_]{2,}|(?<=\()[A-Z][^\W\d_]{3,}")


def find_other_methods(
    path: str, text: str, readable: str, words: Words, methods: Iterable[str]
) -> Iterator[Finding]:
    """Yield the words for methods that an abstract has and its text has not, and methods that made no number.

    words: comparison_words.yaml. methods: what the ledger says of how its numbers were made. Sentences that
    deny a method, compare with it or only suppose it are left alone, and those that cite another's work.
    """
    prose, lines = prose_of(readable), TextPositions(text)
    denied = any_of(words.get("negations", []))
    spans = list(abstract_parts(text, {}))
    end = spans[-1][1] if spans else 0
    terms = any_of(term for line in words.get("methods", []) for term in line)
    told = {
        plain(match[0])
        for at, stop in _sentences(prose, end, len(prose))
        for match in terms.finditer(prose, at, stop)
        if not denied.search(prose, at, stop)
    }
    spans += [match.span("title") for match in TITLE.finditer(text, 0, spans[0][0] if spans else 0)]
    body = set(PROPER_NAME.findall(text[end:]))
    for start, stop in spans if terms.search(prose, end) else []:
        unsaid = [match for match in terms.finditer(prose, start, stop) if plain(match[0]) not in told]
        unsaid += [match for match in PROPER_NAME.finditer(prose, start, stop) if match[0] not in body]
        for match in unsaid:
            found = f'"{match[0]}", which the text does not say'
            yield Finding(path, *lines.place(match.start()), KIND, found, EXPECTED, REMEDY)
    yield from _find_unused(path, prose, readable, lines, words, methods)


def _find_unused(
    path: str, prose: str, readable: str, lines: TextPositions, words: Words, methods: Iterable[str]
) -> Iterator[Finding]:
    listed = words.get("statistical_methods")
    own: Mapping[object, object] = listed if isinstance(listed, dict) else {}
    made_by = " ".join({str(method).casefold() for method in methods})
    if not made_by:
        return
    unused = _names_before_hyphens(str(name) for name, made in own.items() if str(made) not in made_by)
    denied = any_of(words.get("negations", []))
    cited = [one.start for one in find_citations(readable) if not one.key.startswith(REFERENCES)]
    for start, stop in _sentences(prose, 0, len(prose)):
        for match in unused.finditer(prose, start, stop):
            others = any(start <= at < stop for at in cited)
            if others or denied.search(prose, start, stop) or NOT_USED.search(prose, start, stop):
                continue
            found = f'"{match[0]}", by which no number of the ledger was made'
            expected = "methods that were used, as the ledger says of each number"
            remedy = "name the method that was used (`aimed numbers` says it), or add the analysis"
            yield Finding(path, *lines.place(match.start()), "method", found, expected, remedy)


def _sentences(prose: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    at = begin
    for match in SENTENCE_END.finditer(prose, begin, end):
        yield at, match.start() + 1
        at = match.end()
    yield at, end


def _names_before_hyphens(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of names, also with a hyphen behind them: Bonferroni-adjusted."""
    return re.compile(any_of(names).pattern.replace(r"(?![\w-])", r"(?!\w)"), re.I)
