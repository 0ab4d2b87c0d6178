"""Seconds of turns, by hand; what a transcript does not tell is null."""

import pandas as pd
import pytest
from aimed.coding.speaking_time import find_seconds
from aimed.files.tables import read_table, write_table


def times(*rows: tuple[str, int, float | None, float | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["transcript", "turn", "time_start", "time_end"]).assign(cohort="c")
    return table.astype({"time_start": "Float64", "time_end": "Float64"})


def test_seconds_are_those_to_the_end_else_to_the_next_turn():
    turns = times(
        ("ends", 1, 1.5, 3.25), ("ends", 2, 3.1, 4.0), ("begins", 1, 0, None), ("begins", 2, 7, None),
        ("begins", 3, 65, None),
    )  # fmt: skip
    # the last of a transcript that has begins alone is not known; turns may be said across each other
    assert find_seconds(turns).tolist() == [1.75, 0.9, 7, 58, pd.NA]


def test_order_of_rows_and_index_do_not_matter():
    turns = times(("a", 2, 7, None), ("b", 1, 2, 5), ("a", 1, 0, None), ("a", 3, 65, 66))
    turns.index = [10, 5, 7, 1]
    assert find_seconds(turns).to_dict() == {10: 58, 5: 3, 7: 7, 1: 1}


def test_a_transcript_with_a_turn_without_time_has_none():
    turns = times(("some", 1, 0, 2), ("some", 2, None, None), ("some", 3, 9, 10), ("all", 1, 0, 2))
    assert find_seconds(turns).tolist() == [pd.NA, pd.NA, pd.NA, 2]


def test_a_recording_that_begins_again_leaves_the_turn_before_it_out():
    turns = times(("a", 1, 300, None), ("a", 2, 0, None), ("a", 3, 4, None))
    assert find_seconds(turns).tolist() == [pd.NA, 4, pd.NA]


@pytest.mark.parametrize("columns", [[], ["time_start", "time_end"]])
def test_turns_without_times_and_no_turns(columns):
    turns = times(("a", 1, None, None), ("a", 2, None, None))[["cohort", "transcript", "turn", *columns]]
    assert find_seconds(turns).isna().all()
    assert find_seconds(turns.iloc[:0]).empty


def test_turns_that_count_keep_the_seconds_found_among_all(tmp_path, take):
    # a3 withdrew: her turn ends that of a1, and is not kept itself
    turns = {
        "one": [("g", 1, "P1", "one:a1", "participant", 0, 9), ("g", 2, "P3", "one:a3", "participant", 9, 12)]
    }
    made = take(tmp_path, turns, {"one": []})
    assert made["kept_turns"]["seconds"].isna().all()
    timed = read_table(tmp_path / "one/turns").assign(time_start=[2.0, 4.5], time_end=[None, 9.0])
    table = timed.astype({"time_start": "Float64", "time_end": "Float64"})
    made = take(tmp_path, turns, {"one": []}, prepare=lambda: write_table(table, tmp_path / "one/turns"))
    assert made["kept_turns"][["participant", "seconds"]].values.tolist() == [["one:a1", 2.5]]
