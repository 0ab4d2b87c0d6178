"""Put utterances together into turns, by the speakers that a cohort declares, and into canonical text."""

import re
from dataclasses import dataclass, replace

from aimed.ingest.transcript_files import MODERATOR, SPEECH, UNKNOWN, TranscriptFile
from aimed.ingest.utterances import Utterance
from aimed.problems import Problem

LABEL_WORDS = 4
SHARE_BEFORE = 0.25
COLON = re.compile(r"\s*[:：]\s*")
# not in 10:30 and not in http://
LABEL_COLON = re.compile(r"[:：](?![\d/])")


@dataclass(frozen=True)
class Turn:
    """What one speaker says until another speaks; the text has no line break and no label."""

    speaker: str
    text: str
    line: int
    time_start: float | None = None
    time_end: float | None = None


def assemble_turns(
    utterances: list[Utterance], file: TranscriptFile
) -> tuple[list[Turn], list[str], list[Problem]]:
    """Return the turns, the lines before the first label, and the problems of one transcript.

    An utterance without a speaker continues the turn before it, joined by one blank. So does one of
    the same speaker where the format names the speaker at every cue.
    """
    turns: list[Turn] = []
    before: list[Utterance] = []
    strangers: dict[str, list[int]] = {}
    for utterance in utterances:
        speaker, text = find_speaker(utterance, file)
        if speaker is not None and file.speakers.get(speaker, SPEECH) == SPEECH:
            strangers.setdefault(speaker, []).append(utterance.line)
        same = file.reader.names_at_every_cue and turns and speaker == turns[-1].speaker
        if speaker is not None and not same:
            turns.append(Turn(speaker, text, utterance.line, utterance.time_start, utterance.time_end))
        elif turns:
            turns[-1] = _continue(turns[-1], text, utterance.time_end)
        else:
            before.append(utterance)
    problems = _name_strangers(strangers, file) + _judge_start(before, utterances, turns, file)
    return turns, [utterance.text for utterance in before], problems


def find_speaker(utterance: Utterance, file: TranscriptFile) -> tuple[str | None, str]:
    """Return the speaker whom the format or a label at the start of the text names, and the words.

    The speaker is None where there is no label. One who is not declared is returned when the file's
    own pattern finds it, or when the words before the colon look like a label.
    """
    text = utterance.text
    if utterance.speaker is not None:
        return utterance.speaker, text
    if file.pattern is not None:
        found = file.pattern.match(text)
        return (found["speaker"].strip(), text[found.end() :].strip()) if found else (None, text)
    for label, who in file.speakers.items():
        colon = COLON.match(text, len(label)) if text.startswith(label) else None
        if colon:
            return (None, text) if who == SPEECH else (label, text[colon.end() :])
    words, *spoken = LABEL_COLON.split(text, maxsplit=1)
    if spoken and looks_like_label(words):
        return words.strip(), spoken[0].strip()
    return None, text


def looks_like_label(words: str) -> bool:
    """Return whether words before a colon may name a speaker: four at most, with a capital or a digit.

    Letters of scripts without capitals count as capitals: better one question too many than words
    given to the wrong person.
    """
    return len(words.split()) <= LABEL_WORDS and any(c.isalnum() and not c.islower() for c in words)


def write_canonical(turns: list[Turn]) -> tuple[str, list[tuple[int, int]]]:
    """Return the canonical text and the half-open span, in code points, of each turn's words in it.

    One line per turn, "SPEAKER: text" and a line feed, nothing else, not normalised.
    """
    text, spans = "", []
    for turn in turns:
        start = len(text) + len(turn.speaker) + len(": ")
        spans.append((start, start + len(turn.text)))
        text += f"{turn.speaker}: {turn.text}\n"
    return text, spans


def _continue(turn: Turn, text: str, time_end: float | None) -> Turn:
    return replace(turn, text=f"{turn.text} {text}".strip(), time_end=time_end)


def _name_strangers(strangers: dict[str, list[int]], file: TranscriptFile) -> list[Problem]:
    return [
        Problem(
            file.place(lines[0]),
            f'unknown speaker "{label}", {len(lines)} time{"s" if len(lines) > 1 else ""}',
            f"a speaker declared for {file.transcript}: {file.declared()}",
            f"add it in {file.cohort_file.as_posix()} under speakers, {file.transcript}: a participant's id, "
            f"{MODERATOR} or {UNKNOWN}; {SPEECH} when these words were spoken",
        )
        for label, lines in strangers.items()
    ]


def _judge_start(
    before: list[Utterance], utterances: list[Utterance], turns: list[Turn], file: TranscriptFile
) -> list[Problem]:
    if len(before) <= SHARE_BEFORE * len(utterances):
        return []
    found = f"{len(before)} of {len(utterances)} {file.reader.unit}s before the first speaker"
    return [
        Problem(
            file.path.as_posix() if not turns else file.place(before[0].line),
            found if turns else f"no speaker in {len(utterances)} {file.reader.unit}s",
            f"{file.reader.unit}s that begin with a speaker and a colon; declared for {file.transcript}: "
            f"{file.declared()}",
            f"name the speaker of each turn in the file, and declare them in {file.cohort_file.as_posix()}",
        )
    ]
