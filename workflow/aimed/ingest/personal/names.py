"""The names of a cohort's people: from its roster, and from speakers' labels that are names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from aimed.files.tables import read_people_csv
from aimed.files.yaml_json import TO_DECIDE
from aimed.ingest.personal.patterns import Found, find_patterns
from aimed.ingest.personal.reading_copy import copy_as_read
from aimed.ingest.personal.words import TOKEN, PersonalWords, fold, is_spaced, tokens_of
from aimed.messages.problems import Problem, raise_problems
from aimed.study.pseudonyms import name_pseudonym

PART = 3
BETWEEN = 3
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
DIGITS = re.compile(r"\d+")
TAIL = re.compile(r"[A-Za-z\d]+$")
DIALLED = re.compile(r"[+0][\d ()./-]{8,}")
SHOWN = 60
LONG = 7
PARTS = ("moderator", "unknown", "speech")

Place = tuple[int, int, str]


@dataclass
class People:
    """The names that may stand in a cohort's data, each with what stands for the person.

    That is a participant's id, or as "[name 3]". sequences: first word, folded -> (all words, folded,
    whether a capital is needed, what stands for it), longest first. joined: names of scripts without
    blanks. exact: other values of the roster (an e-mail address, a student number), folded -> (kind, what
    stands for it); parted: those of several words, by the first -> (all words, what is between them, kind,
    what stands for it). labels: names of the roster, folded -> participant's id or moderator, where it has
    one; speakers: the same as they are written. names: all names of the roster.
    problems: lines of the roster that must be mended; the names in them are known all the same.
    """

    sequences: dict[str, list[tuple[tuple[str, ...], bool, str]]] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    exact: dict[str, tuple[str, str]] = field(default_factory=dict)
    parted: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str, str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sequences or self.joined or self.exact)

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
            self._add_sequence(tokens, False, person)
        for token in tokens:
            alone = len(tokens) == 1 and len(token) > 1
            particle = token in words.lists["particles"]
            if is_spaced(token) and (alone or (len(token) > 1 and not particle)):
                self._add_sequence((token,), token in words.lists["everyday"] or len(token) < PART, person)

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
        self.exact.setdefault(fold(value.strip()), (kind, person))
        places = _places(value)
        words = tuple(word for _, _, word in places)
        if len(words) > 1 and len("".join(words)) > PART:
            self.parted.setdefault(words[0], []).append((words, _gaps(places, value), kind, person))

    def _add_sequence(self, tokens: tuple[str, ...], capital: bool, person: str) -> None:
        known = self.sequences.setdefault(tokens[0], [])
        if all(tokens != other for other, _, _ in known):
            known.append((tokens, capital, person))
            known.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str, tokens: frozenset[str] | None = None) -> list[Found]:
        """Return the names in a text: whole words, case and accents set aside."""
        found: list[Found] = []
        if self.joined and not text.isascii():
            found += self._find_joined(text)
        said = tokens_of(text) if tokens is None else tokens
        if any(not said.isdisjoint(known) for known in (self.sequences, self.exact, self.parted)):
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
        tokens = _places(text)
        at = 0
        while at < len(tokens):
            start = tokens[at][0]
            count, kind, person = self._at(tokens, at, text)
            if count:
                end = tokens[at + count - 1][1]
                yield Found(kind, start, end, text[start:end], person)
            at += max(count, 1)

    def _at(self, tokens: list[Place], at: int, text: str) -> tuple[int, str, str]:
        """Return how many words from one on are somebody's, of which kind, and what stands for them."""
        word = tokens[at][2]
        for words, gaps, kind, person in self.parted.get(word, ()):
            if _is_written(words, gaps, tokens[at : at + len(words)], text):
                return len(words), kind, person
        for entry in self.sequences.get(word, ()):
            if _stands(entry, tokens[at : at + len(entry[0])], text):
                return len(entry[0]), "name", entry[2]
        if word in self.exact and len(word) > PART:
            return 1, *self.exact[word]
        return 0, "", ""

    def stands_for(self, value: str) -> str:
        """Return what stands for a whole value that the roster has in another column than the name."""
        return self.exact.get(fold(value.strip()), ("", ""))[1]

    def label_of(self, label: str, who: str, words: PersonalWords) -> str:
        """Return a speaker's label as results show it: one that is a name becomes what it stands for."""
        return who if fold(label) in self.labels or looks_like_name(label, words) else label


def _places(text: str) -> list[Place]:
    """Return the words of a text, folded, each with its half-open span."""
    return [(match.start(), match.end(), fold(match[0])) for match in TOKEN.finditer(text)]


def _gaps(tokens: list[Place], text: str) -> tuple[str, ...]:
    return tuple(copy_as_read(text[a[1] : b[0]]).text.strip() for a, b in pairwise(tokens))


def _is_written(words: tuple[str, ...], gaps: tuple[str, ...], tokens: list[Place], text: str) -> bool:
    """Return whether words are a value of the roster: as it is written, or a long number with other signs."""
    if words != tuple(word for _, _, word in tokens):
        return False
    said = _gaps(tokens, text)
    any_signs = len("".join(words)) >= LONG and any(map(str.isdigit, "".join(words)))
    return said == gaps or (any_signs and all(len(gap) <= 1 for gap in said))


