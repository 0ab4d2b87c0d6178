"""The words by which personal data are known, read once and made into expressions."""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import SCHEMAS, read_yaml

WORDS = SCHEMAS / "personal_words.yaml"
MONTH = r"[^\W\d_]{3,12}\.?"
# a day, a month and a year: the year alone is no date of birth
FULL_DATE = (
    r"(?:(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
    r"|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:19|20)?\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s+(?:of\s+|de\s+)?{MONTH},?\s+(?:de\s+|del\s+)?(?:19|20)\d\d"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d)(?!\d)"
)
# what may stand within a word though \w knows it not: accents, vowel signs, characters that do not show
MARKS = "".join(chr(n) for n in range(128, 0x10000) if unicodedata.category(chr(n)) in ("Mn", "Mc", "Cf"))
WORD = rf"[^\W\d_][\w{MARKS}'’-]*"
TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
# letters that are one with a plain letter to those who type them, but that Unicode does not take apart
PLAIN_LETTERS = str.maketrans(
    dict(zip("ıłŁøØđĐħĦðÐ", "illooddhhdd", strict=True))
    | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ـ": ""}
)
# vowel signs of India, of Thai and the like are of the word, not accents
INDIC = re.compile("[\u0900-\u109f\u1700-\u17ff]")
THAI = re.compile("[\u0e00-\u0e7f]")
ASCII_TOKEN = re.compile(r"[a-z0-9]+")
# kana, Han characters and Hangul: scripts whose words are not parted by blanks, or carry endings
EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# what may stand between a word for a number and the number
BETWEEN = (
    r"is|was|es|ist|lautet|est|é|:|=|#|\(|-|no\.?|nr\.?|n[º°]|№|number"
    "|ni|नंबर|संख्या|номер|رقم|は|是|为|為|은|는"
)
NUMBER = r"(?P<value>[A-Za-z]{0,5}[-/]?\d(?:[-./ ]?[A-Za-z]{0,3}\d){4,16}(?:[- ]?[A-Za-z](?!\w))?)"
# a handle without a colon before it looks like no word: jane_doe, jane.d, jane99
TOLD = (
    r"\s(?=@?[a-z][a-z\d.]*_)|\s(?:(?:id|name|handle|account|user\s?name)(?:\sis)?|is|es|ist|est)[\s:]+"
    r"(?=@?[a-z][\w.]*(?:[\d_]|\.\w))"
)
COMMON = ("number", "numero", "student", "they", "call", "i")
SUBJECTS = ("student_number", "birth", "phone", "introductions", "introductions_perhaps", "handle_words",
            "handle_sites", "identity_number", "identity_perhaps", "bank_words", "mail_signs",
            "closings")  # fmt: skip


@dataclass(frozen=True)
class PersonalWords:
    """personal_words.yaml: lists of words by their subject, and the expressions made of them.

    lists: subject -> folded words. stems: subject -> the longest part of each of its words, so that a
    text is searched only where one of them stands. The expressions are searched in text as it was
    written; `born` has the date after the word, then before it, with the group `value`.
    """

    lists: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]
    platform_columns: dict[str, str]
    phone_regions: dict[str, str]
    student_number: re.Pattern[str]
    born: tuple[re.Pattern[str], re.Pattern[str]]
    identity_number: re.Pattern[str]
    bank_account: re.Pattern[str]
    phone: re.Pattern[str]
    handle: re.Pattern[str]
    site: re.Pattern[str]
    introductions: tuple[re.Pattern[str], ...]
    introductions_perhaps: re.Pattern[str]
    closings: re.Pattern[str]

    def speaks_of(self, subject: str, tokens: frozenset[str]) -> bool:
        """Return whether a text with such tokens may hold a word of a subject."""
        return not self.stems[subject].isdisjoint(tokens)


