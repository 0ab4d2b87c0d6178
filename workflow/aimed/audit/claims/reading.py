"""A claim's words held to its condition: they agree, contradict one another, or cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aimed.audit.claims.directions import ComparisonWords, Direction
from aimed.audit.claims.facts import Fact, Limit, Order
from aimed.audit.claims.judges import MEANINGS, OPTIONAL
from aimed.audit.claims.known_words import ClaimVocabulary
from aimed.audit.claims.naming import Named, Naming
from aimed.audit.claims.words_asked import Contradiction, Verdict, WordAsked

# statistics that are positive, or above 1, where the first of two groups has more
SIGNED = {"rank_biserial": 0.0, "difference": 0.0, "mean_difference": 0.0, "hedges_g": 0.0, "r": 0.0}
RATIOS = {"odds_ratio": 1.0, "risk_ratio": 1.0}
SIGNS = {">": True, ">=": True, "<": False, "<=": False}


@dataclass(frozen=True)
class Reading:
    """What reading a claim came to. verified: all of its words with a direction agree with the condition.

    unknown: the words that no list and no name accounts for, with which it cannot be verified.
    """

    verified: bool
    contradictions: tuple[Contradiction, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClaimWords:
    """A sentence, and the half-open span of a claim in it."""

    text: str
    start: int = 0
    end: int | None = None

    @property
    def stop(self) -> int:
        """Where the claim ends."""
        return len(self.text) if self.end is None else self.end

    def holds(self, at: int) -> bool:
        """Return whether a place is in the claim."""
        return self.start <= at < self.stop


def read_claim(
    words: ClaimWords,
    facts: Sequence[Fact],
    ids: Sequence[str],
    naming: Naming,
    known: ComparisonWords,
    vocabulary: ClaimVocabulary | None = None,
) -> Reading:
    """Return how the words of a claim agree with what its condition says. ids: all that it rests on.

    Words with a direction count within the claim, names in all of its sentence: those beside the word first.
    """
    named = naming.find(words.text)
    inside = [one for one in named if words.holds(one.start)]
    strange = list(_strangers(inside, ids, naming))
    facts = [*facts, *_orders_of_groups(facts, naming)]
    found = [one for one in known.find(words.text, named) if words.holds(one.at)]
    verdicts = [_judge(one, named, inside, WordAsked(one, [], facts, naming, known)) for one in found]
    wrong = [verdict for verdict in verdicts if isinstance(verdict, Contradiction)]
    read = [one for one, verdict in zip(found, verdicts, strict=True) if verdict is not None]
    open_words = [
        one
        for one, verdict in zip(found, verdicts, strict=True)
        if verdict is None and not (_says_nothing(one, words.text, vocabulary) or _denies(one, read))
    ]
    unknown: list[str] = []
    if vocabulary:
        taken = [(one.start, one.end) for one in named] + [(one.at, one.at + len(one.words)) for one in found]
        unknown = vocabulary.list_unknown(words.text, (words.start, words.stop), taken, read, ids)
    verified = bool(read) and not (open_words or wrong or strange or unknown)
    return Reading(verified and _names_group(named, ids, naming), (*strange, *wrong), tuple(unknown))


def _says_nothing(one: Direction, text: str, vocabulary: ClaimVocabulary | None) -> bool:
    """Return whether a word that was not read may compare nothing: all sides, but not all students."""
    counts_people = vocabulary is not None and vocabulary.are_people(text, one.at + len(one.words))
    return bool(one.meanings) and one.meanings <= OPTIONAL and not ("every" in one.meanings and counts_people)


def _denies(one: Direction, read: Sequence[Direction]) -> bool:
    """Return whether a word is none of a word behind it that was read: none by more than a quarter."""
    return "none" in one.meanings and any(other.part == one.part and other.at > one.at for other in read)


def _strangers(named: Sequence[Named], ids: Sequence[str], naming: Naming) -> Iterator[Contradiction]:
    """Yield the groups and items that the words name, beside which the condition rests on others.

    What belongs to no analysis of the condition is not compared by it, and may be named for other reasons,
    unless nothing is named that the condition rests on.
    """
    own = naming.keys_of(ids)
    beside = naming.keys_beside(ids)
    items = [one for one in named if any(kind == "item" for kind, _ in one.keys)]
    none_own = not any(one.keys & own for one in items)
    for one in named:
        is_item = one in items and {kind for kind, _ in one.keys} == {"item"}
        if not one.keys & own and (one.keys & beside or (is_item and none_own)):
            yield Contradiction(one.words, "a condition on other numbers")


def _names_group(named: Sequence[Named], ids: Sequence[str], naming: Naming) -> bool:
    """Return whether a condition on one group alone is said of that group, as far as its name is known."""
    groups = {code for kind, code in naming.keys_of(ids) if kind == "group"}
    if len(groups) != 1 or "all" in groups or not naming.is_named(("group", min(groups))):
        return True
    return any(("group", min(groups)) in one.keys for one in named)


def _orders_of_groups(facts: Sequence[Fact], naming: Naming) -> Iterator[Order]:
    """Yield which group has more, for what says so by its sign: an effect above 0, a ratio below 1."""
    for fact in facts:
        if not isinstance(fact, Limit) or fact.sign not in SIGNS:
            continue
        for name in sorted(fact.ids):
            statistic = name.rpartition(".")[2]
            sides = naming.sides_of(name)
            if sides and (SIGNED | RATIOS).get(statistic) == fact.limit:
                high, low = sides if SIGNS[fact.sign] else sides[::-1]
                yield Order(high, low)


def _judge(one: Direction, named: Sequence[Named], inside: Sequence[Named], asked: WordAsked) -> Verdict:
    """Return True, a contradiction, or None where a word cannot be read.

    The names beside the word decide, then those of the claim, then those of the sentence.
    """
    beside = [n for n in named if one.part[0] <= n.start < one.part[1]]
    both = [n for n in inside if n in beside]
    tried: list[list[Named]] = []
    for names in (both, list(inside), beside, list(named)):
        if names in tried:
            continue
        tried.append(names)
        verdict = _judge_meanings(one, WordAsked(one, names, asked.facts, asked.naming, asked.known))
        if verdict is not None:
            return verdict
    return None


def _judge_meanings(one: Direction, asked: WordAsked) -> Verdict:
    """Return the verdict of a word; one with several meanings, as most, agrees when one of them does."""
    meanings = one.meanings
    if meanings == {"before"} and not _has_sides(one, asked.named):
        return None
    verdicts = [MEANINGS[meaning](asked) for meaning in sorted(meanings)]
    if True in verdicts:
        return True
    wrong = [verdict for verdict in verdicts if isinstance(verdict, Contradiction)]
    return wrong[0] if wrong else None


def _has_sides(one: Direction, named: Sequence[Named]) -> bool:
    """Return whether a word as "before" has a thing on both of its sides, and so tells of no time."""
    return len({n.start < one.at for n in named if one.part[0] <= n.start < one.part[1]}) == 2
