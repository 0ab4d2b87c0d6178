"""What a check asks of the words of documents: claims, unbound comparisons, lists, abstract and captions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aimed.audit.claims.abstracts import find_stale
from aimed.audit.claims.captions import find_wrong_captions
from aimed.audit.claims.findings import ReadText, find_contradictions
from aimed.audit.claims.known_words import ClaimVocabulary, list_told
from aimed.audit.claims.method_words import find_other_methods
from aimed.audit.claims.naming import Naming
from aimed.audit.claims.nearby.documents import find_misnamed_nearby
from aimed.audit.claims.nearby.effect_signs import find_wrong_signs
from aimed.audit.claims.unbound.sentences import find_unclaimed, find_unclaimed_declared
from aimed.audit.claims.unbound.wording import WordsOfStudy
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.language.marks import Mark, scan_marks
from aimed.language.prose_regions import SHOWN_KEYS, readable_of_yaml
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.messages.findings import Finding

INTERVAL = 95.0  # percent


@dataclass(frozen=True)
class WrittenTexts:
    """Documents by path: as written, as they are read, their marks. declared: path and text of YAML files."""

    texts: Mapping[str, str]
    readable: Mapping[str, str]
    marks: Mapping[str, list[Mark]]
    declared: Sequence[tuple[str, str]]

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """Yield path, text, and what readers see of it, of the YAML files."""
        for path, text in self.declared:
            yield path, text, readable_of_yaml(text, SHOWN_KEYS)


def hold_words(
    written: WrittenTexts, design: StudyDeclarations, binding: Binding | None, naming: Naming
) -> Iterator[Finding]:
    """Yield what is wrong with the words of documents, tables.yaml and figures.yaml."""
    numbers = binding.study.numbers if binding else {}
    words = {**design.words, "people": [*design.words.get("people", []), *design.people]}
    words["neutral"] = [*design.words.get("neutral", []), *design.neutral_words]
    study = WordsOfStudy(words, naming, design.labels)
    for path, text in written.texts.items():
        yield from find_unclaimed(path, text, written.readable[path], study)
    for path, text, shown in written.shown():
        yield from find_unclaimed_declared(path, text, shown, study)
    if binding is None:
        return
    for path, own in written.marks.items():
        yield from find_misnamed_nearby(path, written.readable[path], own, binding, naming, design, words)
        yield from find_wrong_signs(path, written.texts[path], written.readable[path], naming)
        yield from find_other_methods(
            path, written.texts[path], written.readable[path], words, _methods(numbers)
        )
        yield from find_stale(path, written.texts[path], own, binding.numbers, naming, binding.values)
    yield from find_wrong_captions(written.marks, design, naming)
    texts = {path: ReadText(written.readable[path], own) for path, own in written.marks.items()}
    texts |= {path: ReadText(shown, scan_marks(text, shown)) for path, text, shown in written.shown()}
    vocabulary = ClaimVocabulary(words, list_told(design), naming)
    level = 1 - binding.values.get("study.interval", INTERVAL) / 100
    known = {**design.words, "limits": {**_limits(design.words), "tests": level}}
    yield from find_contradictions(texts, known, naming, binding.values, vocabulary)


def _methods(numbers: Mapping[str, Mapping[str, object]]) -> set[str]:
    return {str(entry.get("method", "")) for entry in numbers.values()}


def _limits(words: Mapping[str, object]) -> dict[str, float]:
    listed = words.get("limits")
    return dict(listed) if isinstance(listed, dict) else {}
