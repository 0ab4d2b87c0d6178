"""What whole clusters say, again: counted by DuckDB, the same assignments of clusters by another measure."""

from collections import defaultdict

import numpy as np

from aimed.audit.recompute.group_tests import EFFECTS, order_values
from aimed.audit.recompute.rows import Recomputed, RecomputedStudy, quote
from aimed.stats.methods.clusters import ALIKE, DRAWS, draw_assignments
from aimed.stats.plans import group_codes


def recompute_cluster(name: str, study: RecomputedStudy) -> Recomputed:
    """Return the p-value of permuting whole clusters, or the intraclass correlation."""
    plan, item = study.plan_of(name), study.item_of(name)
    asked = f"{quote(str(plan.cluster))}::VARCHAR, {quote(str(plan.by))}, {quote(item.column)}, count(*)"
    cells = study.ask(study.rows_of(name), asked, grouped="GROUP BY ALL")
    n = sum(cell[3] for cell in cells)
    values = order_values(item, [cell[2] for cell in cells])
    codes = group_codes(study.codebook, str(plan.by), plan.collapsed)
    groups = [group for group in (plan.compare or codes) if any(cell[1] in codes[group] for cell in cells)]
    held: dict[str, np.ndarray] = defaultdict(lambda: np.zeros((len(groups), len(values)), dtype=int))
    for cluster, code, value, some in cells:
        at = next(place for place, group in enumerate(groups) if code in codes[group])
        held[cluster][at, values.index(value)] += some
    tables = np.array([held[cluster] for cluster in sorted(held)])
    if study.results.numbers[name]["statistic"] == "icc":
        numbers = values if item.type == "number" else range(1, len(values) + 1)
        if item.type not in ("number", "ordered"):
            numbers = [value is True or value in item.event for value in values]
        return Recomputed(correlate(tables.sum(axis=1), np.array(numbers, dtype=float)), n=n)
    effect = "sqrt(chi2 / (n * (min(groups, levels) - 1)))"
    if item.type in ("number", "ordered"):
        effect = "2 * u / (n_first * n_second) - 1" if len(groups) == 2 else "h / (n - 1)"
    seed = study.evidence[name]["seed"]
    return Recomputed(_permute(tables, effect, int(seed if seed is not None else 0)), n=n)


def _permute(tables: np.ndarray, effect: str, seed: int) -> float:
    """Return the share of assignments, ours among them, in which groups are as far apart."""
    counts, own = tables.sum(axis=1), tables.sum(axis=2).argmax(axis=1)

    def measure(assigned: np.ndarray) -> np.ndarray:
        members = np.eye(tables.shape[1], dtype=int)[assigned]
        drawn = np.einsum("dcg,cv->dgv", members, counts)
        return np.abs(EFFECTS[effect](drawn, drawn[0]))

    least = measure(own[None])[0] - ALIKE
    reached = sum(int((measure(some) >= least).sum()) for some in draw_assignments(own, seed))
    return (1 + reached) / (1 + DRAWS)


def correlate(counts: np.ndarray, values: np.ndarray) -> float:
    """Return the intraclass correlation from counts (clusters, values): sums of squares within and in all."""
    sizes, n = counts.sum(axis=1), counts.sum()
    means = counts @ values / sizes
    within = (counts * (values - means[:, None]) ** 2).sum()
    whole = (counts.sum(axis=0) * (values - counts.sum(axis=0) @ values / n) ** 2).sum()
    clusters = len(counts)
    between_square, within_square = (whole - within) / (clusters - 1), within / (n - clusters)
    typical = (n - (sizes**2).sum() / n) / (clusters - 1)
    spread = (between_square - within_square) / typical
    return float(spread / (spread + within_square))
