"""Bound every small hidden count by all public numbers, and name what more to hide until it is safe."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aimed.files.digests import digest_text
from aimed.ledger.contents import NumberEvidence, Protection
from aimed.ledger.disclosure import DIFFERENCE, REST, SIZE, Disclosure
from aimed.ledger.protection.bounds import NEAR, ImpossibleNumbers, KnownSums, reach
from aimed.ledger.protection.people import CountedPeople
from aimed.ledger.protection.questions import Question, QuestionReader
from aimed.ledger.protection.suppression import DOWN, UP, Goal, PublicCount, find_suppressions

ROUNDS = 4
REMAINDER = "|rest"  # after the id of a count whose denominator less itself is small


# Decides again with more hidden: counts and other numbers with why, and numbers without their n.
Decide = Callable[[Mapping[str, str], set[str]], Disclosure]


@dataclass(frozen=True)
class Asked:
    """A number's question, whose answer is `value`, and that of its n; None where there is none."""

    value: float
    counted: Question | None
    among: Question | None
    n: float | None


def protect(
    numbers: pd.DataFrame,
    evidence: Mapping[str, NumberEvidence],
    reader: QuestionReader,
    decide: Decide,
    smallest: int,
) -> tuple[Disclosure, Protection]:
    """Return what is not public once every small count is protected, and the bounds of what is hidden.

    `numbers` has id, kind, statistic, value, n, numerator, analysis and public_by_plan. A hidden count of 1
    to `smallest`-1 is protected when the public numbers let it be anything from 1 to `smallest`-1.
    """
    attack = Attack(numbers, evidence, reader, smallest)
    more: dict[str, str] = {}
    without: set[str] = set()
    made = decide(more, without)
    try:
        for _ in range(ROUNDS):
            found = attack.find_more(made)
            if not found:
                break
            added, ns = attack.ids_to_hide(found)
            more |= added
            without |= ns
            made = decide(more, without)
        return made, attack.describe(made)
    except ImpossibleNumbers as problem:
        return made, {"bounds": {}, "conflicts": {}, "not_bounded": str(problem)}


