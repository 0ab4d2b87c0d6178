"""Files that are there as a whole or not at all."""

from pathlib import Path

import pytest
from aimed.build.up_to_date import describe_study
from aimed.files.written_whole import name_beside, write_whole


def test_what_stops_while_it_writes_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "table.csv"
    with write_whole(path) as (half,):
        half.write_text("old")
    with pytest.raises(ZeroDivisionError), write_whole(path) as (half,):
        half.write_text("ne")
        raise ZeroDivisionError
    assert [(one.name, one.read_text()) for one in path.parent.iterdir()] == [("table.csv", "old")]


def test_what_a_killed_command_left_is_no_part_of_the_study(toy: Path) -> None:
    before = describe_study("paper")
    for path in (Path("manuscript/published.csv"), Path("data/cohorts/toy/crosswalk.csv")):
        name_beside(path).write_text("half")
    assert describe_study("paper") == before
