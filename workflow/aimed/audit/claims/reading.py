"""A claim's words held to its condition: they agree, contradict one another, or cannot be read."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from aimed.audit.claims.directions import ComparisonWords, Direction
from aimed.audit.claims.facts import Fact, Limit, Order
from aimed.audit.claims.naming import Key, Named, Naming

P_VALUE = re.compile(r"(?:event_)?p(?:_adjusted|_cluster|_cluster_adjusted|_exact)?$")
SHARE = re.compile(r"(?:^|\.)(?:pct|share)$")
LARGER, SMALLER = (">", ">="), ("<", "<=")


@dataclass(frozen=True)
class Contradiction:
    """The words that say something else than the condition, and what it says."""

    words: str
    said: str


@dataclass(frozen=True)
class Reading:
    """What reading a claim came to. verified: all of its words with a direction agree with the condition."""

    verified: bool
    contradictions: tuple[Contradiction, ...]


def read_claim(
    words: str, facts: Sequence[Fact], ids: Sequence[str], naming: Naming, known: ComparisonWords
) -> Reading:
    """Return how the words of a claim agree with what its condition says. ids: all that it rests on."""
    named = naming.find(words)
    strange = list(_strangers(named, ids, naming))
    found = [one for one in known.find(words, named) if not _says_nothing(one, named)]
    verdicts = [_judge(one, named, facts, naming, known) for one in found]
    wrong = [verdict for verdict in verdicts if isinstance(verdict, Contradiction)]
    read = [verdict for verdict in verdicts if verdict is not None]
    return Reading(
        bool(read) and len(read) == len(verdicts) and not wrong and not strange, (*strange, *wrong)
    )


def _strangers(named: Sequence[Named], ids: Sequence[str], naming: Naming) -> Iterator[Contradiction]:
    """Yield the groups and items that the words name, beside which the condition rests on others.

    What belongs to no analysis of the condition is not compared by it, and may be named for other reasons.
    """
    own = naming.keys_of(ids)
    beside = naming.keys_beside(ids)
    grouped = {code for kind, code in own if kind == "group"} - {"all"}
    for one in named:
        compared = {key for key in one.keys & beside if key[0] != "group" or grouped}
        if compared and not one.keys & own:
            yield Contradiction(one.words, "a condition on other numbers")


def _says_nothing(one: Direction, named: Sequence[Named]) -> bool:
    """Return whether a word as "before" has no thing on one of its sides, and so tells of time."""
    sides = {n.start < one.at for n in named if one.part[0] <= n.start < one.part[1]}
    return one.meanings == {"before"} and len(sides) < 2


Verdict = Contradiction | bool | None


def _judge(
    one: Direction,
    named: Sequence[Named],
    facts: Sequence[Fact],
    naming: Naming,
    known: ComparisonWords,
) -> Verdict:
    """Return True, a contradiction, or None where a word cannot be read.

    A word with several meanings, as most, agrees when one of them does.
    """
    inside = [n for n in named if one.part[0] <= n.start < one.part[1]] or list(named)
    verdicts = [MEANINGS[meaning](one, inside, facts, naming, known) for meaning in sorted(one.meanings)]
    if True in verdicts:
        return True
    wrong = [verdict for verdict in verdicts if isinstance(verdict, Contradiction)]
    return wrong[0] if wrong else None


def _judge_order(larger: bool, of_all: bool = False) -> Callable[..., Verdict]:
    def judge(
        one: Direction, named: Sequence[Named], facts: Sequence[Fact], naming: Naming, _k: ComparisonWords
    ) -> Verdict:
        subject = [n for n in named if one.than is None or n.start < one.than]
        other = [n for n in named if one.than is not None and n.start > one.than]
        high, low = (subject, other) if larger else (other, subject)
        orders = [fact for fact in facts if isinstance(fact, Order)]
        fits = [_fit(fact, high, low, naming, of_all) for fact in orders]
        if True in fits:
            lacking = naming.list_left_out(orders[fits.index(True)]) if of_all else []
            return Contradiction(one.words, f"no comparison with {', '.join(lacking)}") if lacking else True
        if False in fits:
            return Contradiction(one.words, "the opposite order")
        limits = [fact for fact in facts if isinstance(fact, Limit) and not _is_p(fact)]
        signs = {fact.sign for fact in limits}
        if orders or of_all or not signs:
            return None
        mine, theirs = (LARGER, SMALLER) if larger else (SMALLER, LARGER)
        # which group a difference is positive for is not known, so a limit of 0 contradicts nothing
        if signs <= set(theirs) and any(fact.limit for fact in limits):
            return Contradiction(one.words, "the other side of the limit")
        return True if signs <= set(mine) else None

    return judge


def _fit(
    fact: Order, high: Sequence[Named], low: Sequence[Named], naming: Naming, of_all: bool
) -> bool | None:
    """Return whether an order has the named things on their sides; None where they are on neither.

    of_all: the words name an extreme, of which one thing on the wrong side is enough to be wrong.
    """
    above, below = naming.keys_of(fact.high), naming.keys_of(fact.low)
    own = {True: above - below, False: below - above}
    right = sum(bool(n.keys & own[True]) for n in high) + sum(bool(n.keys & own[False]) for n in low)
    wrong = sum(bool(n.keys & own[False]) and not n.keys & own[True] for n in high)
    wrong += sum(bool(n.keys & own[True]) and not n.keys & own[False] for n in low)
    others = [n for n in (*high, *low) if not n.keys & (above | below)]
    if right and not wrong and not _of_same_kind(others, own[True] | own[False]):
        return True
    return False if wrong and (of_all or not right) else None


def _of_same_kind(named: Sequence[Named], keys: Iterable[Key]) -> bool:
    """Return whether something of the kind that an order compares is named and stands on neither side."""
    kinds = {kind for kind, _ in keys}
    return any({kind for kind, _ in one.keys} <= kinds for one in named)


def _judge_share(meaning: str, signs: tuple[str, ...], wrong: tuple[str, ...]) -> Callable[..., Verdict]:
    def judge(
        one: Direction, _n: Sequence[Named], facts: Sequence[Fact], _naming: Naming, known: ComparisonWords
    ) -> Verdict:
        border = known.limits.get(meaning, 50)
        shares = [fact for fact in facts if isinstance(fact, Limit) and not _is_p(fact) and _is_share(fact)]
        if not shares:
            return None
        above = signs == LARGER
        if any(
            fact.sign in signs and (fact.limit >= border) == above | (fact.limit == border) for fact in shares
        ):
            return True
        if all(fact.sign in (*signs, *wrong) for fact in shares):
            return Contradiction(
                one.words, f"{shares[0].sign} {shares[0].limit:g}, and not {signs[0]} {border:g}"
            )
        return None

    return judge


def _judge_none(
    one: Direction, _n: Sequence[Named], facts: Sequence[Fact], _na: Naming, _k: ComparisonWords
) -> Verdict:
    limits = [fact for fact in facts if isinstance(fact, Limit) and not _is_p(fact)]
    if any(fact.sign in ("==", "<=") and fact.limit == 0 for fact in limits):
        return True
    return None


def _judge_difference(is_found: bool) -> Callable[..., Verdict]:
    def judge(
        one: Direction, _n: Sequence[Named], facts: Sequence[Fact], _na: Naming, _k: ComparisonWords
    ) -> Verdict:
        signs = {fact.sign for fact in facts if isinstance(fact, Limit) and _is_p(fact)}
        mine, theirs = (SMALLER, LARGER) if is_found else (LARGER, SMALLER)
        if signs and signs <= set(mine):
            return True
        if signs and signs <= set(theirs):
            said = "a p-value above its limit" if is_found else "a p-value below its limit"
            return Contradiction(one.words, said)
        return None

    return judge


def _is_p(fact: Limit) -> bool:
    return all(P_VALUE.fullmatch(name.rpartition(".")[2]) for name in fact.ids)


def _is_share(fact: Limit) -> bool:
    return all(SHARE.search(name) for name in fact.ids) or fact.limit > 1


MEANINGS: dict[str, Callable[..., Verdict]] = {
    "more": _judge_order(True),
    "before": _judge_order(True),
    "largest": _judge_order(True, of_all=True),
    "fewer": _judge_order(False),
    "smallest": _judge_order(False, of_all=True),
    "majority": _judge_share("majority", LARGER, SMALLER),
    "nearly_all": _judge_share("nearly_all", LARGER, SMALLER),
    "common": _judge_share("common", LARGER, SMALLER),
    "everybody": _judge_share("everybody", LARGER, SMALLER),
    "minority": _judge_share("minority", SMALLER, LARGER),
    "none": _judge_none,
    "same": _judge_difference(False),
    "different": _judge_difference(True),
}
