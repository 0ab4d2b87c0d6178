"""Labels within the words of a turn: whoever speaks there, it must be said whether a turn begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from aimed.ingest.personal.words import is_spaced
from aimed.ingest.transcripts.declared_files import BREAK, SPEECH, TEXT, TranscriptFile
from aimed.ingest.transcripts.speakers.heads import DASH, LABEL_COLON, is_capital_label, shape_of, shapes_of
from aimed.ingest.transcripts.speakers.labels import DeclaredLabels, Spoken, declare, find_speakers
from aimed.ingest.transcripts.utterances import Utterance

COLON = rf"\s*{LABEL_COLON.pattern}\s*"
CLOCK = r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,]\d{1,3})?"
TIME = rf"(?:[\s,]+[(\[]?{CLOCK}[)\]]?(?!\S)\s*)"
REMARK = r"(?:\s*[(\[][^()\[\]]{0,40}[)\]])?"
FORMS = rf"(?P<colon>{REMARK}{COLON})|(?P<time>{TIME})|(?P<dash>{DASH})|(?P<mark>[.)>|]?\t\s*|[.)>|]\s+)"
# a sentence has ended, or was broken off
SENTENCE_END = re.compile(r"[.?!…。？！।؟\"”»’)\]/—–-]$")
# a label of a series that nobody declared, as P9 beside P1
SERIES = re.compile(rf"(?<![\w@./-])(?P<label>[^\W\d_]{{1,20}}[ .]?\d{{1,4}}){COLON}")
HEAD = re.compile(rf"(?P<label>\S.{{0,118}}?){TIME}")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
LONGEST = 200
BEFORE = 20


class Inside(NamedTuple):
    """A label within words: where it begins, where the words after it do, and the time that stands there."""

    start: int
    end: int
    label: str
    time: float | None = None


@dataclass(frozen=True)
class Parted:
    """Utterances with who speaks, parted where a declared break stands in one.

    doubtful: label -> the lines where it stands inside a turn and nothing is declared.
    strangers: the same of labels that are not declared.
    """

    spoken: list[tuple[Utterance, Spoken]]
    doubtful: dict[str, list[int]]
    strangers: dict[str, list[int]]


def part_turns(utterances: list[Utterance], file: TranscriptFile) -> Parted:
    """Return the utterances with their speakers, looked through for labels within their words.

    Raises ProblemsFound as `find_speakers` does.
    """
    parted = Parted([], {}, {})
    search = _Search.of(file)
    for utterance, spoken in zip(utterances, find_speakers(utterances, file), strict=True):
        if utterance.kind == "words":
            _part(utterance, spoken, search, parted)
        else:
            parted.spoken.append((utterance, spoken))
    return parted


def _part(utterance: Utterance, spoken: Spoken, search: "_Search", parted: Parted) -> None:
    words, offset = spoken.words, utterance.text.rfind(spoken.words)
    breaks = []
    for found in search.find(words, utterance, offset):
        what = search.file.inside_of(found.label)
        line = utterance.line_at(offset + found.start)
        if found.label not in search.file.speakers:
            parted.strangers.setdefault(found.label, []).append(line)
        elif what == BREAK:
            breaks.append(found)
        elif what != TEXT:
            parted.doubtful.setdefault(found.label, []).append(line)
    starts = [*(found.start for found in breaks), len(words)]
    parted.spoken.append((utterance, Spoken(spoken.speaker, words[: starts[0]].strip())))
    for found, (_, end) in zip(breaks, pairwise(starts), strict=True):
        at = replace(utterance, line=utterance.line_at(offset + found.start), joined=())
        at = at if found.time is None else replace(at, time_start=found.time)
        parted.spoken.append((at, Spoken(found.label, words[found.end : end].strip())))


@dataclass(frozen=True)
class _Search:
    """What is looked for in the words of one file."""

    file: TranscriptFile
    declared: DeclaredLabels
    labels: re.Pattern[str] | None
    shapes: frozenset[str]

    @classmethod
    def of(cls, file: TranscriptFile) -> "_Search":
        spoken = (label for label, who in file.speakers.items() if who != SPEECH)
        names = [label for label in spoken if UNSEEN.sub("", label).strip()]
        known = "|".join(map(_spell, sorted(names, key=len, reverse=True)))
        plain = rf"(?P<label>{known})(?:{FORMS})"
        bracketed = rf"[\[(<](?P<within>{known})[\])>]\s+(?=\S)"
        labels = re.compile(f"{plain}|{bracketed}", re.IGNORECASE) if names else None
        return cls(file, declare(file), labels, shapes_of(names))

    def find(self, words: str, utterance: Utterance, offset: int) -> Iterator[Inside]:
        """Yield the labels within words, in their order; those of a series that are not declared too."""
        seen, places = _without_unseen(words)
        found = [one for one in self._declared(seen) if self.file.speakers.get(one.label) != SPEECH]
        taken = {one.start for one in found}
        found += [one for one in self._series(seen) if one.start not in taken]
        found += [one for one in _heads(utterance, offset) if one.label not in self.file.speakers]
        for one in sorted(found):
            yield one._replace(start=places[one.start], end=places[one.end])

    def _declared(self, words: str) -> Iterator[Inside]:
        for found in self.labels.finditer(words) if self.labels else ():
            label = self.declared.find(found["label"] or found["within"])
            start = found.start()
            before = words[max(0, start - BEFORE) : start]
            ended = not before.strip() or SENTENCE_END.search(before.rstrip()) is not None
            if _stands_alone(before, label) and _is_label(found, label, ended=ended, first=not start):
                clock = found["m"] and [int(found[part] or 0) for part in "hms"]
                time = float(clock[0] * 3600 + clock[1] * 60 + clock[2]) if clock else None
                yield Inside(start, found.end(), label, time)

    def _series(self, words: str) -> Iterator[Inside]:
        for found in SERIES.finditer(words):
            label = self.declared.find(found["label"])
            if label not in self.file.speakers and shape_of(label) in self.shapes:
                yield Inside(found.start(), found.end(), label)


def _spell(label: str) -> str:
    """Return the expression of a label, whose blanks may be several."""
    return r"\s+".join(map(re.escape, UNSEEN.sub("", label).split()))


def _stands_alone(before: str, label: str) -> bool:
    """Return whether no word runs on into a label; in scripts without blanks nothing parts them."""
    return not is_spaced(label[0]) or re.search(r"[\w@./-]$", before) is None


def _is_label(found: re.Match[str], label: str, *, ended: bool, first: bool) -> bool:
    """Return whether what stands after a label makes it one: a colon or a time does so anywhere.

    Others do where a sentence has ended before it; a lone letter, as the I of an interviewer, needs that too.
    """
    if found["within"]:
        return ended
    if found["colon"] is not None or found["time"] is not None:
        return ended or len(label) > 1
    if found["dash"] is not None:
        return ended
    return first and (any(c.isdigit() for c in label) or (len(label) > 1 and label.isupper()))


def _heads(utterance: Utterance, offset: int) -> Iterator[Inside]:
    """Yield the names with a time that have a line for themselves in a block, as `Ana Lima 00:10`."""
    starts = [start for start, _ in utterance.joined]
    for start, end in pairwise([*starts, len(utterance.text) + 1]):
        line = utterance.text[start : end - 1]
        found = HEAD.fullmatch(line) if len(line) < LONGEST else None
        if found and is_capital_label(found["label"]):
            yield Inside(start - offset, end - 1 - offset, found["label"])


def _without_unseen(words: str) -> tuple[str, range | list[int]]:
    """Return words without characters that nobody sees, and where each place in them is in the words."""
    if not UNSEEN.search(words):
        return words, range(len(words) + 1)
    places = [at for at, c in enumerate(words) if not UNSEEN.fullmatch(c)]
    return "".join(words[at] for at in places), [*places, len(words)]
