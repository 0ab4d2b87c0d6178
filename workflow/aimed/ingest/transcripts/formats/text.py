"""Read a plain text transcript: one line per stretch of words, labels at the start of lines."""

from pathlib import Path

from aimed.ingest.transcripts.utterances import Utterance, read_lines


def read_text(path: Path, encoding: str | None = None) -> list[Utterance]:
    """Return the lines of a .txt transcript that hold words. Raises ProblemsFound as `read_lines` does."""
    return [
        Utterance(line.strip(), number)
        for number, line in enumerate(read_lines(path, encoding), start=1)
        if line.strip()
    ]
