"""What stands in the place of personal data: the kinds there are, masks for messages, stable pseudonyms."""

import base64
import hashlib
import hmac
import re

KINDS = {
    "name": ("name", "names"),
    "introduction": ("self-introduction", "self-introductions"),
    "email": ("e-mail address", "e-mail addresses"),
    "phone": ("telephone number", "telephone numbers"),
    "student_number": ("student number", "student numbers"),
    "id_number": ("identity number", "identity numbers"),
    "bank_account": ("bank account or card", "bank accounts or cards"),
    "address": ("postal address", "postal addresses"),
    "ip": ("IP address", "IP addresses"),
    "coordinates": ("place by coordinates", "places by coordinates"),
    "birth_date": ("date of birth", "dates of birth"),
    "handle": ("handle", "handles"),
    "identifier": ("identifier of the platform", "identifiers of the platform"),
}
TAG, ID = 8, 12
# a pseudonym in a text, as in "[name 3]" and "[email 5kq2m7ab]": it stands in the turn, and is no insertion
PSEUDONYM = re.compile(
    rf"\[(?:moderator|(?:{'|'.join(kind.replace('_', ' ') for kind in KINDS)}) [0-9a-z]+)\]"
)


def mask(kind: str, text: str = "") -> str:
    """Return how a find is shown in messages, logs and pages: its kind, or an address's shape."""
    return f"{text[:1]}***@***" if kind == "email" and "@" in text[1:] else f"[{kind.replace('_', ' ')}]"


def count_kind(kind: str, count: int) -> str:
    """Return a count with its noun, as "1 name" and "128 e-mail addresses"."""
    return f"{count} {KINDS[kind][count != 1]}"


def tag_value(value: str, key: bytes, length: int = TAG) -> str:
    """Return a tag that is the same for equal values and cannot be led back to them without the key.

    HMAC-SHA256 in base 32; 8 characters tell apart the finds of a cohort, 12 the respondents of a million.
    """
    digest = hmac.new(key, value.strip().casefold().encode("utf-8"), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def name_pseudonym(kind: str, tag: str) -> str:
    """Return a pseudonym as it stands in a text."""
    return f"[{kind.replace('_', ' ')} {tag}]"
