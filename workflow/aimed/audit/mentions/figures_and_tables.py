"""Follow a figure, a table or a cell of a table to the numbers it shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.mentions.affected_text import list_cells, list_points
from aimed.audit.mentions.number_places import declared_at, list_marks, list_plotted, show_marks, shows
from aimed.language.marks import Mark
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import ProblemsFound

FIGURE_FILES = (".svg", ".pdf", ".png", ".csv")


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

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return dict(vars(self))


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
        return _figure(stem, study)
    if not name.startswith("fig-") or cell:
        return None
    declared = _declared(name, "figure", study)
    if declared not in figures:
        raise _unknown(name, "figure", study)
    return _figure(declared, study)


def _figure(name: str, study: TracedStudy) -> ShownPart:
    return _shown("figure", name, list(list_points(name, study)), study)


def _table(identifier: str, cell: str, study: TracedStudy) -> ShownPart:
    name = _declared(identifier, "table", study)
    if name not in study.binding.get("tables", {}):
        raise _unknown(identifier, "table", study)
    cells = list(list_cells(name, study))
    row, _, column = cell.rpartition("/") if "/" in cell else (cell, "", "")
    if row:
        cells = _choose(row, "row", cells, identifier)
    if column:
        cells = _choose(column, "column", cells, identifier)
    return _shown("table", name, cells, study)


def _shown(kind: str, name: str, parts: list[Row], study: TracedStudy) -> ShownPart:
    return ShownPart(kind, name, declared_at(name, kind, study), _caption(name, kind, study), parts)


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


def _caption(name: str, kind: str, study: TracedStudy) -> str:
    own = (mark for mark in _list_divs(kind, study) if shows(mark, kind, name))
    return next((" ".join(show_marks(mark.text, study).split()) for mark in own), "")


def _unknown(identifier: str, kind: str, study: TracedStudy) -> ProblemsFound:
    known = list(dict.fromkeys(mark.attributes.get("id", "") for mark in _list_divs(kind, study)))
    if identifier in known:
        expected, remedy = "one that a build makes", "make paper; of one written by hand, name a line"
        return ProblemsFound.at(identifier, f"a {kind} that no build has made", expected, remedy)
    near = find_nearest(identifier, known)
    remedy = f"the nearest: {near[0]}" if near else f"correct the name of the {kind}"
    return ProblemsFound.at(identifier, f"no such {kind}", f"one of {', '.join(known) or 'none'}", remedy)
