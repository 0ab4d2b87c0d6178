"""Everything that the study knows of itself, as the ledger and its evidence have it."""

from collections.abc import Mapping
from pathlib import Path

from aimed.ledger.contents import KnownEvidence, LedgerNumber, NumberEvidence
from aimed.ledger.known.codebook import count_codebook
from aimed.ledger.known.collection import list_collection
from aimed.ledger.known.published import list_published
from aimed.ledger.known.quantities import KnownQuantity
from aimed.ledger.known.settings import list_draws, list_planned, list_settings, share_interval
from aimed.messages.problems import Problem, raise_problems
from aimed.study.declarations import CohortDescription, PlannedAnalysis, read_config

Known = tuple[dict[str, LedgerNumber], dict[str, KnownEvidence]]


def gather_known(
    codebook: tuple[Path, Path, Path],
    plans: Mapping[Path, PlannedAnalysis],
    cohorts: tuple[tuple[Path, ...], Mapping[str, CohortDescription], tuple[Path, ...]],
    config: Path,
    published: tuple[Path, ...],
    evidence: Mapping[str, NumberEvidence],
) -> Known:
    """Return id -> number, and id -> where it stands, of what needs no rows.

    codebook: variables, scales and themes. cohorts: files, contents and tables of coders. evidence: of
    the numbers of analyses. Raises ProblemsFound for an id that an analysis has, too, and for
    published values that are broken.
    """
    found: list[KnownQuantity] = [
        *list_settings(config, read_config(config)),
        *(one for path, plan in plans.items() for one in list_planned(path, plan)),
        *list_draws(plans, evidence),
        *share_interval({path.stem: plan for path, plan in plans.items()}),
        *count_codebook(*codebook),
        *list_collection(*cohorts),
        *list_published(published),
    ]
    expected, remedy = "one number per id", "rename the analysis: aimed rename"
    raise_problems(
        Problem(one.sources[0], f"{one.id}, which is a number of an analysis, too", expected, remedy)
        for one in found
        if one.id in evidence
    )
    return {one.id: one.entry() for one in found}, {one.id: one.evidence() for one in found}
