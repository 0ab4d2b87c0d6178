"""Names, and the other words that tell who a known person is, found in texts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import ClassVar

from aimed.ingest.personal.labels import BRACKETS, kind_of_label
from aimed.ingest.personal.patterns import Found
from aimed.ingest.personal.reading_copy import copy_as_read, is_encoded
from aimed.ingest.personal.words import TOKEN, PersonalWords, fold, is_spaced, tokens_of

PART = 3
BETWEEN = 3
LONG = 7

Place = tuple[int, int, str]


@dataclass(frozen=True)
class Name:
    """The words of a name, or one of them, folded; whether it needs a capital; what stands for the person."""

    kind: ClassVar[str] = "name"
    words: tuple[str, ...]
    capital: bool
    stands_for: str

    def is_at(self, places: list[Place], text: str) -> bool:
        """Return whether the words of a text are this name, with no more than initials' dots between them."""
        if self.words != tuple(word for _, _, word in places):
            return False
        gaps = [text[before[1] : after[0]] for before, after in pairwise(places)]
        if any(len(gap) > BETWEEN or "\n" in gap for gap in gaps):
            return False
        return not self.capital or text[places[0][0]].isupper()


@dataclass(frozen=True)
class Value:
    """Another value of a roster, as an e-mail address: its words, folded, and what is between them."""

    kind: str
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    stands_for: str

    def is_at(self, places: list[Place], text: str) -> bool:
        """Return whether the words of a text are this value: as it is written, or long with other signs."""
        if self.words != tuple(word for _, _, word in places):
            return False
        said, letters = _gaps(places, text), "".join(self.words)
        any_signs = len(letters) >= LONG and any(map(str.isdigit, letters))
        return said == self.gaps or (any_signs and all(len(gap) <= 1 for gap in said))


@dataclass
class KnownNames:
    """What is known of people, each with what stands for the person.

    names: by the first word, longest first; joined: those of scripts without blanks. values: by the first
    word, of those with several; whole: every value, folded.
    """

    names: dict[str, list[Name]] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[Value]] = field(default_factory=dict)
    whole: dict[str, Value] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.names or self.joined or self.values or self.whole)

    def add(self, name: str, person: str, words: PersonalWords) -> None:
        """Take up a name and its parts; not initials and particles; everyday words need a capital."""
        tokens = tuple(fold(token) for token in TOKEN.findall(name))
        if not tokens:
            return
        read = copy_as_read(name).text
        for part in [read, *read.split()]:
            if not is_spaced(part) and len(part) > 1:
                self.joined.setdefault(part, person)
        if len(tokens) > 1:
            self._add_name(tokens, False, person)
        for token in tokens:
            alone = len(tokens) == 1 and len(token) > 1
            particle = token in words.lists["particles"]
            if is_spaced(token) and (alone or (len(token) > 1 and not particle)):
                self._add_name((token,), token in words.lists["everyday"] or len(token) < PART, person)

    def add_label(self, label: str, person: str, words: PersonalWords) -> None:
        """Take up a speaker's label: the name in it without "Professor", or the address that it is."""
        kind = kind_of_label(label, words)
        if kind:
            self.add_value(kind, label, person)
            return
        parts = words.lists["roles"] - words.lists["particles"]
        bare = TOKEN.sub(lambda found: "" if fold(found[0]) in parts else found[0], BRACKETS.sub(" ", label))
        self.add(bare if TOKEN.search(bare) else label, person, words)

    def add_value(self, kind: str, value: str, person: str) -> None:
        """Take up what a roster knows of a person beside the name: an address, a number, a handle."""
        folded, places = fold(value.strip()), _places(value)
        words = tuple(word for _, _, word in places)
        self.whole.setdefault(folded, Value(kind, (folded,), (), person))
        if len(words) > 1 and len("".join(words)) > PART:
            own = Value(kind, words, _gaps(places, value), person)
            self.values.setdefault(words[0], []).append(own)

    def _add_name(self, words: tuple[str, ...], capital: bool, person: str) -> None:
        known = self.names.setdefault(words[0], [])
        if all(words != other.words for other in known):
            known.append(Name(words, capital, person))
            known.sort(key=lambda name: -len(name.words))

    def find(self, text: str, tokens: frozenset[str] | None = None) -> list[Found]:
        """Return the names in a text: whole words, case and accents set aside."""
        if is_encoded(text):
            copy = copy_as_read(text)
            return [
                replace(one, start=start, end=end)
                for one in self.find(copy.text)
                for start, end in [copy.place(one.start, one.end)]
            ]
        found: list[Found] = []
        if self.joined and not text.isascii():
            found += self._find_joined(text)
        said = tokens_of(text) if tokens is None else tokens
        if any(not said.isdisjoint(known) for known in (self.names, self.whole, self.values)):
            found += self._find_words(text)
        return found

    def _find_joined(self, text: str) -> Iterator[Found]:
        copy = copy_as_read(text)
        for name, person in sorted(self.joined.items(), key=lambda item: -len(item[0])):
            at = copy.text.find(name)
            while at >= 0:
                yield Found("name", *copy.place(at, at + len(name)), name, person)
                at = copy.text.find(name, at + len(name))

    def _find_words(self, text: str) -> Iterator[Found]:
        places = _places(text)
        at = 0
        while at < len(places):
            one = self._known_at(places, at, text)
            if one is not None:
                start, end = places[at][0], places[at + len(one.words) - 1][1]
                yield Found(one.kind, start, end, text[start:end], one.stands_for)
            at += len(one.words) if one else 1

    def _known_at(self, places: list[Place], at: int, text: str) -> Name | Value | None:
        """Return what stands at a word: a value of several words, else a name, else a value of one word."""
        word = places[at][2]
        for one in (*self.values.get(word, ()), *self.names.get(word, ())):
            if one.is_at(places[at : at + len(one.words)], text):
                return one
        return self.whole.get(word) if len(word) > PART else None

    def stands_for(self, value: str) -> str:
        """Return what stands for a whole value that the roster has in another column than the name."""
        known = self.whole.get(fold(value.strip()))
        return known.stands_for if known else ""


def _places(text: str) -> list[Place]:
    """Return the words of a text, folded, each with its half-open span."""
    return [(match.start(), match.end(), fold(match[0])) for match in TOKEN.finditer(text)]


def _gaps(tokens: list[Place], text: str) -> tuple[str, ...]:
    return tuple(copy_as_read(text[a[1] : b[0]]).text.strip() for a, b in pairwise(tokens))
