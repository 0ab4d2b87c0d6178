"""Prove by perturbation that no number moves that its evidence does not name: for the tests and `make audit`.

The expected is the claim itself, `dependents.find_dependents`, asked before the change; what moved is
found by building again, in process, from the changed sources.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import chdir
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from aimed.audit.impact.dependent_numbers import find_dependents
from aimed.audit.impact.named_subjects import find_subject
from aimed.audit.lookup.built_study import TracedStudy
from aimed.files.yaml_json import read_yaml, write_json
from aimed.messages.problems import ProblemsFound
from perturbations import NOTHING_MOVES, Change, Perturbations
from perturbed_study import (
    BuiltToy,
    ToySources,
    build,
    code,
    speak,
    write_baseline,
    write_derived,
    write_plans,
)
from remembering import remembering
from toy_study import COHORT, copy_toy, read_sources

CORRECTED = {(12, "q7_1"): ("5", "4"), (15, "country"): ("Norway", "Germany"), (16, "q_hours"): (None, "7")}


@dataclass
class Proof:
    """What the changes did, by kind: built, refused by the build, moving; and what evidence was silent of."""

    built: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    moving: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    numbers: int = 0
    incomplete: list[str] = field(default_factory=list)

    def add(self, other: "Proof") -> None:
        """Take in what the same study's other changes did."""
        for name in ("built", "refused", "moving", "silent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def holds(self) -> bool:
        """Whether nothing moved unnamed, unused cells moved nothing, and all evidence is complete."""
        return not (self.silent or self.incomplete or self.moving[NOTHING_MOVES])

    def tell(self) -> list[str]:
        """Return the proof as lines for people, one per kind and one in all."""
        lines = [f"{'changed':<26}{'changes':>8}{'moved':>8}{'refused':>9}"]
        lines += [
            f"{k:<26}{self.built[k]:>8}{self.moving[k]:>8}{self.refused[k]:>9}" for k in sorted(self.built)
        ]
        complete = self.numbers - len({one.partition(":")[0] for one in self.incomplete})
        unnamed = len(self.silent)
        return [
            *lines,
            *self.silent[:20],
            *self.incomplete[:20],
            f"{self.built.total()} changes: {self.moving.total()} moved numbers, {unnamed} moved what the"
            f" evidence does not name; {self.refused.total()} more refused by the build; {self.numbers}"
            f" numbers, {100 * complete / self.numbers:g} % with complete evidence",
        ]


@dataclass(frozen=True)
class Evidence:
    """The evidence of a build, for numbers that were not there before."""

    evidence: dict[str, Any]
    shown_if: dict[str, str]
    parts: dict[str, list[str]]


def write_study(folder: Path) -> tuple[ToySources, BuiltToy]:
    """Write the toy study with more analyses, codings and corrections; return its sources and its numbers.

    The working directory is the study's folder from then on.
    """
    copy_toy(folder)
    os.chdir(folder)
    described = COHORT / "cohort.yaml"
    coding = "    - {path: transcripts/talk.txt, format: txt}\n  coding: {path: coding.csv}"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace(coding.partition("\n")[0], coding), encoding="utf-8")
    entries = read_yaml(COHORT / "corrections.yaml")
    for number, ((row, name), (found, became)) in enumerate(CORRECTED.items()):
        entry = {"id": f"more_{number}", "where": {"source_row": row, "variable": name}}
        entries.append(entries[0] | entry | {"found": found, "replace": became})
    write_json(entries, COHORT / "corrections.yaml")
    write_plans()
    write_derived()
    turns = speak()
    sources = ToySources(read_sources(), turns, code(turns))
    built = build(sources)
    write_baseline(built, sources, folder)
    return sources, built


def prove(
    sources: ToySources, before: BuiltToy, study: TracedStudy, n: int, part: int = 0, of: int = 1
) -> Proof:
    """Return what n changes do, of which the build refuses none; of several parts, each takes its own."""
    proof = Proof(numbers=len(before.numbers), incomplete=list(find_incomplete(before)))
    with remembering(), tempfile.TemporaryDirectory() as folder:
        for change in islice(Perturbations(sources, Path(folder)).changes(), part, None, of):
            if proof.built.total() == n:
                break
            try:
                after = build(change.make())
            except ProblemsFound:  # the build stops and says why: nothing is reported at all
                proof.refused[change.kind] += 1
                continue
            proof.built[change.kind] += 1
            changed = moved(before, after)
            proof.moving[change.kind] += bool(changed)
            silent = changed - named(change, study, after, changed - before.values.keys())
            if silent:
                proof.silent.append(f"{change.kind}, {change.subject}: {sorted(silent)[:10]} moved unnamed")
    return proof


def moved(before: BuiltToy, after: BuiltToy) -> set[str]:
    """Return the numbers that changed, came or went."""
    old, new = before.values, after.values
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def named(change: Change, study: TracedStudy, after: BuiltToy, new: set[str]) -> set[str]:
    """Return the numbers whose evidence names what changed; for new ones, the evidence they came with."""
    subject = find_subject(change.subject, study)
    assert subject is not None, change.subject
    found = set(find_dependents(subject.touched, study).all())
    if new:
        later: Any = Evidence(after.evidence, study.shown_if, study.parts)
        found |= set(find_dependents(replace(subject.touched, rows={}), later).all()) & new
    return found


def find_incomplete(built: BuiltToy) -> Iterator[str]:
    """Yield each number that lacks evidence, or whose evidence names nothing, or nothing that is there."""
    evidence, sets = built.evidence["numbers"], built.row_sets
    yield from (f"{name}: no evidence" for name in built.values.keys() - evidence.keys())
    for name, one in evidence.items():
        rows = {one["rows"], one["base"]} - {None}
        if not ((rows and one["base"] and one["selection"]) or one["numbers"]):
            yield f"{name}: names neither rows and selection nor numbers"
        if not (rows <= sets.row_sets.keys() and {one["selection"]} <= {None, *sets.selections}):
            yield f"{name}: names rows or a selection that are not stored"
        if not set(one["numbers"]) <= evidence.keys():
            yield f"{name}: was computed from a number that is not there"


def prove_part(n: int, part: int, of: int) -> Proof:
    """Return what one part of the changes does, in a study of its own."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        study = Path(folder) / "toy"
        sources, built = write_study(study)
        return prove(sources, built, TracedStudy(study), n, part, of)


def main() -> int:
    """Print the proof as people read it. Returns 1 where it fails."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--changes", type=int, default=500)
    n, of = parser.parse_args().changes, 2
    with ProcessPoolExecutor(of, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(prove_part, n // of + (part < n % of), part, of) for part in range(of)]
        proof, *others = [part.result() for part in parts]
    for other in others:
        proof.add(other)
    print("\n".join(proof.tell()))
    return 0 if proof.holds else 1


if __name__ == "__main__":
    sys.exit(main())
