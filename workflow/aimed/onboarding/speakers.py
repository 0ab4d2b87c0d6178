"""Who speaks in a transcript that nobody has declared anything of."""

from collections import Counter
from pathlib import Path

from aimed.ingest.speaker_labels import find_speakers
from aimed.ingest.transcript_files import TranscriptFile
from aimed.problems import ProblemsFound

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
