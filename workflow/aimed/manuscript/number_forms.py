"""Numbers as they stand in a sentence or a cell: a shown value, a word, or a house-style composite."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aimed.files.yaml_json import read_beside

Numbers = Mapping[str, Mapping[str, Any]]
FIELD = re.compile(r"(?P<equals>=\s*)?\{(?P<name>[a-z][a-z0-9_.]*)\}")
PART = re.compile(r"\.(?:level|collapsed|missing)\.[a-z0-9_]+$")
PARTS = {"": "shown", "bare": "shown_bare", "low": "shown_low", "high": "shown_high", "level": "shown_level"}
SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


KNOWN: dict[str, dict[str, str]] = read_beside(__file__)


class UnknownNumber(KeyError):
    """A form asks for a number that the ledger does not have; the id is its argument."""


@dataclass(frozen=True)
class Composite:
    """A text made of ledger numbers, and their ids in the order they were first used."""

    text: str
    ids: tuple[str, ...]


def show_number(identifier: str, numbers: Numbers, part: str = "") -> Composite:
    """Return one number as shown, or a part: bare (without its unit), low, high or level of its interval.

    Raises UnknownNumber when the ledger lacks the number or that part of it.
    """
    entry = numbers.get(identifier)
    if entry is None or entry.get(PARTS[part]) is None:
        raise UnknownNumber(f"{identifier}.{part}" if entry is not None else identifier)
    return Composite(str(entry[PARTS[part]]), (identifier,))


def name_form(form: str) -> str:
    """Return in words what a form shows: `median (interquartile range)` for `{median} ({q1} to {q3})`."""
    for span, words in KNOWN["spans"].items():
        form = form.replace(span, words)
    return FIELD.sub(lambda match: _name_statistic(match["name"]), form).strip()


def _name_statistic(written: str) -> str:
    name = written.removesuffix(".bare")
    return KNOWN["statistics"].get(name, name.replace("_", " ").replace(".", " "))


def fill_form(form: str, prefix: str, numbers: Numbers) -> Composite:
    """Return a house-style form filled with the statistics of `prefix`.

    `{pct}` is the number `<prefix>.pct` as shown; `{pct.low}`, `{pct.high}` and `{pct.bare}` are its
    interval and its value without unit. `{low}`, `{high}` and `{level}` (what it covers, as 95) are the
    interval of the last statistic named before them. `{n}` of a level is the n of its item. An equals
    sign before a value that begins with < or > gives way: `p = {p}` becomes `p < 0.001`.
    Raises UnknownNumber.
    """
    used: list[str] = []

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name in ("low", "high", "level"):
            if not used:
                raise UnknownNumber(f"{prefix}.{name}")
            shown = show_number(used[-1], numbers, name)
        else:
            statistic, _, part = name.rpartition(".") if name.rpartition(".")[2] in PARTS else (name, "", "")
            shown = show_number(_find(prefix, statistic, numbers), numbers, part)
        used.extend(shown.ids)
        equals = match["equals"] or ""
        sign = re.match(r"([<>])\s*", shown.text)
        if equals and sign:
            return f"{sign[1]} {shown.text[sign.end() :]}"
        return equals + shown.text

    text = FIELD.sub(replace, form)
    return Composite(text, tuple(dict.fromkeys(used)))


def _find(prefix: str, statistic: str, numbers: Numbers) -> str:
    own = f"{prefix}.{statistic}"
    part = PART.search(prefix)
    if own not in numbers and statistic == "n" and part:
        return prefix[: part.start()] + ".n"
    return own


def spell_number(value: float) -> str:
    """Return a whole number from zero to 999,999 in words, as in "one hundred and twenty-eight".

    Raises ValueError for any other number.
    """
    if value != int(value) or not 0 <= value < 1_000_000:
        raise ValueError(f"{value:g} has no word form")
    whole = int(value)
    if whole < 20:
        return SMALL[whole]
    if whole < 100:
        tens, ones = divmod(whole, 10)
        return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")
    size, name = (1000, "thousand") if whole >= 1000 else (100, "hundred")
    first, rest = divmod(whole, size)
    joint = " and " if rest < 100 else " "
    return f"{spell_number(first)} {name}" + (joint + spell_number(rest) if rest else "")
