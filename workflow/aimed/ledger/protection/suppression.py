"""Hide more counts until every small one may be anything from 1 to the smallest cell less 1.

For a hidden count that the public numbers bound too tightly, the other table of people is sought in which it
is 1 (or the most), at the least loss of public counts; those that differ in it are hidden, so that the other
table stays possible. Fischetti & Salazar-González, Management Science 2001, by linear programs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds

from aimed.ledger.protection.bounds import NEAR, KnownSums, rows_of, solve, split_into_blocks

HIDDEN_ALREADY = 0.02  # what it costs to change a count that another goal hides, of what it costs to hide
UNREACHED = 1e6  # what it costs to miss a goal by one person
DOWN, UP = "down", "up"
Goal = tuple[str, str]  # a hidden count, and which way it must be able to go


@dataclass(frozen=True)
class PublicCount:
    """A count that a reader knows. `loss` is what hiding it costs, None where it must stay."""

    name: str
    cells: np.ndarray
    value: float
    loss: float | None


@dataclass
class Search:
    """What has been found. `witnesses` holds for each goal the sets of counts that one table changes."""

    chosen: set[int] = field(default_factory=set)
    unreached: set[Goal] = field(default_factory=set)
    impossible: set[Goal] = field(default_factory=set)
    witnesses: dict[Goal, list[frozenset[int]]] = field(default_factory=dict)


class OtherTables:
    """The tables of people that are possible when public counts may be changed, each change at its loss.

    Columns: the free unknowns, then by how much each changeable count is less, then more than it is.
    """

    def __init__(
        self, sums: sp.csr_matrix, public: Sequence[PublicCount], counts: Mapping[str, np.ndarray]
    ) -> None:
        self.sums = KnownSums(sums, [(one.cells, one.value) for one in public if one.loss is None])
        split = [(one, *self.sums.split(one.cells)) for one in public if one.loss is not None]
        split = [(one, fixed, unknowns) for one, fixed, unknowns in split if len(unknowns)]
        self.changeable = [one for one, _, _ in split]
        self.loss = np.array([one.loss for one in self.changeable], float)
        self.unknowns = len(self.sums.free)
        counted = rows_of([unknowns for _, _, unknowns in split], self.unknowns)
        same = sp.identity(len(split), format="csr")
        blank = sp.csr_matrix((self.sums.matrix.shape[0], 2 * len(split)))
        upper, lower = sp.hstack([self.sums.matrix, blank]), sp.hstack([counted, same, -same])
        self.matrix = sp.vstack([upper, lower]).tocsr()
        self.totals = np.concatenate([self.sums.totals, [one.value - fixed for one, fixed, _ in split]])
        # The unknowns of one hidden count stay together.
        self.split = {name: self.sums.split(cells) for name, cells in counts.items()}
        together = rows_of([unknowns for _, unknowns in self.split.values()], self.matrix.shape[1])
        labels, self.block = split_into_blocks(sp.vstack([self.matrix, together]).tocsr())
        self.row_block = labels[: self.matrix.shape[0]]
        values = np.array([one.value - fixed for one, fixed, _ in split], float)
        free = self.sums.free
        self.low = np.concatenate([self.sums.low[free], np.zeros(2 * len(split))])
        self.high = np.concatenate([self.sums.high[free], values, np.full(len(split), np.inf)])

    def block_of(self, goal: Goal) -> int:
        """Return the block of a goal's count."""
        return int(self.block[self.split[goal[0]][1][0]])

    def end(self, goal: Goal, most: int) -> float:
        """Return the value that a goal asks for, or the nearest that what must stay public allows."""
        known, unknowns = self.split[goal[0]]
        if goal[1] == UP:
            return min(float(most), known + float(self.high[unknowns].sum()))
        return max(1.0, known + float(self.low[unknowns].sum()))

    def changes(self, solution: np.ndarray) -> np.ndarray:
        """Return the changeable counts that a solution changes."""
        changed = solution[self.unknowns :].reshape(2, -1).sum(axis=0)
        return np.flatnonzero(changed > NEAR)

    def cheapest(
        self, goals: Sequence[tuple[Goal, float, np.ndarray]], losses: np.ndarray, most: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the cheapest table that reaches goals of different blocks, and by how much each is missed.

        A goal comes with what is known of its count and the unknowns added to that; `most` is what a
        count must be able to reach upwards.
        """
        blocks = {int(self.block[unknowns[0]]) for _, _, unknowns in goals}
        here = np.flatnonzero(np.isin(self.block, list(blocks)))
        rows = np.flatnonzero(np.isin(self.row_block, list(blocks)))
        wanted = rows_of([unknowns for _, _, unknowns in goals], len(self.block))[:, here]
        signs = np.array([1.0 if way == UP else -1.0 for (_, way), _, _ in goals])
        ends = [self.end(goal, most) for goal, _, _ in goals]
        reach = signs * [end - known for end, (_, known, _) in zip(ends, goals, strict=True)]
        none = sp.csr_matrix((len(rows), len(goals)))
        matrix = sp.vstack(
            [
                sp.hstack([self.matrix[rows][:, here], none]),
                sp.hstack([sp.diags(signs) @ wanted, sp.identity(len(goals))]),
            ]
        ).tocsr()
        least = np.concatenate([self.totals[rows], reach])
        greatest = np.concatenate([self.totals[rows], np.full(len(goals), np.inf)])
        costs = np.concatenate([np.zeros(self.unknowns), losses, losses])[here]
        limits = Bounds(
            np.concatenate([self.low[here], np.zeros(len(goals))]),
            np.concatenate([self.high[here], np.full(len(goals), np.inf)]),
        )
        found = solve(
            np.concatenate([costs, np.full(len(goals), UNREACHED)]), matrix, least, greatest, limits
        )
        solution = np.zeros(len(self.block))
        solution[here] = found[: len(here)]
        return solution, found[len(here) :]


@dataclass(frozen=True)
class Suppression:
    """What to hide: by name, and by goal; and the goals that even so are not reached.

    `impossible` are those of them that what must stay public rules out in one sum.
    """

    names: set[str]
    of_goal: dict[Goal, set[str]]
    unreached: set[Goal]
    impossible: set[Goal]


def find_suppressions(
    sums: sp.csr_matrix,
    public: Sequence[PublicCount],
    open_goals: Sequence[Goal],
    counts: Mapping[str, np.ndarray],
    most: int,
) -> Suppression:
    """Return which public counts to hide so that the goals are reached.

    `counts` are the cells of the hidden counts that goals name. For a goal that cannot be reached, what
    comes nearest is hidden.
    """
    tables = OtherTables(sums, public, {name: counts[name] for name, _ in open_goals})
    search = Search(
        impossible={goal for goal in open_goals if not _reaches(goal, tables.end(goal, most), most)}
    )
    losses = tables.loss.copy()
    waiting = [goal for goal in open_goals if len(tables.split[goal[0]][1])]
    while waiting:
        batch = [(goal, *tables.split[goal[0]]) for goal in _one_per_block(waiting, tables)]
        solution, missed = tables.cheapest(batch, losses, most)
        search.unreached |= {one[0] for one, gap in zip(batch, missed, strict=True) if gap > NEAR}
        changed = tables.changes(solution)
        search.chosen |= set(changed.tolist())
        losses[changed] = tables.loss[changed] * HIDDEN_ALREADY
        _note_witnesses(search, tables, (waiting, {goal for goal, _, _ in batch}), solution, most)
        waiting = [goal for goal in waiting if goal not in search.witnesses]
    kept = _without_needless(search, tables.loss)
    named = {
        goal: {tables.changeable[at].name for at in found[0]} for goal, found in search.witnesses.items()
    }
    every = {tables.changeable[at].name for at in kept}
    return Suppression(every, named, search.unreached | search.impossible, search.impossible)


def _note_witnesses(
    search: Search,
    tables: OtherTables,
    goals: tuple[Sequence[Goal], set[Goal]],
    solution: np.ndarray,
    most: int,
) -> None:
    """Note for every waiting goal of the blocks solved whether the solution shows that it is possible.

    `goals` are those that wait, and those of them that the solution was sought for.
    """
    waiting, asked = goals
    changed = tables.changes(solution).tolist()
    solved = {tables.block_of(goal) for goal in asked}
    for goal in waiting:
        known, unknowns = tables.split[goal[0]]
        block = tables.block_of(goal)
        reached = block in solved and _reaches(goal, known + solution[unknowns].sum(), most)
        if goal in asked or reached:
            own = [at for at in changed if tables.block[tables.unknowns + at] == block]
            search.witnesses.setdefault(goal, []).append(frozenset(own))


def _reaches(goal: Goal, value: float, most: int) -> bool:
    return value >= most - NEAR if goal[1] == UP else value <= 1 + NEAR


def _one_per_block(waiting: Sequence[Goal], tables: OtherTables) -> Iterator[Goal]:
    """Yield the first waiting goal of each block."""
    used: set[int] = set()
    for goal in waiting:
        block = tables.block_of(goal)
        if block not in used:
            used.add(block)
            yield goal


def _without_needless(search: Search, loss: np.ndarray) -> set[int]:
    """Return the chosen counts without those that no goal needs, the dearest first left out."""
    kept = set(search.chosen)
    for at in sorted(search.chosen, key=lambda one: (-loss[one], one)):
        trial = kept - {at}
        if all(any(witness <= trial for witness in found) for found in search.witnesses.values()):
            kept = trial
    return kept
