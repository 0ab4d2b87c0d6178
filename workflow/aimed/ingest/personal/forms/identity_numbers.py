"""Numbers by which a state, a bank or a school knows a person: by form and check digits, or after a word."""

import re
from collections.abc import Iterator
from typing import Any

from aimed.files.yaml_json import read_beside

KNOWN: dict[str, Any] = read_beside(__file__)
BORDERS = r"(?<![A-Za-z0-9_.+-])(?:{})(?![A-Za-z0-9_]|[.-]\d)"
FORMS: list[tuple[str, re.Pattern[str], dict[str, Any]]] = [
    (entry["kind"], re.compile(BORDERS.format(entry["form"])), entry.get("check") or {})
    for entry in KNOWN["forms"]
]
# what may be such a number though a cell holds nothing else: letters and digits written together
SHORTEST = 9
WHOLE = re.compile(rf"(?=(?:[A-Za-z]*\d){{4}})[A-Za-z0-9]{{{SHORTEST},34}}")
SIGNS = re.compile(r"[^A-Z0-9]")
FEWEST = 4


def find_identity_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of the numbers in a text whose form, and check digits if any, are right."""
    for kind, form, check in FORMS:
        for match in form.finditer(text):
            if is_checked(match[0], check):
                yield kind, match.start(), match.end()


def is_checked(number: str, check: dict[str, Any]) -> bool:
    """Return whether a number's check digits are right; `check` is an entry's of identity_numbers.yaml."""
    said = SIGNS.sub("", number.upper())
    how = check.get("by", "form")
    if how == "weights":
        return _is_weighted(said, check)
    if how == "letter":
        return _has_letter(said, check)
    if how == "remainder_97":
        head, tail = said[:-2], int(said[-2:])
        return any((int(before + head) + tail) % 97 == 0 for before in check.get("before", [""]))
    checks = {"luhn": _is_luhn, "verhoeff": _is_verhoeff, "iso_7064_97": _is_iban}
    return how == "form" or checks[how](said)


def _is_weighted(said: str, check: dict[str, Any]) -> bool:
    """Return whether the weighted sum leaves an allowed remainder; X and K at the end count as 10."""
    values = [int(character, 36) for character in said[:-1]]
    values.append(10 if said[-1] in "XK" else int(said[-1], 36))
    weights = check["weights"][-len(values) :]
    total = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return total % check["modulo"] in check.get("remainders", [0])


def _has_letter(said: str, check: dict[str, Any]) -> bool:
    """Return whether the last character is that of the remainder of the digits before it (Spain, Finland)."""
    digits = "".join(check.get("digits", {}).get(character, character) for character in said[:-1])
    digits = re.sub(r"\D", "", digits)
    return said[-1] == check["letters"][int(digits) % len(check["letters"])]


def _is_luhn(said: str) -> bool:
    """Return whether the digits pass the check of ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(said))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0 and len(set(said)) > 1


def _is_verhoeff(said: str) -> bool:
    """Return whether the digits pass Verhoeff's check, in the dihedral group of order ten."""
    found = 0
    for at, digit in enumerate(reversed(said)):
        found = KNOWN["verhoeff"]["product"][found][KNOWN["verhoeff"]["permutation"][at % 8][int(digit)]]
    return found == 0


def _is_iban(said: str) -> bool:
    """Return whether an IBAN has the length of its country and passes ISO 7064, mod 97-10."""
    turned = "".join(str(int(character, 36)) for character in said[4:] + said[:4])
    return len(said) == KNOWN["iban_lengths"].get(said[:2], len(said)) and int(turned) % 97 == 1
