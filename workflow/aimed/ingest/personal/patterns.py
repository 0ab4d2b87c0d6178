"""Find personal data by their form: pure functions from a text to the places where they stand."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import phonenumbers

from aimed.files.yaml_json import read_beside
from aimed.ingest.personal.forms.identity_numbers import FEWEST, SHORTEST, WHOLE, find_identity_numbers
from aimed.ingest.personal.forms.postal_addresses import find_postal_addresses
from aimed.ingest.personal.reading_copy import copy_as_read, is_encoded
from aimed.ingest.personal.words import PersonalWords, fold, is_spaced, tokens_of

KNOWN: dict[str, list[str]] = read_beside(__file__)
FORMS = {
    name: re.compile("|".join(forms).replace("<degrees>", KNOWN["degrees"][0]))
    for name, forms in KNOWN.items()
}
DIGIT = re.compile(r"\d")
NEAR = 30
# what may follow a first name that a capital alone tells from a word: I am Interested in
AFTER_NAME = re.compile(
    r"\s*(?:[.,;:!?()–—-]|$)|\s+(?:and|from|of|und|aus|von|y|e|et|de|da|du|na|kutoka|speaking|here)\b"
)


@dataclass(frozen=True)
class Found:
    """Personal data at a half-open span of a text.

    `value` is what a pseudonym is made from; `stands_for` is the pseudonym where it is known already.
    """

    kind: str
    start: int
    end: int
    value: str
    stands_for: str = ""


def find_patterns(
    text: str, words: PersonalWords, regions: Iterable[str] = (), tokens: frozenset[str] | None = None
) -> list[Found]:
    """Return the finds of a text in its order, none within another.

    regions: two-letter regions in which a telephone number without a country's prefix may be dialled;
    where none is known, one is taken for a number that stands after a word for it.
    tokens: the text's words, where they are known already.
    """
    if FORMS["plain"].fullmatch(text):
        return _find_whole(text)
    said = tokens_of(text) if tokens is None else tokens
    if text.isascii() and not is_encoded(text):
        return _find_in(text, words, regions, said)
    copy = copy_as_read(text)
    spans = ((one, *copy.place(one.start, one.end)) for one in _find_in(copy.text, words, regions, said))
    return [replace(one, start=start, end=end) for one, start, end in spans]


def is_plain(text: str) -> bool:
    """Return whether a text is a word or number too short to be an identity number: it holds nothing."""
    return len(text) < SHORTEST and FORMS["plain"].fullmatch(text) is not None


def _find_whole(text: str) -> list[Found]:
    """Return the identity number that a cell of letters and digits alone is."""
    spans = find_identity_numbers(text) if WHOLE.fullmatch(text) else ()
    return [Found(kind, start, end, text[start:end]) for kind, start, end in spans][:1]


def _find_in(text: str, words: PersonalWords, regions: Iterable[str], said: frozenset[str]) -> list[Found]:
    found: list[Found] = []
    if "@" in text or "＠" in text or (("[" in text or "(" in text) and "at" in said):
        found += _take("email", FORMS["email"], text)
        found += _take("email", FORMS["apart"], text)
        found += _take("email", FORMS["mistyped"], text)
        found += _take("handle", FORMS["at_name"], text)
    if words.speaks_of("mail_signs", said):
        found += _take("email", FORMS["spoken"], text)
        found += _take("email", FORMS["mailed"], text, group="value")
    if "/" in text and words.speaks_of("handle_sites", said):
        found += _take("handle", words.site, text)
    if words.speaks_of("handle_words", said):
        found += _take("handle", words.handle, text, group="value")
    if "+" in text or "//" in text or "maps" in text.lower():
        found += _take("coordinates", FORMS["place_code"], text)
    if text.count(":") > 4 or text.count("-") > 4:
        found += _take("ip", FORMS["mac"], text)
    if text.count(":") > 1:
        found += (one for one in _take("ip", FORMS["ipv6"], text) if _is_ipv6(one.value))
    digits = len(DIGIT.findall(text))
    if digits or "<<" in text:
        found += (Found(kind, start, end, text[start:end]) for kind, start, end in _find_places(text, digits))
    if digits > 3:
        found += _find_numbers(text, words, regions, said, digits)
    found += _find_introductions(text, words, said)
    return keep_apart(found)


def keep_apart(found: Iterable[Found]) -> list[Found]:
    """Return the finds in the order of the text, of two that overlap the one that was given first."""
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _find_places(text: str, digits: int) -> Iterator[tuple[str, int, int]]:
    if digits >= FEWEST or "<<" in text:
        yield from find_identity_numbers(text)
    if digits:
        yield from (("address", *span) for span in find_postal_addresses(text))


def _find_numbers(
    text: str, words: PersonalWords, regions: Iterable[str], said: frozenset[str], digits: int
) -> Iterator[Found]:
    points = text.count(".")
    if points > 2:
        yield from (one for one in _take("ip", FORMS["ipv4"], text) if _is_ipv4(one.value))
    if points > 1:
        pairs = (FORMS["told_pair"], FORMS["pair"]) if "lat" in text.lower() else (FORMS["pair"],)
        for pair in pairs:
            yield from (one for one in _take("coordinates", pair, text) if _is_place(one.value))
    if "°" in text:
        yield from _take("coordinates", FORMS["minutes"], text)
    if words.speaks_of("birth", said):
        for pattern in words.born:
            yield from _take("birth_date", pattern, text, group="value")
    if words.speaks_of("student_number", said):
        yield from _take("student_number", words.student_number, text, group="value")
    if words.speaks_of("identity_number", said) or words.speaks_of("identity_perhaps", said):
        yield from _take("id_number", words.identity_number, text, group="value")
    if words.speaks_of("bank_words", said):
        yield from _take("bank_account", words.bank_account, text, group="value")
    if digits > 6:
        yield from _find_phones(text, words, regions)


def _find_phones(text: str, words: PersonalWords, regions: Iterable[str]) -> Iterator[Found]:
    """Yield numbers that can be dialled: with a country's prefix anywhere, without one only with a reason."""
    for match in FORMS["dialled"].finditer(text):
        number = match[0]
        if FORMS["dated"].search(number) or FORMS["years"].fullmatch(number):
            continue
        digits = re.sub(r"\D", "", number)
        abroad = number.startswith("+") or (number.startswith("00") and len(digits) > 10)
        told = words.phone.search(text, max(0, match.start() - NEAR), match.start())
        local = told or FORMS["grouped"].search(number) or (digits.startswith("0") and 9 <= len(digits) <= 12)
        unplaced = told and not regions and 8 <= len(digits) <= 15  # the word is all there is to go by
        if unplaced or is_dialled(number, regions if local else (), abroad=abroad):
            yield Found("phone", match.start(), match.end(), digits)


