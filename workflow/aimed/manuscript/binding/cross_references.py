"""Numbers of tables, figures and equations, and the references to them, within and between the documents."""

import difflib
import re
from collections.abc import Mapping, Sequence

from aimed.language.marks import Mark, TextPositions
from aimed.language.prose_regions import readable_of
from aimed.messages.problems import Problem

REFERENCE = re.compile(r"(?<![\w@])@\{?(?P<id>(?:tbl|fig|eq)-[A-Za-z0-9_-]*[A-Za-z0-9])")
EQUATION = re.compile(r"\$\$[ \t]*\{#(?P<id>eq-[A-Za-z0-9_-]*[A-Za-z0-9])\}")
FLOAT = "the id of a table, figure or equation of the paper or the supplement"
NUMBERED = ("table", "figure", "equation")


def number_floats(
    documents: Mapping[str, Sequence[Mark]],
    hidden: Mapping[str, Sequence[Mark]],
    words: Mapping[str, Mapping[str, str]],
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Return id -> {label, document} for every table, figure and equation that stands, and ids used twice.

    documents maps a path to its marks, with its equations; those of the first are numbered from 1, of all
    others from S1. hidden maps a path to the marks (blocks) whose content does not stand, words to what a
    table, a figure and an equation are called there.
    """
    labels: dict[str, dict[str, str]] = {}
    places: dict[str, str] = {}
    problems = []
    for position, (path, marks) in enumerate(documents.items()):
        counts = dict.fromkeys(NUMBERED, 0)
        for mark in marks:
            if mark.kind not in NUMBERED or is_inside(mark.start, hidden[path]):
                continue
            name, place = mark.attributes["id"], f"{path}:{mark.line}:{mark.column}"
            if name in labels:
                problems.append(
                    Problem(place, f"#{name} a second time", "each id once", f"rename it; see {places[name]}")
                )
                continue
            counts[mark.kind] += 1
            number = f"{'S' if position else ''}{counts[mark.kind]}"
            labels[name] = {"label": f"{words[path][mark.kind]} {number}", "document": stem_of(path)}
            places[name] = place
    return labels, problems


def find_equations(text: str) -> list[Mark]:
    """Return the displayed formulas of a text that have a name, as $$ ... $$ {#eq-name}, in order."""
    lines = TextPositions(text)
    return [
        Mark("equation", "", {"id": match["id"]}, *lines.place(match.start()), match.start(), match.end())
        for match in EQUATION.finditer(readable_of(text))
    ]


def check_references(path: str, text: str, known: Sequence[str], hidden: Sequence[Mark]) -> list[Problem]:
    """Return a problem for each @tbl-, @fig- or @eq- reference to an id that no document has."""
    lines = TextPositions(text)
    problems = []
    for match in REFERENCE.finditer(readable_of(text)):
        if match["id"] not in known and not is_inside(match.start(), hidden):
            line, column = lines.place(match.start())
            near = difflib.get_close_matches(match["id"], known, n=3)
            meant = f"did you mean {' or '.join('@' + name for name in near)}?"
            found, remedy = f"a reference to @{match['id']}", meant if near else "add it or correct it"
            problems.append(Problem(f"{path}:{line}:{column}", found, FLOAT, remedy))
    return problems


def is_inside(offset: int, blocks: Sequence[Mark]) -> bool:
    """Return whether a character stands in one of the given blocks."""
    return any(block.start <= offset < block.end for block in blocks)


def stem_of(path: str) -> str:
    """Return a document's name without folder and ending."""
    return path.rsplit("/", maxsplit=1)[-1].rsplit(".", maxsplit=1)[0]
