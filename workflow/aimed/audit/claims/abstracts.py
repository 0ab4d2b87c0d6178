"""An abstract held to its text: numbers and claims of other things, literals that the text does not have."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aimed.audit.claims.facts import Limit, list_facts
from aimed.audit.claims.naming import Naming
from aimed.audit.claims.nearby.shown_numbers import Bound, ids_shown
from aimed.audit.claims.unbound.sections import abstract_parts
from aimed.audit.claims.words_asked import LARGER, SMALLER, is_p
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark
from aimed.messages.findings import Finding

KIND = "stale_abstract"
TOKEN = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
EXPECTED = "an abstract of what the text says"
REMEDY = "write the abstract anew from the text, or say it in the text too"


def find_stale(
    path: str,
    text: str,
    marks: Sequence[Mark],
    bound: Bound,
    naming: Naming,
    values: Mapping[str, float],
) -> Iterator[Finding]:
    """Yield what the abstract of a document says and its text does not.

    values: id -> value of all numbers.
    """
    spans = list(abstract_parts(text, {}))
    if not spans:
        return
    begin, end = spans[0][0], spans[-1][1]
    own = [mark for mark in marks if begin <= mark.start < end]
    body = [mark for mark in marks if mark.start >= end]
    if not body:
        return
    tested = _tested(body, values)
    told = {name for mark in body for name in _ids(mark, bound, values)}
    for mark in own:
        said = _other_thing(_ids(mark, bound, values), told, naming)
        if not said and mark.kind == "claim":
            said = _other_test(mark, tested, values)
        if not said and mark.kind == "literal":
            said = _gone(mark, body, bound)
        if said:
            yield Finding(path, mark.line, mark.column, KIND, said, EXPECTED, REMEDY)


def _ids(mark: Mark, bound: Bound, values: Mapping[str, float]) -> list[str]:
    """Return the numbers that a mark shows, or that a claim rests on."""
    if mark.kind == "num":
        return ids_shown(mark, bound)
    if mark.kind not in ("claim", "when") or "holds" not in mark.attributes:
        return []
    try:
        return ids_of(mark.attributes["holds"], values)
    except ValueError:
        return []


def _other_thing(ids: Iterable[str], told: set[str], naming: Naming) -> str:
    """Return what is said of numbers of which the text has another group, or nothing."""
    places = {naming.place_of(name) for name in told} - {None}
    for name in ids:
        place = naming.place_of(name)
        if place is None or place in places:
            continue
        analysis, item, group = place
        groups = sorted({other[2] for other in places if other and other[:2] == (analysis, item)})
        if groups:
            return f"{name}, of which the text gives {', '.join(groups)}, and not {group}"
    return ""


def _other_test(mark: Mark, there: Mapping[str, set[str]], values: Mapping[str, float]) -> str:
    """Return what is said of a difference that the text takes for none, and the other way round."""
    for stem, signs in _tested([mark], values).items():
        others = there.get(stem, set())
        if others and not signs & others:
            found = "a difference" if signs & set(SMALLER) else "no difference"
            return f"{found} of {stem}, where the text holds the opposite to it"
    return ""


def _tested(marks: Sequence[Mark], values: Mapping[str, float]) -> dict[str, set[str]]:
    """Return the numbers, without their statistic, whose p lies below a limit (<) or above one (>)."""
    found: dict[str, set[str]] = {}
    for mark in marks:
        try:
            holds = mark.attributes["holds"] if mark.kind == "claim" else ""
            facts = list(list_facts(write_out(parse_claim(holds), values))) if holds else []
        except (KeyError, ValueError):
            continue
        for fact in facts:
            if isinstance(fact, Limit) and is_p(fact) and fact.sign in (*SMALLER, *LARGER):
                for name in fact.ids:
                    found.setdefault(name.rpartition(".")[0], set()).add(fact.sign[0])
    return found


def _gone(mark: Mark, body: Sequence[Mark], bound: Bound) -> str:
    """Return what is said of a literal whose digits stand nowhere in the text, or in another place of it."""
    digits = _tokens(mark.text)
    why = mark.attributes.get("why", "")
    same = [one for one in body if one.kind == "literal" and one.attributes.get("why") == why]
    if same and all(_tokens(one.text) != digits for one in same):
        return f"{mark.text}, where the text has {same[0].text} ({why})"
    there = {token for one in body if one.kind == "literal" for token in _tokens(one.text)}
    there |= {token for one in bound.values() for token in _tokens(str(one.get("text", "")))}
    lost = [token for token in digits if token[0].isdigit() and token not in there]
    return f"{mark.text}, which the text does not have" if lost else ""


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in TOKEN.findall(text)]
