"""Read captions: WebVTT (W3C WebVTT, sections 4 and 6), as Teams and Zoom write it, and SubRip."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from aimed.ingest.transcripts.utterances import Utterance, need_words, read_lines
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMES = re.compile(rf"{CLOCK}[ \t]+-->[ \t]+{CLOCK}(?:[ \t]|$)")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
# other words between < and >, such as <inaudible>, are words
TAG = re.compile(r"(</?(?:[bcuiv]|rt|ruby|lang|font)(?:[.\s][^<>]*)?>|<[\d:.]+>)", re.IGNORECASE)
NO_CUES = ("NOTE", "STYLE", "REGION")
CUT_TAG = re.compile(r"</?(?:[bcuiv]|rt|ruby|lang|font)(?:[.\s][^<>]*)?$", re.IGNORECASE)
HEADER = re.compile(r"WEBVTT(?:\s|$)")

Block = list[tuple[int, str]]


def read_vtt(path: Path, encoding: str | None = None) -> list[Utterance]:
    """Return the words of a .vtt transcript with their times, voice by voice.

    Raises ProblemsFound for a file that does not begin with WEBVTT, for each cue without valid times
    and for times within a cue.
    """
    lines = read_lines(path, encoding)
    if not HEADER.match(lines[0]):
        place, found = f"{path.as_posix()}, line 1", "a first line other than WEBVTT"
        expected, remedy = "a WebVTT file", "export the transcript as .vtt or correct its format"
        raise ProblemsFound.at(place, found, expected, remedy)
    header, *blocks = _blocks(lines)
    first_cue = next((at for at, (_, line) in enumerate(header) if "-->" in line), None)
    if first_cue is not None:  # a cue right under the header, without an empty line, is a cue
        blocks = [header[max(1, first_cue) :], *blocks]
    return _read_cues(path, [block for block in blocks if block[0][1].split()[0] not in NO_CUES])


def read_srt(path: Path, encoding: str | None = None) -> list[Utterance]:
    """Return the words of a SubRip (.srt) transcript: WebVTT's cues without its header.

    Raises ProblemsFound for each cue without valid times and for times within a cue.
    """
    return _read_cues(path, list(_blocks(read_lines(path, encoding))))


def begins_as_captions(lines: list[str]) -> str | None:
    """Return vtt or srt when a text begins as one does, None otherwise."""
    if HEADER.match(lines[0]):
        return "vtt"
    first = next(_blocks(lines[:50]), [])
    has_times = len(first) > 1 and first[0][1].strip().isdecimal() and TIMES.match(first[1][1].strip())
    return "srt" if has_times else None


def _read_cues(path: Path, blocks: list[Block]) -> list[Utterance]:
    utterances: list[Utterance] = []
    problems: list[Problem] = []
    for block in blocks:
        at = next((i for i, (_, line) in enumerate(block[:2]) if "-->" in line), 0)
        times = TIMES.match(block[at][1].strip())
        if times is None:
            found = "a cue without valid times"
            if utterances and not any("-->" in line for _, line in block):
                found = "words without times: an empty line cuts a cue in its middle, or its times are lost"
            problems.append(_wrong_cue(path, block[at][0], found))
            continue
        payload = block[at + 1 :]
        problems += [
            _wrong_cue(path, number, "a cue that begins within another, without an empty line")
            for number, line in payload
            if TIMES.match(line.strip())
        ]
        start, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        utterances += [replace(u, time_start=start, time_end=end) for u in _voices(payload)]
    problems += _judge_end(path, blocks)
    raise_problems(problems)
    return need_words(utterances, path)


def _judge_end(path: Path, blocks: list[Block]) -> list[Problem]:
    """Return the problem of a last cue that ends in the middle, as in a file that was cut off.

    It ends within a tag, or its voice is open where that of every cue before it is closed.
    """
    cues = ["\n".join(line for _, line in block) for block in blocks]
    *others, last = cues or [""]
    voiced = [cue for cue in others if VOICE.search(cue)]
    is_open = VOICE.search(last) and "</v>" not in last
    cut = CUT_TAG.search(last) or (is_open and len(voiced) > 1 and all("</v>" in cue for cue in voiced))
    if not others or not cut:
        return []
    found, expected = "a last cue that is cut in its middle", "a cue to its end, its tags closed"
    remedy = "restore the file from the recording's export; close the tag where the export ends so"
    return [Problem(f"{path.as_posix()}, line {blocks[-1][-1][0]}", found, expected, remedy)]


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the blocks between empty lines, each line with its number."""
    block: Block = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    thousandths = int(hours) * 3_600_000 + int(minutes) * 60_000 + int(seconds) * 1000
    return (thousandths + int(fraction.ljust(3, "0"))) / 1000


def _voices(payload: Block) -> list[Utterance]:
    """Return a cue's words: one utterance per voice, and one per line where no voice is open."""
    found: list[Utterance] = []
    speaker: str | None = None
    words: list[str] = []
    first = 0

    def close() -> None:
        text = " ".join(line for line in html.unescape("".join(words)).split("\n") if line).strip()
        if text:
            found.append(Utterance(text, first, speaker))
        words.clear()

    for number, line in payload:
        if speaker is None:
            close()
        for piece in TAG.split(line.strip()):
            voice = VOICE.fullmatch(piece)
            if voice or piece == "</v>":
                close()
                speaker = html.unescape(voice[1]).strip() if voice else None
            elif not TAG.fullmatch(piece) and (piece.strip() or words):
                first = first if words else number
                words.append(piece)
        if words:
            words.append(" ")
    close()
    return found


def _wrong_cue(path: Path, line: int, found: str) -> Problem:
    expected = 'an empty line, then times such as "00:01:02.500 --> 00:01:04.000"'
    remedy = "restore the line from the recording's export"
    return Problem(f"{path.as_posix()}, line {line}", found, expected, remedy)
