"""What tables.yaml and figures.yaml call what they show: labels, boxes of a flow, heads of columns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aimed.ledger.labels import STATISTICS
from aimed.study.declarations import PlannedAnalysis

PLACEHOLDER = re.compile(r"\{(\w+)(?:\.\w+)?\}")
DETAIL = ("level", "collapsed", "missing")
ALL = "all"
EFFECTS = ("low", "high")  # of a form: the ends of an interval, that belong to the number before


@dataclass(frozen=True)
class GivenLabel:
    """The words that an entry gives to a key. kind: label, box or head.

    way: keys and places that lead to the words in the file. key: an item, code or group, of a head the
    statistics of its cells. analysis: the name of the analysis, empty without one.
    """

    kind: str
    entry: str
    way: tuple[str | int, ...]
    key: str
    words: str
    analysis: str


def list_given(entries: list[dict[str, Any]]) -> Iterator[GivenLabel]:
    """Yield the labels of the entries of a tables.yaml or figures.yaml, in order."""
    for at, entry in enumerate(entries):
        name, analysis = str(entry.get("id", "")), str(entry.get("analysis", "")).replace("-", "_")
        labels = entry.get("labels")
        for key, words in labels.items() if isinstance(labels, dict) else ():
            yield GivenLabel("label", name, (at, "labels", str(key)), str(key), str(words), analysis)
        for place, cell in enumerate(_dictionaries(entry.get("cells"))):
            asked = [
                found for found in PLACEHOLDER.findall(str(cell.get("cell", ""))) if found not in EFFECTS
            ]
            way = (at, "cells", place, "head")
            yield GivenLabel("head", name, way, " ".join(asked), str(cell.get("head", "")), analysis)
        for place, box in enumerate(_dictionaries(entry.get("boxes"))):
            yield from _list_box(box, (at, "boxes", place), name)
            for part, line in enumerate(_dictionaries(box.get("parts"))):
                yield from _list_box(line, (at, "boxes", place, "parts", part), name)


def _list_box(box: Mapping[str, Any], way: tuple[str | int, ...], entry: str) -> Iterator[GivenLabel]:
    number = str(box.get("number", ""))
    analysis, _, rest = number.partition(".")
    if rest:
        yield GivenLabel("box", entry, (*way, "label"), thing_counted(rest), str(box.get("label")), analysis)


def thing_counted(rest: str) -> str:
    """Return the level, group or item that a number counts, of its id without the analysis.

    The level where it is of one; else the group, unless it is of all; else the item.
    """
    parts = rest.split(".")
    at = next((place for place, part in enumerate(parts) if part in DETAIL and place > 1), None)
    if at is not None and at + 1 < len(parts):
        return parts[at + 1]
    *item, group, _ = parts if len(parts) > 2 else [*parts, ALL, ""]
    return group if group != ALL else ".".join(item)


def families_of(entry: Mapping[str, Any], plan: PlannedAnalysis, scale_of: Mapping[str, str]) -> set[str]:
    """Return the families (as NamedThing has them) of which an entry shows something."""
    listed = [*(entry.get("items") or []), *(entry.get("rows") or [])]
    items = [str(one.get("item", "")) if isinstance(one, dict) else str(one) for one in listed]
    own = [plan.get("by"), *(plan.get("also_by") or []), *(plan.get("outcomes") or [])]
    named = [*own, *(part for one in plan.get("predictors") or [] for part in _each(one)), *items]
    variables = {str(name).partition(".")[0] for name in named if name}
    families = {f"scale {scale_of[name]}" for name in variables if scale_of.get(name)}
    families |= {"items"} if variables & set(scale_of) else set()
    kinds = {"flow": "boxes of the flow", "codes": "codes", "agreement": "codes"}
    return families | ({kinds[kind]} if (kind := str(plan.get("kind"))) in kinds else set())


def names_of_statistics(asked: str) -> list[str]:
    """Return what the statistics of a form are called: their words, and themselves."""
    return [name for one in asked.split() for name in (STATISTICS.get(one, one), one.replace("_", " "))]


def _each(one: object) -> list[str]:
    return [str(part) for part in one] if isinstance(one, list) else [str(one)]


def _dictionaries(listed: object) -> list[dict[str, Any]]:
    return [one if isinstance(one, dict) else {} for one in listed] if isinstance(listed, list) else []
