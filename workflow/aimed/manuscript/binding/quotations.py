"""Quotations: are the words in the turn, may they be quoted, and to whom may they be attributed?"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aimed.files.tables import read_rows
from aimed.messages.problems import Problem
from aimed.study.declarations import ANSWERS, MATERIAL
from aimed.study.pseudonyms import PSEUDONYM

ELLIPSIS = re.compile(r"\[\s*…\s*\]|…")
OTHER_CASE = re.compile(r"\[(\w)\](?=\w)")
INSERTION = re.compile(r"\[[^\[\]]*\]")
TYPOGRAPHY = {"’": "'", "‘": "'", "“": '"', "”": '"', "...": "…", "---": "—", "--": "–", "\u00a0": " "}
OTHERWISE = "otherwise"
Rows = Sequence[Mapping[str, Any]]


def check_quotation(place: str, turn: str, words: str, turns: Rows, participants: Rows) -> list[Problem]:
    """Return what is wrong with one quotation; an empty list when it may stand.

    place is file:line:column; turn is "<cohort>/<transcript>/<turn>"; words are as written in the source.
    turns needs cohort, transcript, turn, participant, text; participants needs participant, kept,
    consent_quotation.
    """
    row = find_turn(turn, turns)
    if row is None:
        return [_no_such_turn(place, turn, turns)]
    return _speaker_problems(place, turn, row, participants) or _word_problems(place, turn, words, row, turns)


def read_quotable(turns: Path) -> list[dict[str, Any]]:
    """Return the turns of focus groups; answers of the survey are coded among the turns and never quoted."""
    return [row for row in read_rows(turns) if row.get(MATERIAL) != ANSWERS]


def find_turn(turn: str, turns: Rows) -> Mapping[str, Any] | None:
    """Return the row of a turn named "<cohort>/<transcript>/<turn>", or None."""
    names = turn.split("/")
    if len(names) != 3 or not names[2].isdecimal():
        return None
    cohort, transcript, number = names[0], names[1], int(names[2])
    here = (row for row in turns if row["turn"] == number and row["transcript"] == transcript)
    return next((row for row in here if row["cohort"] == cohort), None)


def holds_verbatim(words: str, spoken: str) -> bool:
    """Return whether the quoted words stand in the turn's text, in order and at word boundaries.

    "…" or "[…]" leaves words out; "[words]" adds words of the author; "[T]he" changes the case of a
    letter. Straight and curly quotation marks, and runs of blanks, count as equal; nothing else does.
    """
    text, at = plain(spoken), 0
    parts = quoted_parts(words)
    for part in parts:
        match = _pattern(part).search(text, at)
        if match is None:
            return False
        at = match.end()
    return bool(parts)


def quoted_parts(words: str) -> list[str]:
    """Return the stretches of a quotation that must stand in the turn, each without its insertions."""
    source = re.sub(r"\n[ \t]*>[ \t]?", "\n", words)
    source = plain(re.sub(r"\\([^\w\s])", r"\1", source))
    parts = (re.sub(r"\s+", " ", part).strip() for part in ELLIPSIS.split(source))
    return [part for part in parts if INSERTION.sub("", OTHER_CASE.sub(r"\1", part)).strip()]


def plain(text: str) -> str:
    """Return a text with one form of quotation mark, dash, ellipsis and blank."""
    for written, meant in TYPOGRAPHY.items():
        text = text.replace(written, meant)
    return re.sub(r"\s+", " ", text)


def _pattern(part: str) -> re.Pattern[str]:
    """Return a pattern for a stretch: insertions take no words, a bracketed letter may change its case.

    A pseudonym, as [name 3], stands in the turn itself.
    """
    tokens = re.split(r"(\[[^\[\]]*\])", part)
    pieces = []
    for at, token in enumerate(tokens):
        inner = token[1:-1]
        if not token.startswith("[") or PSEUDONYM.fullmatch(token):
            pieces.append(re.escape(token))
        elif len(inner) == 1 and inner.isalpha() and re.match(r"\w", tokens[at + 1]):
            pieces.append(f"(?i:{inner})")
        else:
            pieces.append("\0")
    # an insertion stands between blanks of its own: they and the blank in the turn are one
    joined = re.sub(r"(?:\\ )+\0(?:\\ )*|\0(?:\\ )+", r"\\ ", "".join(pieces)).replace("\0", "")
    whole = joined.removeprefix("\\ ").removesuffix("\\ ")
    return re.compile(rf"(?<!\w){whole}(?!\w)")


def attribute_speaker(
    turn: str,
    turns: Rows,
    participants: Rows,
    columns: Sequence[str],
    smallest_cell: int,
) -> tuple[str, str | None]:
    """Return (column, code) by which a quotation is attributed, or ("otherwise", None).

    The first of `columns` is taken in which at least `smallest_cell` kept members of the focus groups
    share the speaker's code. participants needs participant, kept, in_focus_groups and `columns`.
    """
    row = find_turn(turn, turns)
    speakers = list_speakers(participants)
    name = (row or {}).get("participant")
    own = next((person for person in speakers if person["participant"] == name), None)
    return (OTHERWISE, None) if own is None else attribute_person(own, speakers, columns, smallest_cell)


def list_speakers(participants: Rows) -> list[Mapping[str, Any]]:
    """Return the kept members of the focus groups."""
    return [person for person in participants if person["kept"] and person["in_focus_groups"]]


def attribute_person(
    own: Mapping[str, Any], speakers: Rows, columns: Sequence[str], smallest_cell: int
) -> tuple[str, str | None]:
    """Return (column, code) by which words of one of the speakers are attributed, as `attribute_speaker`."""
    for column in columns:
        code = own[column]
        if code is not None and sum(person[column] == code for person in speakers) >= smallest_cell:
            return column, str(code)
    return OTHERWISE, None


def write_attribution(column: str, label: str | None, wording: Mapping[str, str]) -> str:
    """Return the attribution in the house style, e.g. "Student, lower-middle income country".

    wording maps a column, and "otherwise", to a text in which {label} and {lower} stand for the label.
    """
    text = wording[column]
    if label is None:
        return text
    return text.replace("{label}", label).replace("{lower}", label[:1].lower() + label[1:])


def _no_such_turn(place: str, turn: str, turns: Rows) -> Problem:
    names = turn.split("/")
    transcript = names[1 % len(names)]
    inside = [row["turn"] for row in turns if (row["cohort"], row["transcript"]) == (names[0], transcript)]
    if len(names) == 3 and inside and names[2].isdecimal() and 1 <= int(names[2]) <= max(inside):
        found = f"turn {turn}, whose speaker withdrew or is not kept in the study"
        return Problem(place, found, "words of a kept participant", "take this quotation out")
    expected = "<cohort>/<transcript>/<turn>, of a participant who is kept and agreed to analysis"
    if len(names) == 3 and inside:
        expected = f"a turn of {names[0]}/{names[1]}: {min(inside)} to {max(inside)}"
    return Problem(place, f"no turn {turn}", expected, "correct the turn of this quotation, or take it out")


def _speaker_problems(place: str, turn: str, row: Mapping[str, Any], participants: Rows) -> list[Problem]:
    speaker = row["participant"]
    if speaker is None:
        found = f"turn {turn} was spoken by nobody who takes part (a moderator, or unknown)"
        return [Problem(place, found, "words of a participant", "quote a participant's turn")]
    known = next((person for person in participants if person["participant"] == speaker), None)
    if known is None or not known["kept"]:
        found = f"turn {turn} was spoken by somebody who is not kept in the study"
        return [Problem(place, found, "words of a kept participant", "take this quotation out")]
    if not known["consent_quotation"]:
        found = f"the speaker of turn {turn} did not agree to be quoted"
        cohort = turn.split("/", maxsplit=1)[0]
        others = [one for one in participants if str(one["participant"]).startswith(f"{cohort}:")]
        if len(others) > 1 and not any(one["consent_quotation"] for one in others):
            found += f", or was not asked: nobody of {cohort} may be quoted"
        return [Problem(place, found, "consent to quotation", "take this quotation out")]
    return []


def _word_problems(place: str, turn: str, words: str, row: Mapping[str, Any], turns: Rows) -> list[Problem]:
    if holds_verbatim(words, str(row["text"])):
        return []
    same = (r for r in turns if r["cohort"] == row["cohort"] and r["participant"] is not None)
    remedy = "quote word by word; declare what you leave out […] and what you add [so]"
    if other := next((r for r in same if holds_verbatim(words, str(r["text"]))), None):
        name = f"{other['cohort']}/{other['transcript']}/{other['turn']}"
        remedy = f"these words stand in turn {name}: correct the turn"
    expected = f"words of turn {turn}, in order, at word boundaries"
    return [Problem(place, f'the quotation "{_first_difference(words, str(row["text"]))}"', expected, remedy)]


def _first_difference(words: str, spoken: str) -> str:
    """Return the quotation from its start to the first word that does not stand in the turn."""
    for part in quoted_parts(words) or [plain(words)]:
        tokens = part.split(" ")
        for count in range(1, len(tokens) + 1):
            if not _pattern(" ".join(tokens[:count])).search(plain(spoken)):
                shown = " ".join(tokens[max(0, count - 6) : count])
                return f"{'… ' if count > 6 else ''}{shown}{' …' if count < len(tokens) else ''}"
    return plain(words)[:60]
