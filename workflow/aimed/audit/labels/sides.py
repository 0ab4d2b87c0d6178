"""Labels of two sides, as HIC against LMIC, and labels that end in a number, as Group 2."""

import re
from collections.abc import Iterator

REFERENCE = re.compile(r"\s+(?:vs\.?|versus|against|compared (?:with|to))\s+", re.I)
AGAINST = re.compile(r"\s+(?:vs\.?|versus|against|minus|compared (?:with|to)|than|and|[-–−])\s+", re.I)


def split_sides(key: str, words: str) -> Iterator[tuple[str, str]]:
    """Yield each side of a key as hic_vs_lmic with the words of that side; the key and its words else.

    Nothing for a key of two sides whose words have another number of sides. Of a term that is told against
    its reference ("women against men") the words before count.
    """
    if "_vs_" not in key:
        yield key, REFERENCE.split(words)[0]
        return
    keys, sides = key.split("_vs_"), AGAINST.split(words)
    if len(keys) == len(sides):
        yield from zip(keys, sides, strict=True)


def other_number(key: str, words: str, others: list[str]) -> str | None:
    """Return the key, of those beside, that has the number which the words name and the key has not."""
    named = re.findall(r"\d+", words)
    stem, number = _split(key)
    if not number or len(named) != 1 or int(named[0]) == int(number):
        return None
    return next((one for one in others if _split(one) == (stem, str(int(named[0])))), None)


def _split(key: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)0*(\d+)", key)
    return (found[1], found[2]) if found else (key, "")
