"""What may be a label at the head of a line: with a capital, in small letters, or before a dash."""

import re
from collections import Counter
from collections.abc import Iterable

from aimed.files.yaml_json import read_beside
from aimed.ingest.personal.patterns import FORMS
from aimed.ingest.personal.words import fold, fold_all, read_words

ORDINARY = fold_all(word for words in read_beside(__file__)["ordinary"] for word in words)
# not in 10:30 and not in http://
LABEL_COLON = re.compile(r"[:：﹕꞉](?![\d/])")
DASH = r"(?:\s+[-‐‑‒–—―−]{1,3}\s+|\s*[–—―]\s+|\s*—\s*|-\s+)"
DASHED = re.compile(rf"(?P<label>\S.{{0,60}}?){DASH}(?=\S)")
WORD = re.compile(r"[^\W_](?:[^\W_]|[.'’·-])*")
NUMBER = re.compile(r"\d+")
# a line that ends so goes on in the next: what stands there is in the middle of a sentence
GOES_ON = re.compile(r"[\w,;(]$")
LABEL_WORDS = 4
LONGEST_LABEL = 300
ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>)\s*$")
SMALL_WORDS = 3
OFTEN = 2
# how full a line is that was broken because the next word had no room
FULL = 0.9
NARROWEST = 40


def looks_like_label(words: str) -> bool:
    """Return whether words before a colon may name a speaker: four at most, with a capital or a digit.

    Brackets at their end are not counted; an e-mail address or a telephone number is one word with a
    digit. Letters of scripts without capitals count as capitals: better one question too many than
    words given to the wrong person.
    """
    if _is_short(words):
        return True
    if len(words) > LONGEST_LABEL:
        return False
    name = FORMS["dialled"].sub("0", FORMS["email"].sub("0", words))
    reached = name != words
    shorter = ASIDE.sub("", name)
    while shorter not in (name, ""):
        name, shorter = shorter, ASIDE.sub("", shorter)
    return _is_short(name, reached)


def _is_short(words: str, reached: bool = False) -> bool:
    """Return whether words are few, with a capital, a digit or where somebody is `reached`."""
    few = len(words.split(maxsplit=LABEL_WORDS)) <= LABEL_WORDS
    return few and (reached or any(c.isalnum() and not c.islower() for c in words))


def is_labelled(text: str) -> bool:
    """Return whether a line begins with what looks like a label and a colon."""
    before, *after = LABEL_COLON.split(text, maxsplit=1)
    return bool(after) and looks_like_label(before)


def shape_of(label: str) -> str:
    """Return what labels of one series share, as P1 and p12: an empty text for a label without a number."""
    return NUMBER.sub("0", fold(label)) if NUMBER.search(label) else ""


def shapes_of(labels: Iterable[str]) -> frozenset[str]:
    """Return the shapes of those labels that have a number."""
    return frozenset(map(shape_of, labels)) - {""}


def goes_on(before: str, text: str, width: int) -> bool:
    """Return whether a line ends in the middle of a sentence, and the next had no room in it.

    width: of the longest line of a file; 0 where lines are broken anywhere, as captions are.
    """
    if 0 < width < NARROWEST:
        return False
    full = len(before) + 1 + len(text.split(maxsplit=1)[0]) > FULL * width
    return full and GOES_ON.search(before) is not None


def before_colon(text: str) -> str:
    """Return what stands before the first colon of a line, folded; an empty text where none does."""
    before, *after = LABEL_COLON.split(text, maxsplit=1)
    return fold(before[:LONGEST_LABEL]).strip() if after else ""


def count_small(texts: Iterable[str]) -> Counter[str]:
    """Return what stands before the colons of lines, folded, with how often it does."""
    return Counter(filter(None, map(before_colon, texts)))


def is_small_label(before: str, often: Counter[str]) -> bool:
    """Return whether words in small letters before a colon may name a speaker.

    One word does, several where they come again or begin with a part in the talk ("speaker two"); none
    that is an ordinary word of speech.
    """
    words = before.split(maxsplit=SMALL_WORDS)
    if 1 < len(words) <= SMALL_WORDS and fold(words[0]) in read_words().lists["roles"] - ORDINARY:
        return True
    if not 1 <= len(words) <= SMALL_WORDS or not all(map(_may_name, words)):
        return False
    return len(words) == 1 or often[fold(before).strip()] >= OFTEN


def is_capital_label(before: str) -> bool:
    """Return whether each of a few words begins as a name does, or the one word may name a speaker."""
    words = before.split(maxsplit=LABEL_WORDS)
    capitals = all(not word[0].islower() for word in words)
    return len(words) <= LABEL_WORDS and (capitals or len(words) == 1) and all(map(_may_name, words))


def is_dashed_label(before: str) -> bool:
    """Return whether a word before a dash may name a speaker."""
    return len(before.split()) == 1 and _may_name(before)


def _may_name(word: str) -> bool:
    ordinary = not ORDINARY.isdisjoint((fold(word), fold(word).rstrip(".")))
    return bool(WORD.fullmatch(word)) and not word.isdecimal() and not ordinary
