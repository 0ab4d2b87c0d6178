"""The list of evidence: each public number that a document shows, once, under what it rests on."""

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict

from aimed.ledger.contents import EvidenceFile
from aimed.manuscript.evidence.conditions import Words
from aimed.manuscript.evidence.grounds import Ground, Grounds
from aimed.manuscript.tables.cells import Study


class Evidence(TypedDict):
    """What a card says of a number: texts, and the place of its ground in the list of grounds."""

    label: str
    shown: str
    n: str
    interval: str
    method: str
    ground: NotRequired[int]
    counted: NotRequired[str]
    computed: NotRequired[str]
    terms: NotRequired[list[str]]


class EvidenceList(TypedDict):
    """The part of binding.json that cards, comments and the list of evidence are made of."""

    evidence: dict[str, Evidence]  # by id
    grounds: list[Ground]
    population: str  # who could be counted at all


def list_evidence(bound: Mapping[str, Any], study: Study, words: Words) -> dict[str, Evidence]:
    """Return id -> what a card says, for all public numbers in a document's sentences, claims and tables."""
    shown = [one["ids"] for one in bound["numbers"].values()] + list(bound["claim_ids"].values())
    shown += [cell["ids"] for table in bound["tables"].values() for cell in _cells(table)]
    names = sorted({name for ids in shown for name in ids if name in study.numbers})
    return {name: _describe(name, study, words) for name in names if study.numbers[name]["public"]}


def ground_evidence(
    evidence: Mapping[str, Evidence], study: Study, why: EvidenceFile, words: Words
) -> EvidenceList:
    """Return the list with what each number rests on; numbers that rest on the same share a ground."""
    grounds = Grounds(study, why, words)
    known: dict[str, Evidence] = {}
    places: dict[str, int] = {}
    listed: list[Ground] = []
    for name, entry in evidence.items():
        ground, made = grounds.of_number(name)
        known[name] = Evidence(**entry, **made)
        if ground:
            known[name]["ground"] = places.setdefault(repr(ground), len(listed))
            listed += [ground] if len(places) > len(listed) else []
    return {"evidence": known, "grounds": listed, "population": grounds.population()}


def _cells(table: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [*table["columns"], *(cell for row in table["rows"] for cell in row["cells"])]


def _describe(identifier: str, study: Study, words: Words) -> Evidence:
    entry = study.numbers[identifier]
    interval = (entry.get("shown_low"), entry.get("shown_high"))
    return {
        "label": str(entry.get("label") or ""),
        "shown": str(entry["shown"]),
        "n": study.shown_n(identifier),
        "interval": "" if None in interval else f"{interval[0]} {words['to']} {interval[1]}",
        "method": str(entry.get("method") or ""),
    }
