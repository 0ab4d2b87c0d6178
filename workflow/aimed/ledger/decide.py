"""Decide what is public of the whole study: the rule, then an attack on what it hides."""

from collections.abc import Mapping

import pandas as pd

from aimed.ledger.cells import name_cells
from aimed.ledger.contents import NumberEvidence, Protection, RowSet
from aimed.ledger.disclosure import Disclosure, hide_small_cells, withhold_sizes
from aimed.ledger.group_sizes import lift_large_groups
from aimed.ledger.protection.protect import protect
from aimed.ledger.protection.questions import QuestionReader
from aimed.study.codebook import Codebook
from aimed.study.declarations import PlannedAnalysis, StudyConfig

LARGE_GROUP = 50


def decide_disclosure(
    numbers: pd.DataFrame,
    evidence: Mapping[str, NumberEvidence],
    row_sets: Mapping[str, RowSet],
    codebook: Codebook,
    plans: Mapping[str, PlannedAnalysis],
    choices: StudyConfig,
) -> tuple[Disclosure, Protection]:
    """Return what is not public, and how tightly all public numbers bound the hidden counts.

    `plans` maps an analysis to its plan, which says how small cells are shown.
    """
    small = {name: str(plan.get("small_cells", "hidden")) for name, plan in plans.items()}
    lifted = lift_large_groups(numbers, small, choices.get("smallest_group", LARGE_GROUP))
    table = name_cells(numbers.assign(public_by_plan=lifted), evidence, row_sets)
    smallest = choices["smallest_cell"]

    def decide(more: Mapping[str, str], without: set[str]) -> Disclosure:
        hidden = hide_small_cells(table, smallest, more)
        return Disclosure(hidden, (withhold_sizes(table, hidden, smallest) | without) - hidden.keys())

    return protect(table, evidence, QuestionReader(codebook, row_sets), decide, smallest)
