"""What a column of a survey can be in a codebook that is drafted from it, or why it is not used."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from aimed.files.yaml_json import read_beside
from aimed.harmonise.recoding.values import split_options
from aimed.language.likeness import SURE, guess, normalise
from aimed.onboarding.new.values import find_declared
from aimed.onboarding.profiling import NUMBER, Column, Profile, read_days

KNOWN = read_beside(__file__)
FAMILIES = [[{normalise(word) for word in step} for step in steps] for steps in KNOWN["families"].values()]
CLOSED = frozenset(normalise(str(word)) for word in KNOWN["closed"]).union(*itertools.chain(*FAMILIES))
COUNTED = re.compile(r"\d+(?:st|nd|rd|th)?")
MOST_CODES = 40
SEVERAL_PEOPLE = 2
FEW_WORDS = 3
LONG_NUMBER = 5  # digits
POINTS = 11  # of the longest scale
ROWS_APART = "answers that tell rows apart"
OWN_WORDS = "words of people's own"


@dataclass(frozen=True)
class QuestionAnswers:
    """What the answers to a question are. type: as in variables.csv, or empty for a column that is not used.

    options: what the codes or options are called, in order. why: of a column that is not used.
    """

    type: str
    options: list[str] = field(default_factory=list)
    why: str = ""


@dataclass(frozen=True)
class KnownWords:
    """missing: reason -> wordings. common: answers that are nobody's own, normalised."""

    missing: dict[str, list[str]]
    common: frozenset[str]


def collect_words(profile: Profile, missing: dict[str, list[str]]) -> KnownWords:
    """Return the words of a survey: what its files declare, and what several people gave as an answer."""
    common = set(CLOSED)
    for column in profile.columns.values():
        declared = [*column.values.values(), *(column.description.get("order") or [])]
        if not column.description.get("guessed"):
            declared += column.description.get("options") or []
        repeated = [value for value, n in column.counts.items() if n >= SEVERAL_PEOPLE]
        common |= {normalise(str(text)) for text in [*declared, *repeated]}
    return KnownWords(missing, frozenset(common))


def read_answers(column: Column, words: KnownWords) -> QuestionAnswers:
    """Return what a column is that stands for a question of its own."""
    said = column.description
    if said.get("ranked"):
        return _unused("a ranking")
    if said.get("separator"):
        return _read_several(column, words)
    known = _name_answers(column, words)
    texts = _each_once(known.values())
    if not texts:
        return (
            QuestionAnswers("number")
            if said.get("type") == "number"
            else _unused("no answers are offered or given")
        )
    numbers = all(NUMBER.fullmatch(text) for text in texts)
    if column.more:
        return QuestionAnswers("number") if column.share(NUMBER) == 1 else _unused(OWN_WORDS)
    if numbers:
        return _read_numbers(column, texts)
    if said.get("type") in ("date", "time", "datetime") or read_days(column):
        return _unused("days or times")
    return _read_texts(column, known, words)


def read_options(columns: list[Column]) -> QuestionAnswers:
    """Return what the columns are that each stand for one option of a question."""
    options = _each_once(str(column.description["option"]) for column in columns)
    return (
        QuestionAnswers("multi", options) if len(options) == len(columns) else _unused("options of one name")
    )


def _unused(why: str) -> QuestionAnswers:
    return QuestionAnswers("", why=why)


def _name_answers(column: Column, words: KnownWords) -> dict[str, str]:
    """Return value -> text of what answers the question: as declared, then what else stands in cells."""
    order = [str(code) for code in column.description.get("order") or column.values]
    declared, markers = find_declared(column), column.markers
    others = sorted(set(column.counts) - set(order), key=_by_number)
    every = [*order, *others]
    if others and all(map(NUMBER.fullmatch, every)):  # a scale of which some points alone have a label
        every.sort(key=_by_number)
    texts = {value: column.values.get(value, value) for value in every}
    return {
        value: text
        for value, text in texts.items()
        if value not in declared and value not in markers and guess([text], words.missing).score < SURE
    }


def _by_number(text: str) -> tuple[float, str]:
    return (float(text.replace(",", ".")), "") if NUMBER.fullmatch(text) else (float("inf"), text)


def _read_numbers(column: Column, texts: list[str]) -> QuestionAnswers:
    answers = [text for text in texts if text in column.counts]
    if column.description.get("type") != "number" and len(texts) <= 2:
        return QuestionAnswers("category", texts)
    whole = [text for text in answers if text.isdecimal()]
    told_apart = len(answers) == len(whole) and column.is_unique and len(whole) > MOST_CODES
    long = bool(whole) and all(len(text) >= LONG_NUMBER for text in whole)
    if told_apart or (long and column.is_unique):
        return _unused(ROWS_APART)
    return QuestionAnswers("number")


