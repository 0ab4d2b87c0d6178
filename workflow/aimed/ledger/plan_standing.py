"""How far the plans were fixed beforehand: which are exploratory, and which differ from the freeze."""

from collections.abc import Mapping
from pathlib import Path

from aimed.ledger.contents import FrozenFacts, LedgerNumber, PlanDeviation
from aimed.study.cohort_file import is_yes
from aimed.study.declarations import CohortDescription, PlannedAnalysis
from aimed.study.frozen_plans import (
    Deviation,
    FrozenPlans,
    describe_plans,
    is_frozen_before,
    list_deviations,
    read_frozen,
)


def state_standing(
    entries: Mapping[str, LedgerNumber],
    plans: Mapping[str, PlannedAnalysis],
    cohorts: Mapping[str, CohortDescription],
    files: tuple[Path, ...],
    frozen: tuple[Path, ...],
) -> FrozenFacts:
    """Mark each number by how its plan stands, and return what the ledger says of the freeze.

    `plans` is by the name of the file; files: those of the plans; frozen: analyses/frozen.json, or nothing.
    Raises ProblemsFound for a frozen.json that is broken.
    """
    known = read_frozen(frozen[0]) if frozen else None
    deviations = list_deviations(known, describe_plans(files) if known else {})
    mark_standing(entries, plans, deviations)
    return describe_frozen(known, deviations, cohorts)


def describe_frozen(
    frozen: FrozenPlans | None, deviations: list[Deviation], cohorts: Mapping[str, CohortDescription]
) -> FrozenFacts:
    """Return what the ledger says of the freeze."""
    listed: list[PlanDeviation] = [
        {"analysis": one.analysis, "kind": one.kind, "changes": list(one.changes)} for one in deviations
    ]
    return {
        "date": frozen["date"] if frozen else None,
        "given": bool(frozen and frozen["given"]),
        "digest": frozen["digest"] if frozen else None,
        "earlier": frozen["earlier"] if frozen else [],
        "before_collection": is_frozen_before(frozen, deviations, cohorts.values()),
        "deviations": listed,
    }


def mark_standing(
    entries: Mapping[str, LedgerNumber], plans: Mapping[str, PlannedAnalysis], deviations: list[Deviation]
) -> None:
    """Write into each number whether it was planned, and what became of its plan after the freeze.

    `plans` is by the name of the file. A change that computes nothing, as that of a note, is left out.
    """
    exploratory = {slug(name) for name, plan in plans.items() if not is_yes(plan.get("planned", True))}
    since = {slug(one.analysis): one.kind for one in deviations if one.computed}
    for entry in entries.values():
        analysis = slug(entry["analysis"])
        entry["planned"] = analysis not in exploratory
        if analysis in since:
            entry["since_freeze"] = since[analysis]


def slug(name: str) -> str:
    """Return the name of a plan as ids spell it."""
    return name.replace("-", "_")
