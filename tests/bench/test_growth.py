"""How steps grow. Expected values: worked out by hand."""

from pathlib import Path

import pytest
from aimed.bench.growth import SIZES, fit_exponent, read_steps


@pytest.mark.parametrize("power", [1, 2], ids=["with its people", "with pairs of people"])
def test_the_exponent_is_that_of_the_growth_and_not_of_the_start(power: int) -> None:
    seconds = [1.5 + 20 * (size / SIZES[-1]) ** power for size in SIZES]
    assert round(float(fit_exponent(seconds)), 1) == power


def test_a_step_that_hardly_grows_has_no_exponent() -> None:
    assert fit_exponent([1.5, 1.4, 1.7]) == "-"


def test_steps_are_read_with_their_cpu_and_memory(tmp_path: Path) -> None:
    (tmp_path / "stats").mkdir()
    (tmp_path / "stats/access.tsv").write_text("s\tmax_rss\tcpu_time\n9.0\t120.5\t2.25\n", encoding="utf-8")
    assert read_steps(tmp_path) == {"stats/access": (2.25, 120.5)}
