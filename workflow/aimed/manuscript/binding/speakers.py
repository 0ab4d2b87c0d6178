"""Who is quoted: numbers that stand for speakers, and how often each of them speaks in the documents."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aimed.manuscript.binding.quotations import Rows, attribute_person, list_speakers

LARGEST_SHARE = 0.2  # of all quotations, for one speaker, when config.yaml says nothing
FEW = 3  # quotations of one speaker that are too many of no paper
WORDING = "{attribution}, speaker {number}"


@dataclass(frozen=True)
class Quoting:
    """manuscript.quotations of config.yaml: numbers of speakers, and the largest share of one of them."""

    speaker_numbers: bool = False
    largest_share: float = LARGEST_SHARE


def read_quoting(settings: Mapping[str, Any]) -> Quoting:
    """Return manuscript.quotations of the settings under `manuscript`."""
    return Quoting(**settings.get("quotations", {}))


def number_speakers(
    participants: Rows, keys: Mapping[str, bytes], columns: Sequence[str], smallest_cell: int
) -> dict[str, int]:
    """Return participant -> the number that stands for them, of the speakers whose number may be shown.

    keys: cohort -> its secret. A number is drawn from an HMAC-SHA256 of the participant under that secret:
    it stays when others come or go, and neither ids nor order lead to it. It links what one person said, so
    it is shown where at least `smallest_cell` speakers who may be quoted are attributed in the same words.
    """
    drawn = sorted(
        (hmac.new(keys[cohort], f"speaker {person}".encode(), hashlib.sha256).hexdigest(), person)
        for row in participants
        if row["in_focus_groups"] and (cohort := (person := str(row["participant"])).split(":")[0]) in keys
    )
    least = 100 if len(drawn) <= 300 else 10 ** len(str(3 * len(drawn)))
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for digest, person in drawn:
        at = int(digest, 16) % (9 * least)
        while at in taken:
            at = (at + 1) % (9 * least)
        taken.add(at)
        numbers[person] = least + at
    speakers = list_speakers(participants)
    may_speak = [one for one in speakers if one["consent_quotation"]]
    called = {
        one["participant"]: attribute_person(one, speakers, columns, smallest_cell) for one in may_speak
    }
    alike = Counter(called.values())
    return {
        one: numbers[one] for one, as_ in called.items() if one in numbers and alike[as_] >= smallest_cell
    }


def find_over_quoted(quoted: Sequence[str], largest_share: float) -> dict[str, int]:
    """Return participant -> quotations, of those with at least FEW and more than this share of all.

    quoted: the speaker of each quotation.
    """
    counts = Counter(quoted)
    return {one: n for one, n in counts.items() if n >= FEW and n > largest_share * len(quoted)}
