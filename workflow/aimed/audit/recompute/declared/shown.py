"""Whether a shown text is what a value looks like."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from aimed.ledger.contents import LedgerNumber

SHOWN = re.compile(r"(?P<below><)?(?P<minus>\u2212)?(?P<digits>[0-9,]+(\.[0-9]+)?)%?")
DATE = "date"


def reads_as(shown: str, value: float) -> bool:
    """Return whether a shown text is a number rounded to the decimals it has: within half of the last one."""
    found = SHOWN.fullmatch(shown)
    if found is None:
        return False
    sign, digits = -1 if found["minus"] else 1, found["digits"].replace(",", "")
    if found["below"]:
        return value < float(digits)
    half = 0.5 / 10 ** len(digits.partition(".")[2])
    return abs(sign * float(digits) - value) <= half * (1 + 1e-6)


def differ(entry: LedgerNumber, value: float) -> Iterator[tuple[str, Any, Any]]:
    """Yield what of a declared number is otherwise: value or shown, in the ledger and by the second road."""
    if entry["value"] != value:
        yield "value", entry["value"], value
    elif entry["unit"] == DATE:
        day = datetime.date.fromordinal(int(value)).isoformat()
        if entry["shown"] != day:
            yield "shown", entry["shown"], day
    else:
        plain = entry["shown"].replace(",", "").removesuffix("%")
        whole = plain.replace(".", "").isdecimal() and float(plain) == value
        if not whole and not reads_as(entry["shown"], value):
            yield "shown", entry["shown"], value
