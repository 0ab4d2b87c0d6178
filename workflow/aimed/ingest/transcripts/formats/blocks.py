"""Blocks of `Name  mm:ss` and words, as Otter writes them to .txt and .docx and Teams to .docx."""

import re
from dataclasses import replace
from itertools import accumulate

from aimed.ingest.transcripts.utterances import Utterance

HEAD = re.compile(r"(?P<speaker>[^\t]{1,120}?)(?:[ \u00a0]{2,}|[ \u00a0]*\t[ \u00a0\t]*)"
                  r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{2})$")  # fmt: skip
FOOT = re.compile(r"Transcribed by https?://\S{1,60}")
SECTIONS = ("SUMMARY KEYWORDS", "SPEAKERS")


def read_blocks(utterances: list[Utterance]) -> list[Utterance] | None:
    """Return one utterance per block with its speaker and time, or None for another layout.

    It is this layout when a line says SUMMARY KEYWORDS or SPEAKERS above the first head, or when the
    words begin with a head and there are two. The lines above the first head are titles, and so is the
    line at the foot that names the program.
    """
    foot = utterances[-1:] if FOOT.fullmatch(utterances[-1].text) else []
    utterances = utterances[: len(utterances) - len(foot)]
    heads = [at for at, utterance in enumerate(utterances) if _head(utterance)]
    if not heads:
        return None
    above = utterances[: heads[0]]
    if not any(u.text in SECTIONS for u in above) and (len(heads) < 2 or len(above) > 3):
        return None
    ends = [*heads[1:], len(utterances)]
    blocks = [
        _join(utterances[first], utterances[first + 1 : end]) for first, end in zip(heads, ends, strict=True)
    ]
    return [*(replace(u, kind="title") for u in (*above, *foot)), *blocks]


def _head(utterance: Utterance) -> re.Match[str] | None:
    # a colon within the name: a label and words that end with a time
    found = HEAD.fullmatch(utterance.text) if len(utterance.text) < 200 else None
    return None if found is None or ":" in found["speaker"] else found


def _join(head: Utterance, words: list[Utterance]) -> Utterance:
    found = _head(head)
    if found is None:
        raise ValueError("a block begins with a head")
    seconds = int(found["h"] or 0) * 3600 + int(found["m"]) * 60 + int(found["s"])
    ends = accumulate(len(utterance.text) + 1 for utterance in words)
    joined = tuple(zip([0, *ends], (utterance.line for utterance in words), strict=False))
    text = " ".join(utterance.text for utterance in words)
    speaker = found["speaker"].strip()
    return replace(head, text=text, speaker=speaker, time_start=float(seconds), joined=joined)
