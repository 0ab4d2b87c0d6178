"""What each meaning of a word asks of a condition: True, a contradiction, or None where it cannot be told."""

import re
from collections.abc import Iterable, Sequence

from aimed.audit.claims.facts import Equal, Limit, Order, Within
from aimed.audit.claims.found_differences import difference_of, judge_apart, relation_of
from aimed.audit.claims.naming import Key, Named, Naming
from aimed.audit.claims.words_asked import LARGER, SMALLER, Judge, Verdict, WordAsked

SHARE = re.compile(r"(?:^|\.)(?:pct|share)$")
WHOLE = 100.0


def order_of(larger: bool, of_all: bool = False) -> Judge:
    """Return the judge of a word for more or less; of_all: for the most or the least of a set."""

    def judge(asked: WordAsked) -> Verdict:
        word = asked.word
        items = {key for one in asked.named for key in one.keys if key[0] == "item"}
        every = asked.orders
        orders = [one for one in every if items & asked.naming.keys_of(one.high | one.low)] or every
        subject = [one for one in asked.named if word.than is None or one.start < word.than]
        other = [one for one in asked.named if word.than is not None and one.start > word.than]
        high, low = (subject, other) if larger else (other, subject)
        fits = [_fit(fact, high, low, asked.naming, of_all) for fact in orders]
        if True in fits:
            return _leaves_out(asked, orders[fits.index(True)]) if of_all else True
        if False in fits:
            return asked.wrong("the opposite order")
        if orders or of_all:
            return None
        return _beyond(asked, larger)

    return judge


def _leaves_out(asked: WordAsked, order: Order) -> Verdict:
    """Return True for an order over a whole set, and else the contradiction of an extreme over a part."""
    lacking = asked.naming.list_left_out(order)
    if lacking is None:
        return None
    return asked.wrong(f"no comparison with {', '.join(lacking)}") if lacking else True


def _beyond(asked: WordAsked, larger: bool) -> Verdict:
    """Return what limits say: more than a quarter, a change that is above or below zero."""
    limits = asked.limits
    signs = {fact.sign for fact in limits}
    mine, theirs = (LARGER, SMALLER) if larger else (SMALLER, LARGER)
    if not signs:
        return None
    # which group a difference is positive for is not known here, so its limit of 0 contradicts nothing
    told = any(fact.limit or not any("_vs_" in name for name in fact.ids) for fact in limits)
    if signs <= set(theirs) and told:
        return asked.wrong("the other side of the limit")
    return True if signs <= set(mine) else None


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


def share_of(meaning: str, signs: tuple[str, ...], wrong: tuple[str, ...]) -> Judge:
    """Return the judge of a word for a share: over half, nearly all, few."""

    def judge(asked: WordAsked) -> Verdict:
        border = asked.known.limits.get(meaning, 50)
        shares = [fact for fact in asked.limits if _is_share(fact)]
        if any(
            fact.sign in signs and (fact.limit >= border) == (signs == LARGER) | (fact.limit == border)
            for fact in shares
        ):
            return True
        if shares and all(fact.sign in (*signs, *wrong) for fact in shares):
            said = f"{shares[0].sign} {shares[0].limit:g}, and not {signs[0]} {border:g}"
            return asked.wrong(said)
        return None

    return judge


def _is_share(fact: Limit) -> bool:
    return all(SHARE.search(name) for name in fact.ids) or fact.limit > 1


def judge_none(asked: WordAsked) -> Verdict:
    """Nobody, none: a count or share of 0."""
    zero = [fact for fact in asked.limits if fact.sign in ("==", "<=") and fact.limit == 0]
    some = [fact for fact in asked.limits if fact.sign in LARGER]
    if zero:
        return True
    return asked.wrong("a number above its limit") if some and not asked.tests else None


