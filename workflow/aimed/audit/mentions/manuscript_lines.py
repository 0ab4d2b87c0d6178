"""A line of the manuscript, or one mark on it: its claims, quotations and numbers."""

import re
from dataclasses import dataclass
from typing import TypedDict

from aimed.audit.lookup.built_study import TracedStudy
from aimed.audit.mentions.number_places import ids_of_mark, sentence_of
from aimed.language.marks import Mark, TextPositions
from aimed.messages.problems import ProblemsFound

LINE = re.compile(r"(?P<file>[^:\s]+\.qmd):(?P<line>[0-9]+)(?::(?P<column>[0-9]+))?")
PARTS = ("table", "figure")
INLINE = ("num", "claim", "quote")
VERDICTS = {True: "it holds", False: "it does NOT hold", None: "not built yet"}


class ShownClaim(TypedDict):
    """A claim: its words, its condition, and whether it holds, None before the first build."""

    text: str
    holds: str
    verdict: bool | None


@dataclass(frozen=True)
class MarkedLine:
    """What stands on a line. part: the table or figure whose div covers a line without inline marks."""

    place: str
    text: str
    claims: list[ShownClaim]
    turns: list[str]
    numbers: list[str]
    part: str | None = None


def find_line(what: str, study: TracedStudy) -> MarkedLine | None:
    """Return what `paper.qmd:LINE` or `paper.qmd:LINE:COLUMN` names, or None for another kind of name.

    Raises ProblemsFound for a document that is not there, and for a line where nothing is marked.
    """
    named = LINE.fullmatch(what)
    if named is None:
        return None
    path, number = _path(named["file"], study), int(named["line"])
    column = int(named["column"]) if named["column"] else None
    lines = TextPositions(study.texts[path])
    marks = [mark for mark in study.marks[path] if _covers(mark, number, column, lines)]
    inline = [mark for mark in marks if mark.kind in INLINE]
    parts = [m.attributes.get("id", "") for m in marks if m.kind in PARTS and m.attributes.get("from")]
    place = f"{path}:{number}"
    if not inline and not parts:
        near = _nearest(path, number, column, study)
        remedy = f"the nearest: {' and '.join(near)}" if near else "mark the numbers of the text"
        found = "no number, claim or quotation"
        raise ProblemsFound.at(place, found, "a line with a mark", remedy)
    if not inline:
        return MarkedLine(place, "", [], [], [], parts[0])
    names = dict.fromkeys(name for mark in inline for name in ids_of_mark(mark, study))
    return MarkedLine(
        place,
        sentence_of(path, inline[0], study),
        [_claim(mark, study) for mark in inline if mark.kind == "claim"],
        [mark.attributes.get("turn", "") for mark in inline if mark.kind == "quote"],
        [name for name in names if name in study.numbers],
    )


def narrate_claim(claim: ShownClaim) -> str:
    """Return a claim of a MarkedLine as text: its words, its condition, whether it holds."""
    return f"claim: {claim['text']}, while {claim['holds']}: {VERDICTS[claim['verdict']]}"


def _path(file: str, study: TracedStudy) -> str:
    path = next((path for path in study.texts if path == file or path.endswith(f"/{file}")), None)
    if path is None:
        known = ", ".join(study.texts) or "none"
        raise ProblemsFound.at(file, "no such document", f"one of {known}", "correct the name")
    return path


def _claim(mark: Mark, study: TracedStudy) -> ShownClaim:
    holds = mark.attributes.get("holds", "")
    verdict = study.binding.get("conditions", {}).get(holds)
    return {"text": " ".join(mark.text.split()), "holds": holds, "verdict": verdict}


def _covers(mark: Mark, number: int, column: int | None, lines: TextPositions) -> bool:
    if mark.kind == "when":
        return False
    end = lines.place(mark.end - 1)
    if column is None or mark.kind in PARTS:
        return mark.line <= number <= end[0]
    return (mark.line, mark.column) <= (number, column) <= end


def _nearest(path: str, number: int, column: int | None, study: TracedStudy) -> list[str]:
    """Return the last place of an inline mark before a line, and the first one behind it.

    With a column, places on that line are told with theirs, where it has any.
    """
    places = [(mark.line, mark.column) for mark in study.marks[path] if mark.kind in INLINE]
    on_line = [place for place in places if column is not None and place[0] == number]
    asked = (number, column or 0) if on_line else (number, 0)
    marked = sorted(on_line or {(line, 0) for line, _ in places})
    before, behind = [p for p in marked if p <= asked][-1:], [p for p in marked if p > asked][:1]
    name = path.rsplit("/", 1)[-1]
    return [f"{name}:{line}:{at}" if at else f"{name}:{line}" for line, at in (*before, *behind)]
