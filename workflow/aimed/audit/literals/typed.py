"""What to write for a typed number: a number of the ledger that is shown so, of which its sentence speaks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aimed.language.marks import TextPositions
from aimed.language.sentence_bounds import find_bounds, find_stems
from aimed.ledger.contents import LedgerNumber
from aimed.messages.findings import Finding

PERCENT, POINTS = "percent", "points"
PERCENT_BEHIND = re.compile(r"\s*(?:%|per ?cent\b)(?!age)", re.I)
POINTS_BEHIND = re.compile(r"\s*(?:(?:%|per ?cent(?:age)?)[ -])?points?\b", re.I)
PERCENT_NEAR = re.compile(r"%|per ?cent", re.I)
WORD_BEHIND = re.compile(r"[\s-]*([^\W\d_]+)")
MEASURES = ("years", "months", "weeks", "days", "hours", "minutes", "seconds", "words")


def suggest_number(
    finding: Finding, text: str, shown: Mapping[str, Sequence[str]], numbers: Mapping[str, LedgerNumber]
) -> Finding:
    """Name the ids that are shown as a typed number of a text is, where its sentence names what they are of.

    shown: form -> ids of public numbers.
    """
    typed = finding.found.rpartition(": ")[2]
    ids = shown.get(typed, [])
    if finding.kind != "untraced_digit" or not ids:
        return finding
    at = TextPositions(text).starts[finding.line - 1] + finding.column - 1 if text else 0
    start, end = find_bounds(text, (), at, at)
    stems, behind = find_stems(text[start:end]), text[at + len(typed) : end]
    ids = [
        name
        for name in ids
        if stems & find_stems(f"{numbers[name]['label']} {name}")
        and _may_be_of(numbers[name]["unit"], typed, behind, text[start:end], numbers)
    ]
    if not ids:
        return finding
    more = f" ({len(ids) - 1} more are shown so)" if len(ids) > 1 else ""
    return replace(finding, remedy=f"perhaps [{ids[0]}]{{.num}}{more}; or {finding.remedy}")


def _may_be_of(
    unit: str, typed: str, behind: str, sentence: str, numbers: Mapping[str, LedgerNumber]
) -> bool:
    """Return whether a number of a unit can be meant by a typed one and the words behind it."""
    if POINTS_BEHIND.match(behind):
        return unit == POINTS
    if typed.endswith("%") or PERCENT_BEHIND.match(behind):
        return unit == PERCENT
    word = WORD_BEHIND.match(behind)
    named = _name_measure(word[1], {entry["unit"] for entry in numbers.values()}) if word else ""
    if named:
        return unit == named
    return unit != PERCENT or bool(PERCENT_NEAR.search(sentence))


def _name_measure(word: str, units: set[str]) -> str:
    """Return the measure that a word names, in the singular or plural: one of the study's or of time."""
    said = word.casefold()
    of_study = {unit for unit in units if unit.endswith("s")} - {POINTS, "counts"}
    return next((one for one in sorted({*of_study, *MEASURES}) if said in (one, one.removesuffix("s"))), "")