def judge_only(asked: WordAsked) -> Verdict:
    """Only in, alone: a number above 0 of what is named, and 0 of the others."""
    zero = {
        name for fact in asked.limits if fact.sign in ("==", "<=") and not fact.limit for name in fact.ids
    }
    some = {name for fact in asked.limits if fact.sign in LARGER for name in fact.ids}
    absent, there = asked.naming.keys_of(zero), asked.naming.keys_of(some)
    for one in asked.named:
        if one.keys & (absent - there):
            return asked.wrong(f"none of {one.words}")
    own = [one for one in asked.named if one.keys & (there - absent)]
    return True if zero and own else None


def judge_every(asked: WordAsked) -> Verdict:
    """All, every: two numbers that are equal, a share of 100 %, or the same of each of several."""
    if any(isinstance(fact, Equal) for fact in asked.facts):
        return True
    shares = [fact for fact in asked.limits if _is_share(fact)]
    if any(fact.sign in ("==", *LARGER) and fact.limit >= WHOLE for fact in shares):
        return True
    return None


def judge_everybody(asked: WordAsked) -> Verdict:
    """Everybody: as all, and no other share."""
    shares = [fact for fact in asked.limits if _is_share(fact)]
    found = judge_every(asked)
    if found is None and shares:
        return asked.wrong(f"{shares[0].sign} {shares[0].limit:g}, and not >= {WHOLE:g}")
    return found


def judge_both(asked: WordAsked) -> Verdict:
    """Both, each: the same of two things or more."""
    signs = {fact.sign for fact in asked.limits}
    ids = {name for fact in asked.limits for name in fact.ids}
    if len(ids) > 1 and any(fact.sign == "==" and fact.limit == 0 for fact in asked.limits):
        return asked.wrong("none of one of them")
    return True if len(ids) > 1 and (signs <= set(LARGER) or signs <= set(SMALLER)) else None


def judge_close(asked: WordAsked) -> Verdict:
    """About half, as many as, within: limits on both sides, or equal numbers."""
    signs = {fact.sign for fact in asked.limits}
    sides = {side for fact in asked.facts if isinstance(fact, Within) for side in fact.sides}
    if len(sides) > 1 or any(isinstance(fact, Equal) for fact in asked.facts):
        return True
    if asked.orders:
        return asked.wrong("one that is larger")
    return True if signs & set(LARGER) and signs & set(SMALLER) else None


def side_of(above: bool) -> Judge:
    """Return the judge of a word for a side of a limit, of p-values too: at least, below, at most."""

    def judge(asked: WordAsked) -> Verdict:
        signs = {fact.sign for fact in asked.facts if isinstance(fact, Limit)}
        mine, theirs = (LARGER, SMALLER) if above else (SMALLER, LARGER)
        if signs and signs <= set(theirs):
            return asked.wrong("the other side of the limit")
        return True if signs and signs <= set(mine) else None

    return judge


MEANINGS: dict[str, Judge] = {
    "more": order_of(True),
    "before": order_of(True),
    "largest": order_of(True, of_all=True),
    "fewer": order_of(False),
    "behind": order_of(False),
    "smallest": order_of(False, of_all=True),
    "majority": share_of("majority", LARGER, SMALLER),
    "nearly_all": share_of("nearly_all", LARGER, SMALLER),
    "hardly": share_of("hardly", SMALLER, LARGER),
    "common": share_of("common", LARGER, SMALLER),
    "everybody": judge_everybody,
    "every": judge_every,
    "both": judge_both,
    "minority": share_of("minority", SMALLER, LARGER),
    "none": judge_none,
    "only": judge_only,
    "close": judge_close,
    "above": side_of(True),
    "below": side_of(False),
    "same": difference_of(False),
    "different": difference_of(True),
    "together": relation_of(None),
    "apart": judge_apart,
    "positive": relation_of(True),
    "negative": relation_of(False),
}
# words that say something only beside some conditions, and nothing beside others
OPTIONAL = frozenset({"every", "both", "only", "before", "close"})
