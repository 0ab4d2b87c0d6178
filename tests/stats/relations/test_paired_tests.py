"""Two answers of the same people against R's mcnemar.test, wilcox.test, coin and effectsize; to 1e-8."""

import numpy as np
import pytest
from aimed.stats.relations.paired_tests import compare_events, compare_ranks, find_ratio

from tests.stats.models.people import AT, PLACE

OTHER = AT * 17 % 4
# R 4.2.2, after PEOPLE_IN_R; y <- (i * 17) %% 4


def test_mcnemar_without_continuity_correction():
    # a <- as.numeric(d$sex == "w"); mcnemar.test(table(a, d$ev), correct = FALSE): 16 and 34 differ
    statistic, p, _ = compare_events(16, 34)
    assert (statistic, p) == pytest.approx((6.48, 0.0109094983643), rel=1e-8)


def test_mcnemar_of_few_is_exact():
    # binom.test(4, 15)$p.value
    statistic, p, method = compare_events(4, 11)
    assert statistic is None
    assert p == pytest.approx(0.118469238281, rel=1e-8)
    assert "exact" in method
    assert compare_events(3, 3)[1] == 1


def test_the_ratio_of_answers_that_differ():
    ratio, limits = find_ratio(14, 21, 0.95)
    # p <- binom.test(14, 35); p$conf.int / (1 - p$conf.int)
    assert ratio == pytest.approx(14 / 21)
    assert limits == pytest.approx((0.313556618337, 1.374632906758), rel=1e-8)


def test_wilcoxon_with_ties():
    found = compare_ranks(PLACE, OTHER, 0.95)
    # wilcox.test(d$place, y, paired = TRUE, exact = FALSE, correct = FALSE)
    assert (found.w, found.p) == pytest.approx((1936.5, 0.0753213025913), rel=1e-8)
    # coin::wilcoxsign_test(d$place ~ y, zero.method = "Wilcoxon")
    assert found.z == pytest.approx(1.7785028602990, rel=1e-8)
    # effectsize::rank_biserial(d$place - y); with paired = TRUE, version 0.8.3 takes the n of its error from
    # d$place alone
    assert found.rank_biserial == pytest.approx(0.22563291139241, rel=1e-8)
    # x <- d$place - y; x <- x[x != 0]; n <- length(x); k <- rank(abs(x)); r <- sum(sign(x) * k) / sum(k)
    # h <- rowMeans(sign(outer(x, x, "+"))); s <- 2 * sqrt(sum((h - mean(h))^2)) / n
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * s / (1 - r^2))
    assert found.limits == pytest.approx((-0.028105614617007, 0.452054647045391), rel=1e-8)


def test_wilcoxon_of_few_counts_all_signs():
    found = compare_ranks(PLACE[:20], OTHER[:20], 0.95)
    # coin::wilcoxsign_test(d$place[1:20] ~ y[1:20], zero.method = "Wilcoxon", distribution = "exact")
    assert (found.z, found.p) == pytest.approx((2.44948974278, 0.03125), rel=1e-8)
    assert "all assignments" in found.method
    assert found.limits is None  # all six that differ do so in one direction


def test_ranks_that_go_both_ways_by_hand():
    # differences 1, -2, 3: ranks 1, 2, 3, W = 4 of 6; as far from 3 are sums 2 and less, 4 and more: 6 of 8
    assert compare_ranks(np.array([1.0, 0, 3]), np.array([0.0, 2, 0]), 0.95).p == pytest.approx(6 / 8)
