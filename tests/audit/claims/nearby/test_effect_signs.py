"""What a sign is said to mean. The small paper compares HIC with LMIC: positive is when HIC has more."""

import pytest
from audit.claims.small_paper import problems_of

WRONG = [
    "The effect is positive when students in LMIC agree more.",
    "Effects are positive where LMIC answer higher than HIC.",
    "It is negative when students in HIC have more.",
    "A positive effect means that students in HIC agree less.",
    "Effects (r, positive when LMIC answer higher) are given.",
]
RIGHT = [
    "The effect is positive when students in HIC agree more.",
    "Effects are positive where HIC answer higher than LMIC.",
    "It is negative when students in LMIC have more.",
    "A positive effect means that students in LMIC agree less.",
    "The effect is positive when students not in LMIC agree more.",
    "A test is positive when the marker is seen.",
]


@pytest.mark.parametrize("sentence", WRONG)
def test_signs_of_the_other_group(sentence: str) -> None:
    found = problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n")
    assert [one.split(" ")[0] for one in found] == ["misnamed"]


@pytest.mark.parametrize("sentence", RIGHT)
def test_signs_as_the_groups_are_compared(sentence: str) -> None:
    assert problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n") == []


def test_what_is_said() -> None:
    assert problems_of(f"# Methods\n\n{WRONG[0]}\n") == [
        'misnamed "positive when students in LMIC agree more", where hic is compared with lmic'
    ]
