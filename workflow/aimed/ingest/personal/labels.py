"""Whether a speaker's label tells who a person is, or is an id or a part in the talk."""

import re
from collections.abc import Iterable

from aimed.ingest.personal.patterns import find_patterns
from aimed.ingest.personal.words import TOKEN, PersonalWords, fold, is_spaced, read_words

BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
DIGITS = re.compile(r"\d+")
TAIL = re.compile(r"[A-Za-z\d]+$")
DIALLED = re.compile(r"[+0][\d ()./-]{8,}")
SHOWN = 60
NAMED_WORDS = 8


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


def list_runs(names: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return the words of each name or label, folded; a lone letter is none, as "I" stands in any speech."""
    runs = (tuple(fold(token) for token in TOKEN.findall(name)) for name in names)
    return frozenset(run for run in runs if len("".join(run)) > 1)


def holds_name(label: str, runs: frozenset[tuple[str, ...]]) -> bool:
    """Return whether few words hold one of `runs` whole; an everyday word alone needs a capital."""
    if len(label.split(maxsplit=NAMED_WORDS)) > NAMED_WORDS:
        return False
    everyday = read_words().lists["everyday"]
    tokens = TOKEN.findall(label)
    folded = [fold(token) for token in tokens]
    return any(
        tuple(folded[start:end]) in runs
        for start, token in enumerate(tokens)
        for end in range(start + 1, len(tokens) + 1)
        if not (end == start + 1 and token.islower() and folded[start] in everyday)
    )
