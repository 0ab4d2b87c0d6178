"""Means of whole numbers that n of them cannot have (GRIM; Brown and Heathers 2017)."""

import math
import re
from collections.abc import Iterator

from aimed.audit.coherence.documents.numbers import NUM, WHOLE, decimals_of, half_of, value_of

MEAN = re.compile(
    r"(?<!\w)(?:[mM]ean(?:\s+(?:score|rating|answer|response|agreement))?|M)\s*(?:=|of|was|:)?"
    rf"\s*(?P<mean>{NUM})[^.;\n]{{0,60}}?(?<!\w)[nN]\s*=\s*(?P<n>{WHOLE})"
    r"(?P<rest>[^.\n]{0,60})"
)
INTEGERS = re.compile(r"\b(?:integers?|whole[- ]number|Likert|points? scale|-point|rating)", re.I)
ITEMS = re.compile(
    r"\b(?P<items>\d+|two|three|four|five|six|seven|eight|nine|ten)[- ](?:\w+ )?"
    r"(?:items?|questions|statements)\b",
    re.I,
)
COMPOSED = re.compile(
    r"averag|composite|sub-?scale|\bitems\b|weighted|imputed|adjusted|standardi[sz]ed", re.I
)
NUMERALS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def find_means(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (what is written, found, expected) for impossible means, where answers are said to be whole.

    A mean of several items has as many answers per person as the text says there are items; without their
    number it is not judged, nor are means that are weighted, adjusted or imputed.
    """
    for match in MEAN.finditer(text):
        n, half, mean = value_of(match["n"]), half_of(match["mean"]), value_of(match["mean"])
        about = text[max(0, match.start() - 80) : match.end()]
        items = ITEMS.search(about)
        if not INTEGERS.search(about) or not n or (COMPOSED.search(about) and not items):
            continue
        said = items["items"].lower() if items else "1"
        answers = n * (int(said) if said.isdecimal() else NUMERALS.index(said) + 2)
        if is_possible(mean, half, answers):
            continue
        digits = decimals_of(match["mean"])
        near = " or ".join(
            f"{total / answers:.{digits}f}"
            for total in (math.floor(mean * answers), math.ceil(mean * answers))
        )
        written = match[0].removesuffix(match["rest"])
        found = f"{answers:g} whole numbers give {near}, not {match['mean']}"
        yield written, found, "a mean that n whole numbers can have"


def is_possible(mean: float, half: float, answers: float) -> bool:
    """Return whether a sum of whole numbers, divided by `answers`, lies within `half` of a mean."""
    nearest = round(mean * answers)
    return any(abs(total / answers - mean) <= half + 1e-9 for total in (nearest - 1, nearest, nearest + 1))
