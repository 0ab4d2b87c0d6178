"""Sums made by hand in the raw file of tests/scored. Expected values: read by hand from its answers.csv."""

from pathlib import Path

import pytest
from aimed.onboarding.check.command import look_at
from aimed.onboarding.check.hand_made_sums import find_unequal
from aimed.onboarding.check.stages import take_through
from toy_study import SCORED, copy_toy

ANSWERS = Path("data/cohorts/wave/answers.csv")


@pytest.fixture
def wave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an unbuilt copy of tests/scored."""
    study = copy_toy(tmp_path / "scored", linked=True, half=SCORED)
    monkeypatch.chdir(study)
    return study


def test_a_sum_that_is_not_its_parts_is_told(wave: Path) -> None:
    """Of row 9 (p08) the sum is 2 + 2 + 2 + (3 - 2), and 8 is written."""
    [told] = find_unequal(take_through("wave"))
    assert str(told) == (
        "data/cohorts/wave/answers.csv, variable by_hand\n"
        "  found:    1 of 37 values that are not what its parts give: 8 for 7 in row 9\n"
        "  expected: strain, the sum of s1, s2, s3, s4 (s4 reversed); all parts must be known\n"
        "  to do:    look for an item that is reversed or was corrected later; analyse the derived variable"
    )


def test_sums_that_are_their_parts_are_not_told(wave: Path) -> None:
    text = ANSWERS.read_text(encoding="utf-8")
    ANSWERS.write_text(text.replace("p08,f,2,2,2,2,1,8,", "p08,f,2,2,2,2,1,7,"), encoding="utf-8")
    assert list(find_unequal(take_through("wave"))) == []


def test_many_are_counted_and_a_few_listed(wave: Path) -> None:
    derived = Path("data/codebook/derived.yaml")
    text = derived.read_text(encoding="utf-8")
    derived.write_text(text.replace("  reversed: [s4]\n  missing: all", "  missing: all"), encoding="utf-8")
    [told] = find_unequal(take_through("wave"))
    assert told.found.startswith("36 of 37 values that are not what its parts give: 7 for 6 in row 2, ")
    assert told.found.endswith(" and 31 more")


def test_derived_variables_need_no_column_and_their_ranges_are_looked_at(wave: Path) -> None:
    _, oddities, lines = look_at("wave")
    assert not any("without a column" in line for line in lines)
    found = {problem.place: problem.found for problem in oddities}
    assert found[f"{ANSWERS}, derived variable age, rows 15"] == "1 values of age that cannot be: 12"
    assert any("variable by_hand" in place for place in found)
