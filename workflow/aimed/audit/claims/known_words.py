"""The words of a claim that nothing accounts for: no list, no name, no question of its plan."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aimed.audit.claims.directions import Direction, any_of
from aimed.audit.claims.naming import Naming
from aimed.audit.lookup.declarations import StudyDeclarations

WORD = re.compile(r"[^\W\d_][\w’'-]*")
APART = re.compile(r"[-‑]")
ENDING = re.compile(r"(?:ness|ations?|ies|ing|ed|es|s|e|y)$")
LEAST = 3  # letters that are left of a word without its ending
TWICE = 2  # preparedness is prepared, and that prepar
Span = tuple[int, int]


@dataclass(frozen=True)
class ClaimVocabulary:
    """Words that say nothing of how much or which way, and those by which a study asks and names.

    words: comparison_words.yaml, its people and its neutral words with the study's own. told: analysis -> the
    question of its plan, and the answers whose share is its headline.
    """

    words: Mapping[str, Sequence[str]]
    told: Mapping[str, str]
    naming: Naming

    def list_unknown(
        self, text: str, span: Span, taken: Sequence[Span], read: Sequence[Direction], ids: Sequence[str]
    ) -> list[str]:
        """Return the words of a half-open span of a text that are unknown, in order, each once.

        taken: what names and words with a direction take. read: the words with a direction that were read,
        which account for a negation before them. ids: what the condition rests on.
        """
        explained = [*taken, *(match.span() for match in self._phrases.finditer(text))]
        explained += self._negations(text, read)
        own = self._own_words(ids)
        found = [
            match[0]
            for match in WORD.finditer(text, *span)
            if not any(start <= match.start() < end for start, end in explained)
            and not _parts_known(match[0], own)
        ]
        return list(dict.fromkeys(found))

    def are_people(self, text: str, at: int) -> bool:
        """Return whether words for people follow a place in a text, a word between them or none."""
        return self._people_behind.match(text, at) is not None

    def _negations(self, text: str, read: Sequence[Direction]) -> Iterator[Span]:
        for match in self._denied.finditer(text):
            if any(one.part[0] <= match.start() < one.at for one in read):
                yield match.span()

    def _own_words(self, ids: Sequence[str]) -> frozenset[str]:
        own = [self.naming.numbers[one] for one in ids if one in self.naming.numbers]
        analyses = {str(entry["analysis"]) for entry in own}
        names = [name for key in self.naming.keys_of(ids) for name in self.naming.names_of(key)]
        names += [str(entry["label"]) for entry in own]
        told = [f"{analysis.replace('_', ' ')} {self.told.get(analysis, '')}" for analysis in analyses]
        return self._neutral | stems([*names, *told])

    @cached_property
    def _neutral(self) -> frozenset[str]:
        return stems(self.words.get("neutral", [])) - stems(self.words.get("negations", []))

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        lists = (self.words.get(name, []) for name in ("neutral_phrases", "people"))
        return any_of(str(phrase) for phrases in lists for phrase in phrases)

    @cached_property
    def _people_behind(self) -> re.Pattern[str]:
        people = any_of(map(str, self.words.get("people", []))).pattern
        return re.compile(rf"\s+(?:(?:of\s+)?(?:the|these|those|our|their)\s+)?(?:[\w-]+\s+)?{people}", re.I)

    @cached_property
    def _denied(self) -> re.Pattern[str]:
        return any_of(map(str, self.words.get("negations", [])))


def list_told(design: StudyDeclarations) -> dict[str, str]:
    """Return analysis -> the question of its plan, and the answers whose share is its headline."""
    scale_of = {row["variable"]: row["scale"] for row in design.variables}
    labels = {(row["scale"], row["code"]): row["label"] for row in design.scales}
    told = {}
    for analysis, (_, _, plan) in design.plans.items():
        events = plan.get("event") or {}
        own = [
            labels.get((f"{scale_of.get(item)}_collapsed", str(code)), "") for item, code in events.items()
        ]
        told[analysis] = " ".join([str(plan.get("question", "")), *own])
    return told


def stem(word: str) -> str:
    """Return a word in small letters without the ending of its plural or tense: wanted and wants are want."""
    found = word.casefold()
    for _ in range(TWICE):
        short = ENDING.sub("", found)
        found = short if len(short) >= LEAST else found
    return found


def _parts_known(word: str, known: frozenset[str]) -> bool:
    return stem(word) in known or all(stem(part) in known for part in APART.split(word))


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of all words of texts, those of both sides of a hyphen apart."""
    return frozenset(stem(word) for text in texts for word in WORD.findall(str(text).replace("-", " ")))