def _stands(entry: tuple[tuple[str, ...], bool, str], tokens: list[Place], text: str) -> bool:
    words, capital, _ = entry
    if len(words) > len(tokens) or any(word != token[2] for word, token in zip(words, tokens, strict=False)):
        return False
    gaps = [text[before[1] : after[0]] for before, after in pairwise(tokens[: len(words)])]
    if any(len(gap) > BETWEEN or "\n" in gap for gap in gaps):
        return False
    return not capital or text[tokens[0][0]].isupper()


def looks_like_name(label: str, words: PersonalWords) -> bool:
    """Return whether a speaker's label tells who a person is rather than an id or a part in the talk.

    "P5", "R205", "Speaker 1", "M", "MOD" and "All students" do not; "Ana Lima (she/her)", "Professor Lima",
    an e-mail address and a telephone number do.
    """
    if kind_of_label(label, words):
        return True
    others = _without_roles(label, words)
    if not is_spaced(label):
        return 2 <= len("".join(others)) <= 12
    return any(_is_named(token) for token in others)


def kind_of_label(label: str, words: PersonalWords) -> str:
    """Return the kind of personal data, other than a name, that a label is; an empty text for none."""
    if DIALLED.fullmatch(label.strip()):
        return "phone"
    return next((one.kind for one in find_patterns(label, words)), "")


def _without_roles(label: str, words: PersonalWords) -> list[str]:
    """Return the words of a label that are neither a part in the talk nor a particle, without numbers."""
    bare = BRACKETS.sub(" ", label)
    tokens = TOKEN.findall(bare)
    if not is_spaced(bare):
        tokens = [TAIL.sub("", token) for token in tokens]
    others = []
    for at, token in enumerate(tokens):
        word = fold(DIGITS.sub("", token))
        # "El moderador" and "Juan del Río"; but "Dr No" is a name
        particle = word in words.lists["particles"] and (token.islower() or at == 0 < len(tokens) - 1)
        if word and word not in words.lists["roles"] and not particle:
            others.append(token)
    return others


def _is_named(token: str) -> bool:
    letters = DIGITS.sub("", token)
    if letters != token:  # Jane2; not P5, KE12 or resp07
        return len(letters) > 2 and letters[0].isupper() and not letters.isupper()
    if token.upper() == token.lower():  # a script without capitals
        return len(token) > 1
    return len(token) > (1 if token[0].isupper() and not token.isupper() else 2)


def show_label(label: str, words: PersonalWords) -> str:
    """Return a speaker's label as a message may show it: what is no id and no part in the talk is masked."""
    return "[name]" if looks_like_name(label, words) or len(label) > SHOWN else label


def list_people(described: dict[str, Any], roster: Path | None, words: PersonalWords) -> People:
    """Return the people whom a roster and speakers name. Raises ProblemsFound for the roster's columns."""
    people = People()
    numbered = 0
    for name, stands_for, others in read_roster(roster, people.problems) if roster else []:
        numbered += 1
        person = _standing(stands_for) or name_pseudonym("name", str(numbered))
        if stands_for != "speech":
            people.add_label(name, person, words)
            people.names.append(name)
        called = [name, *(value for kind, value in others if kind in ("email", "phone"))]
        for label in called if stands_for else []:
            people.labels[fold(label)] = people.speakers[label] = stands_for
        for kind, value in others:
            people.add_value(kind, value, person)
    for label, who in _speakers(described):
        if who != "speech" and looks_like_name(label, words):
            numbered += 1
            person = _standing(who) or name_pseudonym("name", str(numbered))
            people.add_label(label, person, words)
    return people


def _standing(who: str) -> str:
    return "[moderator]" if who == "moderator" else "" if who in PARTS else who


def _speakers(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for labels in (described.get("speakers") or {}).values():
        yield from ((str(label), str(who)) for label, who in labels.items())


def read_roster(path: Path, problems: list[Problem]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return a roster's people: name, whom the name stands for (may be empty), other (kind, value) pairs.

    Lines without a name, or not decided yet, are added to `problems`; whom these stand for is empty.
    Raises ProblemsFound for columns that are not known; no name is shown.
    """
    table = read_people_csv(path, ("name",))
    allowed = ("name", "participant", "email", "student_number", "phone", "handle")
    raise_problems(
        Problem(
            path.as_posix(),
            f"column {column}",
            f"the columns {', '.join(allowed)}",
            "rename it, or take it out",
        )
        for column in table.columns
        if column not in (*allowed, "line")
    )
    said = table["participant"] if "participant" in table.columns else table["name"]
    problems += (
        problem
        for name, who, line in zip(table["name"], said, table["line"], strict=True)
        for problem in _judge_person(name, who, f"{path.as_posix()}, line {line}")
    )
    others = [column for column in allowed[2:] if column in table.columns]
    return [
        (row["name"], who, [(kind, row[kind]) for kind in others if row[kind]])
        for row in table.to_dict("records")
        for who in [row.get("participant", "").replace(TO_DECIDE, "")]
        if row["name"]
    ]


def _judge_person(name: str, who: str, place: str) -> Iterator[Problem]:
    if not name:
        yield Problem(place, "no name", "a name", "write it, or take the line out")
    if who == TO_DECIDE:
        expected = "whom the name stands for: a respondent's id, or moderator, unknown, speech"
        remedy = "write it; leave it empty for somebody who does not speak"
        yield Problem(place, f"{TO_DECIDE}, from the draft", expected, remedy)
