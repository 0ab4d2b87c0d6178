"""What every reader of coded projects hands on: sources with their coded selections, and codes."""

from dataclasses import dataclass, field
from pathlib import Path

CodePath = tuple[str, ...]  # the names of a code from the top of the tree down


@dataclass(frozen=True)
class OffsetsReading:
    """What a program's offsets count: `unit`, whether CRLF counts as one, whether the end is included.

    unit: code_points, utf16 or utf8_bytes.
    """

    unit: str
    crlf_is_one: bool
    end_included: bool


@dataclass(frozen=True)
class TextSelection:
    """Words selected in a source, with the codes that they were given.

    Without offsets (`start` and `end` None) the words are found by `quoted`: the words as the program
    stores them, of which the end may be cut ("..."), or an empty text. `codings` holds (coder, path of the
    code's names) pairs. `place` says where it stands in the project, as "row 12"; it stands in messages.
    `respondent` is whose answer it is of, where a table says so.
    """

    start: int | None
    end: int | None
    quoted: str
    codings: tuple[tuple[str, CodePath], ...]
    place: str = ""
    respondent: str = ""


@dataclass(frozen=True)
class Source:
    """A text of the project with its coded selections.

    The text is as stored, with its line ends and without byte order mark; empty where the program keeps
    none: offsets then count in the transcript's canonical text.
    """

    name: str
    text: str
    selections: tuple[TextSelection, ...]


@dataclass(frozen=True)
class TimedSelection:
    """A stretch of a recording, in seconds from its begin, with the codes that it was given."""

    begin: float
    end: float
    codings: tuple[tuple[str, CodePath], ...]
    place: str = ""


@dataclass(frozen=True)
class Recording:
    """A recording by its name in the project; `kind` is what its codings are counted as when left out."""

    name: str
    kind: str
    selections: tuple[TimedSelection, ...]


@dataclass(frozen=True)
class CodeEntry:
    """A code of the project's code book, with its definition (description, memo) or an empty text."""

    path: CodePath
    definition: str = ""


@dataclass(frozen=True)
class CodedProject:
    """One coded project as its file has it.

    `origin` is the program that wrote it, as it says itself. `left_out` counts by kind, in words a person
    reads ("codings of a memo"), what is there and is not read; `lacking` names what the file points to and
    does not hold. `offsets` is how offsets count where the format settles it; None where they must be found.
    `format` is filled in by the dispatcher. The codings of `recordings` are in `left_out` too, until they
    find the turns that were said at their times.
    """

    path: Path
    origin: str
    sources: tuple[Source, ...]
    codes: tuple[CodeEntry, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    offsets: OffsetsReading | None = None
    format: str = ""
    recordings: tuple[Recording, ...] = ()
