"""Which codes go together: turns with both, or near each other, beside what permuted turns would give."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from aimed.stats.conversations.permutations import ALIKE, draw_places, find_overlap_p
from aimed.stats.statistics import SelectedRows, Statistic

METHOD = "co-occurrence"
TRANSCRIPT = ["cohort", "transcript"]


@dataclass(frozen=True)
class Nearness:
    """Within how many participants' turns two codes must stand (0: in one), and how turns are permuted."""

    within: int = 0
    draws: int = 1_000
    seed: int = 1

    def describe(self) -> str:
        """Return the method as the ledger says it."""
        if not self.within:
            return f"{METHOD} in a turn; all permutations within transcripts"
        return f"{METHOD} within {self.within} turns; {self.draws} permutations within transcripts"


class TurnsWithCodes:
    """The participants' turns in order, one after the other, with which codes each has.

    `has` is turns by codes. `lengths` are the transcripts' numbers of turns.
    """

    def __init__(self, turns: pd.DataFrame, coded: pd.DataFrame, codes: list[str]) -> None:
        """Number the turns and look their codes up: n log n in turns and codes."""
        keys = [*TRANSCRIPT, "turn"]
        ordered = turns[[*keys, "participant"]].sort_values(keys, ignore_index=True)
        self.people = pd.factorize(ordered["participant"])[0]
        place = pd.factorize(pd.MultiIndex.from_frame(ordered[TRANSCRIPT].astype(str)))[0]
        self.lengths = np.bincount(place) if len(place) else np.zeros(0, dtype=int)
        self.place = place
        known = coded[coded["code"].isin(codes)]
        found = ordered.assign(row=range(len(ordered))).merge(known[[*keys, "code"]], on=keys)
        self.has = np.zeros((len(ordered), len(codes)), dtype=bool)
        self.has[found["row"].to_numpy(), pd.Index(codes).get_indexer(found["code"])] = True

    def by_transcript(self, given: np.ndarray) -> np.ndarray:
        """Return how many of the given turns each transcript has."""
        return np.bincount(self.place, given, len(self.lengths)).astype(int)

    def spread(self, given: np.ndarray, within: int) -> np.ndarray:
        """Return which turns are at most so many turns from a given one of the same transcript."""
        at = np.flatnonzero(given)
        near = given.copy()
        for step in range(1, within + 1):
            for moved in (at - step, at + step):
                kept = (moved >= 0) & (moved < len(given))
                same = moved[kept][self.place[moved[kept]] == self.place[at[kept]]]
                near[same] = True
        return near


def list_pairs_of_codes(codes: list[str]) -> list[tuple[str, str]]:
    """Return the pairs of codes, but for a code with one that it is a part of."""
    return [(a, b) for a, b in combinations(codes, 2) if not f"{b}.".startswith(f"{a}.")]


def state_cooccurrence(
    rows: SelectedRows, talk: TurnsWithCodes, codes: list[str], nearness: Nearness
) -> Iterator[Statistic]:
    """Yield for each pair of codes that both occur: turns with both, expected turns, Jaccard, lift, p.

    Item is the first code, group `with_` and the second, with _ for its dots. `both` are the turns with one
    of the codes within reach of the other; Jaccard is their share of the turns with either; lift is `both`
    over what permuting gives on average. The numerator is the people who said them: by that they are small.
    """
    where = dict(zip(codes, range(len(codes)), strict=True))
    for a, b in list_pairs_of_codes(codes):
        first, second = talk.has[:, where[a]], talk.has[:, where[b]]
        if not (first.any() and second.any()):
            continue
        shared = find_shared(talk, first, second, nearness.within)
        both, either = int(shared.sum()), int((first | second).sum())
        expected, p = _permute(talk, first, second, both, nearness)
        people = len(np.unique(talk.people[shared]))
        group = f"with_{b.replace('.', '_')}"
        found = {"both": both, "expected": expected, "jaccard": both / either}
        found |= {"lift": both / expected} if expected else {}
        for statistic, value in {**found, "p": p}.items():
            yield _number((a, group, statistic), value, people, rows, (b, nearness))


def find_shared(talk: TurnsWithCodes, first: np.ndarray, second: np.ndarray, within: int) -> np.ndarray:
    """Return which turns have one of the codes and the other within reach."""
    if not within:
        return first & second
    return (first & talk.spread(second, within)) | (second & talk.spread(first, within))


def _permute(
    talk: TurnsWithCodes, first: np.ndarray, second: np.ndarray, both: int, nearness: Nearness
) -> tuple[float, float]:
    """Return the expected number of shared turns, and p: exact in a turn, drawn within several."""
    in_first, in_second = talk.by_transcript(first), talk.by_transcript(second)
    if not nearness.within:
        return find_overlap_p(talk.lengths, in_first, in_second, both)
    near_first = talk.spread(first, nearness.within)
    counts = np.array(
        [
            int(((first & talk.spread(given, nearness.within)) | (given & near_first)).sum())
            for given in draw_places(talk.lengths.tolist(), in_second.tolist(), nearness.draws, nearness.seed)
        ]
    )
    expected = float(counts.mean())
    far = np.abs(counts - expected) >= abs(both - expected) - ALIKE
    return expected, (1 + int(far.sum())) / (1 + nearness.draws)


def _number(
    name: tuple[str, str, str], value: float, people: int, rows: SelectedRows, of: tuple[str, Nearness]
) -> Statistic:
    item, group, statistic = name
    other, nearness = of
    units = {"both": "count", "p": "p"}
    return Statistic(
        item=item,
        group=group,
        statistic=statistic,
        value=value,
        unit=units.get(statistic, "effect"),
        method=nearness.describe(),
        kind="test",
        n=rows.n,
        numerator=people,
        columns=("cohort", "transcript", "turn", "participant"),
        formula=f"{item} with {other}",
        seed=nearness.seed if nearness.within else None,
        draws=nearness.draws if nearness.within else None,
        **rows.lineage,
    )
