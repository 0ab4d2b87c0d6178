"""Who speaks in a transcript that nobody has declared anything of."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from aimed.ingest.personal.labels import looks_like_name
from aimed.ingest.personal.words import read_words
from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.ingest.transcripts.speakers.labels import find_speakers
from aimed.messages.problems import ProblemsFound

OFTEN = 2


def list_labels(path: Path) -> list[str]:
    """Return what stands where a speaker would, most frequent first; nothing for a file that cannot be read.

    What stands there only once is left out where others come again and again: it was probably said.
    """
    file = TranscriptFile(path.stem, path, Path("cohort.yaml"), {})
    try:
        file = file.recognised()
        found = Counter(speaker for speaker, _ in find_speakers(file.read(), file) if speaker)
    except ProblemsFound:
        return []
    often = [name for name, n in found.most_common() if n >= OFTEN]
    return often or list(found)


def list_named(labels: Iterable[list[str]]) -> list[str]:
    """Return the labels of several transcripts that are people's names, each once."""
    words = read_words()
    each = dict.fromkeys(label for found in labels for label in found)
    return [label for label in each if looks_like_name(label, words)]
