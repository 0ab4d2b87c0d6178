"""What every transcript reader hands on: stretches of words in the order of the file."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aimed.files.delimited import MARKS
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Utterance:
    """Words at one place of a transcript file, without line breaks and outer blanks.

    `speaker` is set only where the format itself names the voice; otherwise a label may stand at the
    start of `text`. Times are seconds from the start. `line` counts lines or paragraphs from 1.
    kind: words; title, which was not spoken; or heading, a title or the name of who speaks below it.
    `joined` says of a text of several lines where in it each line below the first begins: (offset, line).
    """

    text: str
    line: int
    speaker: str | None = None
    time_start: float | None = None
    time_end: float | None = None
    kind: str = "words"
    joined: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        """Return the line that a character of the text stands in."""
        return next((line for start, line in reversed(self.joined) if start <= offset), self.line)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises ProblemsFound for an empty one and for more than BYTES of them."""
    size = path.stat().st_size
    if size == 0:
        raise nothing_in(path)
    if size > BYTES:
        found = f"a file of {size // 1024**2} MB"
        expected = f"a transcript of at most {BYTES // 1024**2} MB"
        raise ProblemsFound.at(path, found, expected, "name the transcript of this group")
    return path.read_bytes()


def read_lines(path: Path, encoding: str | None = None) -> list[str]:
    """Return the lines of a text file without byte order mark and carriage returns.

    Only CR, LF and CRLF end a line. A byte order mark says what the encoding is; without one it is
    the declared one, or UTF-8. Raises ProblemsFound for bytes of another encoding, for NUL
    characters, which no text has, and for a file without words.
    """
    content = read_bytes(path)
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    name = marked or encoding or "UTF-8"
    try:
        text = content.decode(name).removeprefix("\ufeff")
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, start) + 1
        raise _not_in(name, path, line, f"byte {start + 1} of the file is not {name}") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _not_in(name, path, line, "a NUL character, which no text has")
    if not text.strip():
        raise nothing_in(path)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_text_encoding(name: str) -> bool:
    """Return whether a name is that of an encoding which turns bytes into text as it stands."""
    try:
        found = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return not any(word in found.name for word in ("escape", "idna", "punycode", "undefined"))


def need_words(utterances: list[Utterance], path: Path) -> list[Utterance]:
    """Return the utterances of a file. Raises ProblemsFound where there is none."""
    if not utterances:
        raise nothing_in(path)
    return utterances


def refuse_boxes(path: Path, boxed: Iterable[int]) -> None:
    """Raise ProblemsFound for paragraphs, by number, that stand in a text box: where among the turns?"""
    found, expected = "words in a text box", "all words in the text itself"
    remedy = "move them out of the box, or delete the box"
    places = (f"{path.as_posix()}, paragraph {number}" for number in boxed)
    raise_problems(Problem(place, found, expected, remedy) for place in places)


def nothing_in(path: Path) -> ProblemsFound:
    """Return the problem of a transcript file without a word."""
    return ProblemsFound.at(path, "no words", "a transcript", "restore the file from its source")


def _not_in(name: str, path: Path, line: int, found: str) -> ProblemsFound:
    remedy = "declare the encoding of this transcript in cohort.yaml, or save it as UTF-8"
    return ProblemsFound.at(f"{path.as_posix()}, line {line}", found, f"a text in {name}", remedy)
