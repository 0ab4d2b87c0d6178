"""Kind means: the mean of each group with its interval, Welch's tests, and what a difference is worth."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from aimed.stats.groups import Group
from aimed.stats.methods.equivalence import OF_MEANS, compare_means, describe_margin
from aimed.stats.methods.plain_pingouin import run_games_howell, run_welch_anova
from aimed.stats.relations.mean_tests import (
    GAMES_HOWELL,
    HEDGES,
    MEAN,
    WELCH,
    WELCH_ANOVA,
    compare_two,
    limit_games_howell,
    limit_mean,
    standardise,
)
from aimed.stats.relations.statement import GroupedItem
from aimed.stats.statistics import Statistic

FEW = "a group has fewer than 2 people, or all of one group have the same answer"


def state_means(
    whole: GroupedItem, subject: GroupedItem, coverage: float, margin: float | None
) -> Iterator[Statistic]:
    """Yield mean and sd of all and each group, and the comparison of two groups, or of more and each pair."""
    for one in (whole, subject):
        for group, own in zip(one.groups, one.values, strict=True):
            if len(own):
                yield from _describe(one, group, own, coverage)
    if len(subject.groups) < 2:
        return
    values = subject.values
    if min(map(len, values)) < 2 or not all(np.ptp(some) for some in values):
        yield subject.statement(subject.name_all()).refuse(FEW)
        return
    if len(values) == 2:
        yield from _compare_pair(subject, 0, 1, coverage, None)
        if margin is not None:
            yield from _compare_within(subject, margin, coverage)
        return
    anova, statement = run_welch_anova(values), subject.statement(subject.name_all())
    yield statement.state("f", anova.f, "statistic", WELCH_ANOVA)
    yield statement.state("df", anova.df, "df", WELCH_ANOVA)
    yield statement.state("df_within", anova.df_within, "statistic", WELCH_ANOVA)
    yield statement.state("p", anova.p, "p", WELCH_ANOVA)
    pairs = run_games_howell(values)
    for at, (a, b) in enumerate(combinations(range(len(values)), 2)):
        yield from _compare_pair(subject, a, b, coverage, pairs[at])


def _compare_within(subject: GroupedItem, margin: float, coverage: float) -> Iterator[Statistic]:
    """Yield whether the means of two groups differ by less than a margin."""
    first, second = subject.values
    p, limits = compare_means(first, second, margin, coverage)
    statement, method = subject.statement(subject.name_all()), describe_margin(OF_MEANS, margin, coverage)
    difference = float(first.mean() - second.mean())
    yield statement.state("equivalence", difference, subject.unit, method, limits)
    yield statement.state("equivalence_p", p, "p", method)


def _describe(subject: GroupedItem, group: Group, values: np.ndarray, coverage: float) -> Iterator[Statistic]:
    statement = subject.statement(group.code, group)
    limits = limit_mean(values, coverage) if len(values) > 1 and np.ptp(values) else None
    yield statement.state("mean", float(values.mean()), subject.unit, MEAN, limits)
    if len(values) > 1:
        yield statement.state("sd", float(values.std(ddof=1)), subject.unit, "standard deviation with n - 1")


def _compare_pair(
    subject: GroupedItem, a: int, b: int, coverage: float, adjusted: float | None
) -> Iterator[Statistic]:
    """Yield two groups' difference: by Welch's test, or of several groups by Games-Howell, `adjusted`."""
    first, second = subject.values[a], subject.values[b]
    own = subject.groups[a], subject.groups[b]
    statement = subject.statement(f"{own[0].code}_vs_{own[1].code}", *own)
    t, df, p, limits = compare_two(first, second, coverage)
    method = WELCH
    if adjusted is not None:
        method, limits = GAMES_HOWELL, limit_games_howell(first, second, len(subject.groups), coverage)
    difference = float(first.mean() - second.mean())
    yield statement.state("mean_difference", difference, subject.unit, method, limits)
    yield statement.state("t", t, "statistic", WELCH)
    yield statement.state("df", df, "statistic", WELCH)
    if adjusted is None:
        yield statement.state("p", p, "p", WELCH)
    else:
        yield statement.state("p_games_howell", adjusted, "p", GAMES_HOWELL)
    g, reach = standardise(first, second, coverage)
    yield statement.state("hedges_g", g, "effect", HEDGES, reach)
