"""Scores of the codes of a scale."""

from collections.abc import Callable

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import Codebook

SUM = "kind: sum, unit: points, min: 0, max: 12, missing: all"


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        (
            ("often,3,Often,,2", "often,3,Often,,"),
            "data/codebook/scales.csv, line 6\n"
            "  found:    score '' of scale often\n"
            "  expected: a number for each code of a scale, or none at all\n"
            "  to do:    write the score of this code",
        ),
        (
            ("often,3,Often,,2", "often,3,Often,,two"),
            "data/codebook/scales.csv, line 6\n"
            "  found:    score 'two' of scale often\n"
            "  expected: a number for each code of a scale, or none at all\n"
            "  to do:    write the score of this code",
        ),
        (
            ("often,3,Often,,2", "often,3,Often,,0.5"),
            "data/codebook/scales.csv, line 4\n"
            "  found:    scores of scale often that fall along its order\n"
            "  expected: scores that rise with the order, or stay\n"
            "  to do:    turn them round, and name the item under reversed in derived.yaml",
        ),
    ],
)
def test_a_scale_is_scored_whole_and_upwards(
    read: Callable[..., Codebook], replaced: tuple[str, str], said: str
) -> None:
    with pytest.raises(ProblemsFound) as found:
        read(f"a: {{label: A, {SUM}, of: [s1]}}", scales=replaced)
    assert str(found.value) == said
