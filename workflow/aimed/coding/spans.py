"""Which turns coded spans lie in, and how far the spans of several coders cover each other.

Each is one sort and one pass: n log n in turns and spans, however long the transcripts are.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

PLACE = ["cohort", "transcript"]
TURN = [*PLACE, "turn"]


def cut_by_turns(turns: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return one row per segment and turn that share a character.

    Columns: TURN, coder, code, at (the turn's place in `turns`, from 0), start and end of the part, counted
    from the turn's first character. Both tables have PLACE, char_start and char_end in code points; turns
    of a transcript do not overlap.
    """
    places = turns[PLACE].drop_duplicates().assign(place=lambda table: range(len(table)))
    spoken = turns[[*TURN, "char_start", "char_end"]].assign(at=range(len(turns))).merge(places, on=PLACE)
    spoken = spoken.sort_values(["place", "char_start"], ignore_index=True)
    given = segments[[*PLACE, "coder", "code", "char_start", "char_end"]].merge(places, on=PLACE)
    # all transcripts one behind the other, so that one search serves them all
    wide = int(max([0, *spoken["char_end"], *given["char_end"]])) + 1
    starts, ends = (spoken["place"] * wide + spoken[name] for name in ("char_start", "char_end"))
    first = np.searchsorted(ends, given["place"] * wide + given["char_start"], side="right")
    after = np.searchsorted(starts, given["place"] * wide + given["char_end"], side="left")
    times = np.maximum(after - first, 0)  # a span between two turns ends before the one where it begins
    mark = given.loc[np.repeat(np.arange(len(given)), times)].reset_index(drop=True)
    turn = np.repeat(first - np.cumsum(times) + times, times) + np.arange(len(mark))
    own = spoken.loc[turn].reset_index(drop=True)
    begins = np.maximum(mark["char_start"], own["char_start"]) - own["char_start"]
    finishes = np.minimum(mark["char_end"], own["char_end"]) - own["char_start"]
    named = own[[*TURN, "at"]].assign(coder=mark["coder"], code=mark["code"])
    return named.assign(start=begins.astype("int64"), end=finishes.astype("int64"))


def list_ancestors(code: str) -> list[str]:
    """Return a code and those above it, the theme first."""
    parts = code.split(".")
    return [".".join(parts[: depth + 1]) for depth in range(len(parts))]


def with_parents(marks: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a `code`, each again for every code above its own."""
    levels = {code: list_ancestors(code) for code in marks["code"].unique()}
    return marks.assign(code=marks["code"].map(levels)).explode("code", ignore_index=True)


@dataclass(frozen=True)
class Cover:
    """Half-open spans on one line of whole numbers, each of a group and, within it, of a layer."""

    group: np.ndarray
    layer: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def only(self, which: np.ndarray) -> "Cover":
        """Return the spans that a mask chooses."""
        return Cover(self.group[which], self.layer[which], self.start[which], self.end[which])

    def merged(self) -> "Cover":
        """Return the same points with no two spans of a group and layer over each other.

        Spans that touch stay apart.
        """
        order = np.lexsort((self.start, self.layer, self.group))
        one = self.only(order)
        if not len(order):
            return one
        first = np.ones(len(order), dtype=bool)  # of its group and layer
        first[1:] = (np.diff(one.group) != 0) | (np.diff(one.layer) != 0)
        lift = np.cumsum(first) * (int(one.end.max()) + 1)  # a running maximum that begins anew in each
        reach = np.maximum.accumulate(one.end + lift) - lift
        begins = first.copy()
        begins[1:] |= one.start[1:] >= reach[:-1]
        at = np.flatnonzero(begins)
        return Cover(one.group[at], one.layer[at], one.start[at], np.maximum.reduceat(one.end, at))

    def count_layers(self, groups: int, layers: int) -> np.ndarray:
        """Return, of spans that are merged, how many points of each group lie under how many layers.

        Shape (groups, layers + 1); points under no span are not counted.
        """
        wide = int(self.end.max()) + 1 if len(self.end) else 1
        places = np.concatenate([self.group * wide + self.start, self.group * wide + self.end])
        steps = np.repeat([1, -1], len(self.start))
        order = np.argsort(places, kind="stable")
        depth = np.cumsum(steps[order])[:-1]
        lengths = np.diff(places[order])
        keys = places[order][:-1] // wide * (layers + 1) + depth
        under = (depth > 0) & (lengths > 0)  # where spans touch, depth is of no length
        counts = np.zeros(groups * (layers + 1), dtype="int64")
        np.add.at(counts, keys[under], lengths[under])
        return counts.reshape(groups, layers + 1)
