"""Kappa, AC1 and alpha against R psych 2.2.9, irrCAC 0.4.4 (Python) and the papers' own examples.

psych: k <- cohen.kappa(matrix(c(39,8,12,179),2)); print(k$confid, digits = 12)
irrCAC: CAC(frame, categories=[0, 1], digits=15).gwet()["est"] and .krippendorff()["est"], frame being one
column per coder and one row per unit.
"""

import numpy as np
import pytest
from aimed.stats.methods.coder_agreement import (
    cohen_kappa,
    draw_counts,
    find_interval,
    find_median_interval,
    gwet_ac1,
    krippendorff_alpha,
    median_over_codes,
)
from krippendorff import alpha

NONE = 0
# four observers, twelve units, five categories: Krippendorff 2011, section C; Gwet 2014, four raters
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
)
RATINGS = np.stack([np.equal(OBSERVERS, category).sum(axis=0) for category in range(1, 6)], axis=1)
EACH = np.ones(12)
TWO = np.array([[0, 2], [1, 1], [2, 0]]), np.array([39.0, 20, 179])  # (no, yes) of both, one, none of two
THREE = np.array([[0, 3], [1, 2], [2, 1], [3, 0]]), np.array([20.0, 8, 6, 40])


def test_the_papers_examples() -> None:
    """Krippendorff prints .743; Gwet prints AC1 .77544."""
    assert float(krippendorff_alpha(RATINGS)(EACH)) == pytest.approx(0.743421052632, abs=1e-12)
    assert float(gwet_ac1(RATINGS)(EACH)) == pytest.approx(0.775444068127, abs=1e-12)
    missing = np.where(OBSERVERS == NONE, np.nan, OBSERVERS)
    package = alpha(reliability_data=missing, level_of_measurement="nominal")
    assert float(krippendorff_alpha(RATINGS)(EACH)) == pytest.approx(package, abs=1e-14)


# six psychiatrists, fifteen patients, five diagnoses: Fleiss 1971, as irrCAC's distrib.6raters has them
SIX = np.array(
    [
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
    ]
)  # fmt: skip
# two abstractors, a hundred women, three diagnoses: irrCAC's cont3x3abstractors, cell by cell
ABSTRACTORS = {(0, 0): 13, (1, 1): 20, (1, 2): 7, (2, 1): 4, (2, 2): 56}


def test_the_published_examples_of_irrcac() -> None:
    """The values that the package of Gwet prints in its README (https://github.com/kgwet/irrCAC)."""
    units = np.ones(len(SIX))
    assert float(gwet_ac1(SIX)(units)) == pytest.approx(0.4448007, abs=5e-8)
    assert float(krippendorff_alpha(SIX)(units)) == pytest.approx(0.4204384, abs=5e-8)
    low, high = find_interval(gwet_ac1(SIX), units, 0.95, spare=1)
    assert (high - low) / 2 / 1.959963984540054 == pytest.approx(0.08418757, abs=5e-9)
    ratings = np.array([[int(a == one) + int(b == one) for one in range(3)] for a, b in ABSTRACTORS])
    cells = np.array(list(ABSTRACTORS.values()), dtype=float)
    assert float(gwet_ac1(ratings)(cells)) == pytest.approx(0.8493305, abs=5e-8)
    assert float(krippendorff_alpha(ratings)(cells)) == pytest.approx(0.7972585, abs=5e-8)
    # of a table of two raters it divides by n, of ratings one by one by n - 1
    low, high = find_interval(gwet_ac1(ratings), cells, 0.95)
    assert (high - low) / 2 / 1.959963984540054 == pytest.approx(0.04321747, abs=5e-9)


def test_krippendorffs_example_of_two_observers_and_two_values() -> None:
    """Krippendorff 2011, section A: ten articles, 0100000010 and 1110010000; he prints .095."""
    ratings, cells = np.array([[0, 2], [1, 1], [2, 0]]), np.array([1.0, 4, 5])
    assert float(krippendorff_alpha(ratings)(cells)) == pytest.approx(0.095, abs=5e-4)


def test_kappa_and_its_interval_are_those_of_psych() -> None:
    cells = np.array([39, 12, 8, 179])
    assert float(cohen_kappa(cells)) == pytest.approx(0.743119266055, abs=1e-12)
    assert find_interval(cohen_kappa, cells, 0.95) == pytest.approx(
        (0.636812464741, 0.849426067369), abs=1e-12
    )


@pytest.mark.parametrize(
    ("made", "ac1", "error", "reliability"),
    [
        (TWO, 0.875137715754682, 0.028518783949039, 0.743548212935968),
        (THREE, 0.76386567390974, 0.060364674043269, 0.730487804878049),
    ],
)
def test_two_coders_and_three_are_those_of_irrcac(made, ac1, error, reliability) -> None:
    ratings, cells = made
    assert float(gwet_ac1(ratings)(cells)) == pytest.approx(ac1, abs=1e-14)
    assert float(krippendorff_alpha(ratings)(cells)) == pytest.approx(reliability, abs=1e-14)
    low, high = find_interval(gwet_ac1(ratings), cells, 0.95, spare=1)
    assert (high - low) / 2 / 1.959963984540054 == pytest.approx(error, abs=1e-14)


def test_alphas_interval_is_nearly_that_of_irrcac() -> None:
    """irrCAC holds the small-sample part of the expected disagreement fixed."""
    for (ratings, cells), error in ((TWO, 0.0544216515505), (THREE, 0.064779187228901)):
        low, high = find_interval(krippendorff_alpha(ratings), cells, 0.95, spare=1)
        assert (high - low) / 2 / 1.959963984540054 == pytest.approx(error, rel=0.006)


def test_no_disagreement_has_no_interval_and_no_variation_no_kappa() -> None:
    assert find_interval(cohen_kappa, np.array([10, 0, 0, 30]), 0.95) is None
    assert np.isnan(cohen_kappa(np.array([0, 0, 0, 20])))
    assert np.isnan(krippendorff_alpha(TWO[0])(np.array([0, 0, 20])))


def test_an_interval_ends_at_1() -> None:
    assert find_interval(cohen_kappa, np.array([5, 0, 1, 5]), 0.95)[1] == 1.0


def test_the_median_leaves_out_what_is_not_known() -> None:
    nan = np.nan
    values = np.array([[0.2, 0.4, nan], [nan, 0.3, nan], [0.1, 0.9, 0.5], [nan, nan, nan]])
    assert median_over_codes(values).tolist() == pytest.approx([0.3, 0.3, 0.5, nan], nan_ok=True)


def test_medians_are_drawn_alike_however_they_are_cut(monkeypatch) -> None:
    """The same draws, all at once and one by one; against drawing rows with a plain loop."""
    random = np.random.default_rng(3)
    cells = random.choice(4, p=[0.2, 0.1, 0.05, 0.65], size=(60, 5))
    once = find_median_interval(cohen_kappa, draw_counts(cells, 4, 200, 7), 0.9)
    monkeypatch.setattr("aimed.stats.methods.coder_agreement.AT_ONCE", 1)
    assert find_median_interval(cohen_kappa, draw_counts(cells, 4, 200, 7), 0.9) == once
    generator = np.random.Generator(np.random.PCG64(7))
    medians = []
    for times in generator.multinomial(60, np.full(60, 1 / 60), size=200):
        drawn = np.repeat(cells, times, axis=0)
        kappas = [cohen_kappa(np.bincount(column, minlength=4)) for column in drawn.T]
        medians.append(np.median(kappas))
    assert once == pytest.approx(tuple(np.quantile(medians, [0.05, 0.95])), abs=1e-14)
