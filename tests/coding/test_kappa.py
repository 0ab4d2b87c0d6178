"""Cohen's kappa against R psych 2.2.9 (R 4.2.2), command: Rscript -e with

library(psych); k <- function(both, a, b, no) cohen.kappa(matrix(c(both, b, a, no), 2))$kappa
print(c(k(20,5,10,15), k(39,12,8,179), k(0,3,2,45), k(10,0,0,30), k(1,0,40,9)), digits = 12)
"""

import pytest
from aimed.coding.agreement import cohen_kappa
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ((20, 5, 10, 15), 0.4),
        ((39, 12, 8, 179), 0.74311926605505),
        ((0, 3, 2, 45), -0.05042016806723),
        ((10, 0, 0, 30), 1.0),
        ((1, 0, 40, 9), 0.00891972249752),
    ],
)
def test_kappa_is_that_of_psych(table, kappa):
    assert cohen_kappa(*table) == pytest.approx(kappa, abs=1e-12)


@pytest.mark.parametrize("table", [(0, 0, 0, 20), (20, 0, 0, 0), (0, 0, 0, 0)])
def test_no_variation_is_no_kappa(table):
    # psych gives NaN for the first two
    assert cohen_kappa(*table) is None


@given(*[st.integers(0, 1000)] * 4)
def test_kappa_does_not_depend_on_who_is_first_and_is_never_above_1(both, a, b, neither):
    kappa = cohen_kappa(both, a, b, neither)
    assert kappa == cohen_kappa(both, b, a, neither)
    assert kappa is None or -1 <= kappa <= 1
    assert kappa is None or (kappa == 1) == (a == b == 0)
