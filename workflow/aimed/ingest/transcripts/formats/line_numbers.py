"""Running numbers at the heads of lines, as transcripts for close reading have them: they are no words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from aimed.ingest.transcripts.utterances import Utterance

NUMBER = re.compile(r"(?:\[(\d{1,6})\]|\((\d{1,6})\)|[#LlZz]?(\d{1,6})[.)|]?)(?:[\s|]+|$)")
FEWEST = 3
# a page may begin with 1 again
FIRST = 1


def take_off_numbers(
    utterances: list[Utterance], is_labelled: Callable[[str], bool]
) -> tuple[list[Utterance], int]:
    """Return the utterances without the running numbers at their heads, and how many were taken off.

    They are taken off where every line has one from the first on, or every one that begins with a label;
    headlines above may have none. Each is one more than that before it, or as many as lines lie
    between them; a page may begin anew. Lists and years that were spoken do not run so.
    """
    found = [_number(one) for one in utterances]
    first = next((at for at, number in enumerate(found) if number is not None), len(found))
    at_lines = [at for at in range(first, len(found)) if found[at] is not None]
    above = utterances[:first]
    if (
        len(at_lines) < FEWEST
        or any(is_labelled(one.text) for one in above)
        or not _run_on(utterances, found, at_lines)
    ):
        return utterances, 0
    rest = {at: _without(utterances[at]) for at in at_lines}
    if len(at_lines) < len(found) - first:
        others = [utterances[at].text for at in range(first, len(found)) if found[at] is None]
        if not all(is_labelled(text) for text in rest.values()) or any(map(is_labelled, others)):
            return utterances, 0
    kept = [replace(one, text=rest.get(at, one.text)) for at, one in enumerate(utterances)]
    return [one for one in kept if one.text], len(at_lines)


def _number(utterance: Utterance) -> int | None:
    found = NUMBER.match(utterance.text) if utterance.kind == "words" and utterance.speaker is None else None
    return int(next(filter(None, found.groups()))) if found else None


def _without(utterance: Utterance) -> str:
    found = NUMBER.match(utterance.text)
    return utterance.text[found.end() :] if found else utterance.text


def _run_on(utterances: list[Utterance], found: Sequence[int | None], at_lines: list[int]) -> bool:
    """Return whether the numbers run on from line to line."""
    before: tuple[int, int] | None = None
    for at in at_lines:
        number, line = found[at] or 0, utterances[at].line
        if before and number not in (before[0] + 1, before[0] + line - before[1], FIRST):
            return False
        before = number, line
    return len({found[at] for at in at_lines}) > len(at_lines) / 2
