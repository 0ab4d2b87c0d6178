"""Who speaks: the label at the start of an utterance, as a cohort declares it or as it looks like one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from aimed.ingest.personal.labels import holds_name, list_runs
from aimed.ingest.transcripts.declared_files import SPEECH, TranscriptFile
from aimed.ingest.transcripts.speakers.heads import (
    DASHED,
    LABEL_COLON,
    LONGEST_LABEL,
    OFTEN,
    before_colon,
    count_small,
    goes_on,
    is_dashed_label,
    is_small_label,
    looks_like_label,
    shape_of,
    shapes_of,
)
from aimed.ingest.transcripts.speakers.pattern import SEARCHED, SECONDS, SlowPattern
from aimed.ingest.transcripts.utterances import Utterance
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

COLON = re.compile(r"\s*[:：﹕꞉]\s*")
FIRST_COLON = re.compile("[:：﹕꞉]")


class Spoken(NamedTuple):
    """Who speaks, None where nobody is named, and the words without the label."""

    speaker: str | None
    words: str


@dataclass(frozen=True)
class DeclaredLabels:
    """What is declared of a file: folded label -> label, and the words of each label and roster name."""

    labels: dict[str, str]
    runs: frozenset[tuple[str, ...]]

    def find(self, words: str) -> str:
        """Return the declared label that these words are, case set aside; else the words, folded."""
        folded = fold_label(words)
        return self.labels.get(folded, self.labels.get(folded.casefold(), folded))


def find_speakers(utterances: list[Utterance], file: TranscriptFile) -> list[Spoken]:
    """Return for each utterance the speaker whom the format or a label names, and the words without it.

    The speaker is None where there is no label. One who is not declared is returned when the format or
    the file's own pattern names them, or when the words before a colon look like a label. A declared
    label is found in any case, whatever invisible characters stand in it. Raises ProblemsFound for a
    pattern that is too slow, or that takes in more of a line than is searched.
    """
    declared = declare(file)
    by_pattern = _match_pattern(utterances, file)
    found = [
        _find(utterance, matched, file, declared)
        for utterance, matched in zip(utterances, by_pattern, strict=True)
    ]
    return found if file.pattern is not None else _look_at_heads(utterances, found, file, declared)


def _look_at_heads(
    utterances: list[Utterance], found: list[Spoken], file: TranscriptFile, declared: DeclaredLabels
) -> list[Spoken]:
    """Return the speakers with those too whom a line's head names in small letters or before a dash.

    They are looked for where lines are labelled so; a line of running text that goes on is passed over.
    """
    lines = [at for at, one in enumerate(utterances) if one.kind == "words" and one.speaker is None]
    labelled = [found[at].speaker is not None for at in lines]
    if not any(labelled) and not _has_dashes(utterances, file, declared):
        return found
    captions = file.reader.names_at_every_cue
    width = 0 if captions else max(len(utterances[at].text) for at in lines)
    often = count_small(utterances[at].text for at in lines)
    named = [label for label, who in file.speakers.items() if who != SPEECH]
    shapes = shapes_of([*named, *(found[at].speaker or "" for at in lines)])
    looked = list(found)
    for at in lines:
        if looked[at].speaker is None:
            text = utterances[at].text
            middle = at > 0 and goes_on(utterances[at - 1].text, text, width)
            dashed = _cut_dashed(text, middle, shapes, file, declared)
            # captions break anywhere and often have no full stops: there one question more is asked
            asked = captions or not middle or often[before_colon(text)] >= OFTEN
            small = _cut_small(text, often, file, declared) if asked else None
            looked[at] = dashed or small or found[at]
    return looked


def _has_dashes(utterances: list[Utterance], file: TranscriptFile, declared: DeclaredLabels) -> bool:
    dashed = (DASHED.match(one.text) for one in utterances)
    named = (declared.find(found["label"]) for found in dashed if found)
    return any(file.speakers.get(label, SPEECH) != SPEECH for label in named)


def _cut_small(
    text: str, often: Counter[str], file: TranscriptFile, declared: DeclaredLabels
) -> Spoken | None:
    """Return who is not declared, but named in small letters before a colon."""
    before, *after = LABEL_COLON.split(text, maxsplit=1)
    if not after or declared.find(before) in file.speakers or not is_small_label(before, often):
        return None
    return Spoken(fold_label(before), after[0].strip())


def _cut_dashed(
    text: str, middle: bool, shapes: frozenset[str], file: TranscriptFile, declared: DeclaredLabels
) -> Spoken | None:
    """Return whom the words before a dash name: who is declared, or is like those who speak here.

    A lone letter may be a word that was said twice ("I - I mean"); in the middle of a sentence a word is one.
    """
    dashed = DASHED.match(text)
    if dashed is None:
        return None
    label, words = declared.find(dashed["label"]), text[dashed.end() :]
    if label in file.speakers:
        return Spoken(label, words) if file.speakers[label] != SPEECH and len(label) > 1 else None
    alike = shape_of(label) in shapes or (not middle and is_dashed_label(dashed["label"]))
    return Spoken(label, words) if alike else None


def fold_label(words: str) -> str:
    """Return a label without characters that nobody sees (zero-width, direction marks), blanks as one."""
    seen = "".join(c for c in unicodedata.normalize("NFC", words) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def declare(file: TranscriptFile) -> DeclaredLabels:
    """Return what is declared; two people's labels that case alone tells apart stay apart."""
    by_case: dict[str, str] = {}
    whose: dict[str, set[str]] = {}
    for label, who in file.speakers.items():
        folded = fold_label(label).casefold()
        by_case.setdefault(folded, label)
        whose.setdefault(folded, set()).add(who)
    one = {folded: label for folded, label in by_case.items() if len(whose[folded]) == 1}
    named = [label for label, who in file.speakers.items() if who != SPEECH]
    exact = {fold_label(label): label for label in file.speakers}
    return DeclaredLabels(one | exact, list_runs([*named, *file.names]))


