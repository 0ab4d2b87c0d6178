"""Where the sentences of a document begin and end."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

SENTENCE_END = re.compile(
    r"[.!?][\"”’)\]]*\s|\n[ \t]*\n|\n(?=[#|])|\A---|^:{3,}.*$"
    r"|^(?:title|subtitle|abstract|keywords):[ \t]*[|>]?",
    re.M,
)


def find_bounds(text: str, spans: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[int, int]:
    """Return the half-open span of the sentence around start to end. spans: the marks inside sentences."""
    starts, ends = _sentence_ends(text, spans)
    before, after = bisect_right(ends, start), bisect_left(starts, end)
    begin = ends[before - 1] if before else 0
    return begin, starts[after] + 1 if after < len(starts) else len(text)


@cache
def _sentence_ends(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[list[int], list[int]]:
    """Return where the ends of sentences begin and end; a full stop inside a mark ends none."""
    masked = list(text)
    for start, end in spans:
        masked[start:end] = "_" * (end - start)
    found = list(SENTENCE_END.finditer("".join(masked)))
    return [end.start() for end in found], [end.end() for end in found]
