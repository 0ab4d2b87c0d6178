"""Trends and pairs of groups against R's stats and rstatix; to 1e-8."""

import numpy as np
import pytest
from aimed.stats.relations.rank_tests import compare_pairs, correlate_order, find_order, find_slope

from tests.stats.models.people import EVENT, PLACE, YEAR

PLACES = [PLACE[year == YEAR] for year in "abc"]
# R 4.2.2, after PEOPLE_IN_R


def test_jonckheere_terpstra_is_kendall_of_the_order():
    j, z, p = find_order(PLACES)
    # for (a in 1:2) for (b in (a + 1):3) { u <- d$place[d$year == levels(d$year)[a]]
    #   v <- d$place[d$year == levels(d$year)[b]]
    #   jt <- jt + sum(outer(u, v, "<")) + .5 * sum(outer(u, v, "==")) }
    assert j == 2703
    # cor.test(as.numeric(d$year), d$place, method = "kendall", exact = FALSE)
    assert (z, p) == pytest.approx((1.8082269627754, 0.0705711838263), rel=1e-8)
    assert correlate_order(PLACES) == pytest.approx(0.1437640244091, rel=1e-8)


def test_jonckheere_of_an_example_counted_by_hand():
    # 1 2 | 2 3 | 4: pairs (1,2) (1,3) (2,2) (2,3) (1,4) (2,4) (2,4) (3,4): seven higher and one tie
    assert find_order([np.array([1.0, 2]), np.array([2.0, 3]), np.array([4.0])])[0] == 7.5


def test_cochran_armitage_is_prop_trend_test():
    z, p = find_slope([EVENT[year == YEAR] for year in "abc"])
    # prop.trend.test(tapply(d$ev, d$year, sum), table(d$year))
    assert (z**2, p) == pytest.approx((1.688432948937, 0.193807669848), rel=1e-8)
    assert z > 0  # 26 of 52, 18 of 34, 22 of 34


def test_dunn_with_holm():
    found = compare_pairs(PLACES)
    # rstatix::dunn_test(d, place ~ year, p.adjust.method = "holm"), whose z is of the second group
    assert [z for z, _, _ in found.values()] == pytest.approx(
        [0.014895339799, -1.977394748373, -1.811695185792], rel=1e-8
    )
    assert [p for _, p, _ in found.values()] == pytest.approx(
        [0.9881156778128, 0.0479970271352, 0.0700333079149], rel=1e-8
    )
    assert [p for _, _, p in found.values()] == pytest.approx(
        [0.988115677813, 0.143991081406, 0.143991081406], rel=1e-8
    )