def is_dialled(number: str, regions: Iterable[str], *, abroad: bool) -> bool:
    """Return whether a number is a valid one: in one of the regions, or with its prefix anywhere."""
    tries = [*regions] + ([None] if abroad else [])
    written = "+" + number[2:] if abroad and number.startswith("00") else number
    for region in tries:
        try:
            parsed = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return True
    return False


def _find_introductions(text: str, words: PersonalWords, said: frozenset[str]) -> Iterator[Found]:
    if words.speaks_of("introductions", said):
        for pattern in words.introductions:
            yield from _named(pattern, text, words, sure=True)
    if words.speaks_of("introductions_perhaps", said):
        yield from _named(words.introductions_perhaps, text, words, sure=False)
    if words.speaks_of("closings", said):
        yield from _named(words.closings, text, words, sure=False)


def _named(pattern: re.Pattern[str], text: str, words: PersonalWords, *, sure: bool) -> Iterator[Found]:
    for match in pattern.finditer(text):
        first, *others = match["name"].split()
        known = fold(first) in words.lists["not_names"]
        other = known or (_is_word(first, words) if not is_spaced(first) else len(first) < 2)
        if not other and (sure or (first[0].isupper() and not (len(first) > 1 and first.isupper()))):
            count = next((n for n, word in enumerate(others) if not word[0].isupper()), len(others))
            value = " ".join([first, *others[:count]])
            length = len(match["name"]) if count == len(others) else match["name"].index(others[count])
            end = match.start("name") + len(match["name"][:length].rstrip())
            if sure or count or AFTER_NAME.match(text, end):
                yield Found("introduction", match.start("name"), end, value)


def _is_word(name: str, words: PersonalWords) -> bool:
    """Return whether words of a script without blanks end as descriptions do, not names."""
    return fold(name).endswith(tuple(words.lists["not_names_east"]))


def _take(kind: str, pattern: re.Pattern[str], text: str, group: str | int = 0) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield Found(kind, match.start(group), match.end(group), match[group])


def _is_ipv4(text: str) -> bool:
    """Return whether four numbers are an address; 1.2.3.4 is taken for a version or a section."""
    parts = [int(part) for part in text.split(".")]
    return max(parts) < 256 and max(parts) > 9


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return sum(bool(part) for part in text.split(":")) >= 3


def _is_place(text: str) -> bool:
    numbers = [abs(float(number)) for number in re.findall(r"\d+\.\d+", text)]
    return len(numbers) == 2 and min(numbers) <= 90 and max(numbers) <= 180
