"""Limits that are typed: those of a claim held to its condition, the level of tests to that of the claims."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from aimed.audit.literals.reading import numbers_of
from aimed.language.marks import Mark
from aimed.messages.findings import Finding

OF_ROWS = re.compile(r"\brows\b", re.I)
NEAR = 200  # letters between a number of rows and the claim that is bound to them
OF_CLAIM = re.compile(r"\b(?:claims?|statements?|limits?|thresholds?|borders?)\b", re.I)
OF_METHOD = re.compile(r"\b(?:limit of the method|power of the calculation|threshold of the rule)\b", re.I)
SMALL = {float(number) for number in range(100)}  # of which a message tells, beside years and draws
OF_TESTS = re.compile(
    r"\blevel of (?:the |all )?(?:tests?|significance)\b|\bsignificance level\b|\balpha\b", re.I
)
P_LIMIT = re.compile(r"\bp(?:_\w+)?\b[^<>=&|]*?[<>]=?\s*(0?\.\d+)")
TYPED = re.compile(r"\d+(?:\.\d+)?|\.\d+")
QUOTIENT = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")
PRODUCT = re.compile(r"[*/]\s*(\d+)\b|\b(\d+)\s*\*")
FRACTIONS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
FRACTION = re.compile(rf"\b(?:(?P<many>two|three|four|nine)[\s-])?(?P<part>{'|'.join(FRACTIONS)})s?\b", re.I)
MANY = {"two": 2, "three": 3, "four": 4, "nine": 9}
CLOSE = 0.4  # percentage points between a third as a word and as a condition may write it


def find_other_limits(
    path: str,
    marks: list[Mark],
    rows: Sequence[Mapping[str, Any]] = (),
    methods: Iterable[str] = (),
) -> Iterator[Finding]:
    """Yield the literals of a document that name another limit than the conditions of claims have.

    Read are literals whose reason names the limit of a claim or statement, within that claim, the level of
    the tests, and the number of rows before a claim that is bound to rows of the joint display. rows: those
    of joint.yaml. methods: what the ledger says of how its numbers were made, for the limits of methods.
    """
    bound = [mark for mark in marks if mark.kind == "claim" and mark.attributes.get("row")]
    claims = [mark for mark in marks if mark.kind == "claim" and mark.attributes.get("holds")]
    in_methods = {float(found[0]) for method in methods for found in TYPED.finditer(method)}
    levels = {float(match[1]) for claim in claims for match in P_LIMIT.finditer(claim.attributes["holds"])}
    for mark in marks:
        why = mark.attributes.get("why", "") if mark.kind == "literal" else ""
        around = [claim for claim in claims if claim.start <= mark.start and mark.end <= claim.end]
        said = [_fraction(found) for found in FRACTION.finditer(mark.text)] or numbers_of(mark.text)
        if not said:
            continue
        if OF_METHOD.search(why) and in_methods and not set(said) <= in_methods:
            yield _finding(path, mark, "the methods of the ledger have", sorted(in_methods & SMALL))
        elif OF_TESTS.search(why):
            if levels and not levels & {*said, *(number / 100 for number in said)}:
                yield _finding(path, mark, "the tests of claims have", sorted(levels))
        elif OF_ROWS.search(why) and (
            near := [claim for claim in bound if 0 < claim.start - mark.end < NEAR]
        ):
            counted = len(near[0].attributes["row"].split())
            if counted not in said:
                yield _finding(path, mark, "the claim behind it is bound to rows:", [counted])
        elif (within := [one for one in bound if one.start <= mark.start < one.end]) and OF_CLAIM.search(why):
            names = within[-1].attributes["row"].split()
            holds = " ".join(_conditions_of(row) for row in rows if row["id"] in names)
            if holds and not any(_is_close(one, limit) for one in said for limit in _limits_of(holds)):
                yield _finding(path, mark, "the conditions of its row have", sorted(_limits_of(holds)))
        elif around and OF_CLAIM.search(why):
            limits = _limits_of(around[-1].attributes["holds"])
            if not any(_is_close(number, limit) for number in said for limit in limits):
                yield _finding(path, mark, "its condition has", sorted(limits))


def _conditions_of(row: Mapping[str, Any]) -> str:
    """Return what the strands of a row of the joint display, and what one adds, are held to."""
    strands = [row.get(strand) or {} for strand in ("survey", "groups", "adds")]
    return " ".join(str(strand.get(key, "")) for strand in strands for key in ("for", "against", "holds"))


def _is_close(number: float, limit: float) -> bool:
    return number == limit or (limit > 1 and abs(number - limit) < CLOSE)


def _limits_of(holds: str) -> set[float]:
    """Return the numbers of a condition, those of ids too (fg2); quotients and shares in percent."""
    typed = {float(found[0]) for found in TYPED.finditer(holds)}
    typed |= {float(found[1]) / float(found[2]) for found in QUOTIENT.finditer(holds) if float(found[2])}
    factors = {float(found[1] or found[2]) for found in PRODUCT.finditer(holds)}
    typed |= {1 / number for number in factors if number}  # four times as many: a quarter
    return typed | {100 * number for number in typed if number <= 1}


def _fraction(found: re.Match[str]) -> float:
    return MANY.get((found["many"] or "").lower(), 1) * FRACTIONS[found["part"].lower()]


def _finding(path: str, mark: Mark, holder: str, limits: list[float]) -> Finding:
    listed = ", ".join(f"{limit:g}" for limit in limits) or "none"
    found = f'[{mark.text}] as "{mark.attributes["why"]}", where {holder} {listed}'
    told = ("the limit of the condition", "correct the words, or the condition")
    return Finding(path, mark.line, mark.column, "literal_untrue", found, *told)
