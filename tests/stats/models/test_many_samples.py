"""Models of many samples: intervals hold the coefficients they were drawn with, tests hold their level.

The truth is what the samples are drawn by; bounds are four Monte Carlo errors (tests.stats.simulated).
"""

import numpy as np
import pytest
from aimed.stats.models.design import Design
from aimed.stats.models.fits import FittedModel, find_p, find_quantile
from aimed.stats.models.linear import fit_linear
from aimed.stats.models.logistic import fit_logistic
from aimed.stats.models.margins import average_effect
from aimed.stats.models.mixed import fit_mixed
from aimed.stats.models.ordinal import fit_ordinal
from aimed.stats.models.request import Predictor
from scipy.special import expit

from tests.stats.simulated import COVERAGE, LEVEL, SAMPLES, allow, holds, is_covered, is_level, simulate

GROUP, NUMBER = Predictor("group", ("a", "b"), "a", True), Predictor("number", (), "", True)
TRUE = np.array([-0.3, 0.8, 0.0])  # intercept, group b, number
Found = dict[str, bool | None]


def draw_design(generator: np.random.Generator, n: int) -> Design:
    group = np.where(generator.random(n) < 0.4, "b", "a").astype(object)
    return Design((GROUP, NUMBER), (), {"group": group, "number": generator.standard_normal(n)})


def limit(fit: FittedModel, estimate: float, direction: np.ndarray) -> tuple[float, float]:
    reach = find_quantile(COVERAGE, fit.df_of(direction)) * fit.error_of(direction)
    return estimate - reach, estimate + reach


def judge(fit: FittedModel, group: int, number: int) -> Found:
    """Return whether the interval of the group holds TRUE, and the test of the number rejects."""
    ways = np.eye(len(fit.coefficients))
    told = {one.statistic: one.value <= LEVEL for one in fit.measures if one.statistic.endswith("_p")}
    z = fit.coefficients[number] / fit.error_of(ways[number])
    rejects = find_p(z, fit.df_of(ways[number])) <= LEVEL
    covers = holds(limit(fit, fit.coefficients[group], ways[group]), TRUE[1])
    return {"covers": covers, "rejects": rejects} | told


def judge_effect(design: Design, fit: FittedModel, truth: float) -> bool | None:
    return holds(limit(fit, *average_effect(design, fit, GROUP, "b")), truth)


def test_logistic_models_cover_and_hold_their_level() -> None:
    def draw(generator: np.random.Generator) -> Found:
        design = draw_design(generator, 200)
        matrix, n = design.matrix(), 200
        fit = fit_logistic((generator.random(n) < expit(matrix @ TRUE)).astype(float), matrix, None)
        upper, lower = (design.matrix({"group": np.full(n, code, dtype=object)}) for code in "ba")
        truth = float((expit(upper @ TRUE) - expit(lower @ TRUE)).mean())
        return judge(fit, 1, 2) | {"ame": judge_effect(design, fit, truth)}

    found = simulate(draw)
    assert is_covered(found["covers"]), found
    assert is_covered(found["ame"]), found
    assert is_level(found["rejects"]), found
    assert is_level(found["hosmer_lemeshow_p"]), found


def test_linear_models_cover_and_hold_their_level() -> None:
    def draw(generator: np.random.Generator) -> Found:
        design = draw_design(generator, 40)
        outcome = design.matrix() @ TRUE + generator.standard_normal(40)
        fit = fit_linear(outcome, design.matrix(), None)
        return judge(fit, 1, 2) | {"ame": judge_effect(design, fit, TRUE[1])}

    found = simulate(draw)
    assert is_covered(found["covers"]), found
    assert is_covered(found["ame"]), found
    assert is_level(found["rejects"]), found
    assert is_level(found["breusch_pagan_p"], least=0), found  # it finds 3.6 % of 40 people


@pytest.mark.slow
def test_proportional_odds_cover_and_hold_their_level() -> None:
    def draw(generator: np.random.Generator) -> Found:
        design = draw_design(generator, 200)
        latent = design.matrix()[:, 1:] @ TRUE[1:] + generator.logistic(size=200)
        return judge(fit_ordinal(np.digitize(latent, [-1, 0.2, 1.5]), design.matrix(), None), 0, 1)

    found = simulate(draw, samples := max(60, SAMPLES // 4))
    assert is_covered(found["covers"], samples), found
    assert is_level(found["rejects"], samples), found
    assert is_level(found["proportional_odds_p"], samples), found


def draw_clusters(generator: np.random.Generator, clusters: int) -> tuple[Design, np.ndarray, np.ndarray]:
    """Return ten people of each cluster, their outcome and cluster; predictors are of whole clusters."""
    whose = np.repeat(np.arange(clusters), 10)
    group = np.where(whose % 2, "b", "a").astype(object)
    design = Design(
        (GROUP, NUMBER), (), {"group": group, "number": generator.standard_normal(clusters)[whose]}
    )
    shared = 0.7 * generator.standard_normal(clusters)[whose]
    return design, design.matrix() @ TRUE + shared + generator.standard_normal(len(whose)), whose


@pytest.mark.slow
@pytest.mark.parametrize(("clusters", "covered", "wrong"), [(10, 0.91, 0.14), (40, 0.94, 0.085)])
def test_errors_robust_to_few_clusters_are_as_wrong_as_the_page_says(
    clusters: int, covered: float, wrong: float
) -> None:
    """Of predictors that are the same in a whole cluster: docs/stats.md has the numbers."""

    def draw(generator: np.random.Generator) -> Found:
        design, outcome, whose = draw_clusters(generator, clusters)
        return judge(fit_linear(outcome, design.matrix(), whose), 1, 2)

    found = simulate(draw)
    assert found["covers"] == pytest.approx(covered, abs=allow(covered)), found
    assert found["rejects"] == pytest.approx(wrong, abs=allow(wrong)), found


@pytest.mark.slow
@pytest.mark.parametrize("clusters", [10, 40])
def test_mixed_models_cover_and_hold_their_level_with_few_clusters(clusters: int) -> None:
    def draw(generator: np.random.Generator) -> Found:
        design, outcome, whose = draw_clusters(generator, clusters)
        return judge(fit_mixed(outcome, design.matrix(), whose), 1, 2)

    found = simulate(draw, samples := max(60, SAMPLES // 4))
    assert is_covered(found["covers"], samples), found
    assert is_level(found["rejects"], samples), found
