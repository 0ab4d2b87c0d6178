"""The second road of agreement against irrCAC 0.4.4 (Python), and against what was altered.

CAC(frame, categories=[0, 1], digits=15).gwet()["est"], one column per coder and one row per turn.
"""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from aimed.audit.recompute.coders.choices import CoderChoices
from aimed.audit.recompute.coders.measures import find_ac1, find_alpha, vary_ac1, vary_alpha
from aimed.audit.recompute.rows import NoSecondRoad
from aimed.files.tables import write_table
from aimed.stats.methods.coder_agreement import find_interval, krippendorff_alpha

# (readers, gave the code) -> turns
TWO = Counter({(2, 2): 39, (2, 1): 20, (2, 0): 179})
THREE = Counter({(3, 3): 20, (3, 2): 8, (3, 1): 6, (3, 0): 40})


@pytest.mark.parametrize(
    ("ratings", "ac1", "error", "alpha"),
    [
        (TWO, 0.875137715754682, 0.028518783949039, 0.743548212935968),
        (THREE, 0.76386567390974, 0.060364674043269, 0.730487804878049),
    ],
)
def test_ac1_and_alpha_are_those_of_irrcac(ratings, ac1, error, alpha) -> None:
    assert find_ac1(ratings) == pytest.approx(ac1, abs=1e-14)
    assert np.sqrt(vary_ac1(ratings)) == pytest.approx(error, abs=1e-14)
    assert find_alpha(ratings) == pytest.approx(alpha, abs=1e-14)


def test_krippendorffs_example_by_the_second_road() -> None:
    """Krippendorff 2011, section A, prints .095."""
    assert find_alpha(Counter({(2, 2): 1, (2, 1): 4, (2, 0): 5})) == pytest.approx(0.095, abs=5e-4)


def test_alphas_variance_is_that_of_the_first_road_where_some_turns_have_one_reader() -> None:
    ratings = THREE + Counter({(1, 1): 7, (1, 0): 11, (2, 1): 3})
    table = np.array([(given, readers - given) for readers, given in ratings])
    measure, cells = krippendorff_alpha(table), np.array(list(ratings.values()), dtype=float)
    low, high = find_interval(measure, cells, 0.95, spare=1)
    assert np.sqrt(vary_alpha(ratings)) == pytest.approx((high - low) / 2 / 1.959963984540054, rel=1e-12)


def test_choices_are_those_of_who_read(tmp_path: Path) -> None:
    """Bo's code of a turn that Bo did not read is no choice, and the consensus is no coder."""
    read = [(1, "Ann", False), (2, "Ann", False), (1, "Bo", False), (1, "Cy", True)]
    gave = [(1, "Ann", "a"), (2, "Bo", "a"), (1, "Cy", "a")]
    place = {"cohort": "c", "transcript": "t", "material": "focus_groups"}
    frame = pd.DataFrame(read, columns=["turn", "coder", "consensus"]).assign(**place)
    write_table(frame, tmp_path / "results/coding/read_turns.parquet")
    frame = pd.DataFrame(gave, columns=["turn", "coder", "code"]).assign(**place)
    write_table(frame, tmp_path / "results/coding/given_codes.parquet")
    choices = CoderChoices(SimpleNamespace(root=tmp_path))
    assert choices.cross(("Ann", "Bo"), "a") == [0, 1, 0, 0]
    assert choices.rate("a") == ([("c", "t", 1), ("c", "t", 2)], [(2, 1), (1, 0)])


def test_without_the_tables_there_is_no_second_road(tmp_path: Path) -> None:
    with pytest.raises(NoSecondRoad):
        CoderChoices(SimpleNamespace(root=tmp_path)).cross(("Ann", "Bo"), "a")
