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


def read_lines(path: Path, encoding: str | None = None) -> list[str]:
    """Return the lines of a text file without byte order mark and carriage returns.

    Only CR, LF and CRLF end a line. The encoding is UTF-8 when none is declared. Raises ProblemsFound
    for bytes of another encoding and for a file without words.
    """
    content = path.read_bytes()
    name = encoding or "UTF-8"
    try:
        text = content.decode(name).removeprefix("\ufeff")
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, start) + 1
        raise ProblemsFound(
            [
                Problem(
                    f"{path.as_posix()}, line {line}",
                    f"byte {start + 1} of the file is not {name}",
                    f"a text in {name}",
                    "declare the encoding of this transcript in cohort.yaml, or save it as UTF-8",
                )
            ]
        ) from None
    if not text.strip():
        raise ProblemsFound([nothing_in(path)])
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def nothing_in(path: Path) -> Problem:
    """Return the problem of a transcript file without a word."""
    return Problem(path.as_posix(), "no words", "a transcript", "restore the file from its source")
