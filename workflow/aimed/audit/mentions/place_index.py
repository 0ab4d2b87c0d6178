"""Where many numbers stand, found in one walk through the manuscript."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from aimed.audit.lookup.built_study import TracedStudy
from aimed.audit.mentions.number_places import declared_at, ids_of_mark, sentence_of

ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
Places = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class ComparedStudy(TracedStudy):
    """A study whose sentences are read with given numbers, whether its own ledger is there or not."""

    compared: dict[str, dict[str, Any]]

    @property
    def numbers(self) -> dict[str, dict[str, Any]]:  # type: ignore[override]
        """The numbers that the sentences are shown with."""
        return self.compared


def index_places(wanted: AbstractSet[str], study: TracedStudy) -> Places:
    """Return id -> its places (place, kind, text), as `find_places` gives them, of all wanted ids."""
    found: Places = {}
    for path, mark in ((path, mark) for path, marks in study.marks.items() for mark in marks):
        ids = [name for name in dict.fromkeys(ids_of_mark(mark, study)) if name in wanted]
        text = sentence_of(path, mark, study) if ids else ""
        for name in ids:
            place = f"{path}:{mark.line}:{mark.column}"
            _add(found, name, {"place": place, "kind": mark.kind, "text": text})
    _add_tables(found, wanted, study)
    _add_figures(found, wanted, study)
    return found


def _add(found: Places, identifier: str, place: dict[str, str]) -> None:
    """Add a place, unless the same sentence, row or file is there already under another mark."""
    places = found.setdefault(identifier, [])
    document = place["place"].partition(":")[0]
    if not any(p["place"].partition(":")[0] == document and p["text"] == place["text"] for p in places):
        places.append(place)


def _add_tables(found: Places, wanted: AbstractSet[str], study: TracedStudy) -> None:
    for name, table in study.binding.get("tables", {}).items():
        at = declared_at(name, "table", study)
        for row in table["rows"]:
            text = f"row {row['cells'][0]['text']}"
            for identifier in {i for cell in row["cells"] for i in cell["ids"]} & wanted:
                _add(found, identifier, {"place": at, "kind": "table", "text": text})


def _add_figures(found: Places, wanted: AbstractSet[str], study: TracedStudy) -> None:
    for path in sorted((study.root / "results/figures").glob("*.csv")):
        at = declared_at(path.stem, "figure", study)
        text = f"a value of results/figures/{path.name}"
        for identifier in set(ID.findall(path.read_text(encoding="utf-8"))) & wanted:
            _add(found, identifier, {"place": at, "kind": "figure", "text": text})
