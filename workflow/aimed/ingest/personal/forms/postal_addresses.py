"""Postal addresses, by the words and the order in which a country writes street and number."""

import re
from collections.abc import Iterator

from aimed.files.yaml_json import read_beside

KNOWN: dict[str, list[str]] = read_beside(__file__)
FORM = re.compile("|".join(form for forms in KNOWN.values() for form in forms))


def find_postal_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of street and number, boxes and postcodes in a text that holds a digit."""
    for match in FORM.finditer(text):
        yield match.span()
