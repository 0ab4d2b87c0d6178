"""A place that a person names, and the numbers it shows: a line, a mark, a figure, a table, a cell of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.mentions.affected_text import list_cells, list_points
from aimed.audit.mentions.number_places import (
    declared_at,
    ids_of_mark,
    list_marks,
    list_plotted,
    sentence_of,
    show_marks,
    shows,
)
from aimed.language.marks import Mark, TextPositions
from aimed.manuscript.binding.resolve_marks import name_condition
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import ProblemsFound

LINE = re.compile(r"(?P<file>[^:\s]+\.qmd):(?P<line>[0-9]+)(?::(?P<column>[0-9]+))?")
PARTS = ("table", "figure")
INLINE = ("num", "claim", "quote")
VERDICTS = {True: "it holds", False: "it does NOT hold", None: "not built yet"}
FIGURE_FILES = (".svg", ".pdf", ".png", ".csv")


class ShownClaim(TypedDict):
    """A claim: its words, its condition, and whether it holds, None before the first build."""

    text: str
    holds: str
    verdict: bool | None


@dataclass(frozen=True)
class MarkedLine:
    """What stands on a line. part: the table or figure whose div covers a line without inline marks.

    declared: the numbers of no analysis, as config.smallest_cell.
    """

    place: str
    text: str
    claims: list[ShownClaim]
    turns: list[str]
    numbers: list[str]
    part: str | None = None
    declared: tuple[str, ...] = ()


def find_line(what: str, study: TracedStudy) -> MarkedLine | None:
    """Return what `paper.qmd:LINE` or `paper.qmd:LINE:COLUMN` names, or None for another kind of name.

    Raises ProblemsFound for a document that is not there, and for a line where nothing is marked.
    """
    named = LINE.fullmatch(what)
    if named is None:
        return None
    file, number = named["file"], int(named["line"])
    column = int(named["column"]) if named["column"] else None
    path = next((path for path in study.texts if path == file or path.endswith(f"/{file}")), None)
    if path is None:
        known = ", ".join(study.texts) or "none"
        raise ProblemsFound.at(file, "no such document", f"one of {known}", "correct the name")
    lines = TextPositions(study.texts[path])
    marks = [mark for mark in study.marks[path] if _covers(mark, number, column, lines)]
    inline = [mark for mark in marks if mark.kind in INLINE]
    parts = [m.attributes.get("id", "") for m in marks if m.kind in PARTS and m.attributes.get("from")]
    place = f"{path}:{number}"
    if not inline and not parts:
        near = _nearest(path, number, column, study)
        remedy = f"the nearest: {' and '.join(near)}" if near else "mark the numbers of the text"
        raise ProblemsFound.at(place, "no number, claim or quotation", "a line with a mark", remedy)
    if not inline:
        return MarkedLine(place, "", [], [], [], parts[0])
    names = dict.fromkeys(name for mark in inline for name in ids_of_mark(mark, study))
    declared = study.ledger.get("known", {})
    return MarkedLine(
        place,
        sentence_of(path, inline[0], study),
        [_claim(mark, study) for mark in inline if mark.kind == "claim"],
        [mark.attributes.get("turn", "") for mark in inline if mark.kind == "quote"],
        [name for name in names if name in study.numbers],
        declared=tuple(name for name in names if name in declared),
    )


def narrate_claim(claim: ShownClaim) -> str:
    """Return a claim of a MarkedLine as text: its words, its condition, whether it holds."""
    return f"claim: {claim['text']}, while {claim['holds']}: {VERDICTS[claim['verdict']]}"


def _claim(mark: Mark, study: TracedStudy) -> ShownClaim:
    holds = name_condition(mark)
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


@dataclass(frozen=True)
class ShownPart:
    """A figure, a table or cells of it. parts: points (id, label, shown) or cells (row, column ...)."""

    kind: str
    name: str
    place: str
    caption: str
    parts: list[Row]

    def ids(self) -> list[str]:
        """Return the numbers that it shows, each once, in order."""
        named = [part["ids"] if self.kind == "table" else [part["id"]] for part in self.parts]
        return list(dict.fromkeys(name for ids in named for name in ids if name))


def find_part(what: str, study: TracedStudy) -> ShownPart | None:
    """Return what `fig-support`, `support.svg`, `tbl-support` or `tbl-support/ROW/COLUMN` names, or None.

    ROW and COLUMN are a label, its beginning, or a number from 1; letter case and signs do not matter.
    Raises ProblemsFound for a table or figure that is not there, and for a row or column it does not have.
    """
    name, _, cell = what.partition("/")
    if name.startswith("tbl-"):
        return _table(name, cell, study)
    file = what.rsplit("/", maxsplit=1)[-1]
    stem, dot, suffix = file.rpartition(".")
    figures = [path.stem for path in list_plotted(study)]
    if f"{dot}{suffix}" in FIGURE_FILES and stem in figures and what in (file, f"results/figures/{file}"):
        return _shown("figure", stem, list(list_points(stem, study)), study)
    if not name.startswith("fig-") or cell:
        return None
    declared = _declared(name, "figure", study)
    if declared not in figures:
        raise _unknown(name, "figure", study)
    return _shown("figure", declared, list(list_points(declared, study)), study)


def _table(identifier: str, cell: str, study: TracedStudy) -> ShownPart:
    name = _declared(identifier, "table", study)
    if name not in study.binding.get("tables", {}):
        raise _unknown(identifier, "table", study)
    cells = list(list_cells(name, study))
    row, _, column = cell.rpartition("/") if "/" in cell else (cell, "", "")
    for named, axis in ((row, "row"), (column, "column")):
        cells = _choose(named, axis, cells, identifier) if named else cells
    return _shown("table", name, cells, study)


def _shown(kind: str, name: str, parts: list[Row], study: TracedStudy) -> ShownPart:
    own = (mark for mark in _list_divs(kind, study) if shows(mark, kind, name))
    caption = next((" ".join(show_marks(mark.text, study).split()) for mark in own), "")
    return ShownPart(kind, name, declared_at(name, kind, study), caption, parts)


def _choose(named: str, axis: str, cells: list[Row], table: str) -> list[Row]:
    """Return the cells of a row or a column that a person named; a whole label goes before a beginning."""
    if named.isdecimal():
        found = [cell for cell in cells if cell[f"{axis}_at"] == int(named)]
    else:
        asked = _plain(named)
        found = [cell for cell in cells if _plain(cell[axis]) == asked]
        found = found or [cell for cell in cells if _plain(cell[axis]).startswith(asked)]
    if not found:
        known = list(dict.fromkeys(_plain(cell[axis]) for cell in cells))
        near = find_nearest(_plain(named), known)
        remedy = f"the nearest: {near[0]}" if near else f"correct the {axis}"
        raise ProblemsFound.at(table, f"no {axis} {named}", f"one of {', '.join(known)}", remedy)
    return found


def _plain(label: str) -> str:
    return re.sub(r"[^\w]+", "-", label.lower()).strip("-")


def _declared(identifier: str, kind: str, study: TracedStudy) -> str:
    """Return what a div of the manuscript is made from, or its id without fig- or tbl- where none has it."""
    own = (mark for mark in _list_divs(kind, study) if mark.attributes.get("id") == identifier)
    return next((mark.attributes.get("from", "") for mark in own), identifier.partition("-")[2])


def _list_divs(kind: str, study: TracedStudy) -> Iterator[Mark]:
    return (mark for _, mark in list_marks(study) if mark.kind == kind)


def _unknown(identifier: str, kind: str, study: TracedStudy) -> ProblemsFound:
    known = list(dict.fromkeys(mark.attributes.get("id", "") for mark in _list_divs(kind, study)))
    if identifier in known:
        expected, remedy = "one that a build makes", "make paper; of one written by hand, name a line"
        return ProblemsFound.at(identifier, f"a {kind} that no build has made", expected, remedy)
    near = find_nearest(identifier, known)
    remedy = f"the nearest: {near[0]}" if near else f"correct the name of the {kind}"
    return ProblemsFound.at(identifier, f"no such {kind}", f"one of {', '.join(known) or 'none'}", remedy)