class Attack:
    """The study as a reader knows it: questions, unknowns, and what each public number tells of them."""

    def __init__(
        self,
        numbers: pd.DataFrame,
        evidence: Mapping[str, NumberEvidence],
        reader: QuestionReader,
        smallest: int,
    ) -> None:
        self.most = smallest - 1
        self.asked = _read_asked(numbers, evidence, reader)
        every = {q for one in self.asked.values() for q in (one.counted, one.among) if q is not None}
        self.people = CountedPeople(reader, sorted(every))
        found = {question: self.people.cells(question) for question in sorted(every)}
        self.cells = {question: cells for question, cells in found.items() if cells is not None}
        self.sums = self.people.matrix()
        rows = numbers.set_index("id")
        self.kind = rows["kind"].to_dict()
        self.analysis = rows["analysis"].to_dict()
        self.shown_by_plan = set(rows.index[rows["public_by_plan"].astype(bool)])
        self.group_sizes = {self.asked[name].counted for name in rows.index[rows["statistic"] == "total"]}
        self.resting = self._collect_resting()
        self.given_up: set[Goal] = set()
        self.reached: dict[str, tuple[float, float]] = {}

    def known(self, made: Disclosure) -> dict[Question, float]:
        """Return the questions whose answer the public numbers tell."""
        known: dict[Question, float] = {}
        for name, one in self.asked.items():
            if name in made.hidden:
                continue
            if one.counted in self.cells:
                known[one.counted] = one.value
            if one.among in self.cells and one.n is not None and name not in made.without_n:
                known[one.among] = one.n
        return known

    def small_counts(self, made: Disclosure) -> dict[str, np.ndarray]:
        """Return the hidden counts to protect, each question once: id (and REMAINDER) -> its unknowns."""
        return {names[0]: np.array(cells) for cells, names in self._named_small(made).items()}

    def _named_small(self, made: Disclosure) -> dict[tuple[int, ...], list[str]]:
        """Return the unknowns of each hidden count to protect -> its ids; several ids may ask the same."""
        named: dict[tuple[int, ...], list[str]] = {}
        for hidden in sorted(made.hidden):
            one, name = self.asked[hidden], hidden
            if self.kind[name] != "count" or one.counted not in self.cells:
                continue
            cells = self.cells[one.counted]
            if made.hidden[name] == REST and one.among in self.cells:
                name, cells = hidden + REMAINDER, np.setdiff1d(self.cells[one.among], cells)
            elif not 1 <= one.value <= self.most:
                continue
            named.setdefault(tuple(cells.tolist()), []).append(name)
        return named

    def find_more(self, made: Disclosure) -> set[Question]:
        """Return the questions to hide so that every small count is protected; group sizes if need be."""
        known, small = self.known(made), self.small_counts(made)
        self.reached = self._reach(known, small)
        goals = [goal for goal in self._tight(self.reached) if goal not in self.given_up]
        if not goals:
            return set()
        keep = self._shown_on_purpose()
        public = self._public_counts(known, keep | self.group_sizes)
        first = find_suppressions(self.sums, public, goals, small, self.most)
        hidden = {question for question in known if _name(question) in first.names}
        self.given_up |= first.impossible
        if left := sorted(first.unreached - first.impossible):
            rest = {question: value for question, value in known.items() if question not in hidden}
            second = find_suppressions(self.sums, self._public_counts(rest, keep), left, small, self.most)
            hidden |= {question for question in rest if _name(question) in second.names}
            self.given_up |= second.unreached
        if hidden:
            self.reached = {}  # of what was public before
        return hidden

    def ids_to_hide(self, questions: Iterable[Question]) -> tuple[dict[str, str], set[str]]:
        """Return the numbers that tell any of these answers, with why, and those to part from their n."""
        hidden: dict[str, str] = {}
        without_n = set()
        chosen = set(questions)
        for name, one in self.asked.items():
            if one.counted in chosen:
                hidden[name] = DIFFERENCE
            elif one.among in chosen and self.kind[name] == "count":
                without_n.add(name)
            elif one.among in chosen:
                hidden[name] = SIZE
        return hidden, without_n

    def describe(self, made: Disclosure) -> Protection:
        """Return the bounds of the small counts, and which plans show what gives one of them away."""
        known, small = self.known(made), self.small_counts(made)
        found = self.reached or self._reach(known, small)
        tight = self._tight(found)
        # Group sizes stay, so that the search is short.
        public = self._public_counts(known, self.group_sizes)
        freed = find_suppressions(self.sums, public, tight, small, self.most) if tight else None
        by_name = {_name(question): question for question in known}
        conflicts: dict[str, list[str]] = {}
        for goal in tight:
            told = [by_name[name] for name in (freed.of_goal.get(goal, set()) if freed else set())]
            plans = {self.analysis[n] for q in told for n in self.resting[q] if n in self.shown_by_plan}
            conflicts[goal[0]] = sorted({*conflicts.get(goal[0], []), *plans})
        alike = {names[0]: names for names in self._named_small(made).values()}
        every = {name: plans for first, plans in conflicts.items() for name in alike[first]}
        return {"bounds": {name: list(ends) for name, ends in found.items()}, "conflicts": every}

    def _reach(
        self, known: Mapping[Question, float], small: Mapping[str, np.ndarray]
    ) -> dict[str, tuple[float, float]]:
        return reach(KnownSums(self.sums, self._pairs(known)), small, self.most)

    def _tight(self, found: Mapping[str, tuple[float, float]]) -> list[Goal]:
        """Return what small counts cannot be although they must be able to."""
        down = [(name, DOWN) for name, (low, _) in found.items() if low > 1 + NEAR]
        return [*down, *((name, UP) for name, (_, high) in found.items() if high < self.most - NEAR)]

    def _pairs(self, known: Mapping[Question, float]) -> list[tuple[np.ndarray, float]]:
        return [(self.cells[question], known[question]) for question in sorted(known)]

    def _public_counts(
        self, known: Mapping[Question, float], stay: set[Question | None]
    ) -> list[PublicCount]:
        """Return what is known as public counts; the loss of one is how many numbers go with it.

        A digest of the question breaks ties, so that what is hidden does not go with the order of files.
        """
        made = []
        for question in sorted(known):
            name = _name(question)
            tie = int(digest_text(name)[:6], 16) / 16**6 / 1000
            loss = None if question in stay else len(self.resting[question]) * (1 + tie)
            made.append(PublicCount(name, self.cells[question], known[question], loss))
        return made

    def _shown_on_purpose(self) -> set[Question | None]:
        shown = [self.asked[name] for name in self.shown_by_plan if name in self.asked]
        return {q for one in shown for q in (one.counted, one.among)}

    def _collect_resting(self) -> dict[Question, list[str]]:
        resting: dict[Question, list[str]] = {}
        for name, one in self.asked.items():
            for question in {one.counted, one.among} - {None}:
                resting.setdefault(question, []).append(name)  # type: ignore[arg-type]
        return resting


def _name(question: Question) -> str:
    return repr(tuple(question))


def _read_asked(
    numbers: pd.DataFrame, evidence: Mapping[str, NumberEvidence], reader: QuestionReader
) -> dict[str, Asked]:
    """Return id -> what it tells; a count of different values is no sum of rows, and tells nothing."""
    asked = {}
    columns = ["id", "kind", "value", "n", "numerator"]
    for name, kind, value, n, numerator in numbers[columns].itertuples(index=False):
        own = evidence[name]
        rows, base = (None, None) if own["distinct"] else (reader.question(own[p]) for p in ("rows", "base"))
        if kind not in ("count", "proportion"):
            rows, base = None, rows
        told = value if kind == "count" else numerator
        size = None if pd.isna(n) else float(n)
        asked[str(name)] = Asked(0.0 if pd.isna(told) else float(told), rows, base, size)
    return asked
