"""Saturation by Guest, Namey and Chen 2020: the shares that the paper's example has, and runs by hand."""

import pandas as pd
import pytest
from aimed.audit.recompute.conversations.road import _read_first
from aimed.stats.conversations.cooccurrence import Nearness
from aimed.stats.conversations.request import ConversationRequest
from aimed.stats.conversations.saturation import (
    StoppingRule,
    find_stop,
    list_information,
    list_new,
    state_saturation,
)
from aimed.stats.statistics import SelectedRows

# The paper's example has 37 codes in a base of four, and 7 new ones in the first run of two: 19 %. How these
# fall on the transcripts, and the runs that follow, are ours, by hand: 7/37, 5/37, 3/37, 1/37, 1/37, 0.
NEW = [20, 9, 5, 3, 4, 3, 2, 1, 0, 1, 0, 0]


def test_the_first_run_of_the_papers_example_is_19_percent_of_its_base():
    rule = StoppingRule(base=4, run=2)
    information = list_information(NEW, rule)
    assert sum(NEW[:4]) == 37
    assert f"{information[0]:.0%}" == "19%"
    assert information == pytest.approx([7 / 37, 5 / 37, 3 / 37, 1 / 37, 1 / 37, 1 / 37, 0])


@pytest.mark.parametrize(
    ("rule", "stop"),
    [
        (StoppingRule(4, 2, 0.05), 7),  # the run of the 8th and 9th, 1/37: 7 + 2
        (StoppingRule(4, 2, 0), 10),  # that of the 11th and 12th: 10 + 2
        (StoppingRule(4, 3, 0.05), 7),  # 8th to 10th: 2/37 = 5.4 % is too much, 9th to 11th: 1/37
        (StoppingRule(6, 2, 0.05), 7),
        (StoppingRule(11, 2, 0.05), None),  # no run is left
    ],
)
def test_the_rule_stops_at_the_first_run_with_little_that_is_new(rule, stop):
    expected = 8 if rule.run == 3 else stop
    assert find_stop(list_information(NEW, rule), rule) == expected


def test_a_code_is_new_once():
    assert list_new([{"a", "b"}, {"b"}, {"a", "c"}]) == [{"a", "b"}, set(), {"c"}]


def test_without_codes_in_the_base_nothing_is_said():
    assert list_information([0, 0, 3], StoppingRule(2, 1)) == []


def test_numbers_of_a_small_study_by_hand_and_by_the_second_road():
    order = [("g1", ["a", "b", "c", "d"]), ("g2", ["b"]), ("g3", ["a", "e"]), ("g4", ["b"])]
    rule = StoppingRule(2, 1, 0.1)
    rows = SelectedRows("coded_turns", pd.DataFrame({"code": list("abcdbaeb")}))
    found = {(one.group, one.statistic): one.value for one in state_saturation(rows, order, rule)}
    assert found == {
        ("g1", "new"): 4, ("g1", "cumulative"): 4, ("g2", "new"): 0, ("g2", "cumulative"): 4,
        ("g3", "new"): 1, ("g3", "cumulative"): 5, ("g3", "information"): 25,
        ("g4", "new"): 0, ("g4", "cumulative"): 5, ("g4", "information"): 0,
        ("all", "base"): 4, ("all", "total"): 5, ("all", "saturated"): 1, ("all", "reached"): 3,
    }  # fmt: skip
    request = ConversationRequest((), Nearness(), rule, ("g1", "g2", "g3", "g4"), {}, False)
    first = [0, 0, 0, 0, 2]
    again = {
        (group, statistic): _read_first(first, 4, request, statistic, list(request.order), group)
        for group, statistic in found
    }
    assert again == found
