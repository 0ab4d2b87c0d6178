"""Effect, interval and p of two groups. R 4.2.2: the commands stand beside the values."""

import numpy as np
import pytest
from aimed.stats.multiverse.effects import measure_effect


def test_an_ordered_outcome_is_that_of_r() -> None:
    """wilcox.test(rep(1:5, c(2,3,5,8,4)), rep(1:5, c(6,4,4,3,1)), exact = FALSE, correct = FALSE)

    The effect is 2 W / (22 * 18) - 1.
    """
    found = measure_effect(np.array([[2, 3, 5, 8, 4], [6, 4, 4, 3, 1]]), 0.95, binary=False)
    assert found.value == pytest.approx(0.434343434343434, abs=1e-12)
    assert found.p == pytest.approx(0.0166264196133029, abs=1e-12)
    assert found.low < 0.434 < found.high


def test_yes_and_no_are_the_chi_square_of_r_but_for_a_factor() -> None:
    """q <- prop.test(c(15, 6), c(22, 18), correct = FALSE)$statistic; pchisq(q * 39 / 40, 1, lower = FALSE)

    The interval: a <- prop.test(15, 22, correct = FALSE)$conf.int, b the same of 6 and 18;
    15/22 - 6/18 - sqrt((15/22 - a[1])^2 + (b[2] - 6/18)^2), + sqrt((a[2] - 15/22)^2 + (6/18 - b[1])^2)
    """
    found = measure_effect(np.array([[7, 15], [12, 6]]), 0.95, binary=True)
    assert found.value == pytest.approx(15 / 22 - 6 / 18)
    assert found.p == pytest.approx(0.0301518233022137, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((0.0385700224184291, 0.578657612926959), abs=1e-12)


@pytest.mark.parametrize("counts", [[[0, 3], [0, 2]], [[1, 0], [1, 0]]])
def test_answers_that_are_all_alike_have_no_effect(counts: list[list[int]]) -> None:
    found = measure_effect(np.array(counts), 0.95, binary=True)
    assert (found.value, found.p) == (0, 1)
    assert found.low < 0 < found.high
