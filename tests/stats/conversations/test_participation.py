"""Participation: shares by hand, the Gini index and evenness against formulas of their own."""

import numpy as np
import pandas as pd
import pytest
from aimed.stats.conversations.participation import (
    find_evenness,
    find_gini,
    state_participation,
    state_speakers,
)
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


def timed(*said: tuple[str | None, float | None, str]) -> SelectedRows:
    """Return turns of one word each: who spoke, seconds, transcript."""
    table = pd.DataFrame(said, columns=["participant", "seconds", "transcript"]).assign(words=1, cohort="c")
    return SelectedRows("turns", table.astype({"seconds": "Float64"}))


def test_speaking_time_by_hand():
    spoken = timed(("a", 30, "g"), ("b", 4.5, "g"), ("a", 15.5, "g"), ("c", None, "g"))
    moderated = timed((None, 12.5, "g"))
    found = {(one.item, one.statistic): one for one in state_participation(ALL, spoken, moderated, None)}
    by_hand = {
        ("seconds", "count"): 50, ("balance", "seconds_largest_pct"): 91,
        # (2 - 1) 45.5 - 4.5 over 2 * 50; entropy of .91 and .09 is 0.302538, ln 2 is 0.693147
        ("balance", "seconds_gini"): 0.41, ("balance", "seconds_evenness"): 0.436470,
        ("moderator", "seconds"): 12.5, ("moderator", "seconds_pct"): 20,
    }  # fmt: skip
    assert {key: found[key].value for key in by_hand} == pytest.approx(by_hand, abs=1e-5)
    # n is the turns whose time is known; words go on counting all
    assert (found["seconds", "count"].n, found["words", "count"].n) == (3, 4)
    assert found["seconds", "count"].unit == "seconds"


def test_a_group_with_a_transcript_without_times_has_no_seconds():
    spoken = timed(("a", 30, "g"), ("b", 4.5, "g"), ("a", None, "h"))
    found = list(state_participation(ALL, spoken, timed((None, 5, "g"), (None, None, "h")), None))
    assert not [one for one in found if "seconds" in (one.item, one.statistic.split("_")[0])]


def test_without_times_the_numbers_are_those_of_before():
    spoken = timed(("a", None, "g"), ("b", None, "g"))
    old = SelectedRows("turns", spoken.rows.drop(columns="seconds"))
    none = timed()
    assert list(state_participation(ALL, spoken, none, 3)) == list(state_participation(ALL, old, none, 3))


def test_each_speaker_has_seconds_where_all_are_timed():
    found = state_speakers(timed(("b", 4, "g"), ("a", 3, "g")))
    seconds = {one.item: one.value for one in found if one.statistic == "seconds"}
    assert seconds == {"speaker_1": 3, "speaker_2": 4}