@functools.cache
def read_words(path: Path = WORDS) -> PersonalWords:
    """Return the words of the study's workflow. Raises ProblemsFound for a file that cannot be read."""
    content: dict[str, Any] = read_yaml(path)
    student, birth, phone = (any_of(content[name]) for name in ("student_number", "birth", "phone"))
    strong, perhaps = any_of(content["introductions"]), any_of(content["introductions_perhaps"])
    names = rf"[\s:,]{{1,3}}(?P<name>{WORD}(?:[ \t]{WORD}){{0,2}})"
    between = rf"(?:\s*(?:{BETWEEN}))*\s*"
    identity = any_of(content["identity_number"] + content["identity_perhaps"])
    return PersonalWords(
        lists={name: fold_all(words) for name, words in content.items() if isinstance(words, list)},
        stems={name: frozenset(map(_stem, content[name])) | {"east"} for name in SUBJECTS},
        platform_columns=content["platform_columns"],
        phone_regions=content["phone_regions"],
        student_number=_compile(
            rf"{student}{between}(?P<value>[A-Za-z]{{0,5}}[-/]?\d(?:[\d/-]|[A-Z]{{1,4}}(?=\d|/\d)){{3,14}}\d[A-Z]?(?!\w))"
        ),
        identity_number=_compile(identity + between + NUMBER),
        bank_account=_compile(any_of(content["bank_words"]) + between + NUMBER),
        born=(
            _compile(rf"{birth}[^.!?\n]{{0,40}}?(?P<value>(?<!\d){FULL_DATE})"),
            _compile(rf"(?<!\d)(?P<value>{FULL_DATE})[^.!?\n]{{0,15}}?{birth}"),
        ),
        phone=_compile(phone),
        handle=_compile(
            rf"{any_of(content['handle_words'])}(?:\s*[:=]\s*(?=@?[\w.]{{3}})|{TOLD})(?P<value>@?[\w.]{{3,30}})"
        ),
        site=_compile(
            rf"(?<![\w.])(?:(?:www|web|m|[a-z]{{2}})\.)?{any_of(content['handle_sites'])}/(?P<value>[\w@./%-]{{2,}})"
        ),
        introductions=(_compile(strong + names), *map(re.compile, content["introduction_patterns"])),
        introductions_perhaps=_compile(perhaps + names),
        closings=_compile(any_of(content["closings"]) + names.replace("{1,3}", "{1,4}", 1) + r"\W*$"),
    )


def any_of(words: Iterable[str]) -> str:
    """Return an expression for any of the words, the longest first, whole where scripts have blanks."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_whole(word) for word in ordered) + ")"


def tokens_of(text: str) -> frozenset[str]:
    """Return the words of a text, folded, each once; "east" among them where words cannot be told apart."""
    if text.isascii():
        return frozenset(ASCII_TOKEN.findall(text.lower()))
    found = frozenset(map(fold, TOKEN.findall(text)))
    return found | {"east"} if EAST.search(text) or THAI.search(text) else found


def _stem(word: str) -> str:
    """Return the longest token of a word or words that is not in every second text."""
    tokens = [fold(token) for token in TOKEN.findall(word)]
    return max([token for token in tokens if token not in COMMON] or tokens, key=len)


def _whole(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", r"\s+")
    return rf"(?<!\w){pattern}(?!\w)" if is_spaced(word) else pattern


def is_spaced(word: str) -> bool:
    """Return whether a word is of a script that parts words by blanks, as Japanese and Chinese do not."""
    return EAST.search(word) is None


@functools.lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a word without accents, case and characters that do not show."""
    parts = unicodedata.normalize("NFKD", word.translate(PLAIN_LETTERS))
    unseen = ("Cf",) if INDIC.search(parts) else ("Mn", "Cf")
    return "".join(c for c in parts if unicodedata.category(c) not in unseen).casefold()


def fold_all(words: Iterable[str]) -> frozenset[str]:
    """Return words folded."""
    return frozenset(fold(str(word)) for word in words)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
