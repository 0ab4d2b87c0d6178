"""The formats of transcripts that can be read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aimed.ingest.transcript_captions import read_srt, read_vtt
from aimed.ingest.transcript_docx import read_docx
from aimed.ingest.transcript_text import read_text
from aimed.ingest.utterances import Utterance


@dataclass(frozen=True)
class Reader:
    """How a format is read (path, encoding), what its places count, and who names the speakers when."""

    read: Callable[[Path, str | None], list[Utterance]]
    unit: str
    names_at_every_cue: bool


READERS = {
    "docx": Reader(read_docx, "paragraph", False),
    "srt": Reader(read_srt, "line", True),
    "txt": Reader(read_text, "line", False),
    "vtt": Reader(read_vtt, "line", True),
}
