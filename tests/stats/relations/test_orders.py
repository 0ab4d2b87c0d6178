"""p by orders of the answers: against R's cor.test(exact = TRUE), and all orders listed in R."""

import numpy as np
import pytest
from aimed.audit.recompute.permutations import find_order_p
from aimed.stats.relations.orders import describe_orders, find_kendall_p, find_spearman_p

EIGHT = np.array([3.1, 1.2, 5.5, 2.7, 9.3, 4.4, 8.8, 7.0]), np.array([2.2, 0.4, 3.9, 6.1, 7.7, 1.5, 9.1, 5.0])
TIED = np.array([1.0, 2, 2, 3, 4, 4, 5]), np.array([2.0, 1, 2, 3, 3, 4, 3])
TWELVE = np.arange(12) * 7 % 12, np.arange(12) * 5 % 12 + 6 * (np.arange(12) > 5) + np.arange(12) / 100


def test_without_ties_it_is_that_of_cor_test():
    # R 4.2.2: cor.test(a, b, method = "spearman", exact = TRUE); method = "kendall"
    assert find_spearman_p(*EIGHT, 1).p == pytest.approx(0.0575892857142857, rel=1e-12)
    assert find_kendall_p(*EIGHT, 1).p == pytest.approx(0.0610119047619047, rel=1e-12)
    # i <- 0:11; cor.test(i * 7 %% 12, i * 5 %% 12 + 6 * (i > 5) + i / 100, method = "kendall", exact = TRUE)
    assert find_kendall_p(*TWELVE, 1).p == pytest.approx(0.152590458988028, rel=1e-12)


def test_ties_are_kept_in_every_order():
    # orders <- function(x) if (length(x) < 2) matrix(x, 1) else
    #   do.call(rbind, lapply(seq_along(x), function(k) cbind(x[k], orders(x[-k]))))
    # far <- apply(orders(1:7), 1, function(k) abs(cor(x, y[k], method = m)))
    # mean(far >= abs(cor(x, y, method = m)) - 1e-9)
    assert find_spearman_p(*TIED, 1).p == pytest.approx(0.0523809523809524, rel=1e-12)
    assert find_kendall_p(*TIED, 1).p == pytest.approx(0.104761904761905, rel=1e-12)


def test_more_people_are_tested_by_orders_drawn_from_the_seed():
    found = find_spearman_p(*TWELVE, 5)
    # cor.test(method = "spearman", exact = TRUE), which has an Edgeworth series for more than nine: 0.3195
    assert found.p == pytest.approx(0.3195, abs=0.006)
    assert (found.draws, found.seed) == (99_999, 5)
    assert found == find_spearman_p(*TWELVE, 5) != find_spearman_p(*TWELVE, 6)
    assert describe_orders("Spearman", found) == (
        "Spearman; two-sided by permutation of the answers (Pitman 1937), 99,999 orders drawn,"
        " since fewer than 20 people"
    )


@pytest.mark.parametrize("pair", [EIGHT, TIED, TWELVE, (np.arange(11.0) // 2, np.arange(11.0) * 3 % 11)])
def test_the_second_road_finds_the_same(pair):
    for method, find in (("spearman", find_spearman_p), ("kendall", find_kendall_p)):
        assert find(*pair, 3).p == pytest.approx(find_order_p(*pair, method, 3), rel=1e-12)
