"""The codes as a tree with their definitions, and an example of each in a participant's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from aimed.language.marks import Mark, scan_marks
from aimed.manuscript.binding.carried_codes import read_codes
from aimed.manuscript.binding.register import list_standing, write_words
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.tables.cells import TableRow, row_of, text_cell
from aimed.manuscript.tables.listings import Resolved

HEADS = ("Code", "Definition", "Example")


def tabulate_codes(binding: Binding) -> Resolved:
    """Return one row per code in the order of themes.csv, indented by depth, with the first quotation of it.

    A code that is quoted nowhere by `code=` has no example, and a note names those.
    """
    themes = binding.study.themes.fillna("")
    standing = list_standing(binding)
    above = {code.rpartition(".")[0] for code in themes["code"]}
    rows: list[TableRow] = []
    without = []
    for one in themes.to_dict("records"):
        code = str(one["code"])
        mark = next((mark for mark in standing if code in read_codes(mark.attributes.get("code", ""))), None)
        without += [one["label"]] if mark is None and code not in above else []
        words = (str(one["label"]), _define(one), "" if mark is None else _quote(mark, binding))
        rows.append(row_of([text_cell(word) for word in words], code.count(".")))
    notes = [f"Without an example: {'; '.join(without)}."] if without else []
    return [text_cell(head) for head in HEADS], rows, notes


def list_examples(marks: Mapping[str, list[Mark]], tables: Mapping[str, Any]) -> list[tuple[str, Mark]]:
    """Return (table, quotation) of the `examples` of each table that some document shows, each table once."""
    shown = (
        mark.attributes.get("from", "") for own in marks.values() for mark in own if mark.kind == "table"
    )
    names = [name for name in dict.fromkeys(shown) if name in tables]
    return [(name, mark) for name in names for mark in _quotations(tables[name].get("examples", []))]


def _quotations(texts: Iterable[str]) -> list[Mark]:
    return [mark for text in texts for mark in scan_marks(text, text) if mark.kind == "quote"]


def _define(theme: Mapping[Any, Any]) -> str:
    """Return a code's definition, with what it includes and leaves out where themes.csv says so."""
    said = [str(theme["definition"])]
    said += [
        f"{word}: {theme[key]}." for word, key in (("With", "include"), ("Without", "exclude")) if theme[key]
    ]
    return " ".join(part for part in said if part)


def _quote(mark: Mark, binding: Binding) -> str:
    return f"“{write_words(mark)}” ({binding.attribute(mark.attributes['turn'])})"
