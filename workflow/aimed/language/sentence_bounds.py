"""Where the sentences of a document begin and end."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

SENTENCE_END = re.compile(
    r"[.!?][\"”’)\]]*\s|\n[ \t]*\n|\n(?=[#|])|\A---|^:{3,}.*$"
    r"|^(?:title|subtitle|abstract|keywords):[ \t]*[|>]?",
    re.M,
)
OF_STATISTICS = {"perce", "count", "media", "mean", "value", "with", "from", "that", "were", "have", "than"}


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


def find_stems(words: str) -> set[str]:
    """Return the first five letters of the words that can name a thing; those of statistics name none."""
    found = {word[:5].casefold() for word in re.findall(r"[^\W\d_]{4,}", words.replace("_", " "))}
    return found - OF_STATISTICS
