"""Change the raw material a hundred times: no number moves that its evidence does not name.

Mended because of this test: numbers of missing answers named no source column (row_sets.reasons_read),
and people of the focus groups no transcript.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aimed.audit.impact.dependent_numbers import find_dependents
from aimed.audit.impact.named_subjects import find_subject
from aimed.audit.lookup.built_study import TracedStudy
from perturbation_proof import find_incomplete, prove, write_study
from perturbations import NOTHING_MOVES, UNUSED, Perturbations
from perturbed_study import BuiltToy, ToySources

pytestmark = pytest.mark.slow

CHANGES = 100
Base = tuple[ToySources, BuiltToy, Path]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """The toy study built in process, standing in its folder."""
    study, here = tmp_path_factory.mktemp("perturbed") / "toy", Path.cwd()
    try:
        yield *write_study(study), study
    finally:
        os.chdir(here)


def test_no_number_moves_that_its_evidence_does_not_name(base: Base, tmp_path: Path) -> None:
    sources, before, folder = base
    proof = prove(sources, before, TracedStudy(folder), CHANGES)
    kinds = list(Perturbations(sources, tmp_path).kinds())
    assert proof.silent == []
    assert proof.moving[NOTHING_MOVES] == 0
    assert proof.built.total() == CHANGES
    for kind in kinds:
        assert proof.built[kind] >= 5, f"{kind}: changed only {proof.built[kind]} times"
        assert kind == NOTHING_MOVES or proof.moving[kind] >= 2, f"{kind}: never moved anything"
    assert proof.moving.total() >= CHANGES / 2, "an idle proof"


def test_changes_are_all_different(base: Base, tmp_path: Path) -> None:
    changes = list(Perturbations(base[0], tmp_path).changes())
    assert min(Counter(change.kind for change in changes).values()) >= 10
    assert len(changes) > 1000
    again = Perturbations(base[0], tmp_path).changes()
    assert [one.subject for one in again] == [one.subject for one in changes]


def test_what_is_not_used_is_named_by_nothing(base: Base) -> None:
    study = TracedStudy(base[2])
    for column in UNUSED:
        subject = find_subject(f"survey.sav row 2 column {column}", study)
        assert subject is not None
        assert find_dependents(subject.touched, study).all() == []


def test_every_number_has_complete_evidence(base: Base) -> None:
    _, built, _ = base
    evidence = built.evidence["numbers"]
    assert set(evidence) == set(built.values)
    kinds = Counter(one["kind"] for one in evidence.values())
    assert set(kinds) >= {"count", "proportion", "quantile", "test", "derived", "model", "estimate"}
    assert list(find_incomplete(built)) == []


def test_incomplete_evidence_is_told(base: Base) -> None:
    built = replace(base[1])
    name, one = next(item for item in base[1].evidence["numbers"].items() if item[1]["numbers"])
    silent = one | {"rows": None, "base": None, "numbers": ["nobody"]}
    built.__dict__["evidence"] = {"numbers": base[1].evidence["numbers"] | {name: silent}}
    assert list(find_incomplete(built)) == [f"{name}: was computed from a number that is not there"]
