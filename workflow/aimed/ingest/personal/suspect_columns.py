"""Columns whose head or label says that they hold personal data, and whose cells bear it out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from aimed.ingest.personal.words import FULL_DATE, PersonalWords, any_of, fold

DATE = re.compile(FULL_DATE)
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
# a date as statistics programs and spreadsheets keep it: seconds since 1582, milliseconds, days since 1900
SERIAL = re.compile(r"-?\d{5,}(?:\.0+)?")
STUDENT = re.compile(r"(?=\D*\d)[^\W_](?:[^\W_]|[-/. ]){2,18}[^\W_]")
YEAR = re.compile(r"(?:19|20)\d\d")
HANDLE = re.compile(r"(?=.*[^\W\d_])@?[\w.-]{3,30}")
HANDLE_MARK = re.compile(r"[\d_.@]")  # a word alone may be an answer, as "never"
DIALLED = re.compile(r"\+?[\d ()./-]{7,20}")
PLACE = re.compile(r"[-+]?\d{1,3}[.,]\d{2,}")
UNIQUE = {
    "student_number": 0.9,
    "id_number": 0.9,
    "bank_account": 0.9,
    "handle": 0.5,
}  # first names are shared by many
FEW = 5
HEADED = {"birth": "birth_date", "identity_number": "id_number", "bank_words": "bank_account"}
NUMBERED = re.compile(r"^\s*(?:[QF]?\d{1,3}[a-z]?[.):_\s-]+)+", re.I)
IN_GROUPS = re.compile(r"^.*\S/(?=\S)")
IN_BRACKETS = re.compile(r"[(\[（［][^()\[\]（）］]*[)\]）］][\s*:：]*$")
REMEMBERED = 50_000


@dataclass
class HeadColumn:
    """What the cells of a column say of the kind that its head names, part after part.

    `filled` counts cells, `matched` those that are of the kind, `values` remembers different ones.
    """

    kind: str
    filled: int = 0
    matched: int = 0
    first: list[int] = field(default_factory=list)
    sample: str = ""
    values: set[str] = field(default_factory=set)
    source: str = ""

    def add(self, value: str, count: int, rows: list[int], source: str) -> None:
        """Count the cells of one value; `rows` are the first of them."""
        self.filled += count
        if len(self.values) < REMEMBERED:
            self.values.add(value)
        if is_of_kind(value, self.kind):
            self.source = self.source or source
            self.matched += count
            self.first = sorted({*self.first, *rows})[:3]
            self.sample = self.sample or value

    def holds(self) -> bool:
        """Return whether the cells bear out what the head says."""
        if self.matched * 2 < self.filled or not self.matched:
            return self.kind == "birth_date" and self.matched > 0
        if (
            self.kind == "handle"
            and len(self.values) <= FEW
            and not any(map(HANDLE_MARK.search, self.values))
        ):
            return False
        share = len(self.values) / min(self.filled, REMEMBERED)
        return share >= UNIQUE.get(self.kind, 0)


def kind_of_head(name: str, label: str, words: PersonalWords) -> str:
    """Return the kind of personal data that a column's head or label names; an empty text for none."""
    written = [one for text in (name, label) for one in (text, _bare(text))]
    heads = [fold(re.sub(r"[\W_]+", " ", text)).strip() for text in written]
    for kind in ("latitude", "longitude", "name"):
        known = {re.sub(r"[\W_]+", " ", word).strip() for word in words.lists[kind]}
        if any(head in known for head in heads):
            return "name" if kind == "name" else "coordinates"
    if not words.lists["address_heads"].isdisjoint(heads):
        return "address"
    for kind in ("birth", "student_number", "identity_number", "bank_words", "phone"):
        if any(_head_words(words.lists[kind], head) for head in heads if head):
            return HEADED.get(kind, kind)
    handles = any(_head_words(words.lists["handle_words"], head) for head in heads if head)
    return "handle" if handles or not words.lists["handle_heads"].isdisjoint(heads) else ""


def _bare(head: str) -> str:
    """Return a head without its number, the groups of its path and what follows in brackets."""
    return NUMBERED.sub("", IN_GROUPS.sub("", IN_BRACKETS.sub("", head)))


def _head_words(known: Iterable[str], head: str) -> bool:
    return _pattern(frozenset(known)).search(head) is not None


_PATTERNS: dict[frozenset[str], re.Pattern[str]] = {}


def _pattern(known: frozenset[str]) -> re.Pattern[str]:
    if known not in _PATTERNS:
        _PATTERNS[known] = re.compile(any_of(re.sub(r"[\W_]+", " ", word).strip() for word in known))
    return _PATTERNS[known]


def is_of_kind(value: str, kind: str) -> bool:
    """Return whether a cell of a column with such a head holds what the head says."""
    text = value.strip()
    if kind == "birth_date":
        return DATE.search(text) is not None or SERIAL.fullmatch(text) is not None
    if kind == "coordinates":
        number = PLACE.fullmatch(text)
        return number is not None and abs(float(number[0].replace(",", "."))) <= 180
    if kind in ("id_number", "bank_account"):
        return STUDENT.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= 5
    if kind == "address":
        return any(map(str.isalpha, text)) and any(map(str.isdigit, text))
    if kind == "student_number":
        return STUDENT.fullmatch(text) is not None and not YEAR.fullmatch(text)
    if kind == "handle":
        return HANDLE.fullmatch(text) is not None
    if kind == "phone":
        return DIALLED.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= 7
    return any(character.isalpha() for character in text) and not NUMBER.search(text)
