"""What every transcript reader hands on: stretches of words in the order of the file."""

from dataclasses import dataclass
from pathlib import Path

from aimed.problems import Problem, ProblemsFound


@dataclass(frozen=True)
class Utterance:
    """Words at one place of a transcript file, without line breaks and outer blanks.

    `speaker` is set only where the format itself names the voice; otherwise a label may stand at the
    start of `text`. Times are seconds from the start. `line` counts lines or paragraphs from 1.
    """

    text: str
    line: int
    speaker: str | None = None
    time_start: float | None = None
    time_end: float | None = None


def read_lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 text file without byte order mark and carriage returns.

    Only CR, LF and CRLF end a line. Raises ProblemsFound for another encoding and for an empty file.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ProblemsFound(
            [
                Problem(
                    f"{path.as_posix()}, line {line}",
                    f"byte {error.start} is not UTF-8",
                    "a text in UTF-8",
                    "save the transcript again with the encoding UTF-8",
                )
            ]
        ) from None
    if not text.strip():
        raise ProblemsFound([nothing_in(path)])
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def nothing_in(path: Path) -> Problem:
    """Return the problem of a transcript file without a word."""
    return Problem(path.as_posix(), "no words", "a transcript", "restore the file from its source")
