"""What a comparison is worth where people come in clusters (countries, schools): whole ones change groups."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from aimed.files.row_selection import Filter
from aimed.stats.items import OutcomeItem
from aimed.stats.methods.comparisons import Comparison
from aimed.stats.methods.descriptions import positions
from aimed.stats.methods.resampling import cramers_v, epsilon_squared, rank_biserial
from aimed.stats.statistics import SelectedRows, Statistic

DRAWS = 9_999
BLOCK = 2_000_000  # cells of drawn assignments held at a time
ALIKE = 1e-9
WHOLE = "permutation of whole clusters between the groups (Gail et al. 1996)"
ANOVA = "intraclass correlation, one-way analysis of variance (Donner 1986)"
Measure = Callable[[np.ndarray], np.ndarray]


def compare_clusters(comparison: Comparison, column: str) -> Iterator[Statistic]:
    """Yield the number of clusters, the p-value of permuting whole clusters, and the intraclass correlation.

    column: of the clusters; who has none there is left out. No p where a cluster has people of two
    groups; no correlation of a category without an event.
    """
    known = comparison.known.also(Filter(column, "known"))
    labels = _number_groups(comparison, known.rows)
    read = sorted(
        {comparison.item.column, column, *(c.column for g in comparison.groups for c in g.conditions)}
    )

    def state(statistic: str, value: float, unit: str, method: str, seed: int | None = None) -> Statistic:
        return Statistic(
            item=comparison.item.name, group=comparison.code, statistic=statistic, value=value, unit=unit,
            method=method, kind="count" if unit == "count" else "test", n=known.n, columns=tuple(read),
            distinct=column if unit == "count" else None, seed=seed,
            draws=None if seed is None else DRAWS, **known.lineage,
        )  # fmt: skip

    yield state("clusters", known.count_distinct(column), "count", "number of different values")
    if comparison.item.type in ("ordered", "number", "multi", "category"):
        clusters = tabulate_clusters(comparison.item, known, labels, column)
        if clusters is not None:
            p = find_cluster_p(*clusters, choose_measure(comparison.item, *clusters), comparison.seed)
            yield state("p_cluster", p, "p", f"{WHOLE}; {DRAWS:,} assignments drawn", comparison.seed)
        values = _score(comparison.item, known.rows)
        if values is not None and (found := correlate_within(values, known.rows[column])) is not None:
            of_event = comparison.item.type not in ("ordered", "number", "multi")
            yield state("icc", found, "effect", f"{ANOVA}, of the event" if of_event else ANOVA)


def _number_groups(comparison: Comparison, rows: pd.DataFrame) -> np.ndarray:
    """Return the place of each row's group among the groups compared."""
    labels = np.zeros(len(rows), dtype=int)
    for at, group in enumerate(comparison.groups):
        members = SelectedRows("responses", rows.assign(_at=np.arange(len(rows)))).also(*group.conditions)
        labels[members.rows["_at"].to_numpy()] = at
    return labels


def tabulate_clusters(
    item: OutcomeItem, known: SelectedRows, labels: np.ndarray, column: str
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the counts of answers of each cluster (clusters, values) and the group of each cluster.

    None where a cluster has people of several groups, or all are of one.
    """
    clusters, which = np.unique(known.rows[column].astype(str), return_inverse=True)
    groups = np.full(len(clusters), -1)
    groups[which] = labels
    if (groups[which] != labels).any() or len(np.unique(groups)) < 2:
        return None
    answers = (
        positions(item, known.rows)
        if item.type in ("ordered", "number")
        else known.rows[item.column].astype(str)
    )
    values, answer = np.unique(np.asarray(answers), return_inverse=True)
    counts = np.zeros((len(clusters), len(values)), dtype=int)
    np.add.at(counts, (which, answer), 1)
    return counts, groups


def choose_measure(item: OutcomeItem, counts: np.ndarray, groups: np.ndarray) -> Measure:
    """Return what tells how far apart groups are: of tables (.., groups, values), larger for more."""
    if item.type not in ("ordered", "number"):
        sides = max(min(len(np.unique(groups)), counts.shape[1]) - 1, 1)
        return partial(cramers_v, smaller_side=sides)
    if len(np.unique(groups)) == 2:
        return lambda tables: np.abs(rank_biserial(tables))
    return epsilon_squared


def find_cluster_p(counts: np.ndarray, groups: np.ndarray, measure: Measure, seed: int) -> float:
    """Return the share of assignments of whole clusters to groups, ours among them, that are as far apart.

    counts: (clusters, values). Each group keeps its number of clusters. Gail MH et al. Stat Med
    1996;15:1069-92.
    """
    names = np.unique(groups)

    def pool(assigned: np.ndarray) -> np.ndarray:
        return np.stack([(assigned == name) @ counts for name in names], axis=1)

    least = measure(pool(groups[None]))[0] - ALIKE
    reached = sum(int((measure(pool(one)) >= least).sum()) for one in draw_assignments(groups, seed))
    return (1 + reached) / (1 + DRAWS)


def draw_assignments(groups: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    """Yield DRAWS permutations of the clusters' groups from PCG64(seed), some at a time."""
    generator = np.random.Generator(np.random.PCG64(seed))
    block = max(BLOCK // len(groups), 1)
    for start in range(0, DRAWS, block):
        some = np.tile(groups, (min(block, DRAWS - start), 1))
        yield generator.permuted(some, axis=1)


def correlate_within(values: np.ndarray, clusters: pd.Series) -> float | None:
    """Return the intraclass correlation of people of one cluster; None without variation or two clusters.

    From the mean squares of a one-way analysis of variance with clusters of different size; it is below 0
    where people of one cluster are less alike than others. Donner A. Int Stat Rev 1986;54:67-82.
    """
    frame = pd.DataFrame({"value": values - values.mean(), "cluster": np.asarray(clusters.astype(str))})
    parts = frame.groupby("cluster")["value"]
    sizes, means = parts.size().to_numpy(dtype=float), parts.mean().to_numpy()
    n, k = sizes.sum(), len(sizes)
    if k < 2 or n == k or not np.ptp(values):
        return None
    between = float((sizes * means**2).sum()) / (k - 1)
    within = float((frame["value"] ** 2).sum() - (sizes * means**2).sum()) / (n - k)
    typical = (n - (sizes**2).sum() / n) / (k - 1)
    return (between - within) / (between + (typical - 1) * within)


def _score(item: OutcomeItem, rows: pd.DataFrame) -> np.ndarray | None:
    """Return each answer as a number: its place, itself, or whether it is the option or the event."""
    if item.type in ("ordered", "number"):
        return positions(item, rows)
    if item.type == "multi":
        return rows[item.column].to_numpy(dtype=float)
    return rows[item.column].isin(item.event).to_numpy(dtype=float) if item.event else None
