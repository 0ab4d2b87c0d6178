"""The numbers of a literal, digits or words, and the source that its reason names."""

import re
from collections.abc import Iterable

from aimed.manuscript.number_forms import SMALL, TENS

DIGITS = re.compile(r"(?<![\w.])\d[\d,\u202f\u00a0]*(?:\.\d+)?")
WORDS = {word: float(at) for at, word in enumerate(SMALL)}
WORDS |= {word: 10.0 * at for at, word in enumerate(TENS, start=2)}
WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?![\w-])", re.I)
REPORTED = re.compile(
    r"(?:reported|published|printed|given|found) (?:by|in) (?P<who>[^,;()]+)|@(?P<key>[\w:.-]+)"
    r"|published (?:study|survey|paper|value)s?, (?P<study>[^,;()]+)",
    re.I,
)
YEAR = re.compile(r"(?:19|20)\d{2}[a-z]?")


def numbers_of(text: str) -> list[float]:
    """Return the numbers of a text in order: 4,596, 76.3, five."""
    found = [(match.start(), float(re.sub(r"[^\d.]", "", match[0]))) for match in DIGITS.finditer(text)]
    found += [(match.start(), WORDS[match[0].lower()]) for match in WORD.finditer(text)]
    return [number for _, number in sorted(found)]


def source_of(why: str) -> str | None:
    """Return whom a reason names as the source ("reported by Busch 2024"); None for another reason."""
    match = REPORTED.search(why)
    return (match["key"] or match["who"] or match["study"]).strip() if match else None


def keys_of(source: str, bibliography: Iterable[str]) -> list[str]:
    """Return the keys of the bibliography that a source may mean: its name and year, or the key itself."""
    plain = _letters(source)
    years = YEAR.findall(source)
    names = [_letters(name) for name in re.findall(r"[^\W\d_]{2,}", source)]
    found = [key for key in bibliography if _letters(key) == plain]
    return found or [
        key
        for key in bibliography
        if names and _letters(key).startswith(names[0]) and all(year in key for year in years)
    ]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
