"""What coders chose, turn by turn, as cells that a measure of agreement counts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aimed.stats.methods.coder_agreement import Measure, cohen_kappa, gwet_ac1, krippendorff_alpha

TURN = ["cohort", "transcript", "turn"]
CELLS = ("both", "only_a", "only_b", "neither")
MEASURES = {"gwet_ac1": gwet_ac1, "krippendorff_alpha": krippendorff_alpha}


@dataclass(frozen=True)
class TurnChoices:
    """Which turn has which cell for which code: `cells` (turns, codes) by place, of `kinds` cells."""

    codes: list[str]
    cells: np.ndarray
    kinds: int
    measures: dict[str, Measure]


def lay_out_pair(codes: list[str], read: pd.DataFrame, given: pd.DataFrame, pair: list[str]) -> TurnChoices:
    """Return the cell (CELLS) of each turn that both coders of a pair read, for each code."""
    turns = [read.loc[read["coder"] == name, TURN] for name in pair]
    shared = turns[0].merge(turns[1], on=TURN).sort_values(TURN, ignore_index=True)
    gave = [_mark(shared, codes, given[given["coder"] == name]) for name in pair]
    cells = np.where(gave[0], np.where(gave[1], 0, 1), np.where(gave[1], 2, 3))
    return TurnChoices(codes, cells, len(CELLS), {"kappa": cohen_kappa})


def lay_out_all(ratings: pd.DataFrame, read: pd.DataFrame, given: pd.DataFrame) -> TurnChoices:
    """Return for each turn and code the cell of its numbers of readers and of those who gave the code."""
    codes = ratings["code"].drop_duplicates().tolist()
    readers = read.groupby(TURN).size().rename("readers").reset_index()
    readers = readers.sort_values(TURN, ignore_index=True)
    own = given.merge(read[[*TURN, "coder"]], on=[*TURN, "coder"])
    number = _mark(readers, codes, own)
    most = int(readers["readers"].max())
    pairs = np.array([(r, g) for r in range(1, most + 1) for g in range(r + 1)])
    place = np.full((most + 1, most + 1), -1)
    place[pairs[:, 0], pairs[:, 1]] = range(len(pairs))
    cells = place[readers["readers"].to_numpy(int)[:, None], number]
    both_ways = np.stack([pairs[:, 1], pairs[:, 0] - pairs[:, 1]], axis=1)
    return TurnChoices(codes, cells, len(pairs), {name: make(both_ways) for name, make in MEASURES.items()})


def _mark(turns: pd.DataFrame, codes: list[str], given: pd.DataFrame) -> np.ndarray:
    """Return how many coders gave each code (a column) in each turn (a row)."""
    found = given.merge(turns[TURN].assign(at=range(len(turns))), on=TURN)
    found = found[found["code"].isin(codes)]
    marks = np.zeros((len(turns), len(codes)), dtype=int)
    np.add.at(marks, (found["at"].to_numpy(int), pd.Index(codes).get_indexer(found["code"])), 1)
    return marks
