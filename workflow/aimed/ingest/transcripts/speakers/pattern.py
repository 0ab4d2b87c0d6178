"""A cohort's own pattern of speaker labels, matched in linear time: a hostile one cannot hang a build."""

import re
import time
from dataclasses import dataclass

import duckdb

from aimed.files.tables import one_connection

LONGEST = 200
SEARCHED = 300
SECONDS = 10.0
FIRST_LINES = 10
# Python's own expressions know no \p{..}; only the number of the group is asked of them
CLASS = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")
# RE2 takes \w, \d and \s as ASCII; names are not
MEANINGS = {
    "w": r"\p{L}\p{M}\p{N}_", "d": r"\p{Nd}", "s": r"\s\p{Z}",
}  # fmt: skip
# follows a line that was cut, so that $ does not match there; no text holds it
CUT = "\U0010ffff"


class UnusablePattern(ValueError):
    """A pattern that cannot be used, and why."""


class SlowPattern(Exception):
    """A pattern that takes more than SECONDS on the lines of one file."""


@dataclass(frozen=True)
class SpeakerPattern:
    """A pattern as written, as RE2 takes it, and the number of the group `speaker` in it."""

    written: str
    compiled: str
    group: int

    def match(self, lines: list[str]) -> list[tuple[str, int] | None]:
        """Return for each line the speaker and the length of the whole match at its start, or None.

        Only the first SEARCHED characters of a line are searched. A match that runs on beyond them has
        the length -1. Raises SlowPattern.
        """
        found: list[tuple[str, int] | None] = []
        began, at_once = time.monotonic(), FIRST_LINES
        query = (
            "SELECT regexp_extract(line, ?, 0), regexp_extract(line, ?, ?) FROM (SELECT unnest(?) AS line)"
        )
        while len(found) < len(lines):
            some = lines[len(found) : len(found) + at_once]
            shown = [line[:SEARCHED] + CUT if len(line) > SEARCHED else line for line in some]
            values = [self.compiled, self.compiled, self.group, shown]
            for whole, speaker in one_connection().execute(query, values).fetchall():
                length = -1 if CUT in whole else len(whole)
                found.append((speaker.strip(), length) if speaker.strip() else None)
            passed = time.monotonic() - began
            if passed > SECONDS:
                raise SlowPattern
            at_once = FIRST_LINES if passed > SECONDS / 10 else 2 * at_once
        return found


def read_pattern(written: str) -> SpeakerPattern:
    """Return a pattern that can be matched. Raises UnusablePattern with what is expected instead."""
    if len(written) > LONGEST:
        raise UnusablePattern(f"a pattern of at most {LONGEST} characters")
    try:
        group = re.compile(CLASS.sub(r"\\w", written)).groupindex.get("speaker", 0)
    except (re.error, RecursionError, OverflowError):
        group = 0
    if not 1 <= group <= 9:
        raise UnusablePattern("a regular expression with the group (?P<speaker>...)")
    pattern = SpeakerPattern(written, f"^(?:{_beyond_ascii(written)})", group)
    try:
        pattern.match([""])
    except duckdb.Error:
        raise UnusablePattern(
            "a regular expression without look-around, back references and counts above 1000"
        ) from None
    return pattern


def _beyond_ascii(written: str) -> str:
    r"""Return a pattern in which \w, \d and \s are those of all scripts."""
    parts: list[str] = []
    in_class = False
    for part in re.findall(r"\\.|[^\\]", written, re.DOTALL):
        letter = part[1:]
        if letter.lower() in MEANINGS:
            meaning = MEANINGS[letter.lower()]
            if in_class and letter.isupper():
                raise UnusablePattern(f"a pattern without {part} within square brackets")
            parts.append(meaning if in_class else f"[{'^' * letter.isupper()}{meaning}]")
            continue
        in_class = part == "[" or (in_class and part != "]")
        parts.append(part)
    return "".join(parts)
