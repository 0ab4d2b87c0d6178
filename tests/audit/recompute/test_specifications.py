"""A multiverse by the second road: it agrees, and a table that the first road got wrong is seen."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from aimed.audit.recompute.command import recompute_study
from aimed.audit.recompute.specifications import measure
from aimed.files.tables import read_table, write_table
from aimed.stats.multiverse.effects import measure_effect
from aimed.stats.multiverse.state import state_multiverse

from tests.audit.recompute.test_command import BOOK, LEDGER, POOLED, remake_ledger

CHOICES = """question: Again?
planned: no
kind: multiverse
of: [support]
choices:
  dont_know: [left_out, middle, no]
  outcome: [ordered, event]
  groups: [extremes]
  vintage: [fy19]
  leave_out: country
  population: {aged: [[age, known]], north: [[who_region, in, [eur, afr]]]}
"""
COMPARED = """question: Who wants it?
planned: yes
kind: distribution
outcomes: [core_curriculum, topic, age, prior]
event: {core_curriculum: agree, prior: "yes"}
by: income_group
collapsed: yes
compare: [lmic, hic]
"""


def state(smallest: int = 2) -> None:
    """Write the plans and the statistics of the multiverse, and the ledger of all."""
    Path("analyses/support.yaml").write_text(COMPARED, encoding="utf-8")
    Path("analyses/again.yaml").write_text(CHOICES, encoding="utf-8")
    state_multiverse(
        analysis="again",
        smallest=smallest,
        large=50,
        plan=Path("analyses/again.yaml"),
        plans=tuple(sorted(Path("analyses").glob("*.yaml"))),
        variables=BOOK / "variables.csv",
        scales=BOOK / "scales.csv",
        reasons=BOOK / "missing.csv",
        income_groups=Path("data/reference/income_groups.csv"),
        responses=POOLED / "responses.parquet",
        missing=POOLED / "missing.parquet",
        specifications=Path("results/stats/again_specifications.parquet"),
        statistics=Path("results/stats/again.parquet"),
    )
    remake_ledger()


@pytest.mark.slow
def test_every_kind_of_item_and_choice_agrees(built_toy: Path) -> None:
    state()
    report = recompute_study(Path())
    assert report.clean, (report.differences, report.not_recomputed, report.incomplete)
    numbers = json.loads(LEDGER.read_text(encoding="utf-8"))["numbers"]
    items = {one["item"] for name, one in numbers.items() if name.startswith("again.")}
    assert items == {"core_curriculum", "topic.ethics", "topic.coding", "age", "prior", "comparisons"}


@pytest.mark.slow
def test_what_the_first_road_took_otherwise_is_named(built_toy: Path) -> None:
    """Another smallest group, or a don't know that was counted as refused."""
    state(smallest=3)
    wrong = {one.id for one in recompute_study(Path()).differences}
    assert {
        "again.core_curriculum.hic_vs_lmic.specifications",
        "again.comparisons.all.specifications",
    } <= wrong
    state()
    reasons = read_table(POOLED / "missing.parquet")
    write_table(reasons.replace({"reason": {"dont_know": "refused"}}), POOLED / "missing.parquet")
    wrong = {one.id for one in recompute_study(Path()).differences if one.id.startswith("again.")}
    assert "again.core_curriculum.hic_vs_lmic.same_sign" in wrong
    assert not any(name.startswith("again.age.") for name in wrong)


@pytest.mark.parametrize(
    "counts", [[[3, 1, 4, 1], [5, 9, 2, 6]], [[2, 0], [3, 0]], [[4, 0], [0, 5]], [[1, 0], [0, 1]]]
)
@pytest.mark.parametrize("whole", [True, False])
def test_both_roads_measure_alike(counts: list[list[int]], whole: bool) -> None:
    if not whole and len(counts[0]) > 2:
        counts = [[sum(group[:2]), sum(group[2:])] for group in counts]
    table = tuple(Counter({float(at): n for at, n in enumerate(group) if n}) for group in counts)
    first = measure_effect(np.array(counts), 0.95, binary=not whole)
    assert measure(table, 0.95, whole=whole) == pytest.approx(tuple(first), abs=1e-9)  # type: ignore[arg-type]
