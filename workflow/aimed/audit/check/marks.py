"""Marks held to the study: numbers, claims, conditions, quotations, literals, and marks that are broken."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aimed.audit.check.inputs import Material
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim
from aimed.language.expressions import evaluate_tree, ids_of
from aimed.language.marks import SPAN_KINDS, Mark, TextPositions, scan_marks
from aimed.language.spans import find_divs, find_spans
from aimed.manuscript.binding.carried_codes import check_codes
from aimed.manuscript.binding.quotations import check_quotation
from aimed.manuscript.binding.resolve_marks import Binding, place_of
from aimed.messages.findings import Finding, shorten
from aimed.messages.nearest import hint_nearest

BROKEN = re.compile(r"\{[^{}\n]*\.(?:num|claim|quote|literal|when)(?![\w-])")
SLIP = r"(?i:nums?|numbers?|claims?|quotes?|quotations?|literals?|when)"
NO_LIST = re.compile(
    rf"(?:(?<=\])|(?<=:::)[ \t]*)(\{{\s*{SLIP}(?![\w.:-])[^{{}}]*\}})"
)  # {num}: Pandoc prints it
AN_ID = r"(?:[a-z][a-z0-9_]*(?:\.[a-z0-9_]+){2,}|\.[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"
BARE_ID = re.compile(rf"(\[{AN_ID}\])(?![({{[:])")
WHOLE_MARK = "[text]{.kind key=value}, without a blank between ] and {, and with all quotes closed"
A_MARK = "[id]{.num}, {.claim holds=}, {.quote turn=}, {.literal why=} or {.when holds=}"
LONGEST = 90  # letters of what was written, in a message
ONLY_OURS = ("holds", "turn", "why")
PERCENT = re.compile(r"[ \t]*(%|per\s?cent\b)")
KINDS = {"num": "number", "claim": "condition", "when": "condition", "quote": "quotation"}


def check_marks(path: str, text: str, readable: str, material: Material) -> Iterator[Finding]:
    """Yield what is wrong with the marks of one document. Without a ledger only their form is checked."""
    marks = scan_marks(text, readable)
    yield from find_broken_marks(path, text, readable)
    yield from find_slips(path, text, readable)
    for mark in marks:
        if mark.kind == "literal" and not mark.attributes.get("why", "").strip():
            found, remedy = f"[{mark.text}] without a reason", "say why this is not a result"
            yield _finding(path, mark, "literal", found, 'why="..."', remedy)
        elif mark.kind in ("table", "figure"):
            yield from _check_float(path, mark, material)
        elif mark.kind in KINDS and material.binding is not None:
            yield from _check_bound(path, mark, material.binding, readable)


def find_broken_marks(path: str, text: str, readable: str) -> Iterator[Finding]:
    """Yield the places that look like a mark but that Pandoc does not read as one."""
    taken = [(span.inside[1], span.end) for span in find_spans(readable)]
    taken += [(div.start, div.inside[0]) for div in find_divs(readable)]
    starts = {start for start, _ in taken}
    lines = TextPositions(text)
    for match in BROKEN.finditer(readable):
        at = match.start()
        if at not in starts and not any(start <= at < end for start, end in taken):
            found, remedy = f"{match[0]} that belongs to no bracket", "correct the brackets, braces or quotes"
            yield Finding(path, *lines.place(at), "broken_mark", found, WHOLE_MARK, remedy)


def find_slips(path: str, text: str, readable: str) -> Iterator[Finding]:
    """Yield what was meant for a mark, and is none: another class, or an id in bare brackets."""
    spans = [(span, readable[slice(*span.inside)].strip()) for span in find_spans(readable)]
    spans += [(div, "") for div in find_divs(readable)]
    slips = {
        span.start: readable[span.start : span.end] if inside else readable[span.start : span.inside[0]]
        for span, inside in spans
        if not set(SPAN_KINDS) & set(span.classes)
        and (
            any(re.fullmatch(SLIP, name) for name in span.classes)
            or any(key in span.attributes for key in ONLY_OURS)
            or re.fullmatch(AN_ID, inside)
        )
    }
    slips |= {match.start(1): match[1] for form in (NO_LIST, BARE_ID) for match in form.finditer(readable)}
    lines = TextPositions(text)
    for start, written in sorted(slips.items()):
        found = f"{shorten(' '.join(written.split()), LONGEST)} that is no mark"
        remedy = "correct the name of the class, with the point before it"
        yield Finding(path, *lines.place(start), "broken_mark", found, A_MARK, remedy)


def _check_float(path: str, mark: Mark, material: Material) -> Iterator[Finding]:
    file, _, known = material.declarations[mark.kind]
    name = mark.attributes.get("from")
    written_out = mark.kind == "table" and name is None and "|" in mark.text
    if name in known or written_out:
        return
    found = f"{mark.kind} {mark.attributes['id']} without from=" if name is None else f"{mark.kind} {name}"
    expected = f"a {mark.kind} of {file}{hint_nearest(name or mark.attributes['id'], known)}"
    yield _finding(path, mark, "table_or_figure", found, expected, f"correct from=, or add it to {file}")


def _check_bound(path: str, mark: Mark, binding: Binding, readable: str) -> Iterator[Finding]:
    """Resolve one mark as the build does, and yield what that finds."""
    before = len(binding.problems)
    if mark.kind == "num":
        shown = binding.bind_number(mark, path)
        if shown.endswith("%") and (sign := PERCENT.match(readable, mark.end)):
            found = f"{mark.text}, which is shown as {shown}, before another {sign[1]}"
            cure = f"[{mark.text}]{{.num as=bare}}, or take the {sign[1]} away"
            yield _finding(path, mark, "number", found, "one percent sign", cure)
    elif mark.kind == "quote":
        turn = mark.attributes.get("turn", "")
        place = place_of(path, mark)
        wrong = check_quotation(place, turn, mark.text, binding.turns, binding.participants)
        binding.problems += wrong
        asked = "" if wrong else mark.attributes.get("code", "")
        for uncarried in check_codes(place, turn, asked, binding.coded, binding.codes):
            yield _finding(
                path, mark, "quotation_code", uncarried.found, uncarried.expected, uncarried.remedy
            )
    else:
        holds = binding.bind_condition(mark, path)
        if "holds" not in mark.attributes:
            yield from _check_rows(path, mark, binding, before, holds)
            return
        if (
            mark.kind == "claim"
            and holds is not None
            and not ids_of(mark.attributes["holds"], binding.values)
        ):
            found = f'"{mark.attributes["holds"]}" names no number'
            cure = "name the numbers that the words rest on"
            yield _finding(path, mark, "condition", found, "an expression of ids", cure)
        if mark.kind == "claim" and holds is False:
            claim = binding.claims[-1]
            found = f'"{shorten(claim["words"], LONGEST)}" does not hold: {claim["now"]}'
            cure = "change the words, or what they rest on"
            yield _finding(path, mark, "false_claim", found, claim["holds"], cure)
        if holds is not None:
            yield from _check_rounding(path, mark, binding, holds)
    for problem in binding.problems[before:]:
        yield _finding(path, mark, KINDS[mark.kind], problem.found, problem.expected, problem.remedy)


def _check_rows(
    path: str, mark: Mark, binding: Binding, before: int, holds: bool | None
) -> Iterator[Finding]:
    """Yield what is wrong with a claim that rows of the joint display decide."""
    if mark.kind == "claim" and holds is False:
        claim = binding.claims[-1]
        found = f'"{shorten(claim["words"], LONGEST)}" does not hold: {claim["now"]}'
        yield _finding(path, mark, "false_claim", found, claim["holds"], "correct the row, or the words")
    for problem in binding.problems[before:]:
        yield _finding(path, mark, KINDS[mark.kind], problem.found, problem.expected, problem.remedy)


def _check_rounding(path: str, mark: Mark, binding: Binding, holds: bool) -> Iterator[Finding]:
    """Yield a finding where a reader who has only the shown values would decide otherwise."""
    expression = mark.attributes["holds"]
    numbers = binding.study.numbers
    shown = {name: _as_read(numbers[name]) for name in ids_of(expression, binding.values) if name in numbers}
    reason = ""
    try:
        as_read = evaluate_tree(
            write_out(parse_claim(expression), binding.values), {**binding.values, **shown}
        )
    except ValueError as error:
        as_read, reason = not holds, f": {error}"
    if as_read != holds:
        told = (f"{name} is {binding.values[name]:.6g}, shown {numbers[name]['shown']}" for name in shown)
        decided = "true" if holds else "false"
        found = f"the claim is {decided}, and not so by the shown values{reason}: {', '.join(told)}"
        cure = "move the limit away from the value"
        yield _finding(path, mark, "rounding_decides", found, "a claim that readers can check", cure)


def _as_read(entry: Mapping[str, Any]) -> float:
    """Return the number that a reader takes from a shown form; the value itself for forms such as <0.001."""
    try:
        return float(str(entry["shown_bare"]).replace(",", "").replace("−", "-"))
    except ValueError:
        return float(entry["value"])


def _finding(path: str, mark: Mark, kind: str, found: str, expected: str, remedy: str) -> Finding:
    return Finding(path, mark.line, mark.column, kind, found, expected, remedy)
