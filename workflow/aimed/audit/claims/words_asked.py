"""A word with a direction beside what a condition says, and what may come of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aimed.audit.claims.directions import ComparisonWords, Direction
from aimed.audit.claims.facts import Fact, Limit, Order
from aimed.audit.claims.naming import Named, Naming

P_VALUE = re.compile(r"(?:\w+_)?p(?:_\w+)?")
LARGER, SMALLER = (">", ">="), ("<", "<=")


@dataclass(frozen=True)
class Contradiction:
    """The words that say something else than the condition, and what it says."""

    words: str
    said: str


Verdict = Contradiction | bool | None


@dataclass(frozen=True)
class WordAsked:
    """A word with a direction, what is named beside it, and what a condition says."""

    word: Direction
    named: Sequence[Named]
    facts: Sequence[Fact]
    naming: Naming
    known: ComparisonWords

    @property
    def orders(self) -> list[Order]:
        """What is larger than what."""
        return [fact for fact in self.facts if isinstance(fact, Order)]

    @property
    def limits(self) -> list[Limit]:
        """What lies beyond which limit, but for p-values."""
        return [fact for fact in self.facts if isinstance(fact, Limit) and not is_p(fact)]

    @property
    def tests(self) -> list[Limit]:
        """Which p-values lie beyond which limit."""
        return [fact for fact in self.facts if isinstance(fact, Limit) and is_p(fact)]

    def wrong(self, said: str) -> Contradiction:
        """Return the word as a contradiction to what the condition says."""
        return Contradiction(self.word.words, said)


Judge = Callable[[WordAsked], Verdict]


def is_p(fact: Limit) -> bool:
    """Return whether a limit is one of p-values."""
    return all(P_VALUE.fullmatch(name.rpartition(".")[2]) for name in fact.ids)
