"""Show a word where it was said, with what stands around it: on this machine alone, as people said it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.lookup.quotes import list_spoken, name_speakers
from aimed.manuscript.binding.carried_codes import THEMES, count_noun
from aimed.messages.nearest import hint_nearest
from aimed.messages.problems import ProblemsFound
from aimed.study.written_tables import read_written_rows

WIDTH = 40  # letters on either side
WHITE, ANY = r"\s+", r"\S+"
CONFIDENTIAL = "As people said it, for this machine alone: x may not be quoted."


class WordInContext(TypedDict):
    """A word that was said. speaker: as attributions call them; may_be_quoted: whether they agreed to it."""

    turn: str
    speaker: str
    may_be_quoted: bool
    left: str
    word: str
    right: str
    codes: list[str]


def list_contexts(words: str, study: TracedStudy, code: str = "", against: str = "") -> list[WordInContext]:
    """Return each place at which participants say `words`, in the order of the transcripts.

    Whole words, whatever their capitals; `*` stands for any letters. Without words the beginning of a turn
    stands for it. `code` keeps turns with that code, `against` those with a code that speaks against it.
    Raises ProblemsFound for a code that the codebook does not have, or that none is against.
    """
    asked = _codes_asked(study, code, against)
    codes: dict[tuple[str, str, int], list[str]] = {}
    for row in study.rows("coded_turns", []):
        codes.setdefault(_place(row), []).append(row["code"])
    people = study.all(Path("results/harmonise/pooled/participants.parquet"))
    allowed = {one["participant"] for one in people if one["kept"] and one["consent_quotation"]}
    called = name_speakers(people, study)
    pattern = _read_pattern(words)
    found = []
    for row in list_spoken(study):
        carried = codes.get(_place(row), [])
        if asked is not None and asked.isdisjoint(carried):
            continue
        for left, word, right in _part(str(row["text"]), pattern):
            found.append(
                WordInContext(
                    turn="/".join(map(str, _place(row))),
                    speaker=called.get(row["participant"], ""),
                    may_be_quoted=row["participant"] in allowed,
                    left=left,
                    word=word,
                    right=right,
                    codes=carried,
                )
            )
    return found


def print_concordance(root: Path, words: str, *, code: str, against: str, as_json: bool) -> int:
    """Print the words in their context, a line each; what may not be quoted has an x before it."""
    found = list_contexts(words, TracedStudy(root), code, against)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    turns = len({one["turn"] for one in found})
    print(f"{count_noun(len(found), 'place')} in {count_noun(turns, 'turn')}. {CONFIDENTIAL}")
    for one in found:
        left = one["left"][-WIDTH:].rjust(WIDTH)
        right = one["right"][:WIDTH].ljust(WIDTH)
        mark = " " if one["may_be_quoted"] else "x"
        named = ", ".join([one["turn"], one["speaker"], *one["codes"]])
        print(f"{mark} {left} [{one['word']}] {right}  {named}")
    return 0


def _read_pattern(words: str) -> re.Pattern[str]:
    """Return what to look for: whole words, with * for any letters and any blank between them."""
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in words.split()]
    return re.compile(rf"(?<!\w){WHITE.join(parts)}(?!\w)" if parts else ANY, re.I)


def _part(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before, the words, and what stands after; the first word where any is meant."""
    for match in pattern.finditer(text):
        yield text[: match.start()].rstrip(), match[0], text[match.end() :].lstrip()
        if pattern.pattern == ANY:
            return


def _codes_asked(study: TracedStudy, code: str, against: str) -> set[str] | None:
    """Return the codes of which a turn must have one; None for any turn."""
    rows = read_written_rows(study.root / THEMES).rows
    known = [row["code"] for row in rows]
    for name in filter(None, (code, against)):
        if name not in known:
            expected = f"a code of the codebook{hint_nearest(name, known)}"
            raise ProblemsFound.at(THEMES, f"no code {name}", expected, "use a code as it stands there")
    counters = {row["code"] for row in rows if against and row.get("against") == against}
    if against and not counters:
        found, expected = f"no code against {against}", "a code that names it in the column against"
        raise ProblemsFound.at(THEMES, found, expected, "say there which codes speak against it")
    return counters or ({code} if code else None)


def _place(row: Row) -> tuple[str, str, int]:
    return row["cohort"], row["transcript"], int(row["turn"])
