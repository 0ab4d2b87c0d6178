"""Numbers right beside the words that say what they are of: behind a claim, or behind the name of an item."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aimed.audit.claims.facts import Order, list_facts
from aimed.audit.claims.naming import Key, Named, Naming
from aimed.audit.claims.nearby.context import name_behind
from aimed.audit.claims.nearby.shown_numbers import NUMBER, Bound, ids_shown
from aimed.audit.claims.words_asked import P_VALUE
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark
from aimed.language.unmarked import QUOTED, prose_of
from aimed.messages.findings import Finding

REACH = 160  # letters before a number in which its name may begin
OPENED = re.compile(r"\s*\(\s*$")
FOR_NAME = re.compile(r"[\s%]*for\s+(?:its\s+|the\s+|their\s+)?")
BEHIND_CLAIM = re.compile(r"\s*[:(]+\s*")
CUT = re.compile(rf"[.;:!?()]\s|{NUMBER}|{QUOTED}|\bthan\b", re.I)  # behind "than" is another thing
EXPECTED = "the number of what the words name"
REMEDY = 'swap the number or the words; [...]{.literal why="..."} where they do not name it'


def find_beside(
    path: str,
    readable: str,
    marks: Sequence[Mark],
    bound: Bound,
    naming: Naming,
    values: Mapping[str, float],
) -> Iterator[Finding]:
    """Yield the numbers of another item than that of the claim, or of the name, right before them.

    values: id -> value of all numbers.
    """
    letters = list(prose_of(readable))
    shown = [mark for mark in marks if mark.kind == "num"]
    claims = {mark.end: mark for mark in marks if mark.kind == "claim" and "holds" in mark.attributes}
    for mark in shown:
        letters[mark.start] = NUMBER
    prose = "".join(letters)
    for mark in shown:
        ids = ids_shown(mark, bound)
        said = _other_than_claim(readable, mark, ids, claims, naming, values)
        said = said or _other_than_name(prose, mark, ids, naming)
        if said:
            found = f"{said} beside {mark.text}"
            yield Finding(path, mark.line, mark.column, "misnamed", found, EXPECTED, REMEDY)


def _other_than_claim(
    readable: str,
    mark: Mark,
    ids: Sequence[str],
    claims: Mapping[int, Mark],
    naming: Naming,
    values: Mapping[str, float],
) -> str:
    """Return the claim right before a number that is of an item on which the claim does not rest."""
    before = [end for end in claims if end <= mark.start]
    if not before or not BEHIND_CLAIM.fullmatch(readable, max(before), mark.start):
        return ""
    claim = claims[max(before)]
    places = [place for name in ids if (place := naming.place_of(name))]
    other_test = (
        _tests_of(ids) and not _tests_of(ids) & (tested := _tests_of(_rests_on(claim, values))) and tested
    )
    for analysis, item, _ in places[:1]:
        own = _items_claimed(claim, analysis, naming, values)
        if (own and item not in own) or other_test:
            return f'"{" ".join(claim.text.split())}"'
    return ""


def _rests_on(claim: Mark, values: Mapping[str, float]) -> Sequence[str]:
    try:
        return ids_of(claim.attributes["holds"], values)
    except ValueError:
        return ()  # what is wrong with the condition is said of the mark


def _tests_of(ids: Iterable[str]) -> set[str]:
    """Return which p-values are among numbers: p, p_adjusted, p_cluster."""
    return {last for one in ids if P_VALUE.fullmatch(last := one.rpartition(".")[2])}


def _items_claimed(claim: Mark, analysis: str, naming: Naming, values: Mapping[str, float]) -> set[str]:
    """Return the items of an analysis that a claim is about: those that it names, or that are the extreme."""
    try:
        holds = claim.attributes["holds"]
        facts = list(list_facts(write_out(parse_claim(holds), values)))
        ids = ids_of(holds, values)
    except ValueError:
        return set()  # what is wrong with the condition is said of the mark
    every = _items_of(ids, analysis, naming)
    orders = [fact for fact in facts if isinstance(fact, Order)]
    if not orders:
        return every
    named = {code for one in naming.find(claim.text) for kind, code in one.keys if kind == "item"} & every
    if not named and len(orders) == 1:
        for one, others in ((orders[0].high, orders[0].low), (orders[0].low, orders[0].high)):
            if len(one) == 1 and len(others) > 1:
                named = _items_of(one, analysis, naming)
    return named or every


def _items_of(ids: Sequence[str] | frozenset[str], analysis: str, naming: Naming) -> set[str]:
    places = [place for name in ids if (place := naming.place_of(name))]
    return {item for own, item, _ in places if own == analysis}


def _other_than_name(prose: str, mark: Mark, ids: Sequence[str], naming: Naming) -> str:
    """Return the name before a number in brackets, or behind it and "for", where it is of another item."""
    places = {place[0] for name in ids if (place := naming.place_of(name))}
    own = {key for key in naming.keys_of(ids) if key[0] == "item"}
    if len(places) != 1 or not own:
        return ""
    beside = {key for key in naming.keys_of_analysis(min(places)) if key[0] == "item"}
    for name in (_name_before(prose, mark, naming), name_behind(prose, mark.end, FOR_NAME, naming)):
        if name and _is_other(name, own, beside):
            return f'"{name.words}"'
    return ""


def _is_other(name: Named, own: set[Key], beside: set[Key]) -> bool:
    return bool(name.keys & beside) and not name.keys & own


def _name_before(prose: str, mark: Mark, naming: Naming) -> Named | None:
    begin = max(0, mark.start - REACH)
    opened = OPENED.search(prose, begin, mark.start)
    if opened is None:
        return None
    cuts = [cut.end() for cut in CUT.finditer(prose, begin, opened.start())]
    text = prose[max(cuts, default=begin) : opened.start()]
    names = [one for one in naming.find(text) if one.end == len(text)]
    if cuts and re.search(r"than$", prose[begin : max(cuts)], re.I):
        return None
    return names[0] if names else None
