"""Participation: shares by hand, the Gini index and evenness against formulas of their own."""

import numpy as np
import pandas as pd
import pytest
from aimed.stats.conversations.participation import find_evenness, find_gini, state_participation
from aimed.stats.groups import ALL
from aimed.stats.statistics import SelectedRows


@pytest.mark.parametrize(
    ("words", "gini", "evenness"),
    [
        ([10, 10, 10, 10], 0, 1),
        # by hand: ((-3)1 + (-1)2 + 3 + 3 * 4) / (4 * 10); entropy of .1 .2 .3 .4 is 1.27985, ln 4 is 1.38629
        ([4, 1, 3, 2], 0.25, 0.92322),
        ([0, 0, 0, 8], 0.75, 0),
    ],
)
def test_gini_and_evenness_by_hand(words, gini, evenness):
    assert find_gini(np.array(words)) == pytest.approx(gini)
    assert find_evenness(np.array(words)) == pytest.approx(evenness, abs=1e-5)


def test_who_spoke_how_much_by_hand():
    said = [("a", 60), ("b", 10), ("a", 20), ("c", 10)]
    turns = pd.DataFrame(said, columns=["participant", "words"]).assign(cohort="c", transcript="g")
    moderator = pd.DataFrame({"participant": [None], "words": [25], "cohort": ["c"], "transcript": ["g"]})
    spoken, moderated = SelectedRows("turns", turns), SelectedRows("turns", moderator)
    found = {(one.item, one.statistic): one.value for one in state_participation(ALL, spoken, moderated, 5)}
    by_hand = {
        ("turns", "count"): 4, ("words", "count"): 100, ("participants", "count"): 3,
        ("transcripts", "count"): 1, ("balance", "largest_pct"): 80, ("moderator", "turns"): 1,
        ("moderator", "words"): 25, ("moderator", "words_pct"): 20, ("silent", "count"): 2,
    }  # fmt: skip
    assert {key: found[key] for key in by_hand} == by_hand
