"""Everything in the manuscript that rests on some numbers or turns: what would have to be read again."""

import csv
from collections.abc import Iterator
from typing import Any

from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.mentions.number_places import (
    bounds_of_sentence,
    declared_at,
    ids_of_mark,
    list_marks,
    list_plotted,
    sentence_of,
)
from aimed.files.formula_cells import unguard_cell
from aimed.language.marks import Mark, scan_marks
from aimed.manuscript.binding.resolve_marks import name_condition, place_of

KINDS = ("sentences", "claims", "tables", "figures", "quotations")


def list_written(names: set[str], turns: frozenset[str], study: TracedStudy) -> dict[str, list[Row]]:
    """Return kind of KINDS -> places that show or hold to one of some numbers, or quote one of some turns.

    Each place has place (file:line:column), text, and ids, the numbers meant; a cell of a table and a
    point of a figure is one place; a quotation has turn. `turns` as in subjects.Subject.
    """
    marked = list(list_marks(study))
    return {
        "sentences": list(_sentences(names, marked, study)),
        "claims": list(_claims(names, marked, study)),
        "tables": list(_cells(names, study)),
        "figures": list(_points(names, study)),
        "quotations": list(_quotations(turns, marked, study)),
    }


def list_cells(name: str, study: TracedStudy) -> Iterator[Row]:
    """Yield the cells of a table in order: row and column (their labels, and at which place), text, ids."""
    table = study.binding["tables"][name]
    heads = [column["text"] for column in table["columns"]]
    rows = [table["columns"], *(row["cells"] for row in table["rows"])]
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            label = cells[0]["text"] if at else "(header)"
            place = {"row": label, "row_at": at, "column": heads[column], "column_at": column + 1}
            yield place | {"text": cell["text"], "ids": cell["ids"]}


def list_points(name: str, study: TracedStudy) -> Iterator[Row]:
    """Yield the plotted values of a figure: id, label, shown."""
    path = study.root / f"results/figures/{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {key: unguard_cell(row.get(key) or "") for key in ("id", "label", "shown")}


def _sentences(names: set[str], marked: list[tuple[str, Mark]], study: TracedStudy) -> Iterator[Row]:
    found: dict[tuple[str, int], Row] = {}
    for path, mark in marked:
        if ids := _meant(mark, ("num",), names, study):
            place = {"place": place_of(path, mark), "text": sentence_of(path, mark, study)}
            row = found.setdefault((path, bounds_of_sentence(path, mark, study)[0]), place | {"ids": []})
            row["ids"] += [name for name in ids if name not in row["ids"]]
    for path, text in study.declarations.items():
        for mark in scan_marks(text, text):
            if ids := _meant(mark, ("num",), names, study):
                where = place_of(path, mark)
                found[where, 0] = {"place": where, "text": f"alternative text with {mark.text}", "ids": ids}
    yield from found.values()


def _claims(names: set[str], marked: list[tuple[str, Mark]], study: TracedStudy) -> Iterator[Row]:
    for path, mark in marked:
        if ids := _meant(mark, ("claim", "when"), names, study):
            words = mark.text if mark.kind == "claim" else "a block of text"
            text = f"{' '.join(words.split())} (holds while {name_condition(mark)})"
            yield {"place": place_of(path, mark), "text": text, "ids": ids}


def _meant(mark: Mark, kinds: tuple[str, ...], names: set[str], study: TracedStudy) -> list[str]:
    return [name for name in ids_of_mark(mark, study) if name in names] if mark.kind in kinds else []


def _cells(names: set[str], study: TracedStudy) -> Iterator[Row]:
    for name in study.binding.get("tables", {}):
        place = declared_at(name, "table", study)
        for cell in list_cells(name, study):
            if ids := [identifier for identifier in cell["ids"] if identifier in names]:
                text = f"{name}: {cell['row']} / {cell['column']} = {cell['text']}"
                yield {"place": place, "text": text, "ids": ids, "name": name}


def _points(names: set[str], study: TracedStudy) -> Iterator[Row]:
    for name in (path.stem for path in list_plotted(study)):
        place = declared_at(name, "figure", study)
        for point in list_points(name, study):
            if point["id"] in names:
                text = f"{name}: {point['label']} = {point['shown']}"
                yield {"place": place, "text": text, "ids": [point["id"]], "name": name}


def _quotations(turns: frozenset[str], marked: list[tuple[str, Mark]], study: TracedStudy) -> Iterator[Row]:
    beginnings = tuple(turn for turn in turns if turn.endswith("/"))
    for path, mark in marked:
        turn = mark.attributes.get("turn", "") if mark.kind == "quote" else ""
        if turn and (turn in turns or turn.startswith(beginnings)):
            text = " ".join(mark.text.split())
            yield {"place": place_of(path, mark), "text": text, "turn": turn, "ids": []}


def count_written(written: dict[str, list[Row]]) -> dict[str, Any]:
    """Return how many places of each kind there are, and how many tables and figures hold them."""
    counts: dict[str, Any] = {kind: len(written[kind]) for kind in KINDS}
    counts["tables"] = len({row["name"] for row in written["tables"]})
    counts["figures"] = len({row["name"] for row in written["figures"]})
    return counts | {"table_cells": len(written["tables"]), "figure_points": len(written["figures"])}