def _read_texts(column: Column, known: dict[str, str], words: KnownWords) -> QuestionAnswers:
    texts = _each_once(known.values())
    own = [value for value, text in known.items() if _is_own(column, value, text, words)]
    asked_in_words = column.description.get("type") == "text" and "question" in column.description
    if own or asked_in_words:
        return _unused(OWN_WORDS)
    if column.is_unique and len(texts) > MOST_CODES:
        return _unused(ROWS_APART)
    if len(texts) > POINTS and sum(1 for text in texts if NUMBER.fullmatch(text)) * 2 > len(texts):
        return QuestionAnswers("number")
    if len(texts) > MOST_CODES:
        return _unused(f"more than {MOST_CODES} answers")
    return QuestionAnswers(*order_answers(texts, bool(column.values)))


def _is_own(column: Column, value: str, text: str, words: KnownWords) -> bool:
    """Return whether one person alone gave an answer that nobody offered: it stands in no table.

    A short number is nobody's own, nor is one beside a word or two that others wrote, too: 4th year.
    """
    if (
        value in column.values
        or not 0 < column.counts[value] < SEVERAL_PEOPLE
        or normalise(text) in words.common
    ):
        return False
    shape = _shape(text)
    alike = sum(n for other, n in column.answers.items() if _shape(other) == shape)
    counted = "#" in shape and len(shape.split()) <= FEW_WORDS and alike >= SEVERAL_PEOPLE
    short = max(map(len, re.findall(r"\d+", text)), default=0) < LONG_NUMBER
    return not (short and (counted or NUMBER.fullmatch(text)))


def _shape(text: str) -> str:
    return COUNTED.sub("#", normalise(text))


def _each_once(texts: Iterable[str]) -> list[str]:
    """Return texts of which no two differ in capitals or blanks alone, the first of each: C++ is not C#."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(" ".join(text.casefold().split()), text)
    return list(first.values())


def _read_several(column: Column, words: KnownWords) -> QuestionAnswers:
    """Return the options of a question whose cells hold several, where nothing else stands in them."""
    said, separator = column.description, str(column.description["separator"])
    listed = [str(option) for option in said.get("options") or column.values]
    texts = {option: column.values.get(option, option) for option in listed}
    chosen: Counter[str] = Counter()
    for cell, n in column.answers.items():
        found, unknown = split_options(cell, separator, texts)
        if unknown:
            return _unused(OWN_WORDS)
        chosen.update(dict.fromkeys(found, n))
    once = [o for o in listed if chosen[o] < SEVERAL_PEOPLE and normalise(texts[o]) not in words.common]
    if said.get("guessed") and once:
        return _unused(OWN_WORDS)
    kept = [text for text in texts.values() if guess([text], words.missing).score < SURE]
    if len(kept) > MOST_CODES:
        return _unused(f"more than {MOST_CODES} options")
    return QuestionAnswers("multi", _each_once(kept))


def order_answers(texts: Iterable[str], in_order: bool) -> tuple[str, list[str]]:
    """Return ordered, or category, and the answers, from the low or disagreeing end where there is one.

    in_order: whether the texts stand as the questionnaire has them.
    """
    listed = list(texts)
    best = max((_place_in(steps, listed) for steps in FAMILIES), key=len, default={})
    numbered = sum(1 for text in listed if NUMBER.fullmatch(text))
    if len(listed) > 2 and (numbers := _count_up(listed)):
        rises = [numbers[text] for text in listed] == sorted(numbers.values())
        return "ordered", listed if in_order and rises else sorted(listed, key=numbers.__getitem__)
    if len(best) == len(listed) and len(listed) > 1:
        return "ordered", listed if in_order and _rises(best, listed) else sorted(
            listed, key=best.__getitem__
        )
    if in_order and len(listed) > 2 and 2 * (len(best) + numbered) > len(listed) and best:
        return "ordered", listed if _rises(best, listed) else listed[::-1]
    return "category", listed


def _count_up(texts: list[str]) -> dict[str, int]:
    """Return the one number in which texts differ, and in nothing else: Year 1, Year 2; else nothing."""
    alike = len({_shape(text) for text in texts}) == 1
    numbers = {text: re.findall(r"\d+", text) for text in texts}
    single = alike and all(len(found) == 1 for found in numbers.values())
    return {text: int(found[0]) for text, found in numbers.items()} if single else {}


def _place_in(steps: list[set[str]], texts: list[str]) -> dict[str, int]:
    places = {text: at for text in texts for at, step in enumerate(steps) if normalise(text) in step}
    return places if len(set(places.values())) == len(places) else {}


def _rises(places: dict[str, int], texts: list[str]) -> bool:
    found = [places[text] for text in texts if text in places]
    return found == sorted(found)
