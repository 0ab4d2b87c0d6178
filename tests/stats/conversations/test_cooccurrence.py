"""Co-occurrence of codes: by hand, by every permutation there is, and by the second road."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from aimed.audit.recompute.conversations.road import _permute, _share
from aimed.stats.conversations.cooccurrence import (
    Nearness,
    TurnsWithCodes,
    find_shared,
    list_pairs_of_codes,
    state_cooccurrence,
)
from aimed.stats.conversations.permutations import find_overlap_p
from aimed.stats.statistics import SelectedRows

# transcript -> for each turn its codes
TALK = {"g1": ["ab", "a", "b", "", "ab"], "g2": ["", "b", "a", ""], "g3": ["ab", "a", ""]}


def make(talk: dict[str, list[str]] = TALK) -> tuple[SelectedRows, TurnsWithCodes]:
    rows = [("c", g, at, f"c:{at % 3}") for g, said in talk.items() for at, _ in enumerate(said)]
    turns = pd.DataFrame(rows, columns=["cohort", "transcript", "turn", "participant"])
    coded = pd.DataFrame(
        [("c", g, at, code) for g, said in talk.items() for at, codes in enumerate(said) for code in codes],
        columns=["cohort", "transcript", "turn", "code"],
    )
    return SelectedRows("turns", turns), TurnsWithCodes(turns, coded, ["a", "b"])


def states(nearness: Nearness) -> dict[str, float]:
    rows, talk = make()
    return {one.statistic: one.value for one in state_cooccurrence(rows, talk, ["a", "b"], nearness)}


def test_turns_with_both_codes_by_hand():
    found = states(Nearness())
    # a in 3 of 5, 1 of 4, 2 of 3 turns; b in 3, 1, 1; both in 2, 0, 1
    expected = 3 * 3 / 5 + 1 / 4 + 2 / 3
    assert found["both"] == 3
    assert found["expected"] == pytest.approx(expected)
    assert found["jaccard"] == pytest.approx(3 / 8)
    assert found["lift"] == pytest.approx(3 / expected)


def test_p_is_that_of_every_permutation_within_transcripts():
    has = {g: ([("a" in one) for one in said], [("b" in one) for one in said]) for g, said in TALK.items()}
    every = [
        [sum(x and y for x, y in zip(a, moved, strict=True)) for moved in permutations(b)]
        for a, b in has.values()
    ]
    sums = [sum(one) for one in product(*every)]
    expected = sum(sums) / len(sums)
    far = sum(abs(one - expected) >= abs(3 - expected) - 1e-9 for one in sums) / len(sums)
    assert states(Nearness())["p"] == pytest.approx(far)
    assert states(Nearness())["expected"] == pytest.approx(expected)


def test_permuting_never_leaves_a_transcript():
    # all of a and b in one transcript, in every turn of it: nothing could be otherwise
    expected, p = find_overlap_p(np.array([4, 50]), np.array([4, 0]), np.array([4, 0]), 4)
    assert (expected, p) == (4, 1)


def test_within_some_turns_of_the_same_transcript_by_hand():
    _rows, talk = make({"g1": ["a", "", "b", "", "", "a"], "g2": ["b", "a"]})
    first, second = talk.has.T
    assert np.flatnonzero(find_shared(talk, first, second, 1)).tolist() == [6, 7]
    assert np.flatnonzero(find_shared(talk, first, second, 2)).tolist() == [0, 2, 6, 7]
    assert np.flatnonzero(find_shared(talk, first, second, 3)).tolist() == [0, 2, 5, 6, 7]


def test_drawn_permutations_come_near_to_all_of_them():
    exact, drawn = states(Nearness()), states(Nearness(within=1, draws=400, seed=3))
    assert drawn == states(Nearness(within=1, draws=400, seed=3))
    assert drawn["both"] > exact["both"]
    assert 0 < drawn["p"] <= 1


def test_a_code_is_no_pair_with_one_that_it_is_a_part_of():
    assert list_pairs_of_codes(["a", "a.x", "ab"]) == [("a", "ab"), ("a.x", "ab")]


def test_the_second_road_counts_in_whole_numbers():
    draw = np.random.default_rng(5)
    talk = {f"g{at}": ["".join(c for c in "ab" if draw.random() < 0.3) for _ in range(30)] for at in range(6)}
    _rows, turns = make(talk)
    first, second = turns.has.T
    both = int((first & second).sum())
    one = find_overlap_p(turns.lengths, turns.by_transcript(first), turns.by_transcript(second), both)
    places = {("c", g): [(at, "") for at, _ in enumerate(said)] for g, said in talk.items()}
    has = [{(("c", g), at) for g, said in talk.items() for at, x in enumerate(said) if c in x} for c in "ab"]
    assert one == pytest.approx(_permute(places, has[0], has[1], both), rel=1e-9)
    for within in (0, 1, 4):
        assert len(_share(*has, within)) == find_shared(turns, first, second, within).sum()
