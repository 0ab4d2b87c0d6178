"""How alike two wordings are, for suggestions that a person confirms."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import fuzz

EXACT, SURE, WORTH_SAYING, AHEAD = 100, 90, 60, 5
OTHER_QUESTION = 60  # below it, two wordings are two questions
TAG = re.compile(r"<[^<>]*>")
ACCENTS = re.compile("[\u0300-\u036f]")
SPOKEN = re.compile(r"[^\W_]+")
Target = TypeVar("Target", bound=Hashable)


@dataclass(frozen=True)
class Guess(Generic[Target]):
    """The best target for a wording and the next best, each with its score from 0 to 100."""

    target: Target | None = None
    score: int = 0
    next_target: Target | None = None
    next_score: int = 0

    @property
    def sure(self) -> bool:
        """Return whether the best is nearly the same wording, and the next best is well behind."""
        if self.score == EXACT:
            return self.next_score < EXACT
        return self.score >= SURE and self.score - self.next_score >= AHEAD


@lru_cache(maxsize=100_000)
def normalise(text: str) -> str:
    """Return a wording without case, accents, tags, punctuation and double blanks.

    Only combining marks of European scripts are taken off: those of other scripts make other letters.
    """
    return " ".join(SPOKEN.findall(fold(TAG.sub(" ", text))))


def fold(text: str) -> str:
    """Return a text without case, accents of European scripts and double blanks."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(unicodedata.normalize("NFC", ACCENTS.sub("", plain)).split())


@lru_cache(maxsize=200_000)
def compare(one: str, other: str) -> int:
    """Return how alike two normalised wordings are: 100 for the same, 99 at most for any others."""
    if not one or not other:
        return 0
    if one == other:
        return EXACT
    alike = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    short, long = sorted((one, other), key=len)
    if len(short) > 2 and f" {short} " in f" {long} ":
        alike = max(alike, 65 + 25 * len(short) / len(long))
    return min(99, round(alike))


def rank(texts: Iterable[str], candidates: Mapping[Target, Iterable[str]]) -> list[tuple[int, Target]]:
    """Return the candidates by their likeness to the most alike of the texts, best first."""
    said = [plain for plain in dict.fromkeys(map(normalise, texts)) if plain]
    scores = [
        (max((compare(one, normalise(word)) for one in said for word in words), default=0), target)
        for target, words in candidates.items()
    ]
    return sorted(scores, key=lambda pair: -pair[0])


def guess(texts: Iterable[str], candidates: Mapping[Target, Iterable[str]]) -> Guess[Target]:
    """Return the best and the next best candidate for a wording."""
    return choose(rank(texts, candidates))


def choose(ranked: list[tuple[int, Target]]) -> Guess[Target]:
    """Return the first two of a ranking as a guess."""
    (score, best), (next_score, second) = [*ranked, (0, None), (0, None)][:2]
    return Guess(best, score, second, next_score)
