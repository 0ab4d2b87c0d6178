"""Read focus-group scripts and the marks that coders made in them."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from aimed.files.people_tables import read_people_csv
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

SPOKEN = re.compile(r"(\w+(?: \w+)*): (\S(?:.*\S)?)")
UNEVEN = re.compile(r"[^\S ]|  ")
A_TURN = 'a paragraph such as "R1: words", with single blanks between words'
MARK_COLUMNS = ("coder", "turn", "code", "text")


@dataclass(frozen=True)
class SpokenTurn:
    """What one speaker says until another speaks."""

    speaker: str
    text: str


@dataclass(frozen=True, order=True)
class CodedStretch:
    """One coder's code on a stretch of a script; start and end are code points, half open."""

    coder: str
    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Script:
    """One focus group: its turns and its marks, which count in `canonical_text(turns)`."""

    name: str
    turns: tuple[SpokenTurn, ...]
    marks: tuple[CodedStretch, ...] = ()

    @property
    def text(self) -> str:
        """The canonical text of the turns."""
        return canonical_text(self.turns)


def canonical_text(turns: tuple[SpokenTurn, ...]) -> str:
    """Return one line per turn, "SPEAKER: text" and a line feed: the text that ingest derives too."""
    return "".join(f"{turn.speaker}: {turn.text}\n" for turn in turns)


def read_script(path: Path, coders: set[str], codes: set[str]) -> Script:
    """Return the script at `path` (NAME.txt) with the marks of NAME.coding.csv beside it.

    A script holds one turn per paragraph, "SPEAKER: text"; the table has the columns coder, turn (from
    1), code and text, which stands once in that turn. Raises ProblemsFound with all problems of the
    first of the two files that has any.
    """
    turns = read_turns(path)
    return Script(path.stem, turns, read_marks(path.with_suffix(".coding.csv"), turns, coders, codes))


def read_turns(path: Path) -> tuple[SpokenTurn, ...]:
    """Return the turns of a script. Raises ProblemsFound for a file without turns and for each bad one."""
    if not path.is_file():
        raise ProblemsFound.at(path, "no such file", "a script", "write it, or take it out of the plan")
    found, problems = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = SPOKEN.fullmatch(line)
        if match and not UNEVEN.search(line):
            found.append((number, SpokenTurn(match[1], match[2])))
        elif line:
            place = f"{path.as_posix()}, line {number}"
            problems.append(Problem(place, "no turn", A_TURN, "correct the line"))
    expected = "another speaker than in the turn before"
    for (_, before), (number, turn) in pairwise(found):
        if before.speaker == turn.speaker:
            place, what = f"{path.as_posix()}, line {number}", f"{turn.speaker} speaks again"
            problems.append(Problem(place, what, expected, "join the two turns"))
    raise_problems(problems)
    return tuple(turn for _, turn in found)


def read_marks(
    path: Path, turns: tuple[SpokenTurn, ...], coders: set[str], codes: set[str]
) -> tuple[CodedStretch, ...]:
    """Return the marks of one script, sorted. Raises ProblemsFound with every row that does not fit."""
    above = [len(canonical_text(turns[:at])) for at in range(len(turns))]
    starts = [at + len(f"{turn.speaker}: ") for at, turn in zip(above, turns, strict=True)]
    marks: list[CodedStretch] = []
    problems: list[Problem] = []
    for row in read_people_csv(path, MARK_COLUMNS).itertuples():
        place = f"{path.as_posix()}, line {row.line}"
        wrong = _judge_row(place, row, turns, coders, codes)
        problems += wrong
        if not wrong:
            turn = int(row.turn) - 1
            start = starts[turn] + turns[turn].text.index(row.text)
            marks.append(CodedStretch(row.coder, start, start + len(row.text), row.code))
            if marks[-1] in marks[:-1]:
                problems.append(Problem(place, "a mark made before", "each mark once", "delete this line"))
    raise_problems(problems)
    return tuple(sorted(marks))


def _judge_row(
    place: str, row: tuple, turns: tuple[SpokenTurn, ...], coders: set[str], codes: set[str]
) -> list[Problem]:
    coder, turn, code, text = (getattr(row, column) for column in MARK_COLUMNS)
    problems = []
    if coder not in coders:
        remedy = "correct it or add it to the plan"
        problems.append(Problem(place, f"coder {coder}", "a coder of the plan", remedy))
    if code not in codes:
        expected, remedy = "a code below a theme of the codebook", "correct it or define the code"
        problems.append(Problem(place, f"code {code}", expected, remedy))
    if not turn.isdecimal() or not 1 <= int(turn) <= len(turns):
        problems.append(Problem(place, f"turn {turn}", f"a number from 1 to {len(turns)}", "correct it"))
    elif not text or turns[int(turn) - 1].text.count(text) != 1:
        times = turns[int(turn) - 1].text.count(text) if text else 0
        found, expected = f"words that stand {times} times in turn {turn}", "words that stand there once"
        remedy = "copy them from the script, with more of what surrounds them"
        problems.append(Problem(place, found, expected, remedy))
    return problems