def _find(
    utterance: Utterance, matched: tuple[str, int] | None, file: TranscriptFile, declared: DeclaredLabels
) -> Spoken:
    """Return whom the format names, else whom the label does that the file's pattern or a colon ends."""
    text = utterance.text
    nobody = Spoken(None, text)
    if utterance.speaker is not None:
        return Spoken(declared.find(utterance.speaker), text)
    if utterance.kind == "heading":
        return Spoken(declared.find(text.rstrip(":： ")), "")
    if utterance.kind == "title" or (file.pattern is not None and matched is None):
        return nobody
    if matched is not None:
        label, end = matched
        return Spoken(declared.find(label), text[end:].strip())
    return _cut_declared(text, file, declared) or _cut_likely(text, declared) or nobody


def _cut_declared(text: str, file: TranscriptFile, declared: DeclaredLabels) -> Spoken | None:
    """Return whom a declared label names: as it is written, with a colon in it or not, else in any case.

    A label that is declared as speech names nobody.
    """
    written = ((label, COLON.match(text, len(label))) for label in file.speakers if text.startswith(label))
    label, words = next(((label, text[colon.end() :]) for label, colon in written if colon), ("", ""))
    if not label:
        before, *after = FIRST_COLON.split(text, maxsplit=1)
        if after and len(before) < LONGEST_LABEL:
            label, words = declared.find(before), after[0].strip()
    if label not in file.speakers:
        return None
    return Spoken(None, text) if file.speakers[label] == SPEECH else Spoken(label, words)


def _cut_likely(text: str, declared: DeclaredLabels) -> Spoken | None:
    """Return who is not declared, but named by what looks like a label or holds a name that is known."""
    before, *after = LABEL_COLON.split(text, maxsplit=1)
    if after and (looks_like_label(before) or holds_name(before, declared.runs)):
        return Spoken(fold_label(before), after[0].strip())
    return None


def _match_pattern(utterances: list[Utterance], file: TranscriptFile) -> Iterator[tuple[str, int] | None]:
    if file.pattern is None:
        return iter([None] * len(utterances))
    try:
        found = file.pattern.match([utterance.text for utterance in utterances])
    except SlowPattern:
        place, slow = file.cohort_file.as_posix(), f"a speaker_pattern that takes more than {SECONDS:.0f} s"
        remedy = "write it with fewer repeats within repeats"
        quick = f"a pattern that is quick on {file.path.name}"
        raise ProblemsFound.at(place, slow, quick, remedy) from None
    long = f"a label that goes on beyond the first {SEARCHED} characters of the line"
    expected = "a speaker_pattern that takes in the label alone"
    remedy = f"correct the speaker_pattern in {file.cohort_file.as_posix()}"
    at = [one.line for one, matched in zip(utterances, found, strict=True) if matched and matched[1] < 0]
    raise_problems(Problem(file.place(line), long, expected, remedy) for line in at)
    return iter(found)
