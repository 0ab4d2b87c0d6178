"""Of each number that a document shows: who was counted, out of whom, and who was left out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NotRequired, TypedDict

from aimed.ledger.contents import EvidenceFile, NumberEvidence, RowSet
from aimed.manuscript.evidence.conditions import (
    Condition,
    Words,
    describe_conditions,
    describe_rows,
    name_column,
)
from aimed.manuscript.tables.cells import Study

MOST_TERMS = 12
Key = tuple[str, frozenset[str]]


class Ground(TypedDict):
    """Out of whom numbers are counted, in words and public numbers alone."""

    out_of: str
    left_out: NotRequired[str]


MOST = 3  # places of a declared number that are told


class Making(TypedDict):
    """How one number came about, in words and public numbers alone."""

    counted: NotRequired[str]  # which of those who could be counted
    computed: NotRequired[str]  # by which formula
    terms: NotRequired[list[str]]  # the ids of public numbers that it was computed from


@dataclass(frozen=True)
class Grounds:
    """Answers from evidence.json. Its counts are never read: those told are public numbers."""

    study: Study
    evidence: EvidenceFile
    words: Words

    def of_number(self, identifier: str) -> tuple[Ground | None, Making]:
        """Return out of whom a number was counted, and how it was made, as far as evidence.json says."""
        evidence = self.evidence["numbers"].get(identifier)
        if evidence is None:
            declared = self.evidence.get("known", {}).get(identifier)
            return None, {
                "computed": f"{self.words['stands_in']} {', '.join(declared['sources'][:MOST])}"
            } if declared else {}
        rows, base = self._row_set(evidence["rows"]), self._row_set(evidence["base"])
        whole, made = base or rows, self._terms(evidence)
        if rows and base and rows != base:
            more = [part for part in rows["where"] if part not in base["where"]]
            within = bool(more) and rows["table"] == base["table"]
            made["counted"] = (
                describe_conditions(more, self.study, self.words)
                if within
                else describe_rows(rows, self.study, self.words)
            )
        if whole is None:
            return None, made
        ground: Ground = {"out_of": describe_rows(whole, self.study, self.words) + self._size(whole)}
        if left_out := "; ".join(self._left_out(whole)):
            ground["left_out"] = left_out
        return ground, made

    def population(self) -> str:
        """Return how many submissions came, how many were left out for which reason, and who was kept."""
        told = {}
        for key, identifier in self.public.items():
            rows = self.evidence["row_sets"][key]
            entry = self.study.numbers[identifier]
            asked = {part[0]: part[2] for part in rows["where"]}
            reason, all_of = asked.get("reason"), not rows["where"] or asked == {"kept": True}
            if rows["table"] in ("exclusions", "participants") and entry["value"] and (reason or all_of):
                order = (bool(asked.get("kept")), bool(asked), identifier)
                told[order] = f"{str(entry['label']).rpartition(', ')[0]} {entry['shown']}"
        return "; ".join(told[order] for order in sorted(told))

    @cached_property
    def public(self) -> Mapping[str, str]:
        """Key of a row set -> the id of a public number that is its size."""
        numbers = self.study.numbers
        return {
            str(evidence["rows"]): name
            for name, evidence in sorted(self.evidence["numbers"].items(), reverse=True)
            if evidence["kind"] == "count"
            and evidence["rows"]
            and not evidence["distinct"]
            and name in numbers
            and numbers[name]["public"]
        }

    @cached_property
    def keys(self) -> Mapping[Key, str]:
        """Table and conditions of a row set -> its key."""
        return {_key(rows["table"], rows["where"]): key for key, rows in self.evidence["row_sets"].items()}

    def _row_set(self, key: str | None) -> RowSet | None:
        return self.evidence["row_sets"][key] if key else None

    def _public_size(self, table: str, where: Sequence[Condition]) -> int | None:
        identifier = self.public.get(self.keys.get(_key(table, where), ""))
        return int(self.study.numbers[identifier]["value"]) if identifier else None

    def _size(self, rows: RowSet) -> str:
        size = self._public_size(rows["table"], list(rows["where"]))
        return "" if size is None else f" ({size:,})"

    def _left_out(self, rows: RowSet) -> Iterator[str]:
        """Yield what is not known of those without an answer, by reason where how many gave it is public."""
        if rows["table"] != "responses":
            return
        size = self._public_size("responses", list(rows["where"]))
        for part in rows["where"]:
            others = [one for one in rows["where"] if one != part]
            if part[1] == "known" and (size is None or self._public_size("responses", others) != size):
                reasons = [
                    f"{label} {count}"
                    for reason, label in self.study.codebook.missing.items()
                    if (count := self._missing(others, part[0], reason))
                ]
                told = f" ({self.words['of_them']} {', '.join(reasons)})" if reasons else ""
                yield f"{name_column(part[0], self.study)}: {self.words['not_known']}{told}"

    def _missing(self, others: Sequence[Condition], column: str, reason: str) -> int | None:
        asked = [["variable", "is", column], ["reason", "is", reason]]
        return self._public_size("missing", [*others, *asked])

    def _terms(self, evidence: NumberEvidence) -> Making:
        """Return the formula, and the public numbers that it takes, where they are few.

        Those of the same item and group go without saying.
        """
        numbers, made = self.study.numbers, Making()
        if evidence["formula"]:
            made["computed"] = str(evidence["formula"])
        terms = [name for name in evidence["numbers"] if name in numbers and numbers[name]["public"]]
        if 0 < len(terms) <= MOST_TERMS and len({name.rpartition(".")[0] for name in terms}) > 1:
            made["terms"] = terms
        return made


def _key(table: str, where: Sequence[Condition]) -> Key:
    return table, frozenset(json.dumps(list(part)) for part in where)
