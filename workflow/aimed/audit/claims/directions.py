"""The words of a claim that compare or say how much, each with its meanings and its part of the sentence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aimed.audit.claims.naming import Named

PART_END = re.compile(r"[;:.!?]|,(?!\s*(?:and|or)\s+\w+\s*(?:,|$))|\b(?:but|while|whereas)\b")
THAN = re.compile(r"\bthan\b", re.I)
# meanings of words that stand between the things that they compare
SIDED = frozenset({"before", "behind"})
# what a word says behind a word as "no" or "whether": of more, that it is no more than a limit
DENIED = {
    "same": "same",
    "different": "same",
    "more": "below",
    "above": "below",
    "fewer": "above",
    "below": "above",
    "together": "apart",
}


@dataclass(frozen=True)
class Direction:
    """A word with a direction.

    part: the half-open span of its part of the sentence. than: where what it compares with begins.
    """

    words: str
    meanings: frozenset[str]
    at: int
    part: tuple[int, int]
    than: int | None


class ComparisonWords:
    """The meanings of words, from comparison_words.yaml."""

    def __init__(self, words: Mapping[str, object]) -> None:
        meanings = words.get("meanings")
        listed: Mapping[str, Sequence[str]] = meanings if isinstance(meanings, dict) else {}
        limits = words.get("limits")
        self.limits: Mapping[str, float] = limits if isinstance(limits, dict) else {}
        self.meanings: dict[str, set[str]] = {}
        for meaning, phrases in listed.items():
            for phrase in phrases:
                self.meanings.setdefault(_plain(phrase), set()).add(meaning)
        self.pattern = any_of(self.meanings)
        negations = words.get("negations")
        self.negation = any_of(map(str, negations) if isinstance(negations, list) else ())

    def find(self, text: str, named: Sequence[Named]) -> list[Direction]:
        """Return the words with a direction in a text, in order; none inside of a name."""
        found = []
        for match in self.pattern.finditer(text):
            if any(one.start < match.end() and match.start() < one.end for one in named):
                continue
            part = _part_around(text, match.start(), match.end(), named)
            meanings = frozenset(self.meanings[_plain(match[0])])
            if self.negation.search(text, part[0], match.start()):
                meanings = frozenset(denied for one in meanings if (denied := DENIED.get(one)))
            than = THAN.search(text, match.start(), part[1])
            at = match.start() if meanings & SIDED else than.start() if than else None
            found.append(Direction(match[0], meanings, match.start(), part, at))
        return found


def _part_around(text: str, start: int, end: int, named: Sequence[Named]) -> tuple[int, int]:
    inside = [
        one for one in PART_END.finditer(text) if not any(n.start <= one.start() < n.end for n in named)
    ]
    opened, closed = text.rfind("(", 0, start) + 1, text.find(")", end)
    in_brackets = text.find(")", opened, start) < 0 < opened
    before = [opened if in_brackets else 0, *(one.end() for one in inside if one.end() <= start)]
    behind = [one.start() for one in inside if one.start() >= end]
    if in_brackets and closed >= 0:
        behind.append(closed)
    return max(before), min([*behind, len(text)])


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of phrases, in any case, each whole; the longest counts where several begin."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    written = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered)
    return re.compile(rf"(?<![\w-])(?:{written})(?![\w-])" if ordered else r"(?!)", re.I)


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
