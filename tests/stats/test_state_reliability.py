"""Reliability of the scale strain of tests/scored.

Expected values: R 4.2.2 with psych 2.2.9. The commands stand beside them, after
    d <- read.csv("tests/scored/data/cohorts/wave/answers.csv")
    x <- d[, c("s1", "s2", "s3", "s4")]; x[x == -9] <- NA; x <- x[complete.cases(x), ]; x$s4 <- 3 - x$s4
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from aimed.messages.problems import ProblemsFound
from aimed.stats.methods.reliability import find_omega, measure_reliability
from aimed.stats.plans import read_plan
from aimed.stats.state_reliability import state_scale
from aimed.stats.statistics import SelectedRows, Statistic
from aimed.study.codebook import Codebook, read_study_codebook
from toy_study import SCORED

ITEMS = ["s1", "s2", "s3", "s4"]
CODES = {0: "never", 1: "sometimes", 2: "often", 3: "always"}


@pytest.fixture
def codebook(monkeypatch: pytest.MonkeyPatch) -> Codebook:
    monkeypatch.chdir(SCORED.parents[1])  # where the schemas are
    return read_study_codebook(SCORED)


def state(codebook: Codebook, people: pd.DataFrame, scale: str = "strain") -> dict[str, Statistic]:
    """Return `item.statistic` -> the number, of people with items in codes."""
    population = SelectedRows("responses", people)
    found = state_scale(codebook.derived[scale], codebook, population, 0.95)
    return {f"{one.item}.{one.statistic}": one for one in found}


def read_answers() -> pd.DataFrame:
    raw = pd.read_csv(SCORED / "data/cohorts/wave/answers.csv")
    return pd.DataFrame({item: raw[item].map(CODES).astype(object) for item in ITEMS})


R = {
    "strain.alpha": 0.863889232290765,  # alpha(x)$total$raw_alpha
    "strain.inter_item": 0.616084151900396,  # alpha(x)$total$average_r
    "strain.omega": 0.866355790910867,  # omega(x, nfactors = 1)$omega.tot
    # alpha(x)$item.stats$r.drop
    "strain.s1.item_total": 0.725135149271824,
    "strain.s2.item_total": 0.668149640799346,
    "strain.s3.item_total": 0.771313653074279,
    "strain.s4.item_total": 0.693689443716414,
    # alpha(x)$alpha.drop$raw_alpha
    "strain.s1.alpha_dropped": 0.822105732768236,
    "strain.s2.alpha_dropped": 0.844007050528790,
    "strain.s3.alpha_dropped": 0.803503588011819,
    "strain.s4.alpha_dropped": 0.834432858054905,
}


def test_measures_are_those_of_psych(codebook: Codebook) -> None:
    found = state(codebook, read_answers())
    assert {name: found[name].value for name in R} == pytest.approx(R, abs=1e-6)
    close = {name: value for name, value in R.items() if name != "strain.omega"}  # R stops its search earlier
    assert {name: found[name].value for name in close} == pytest.approx(close, abs=1e-12)
    # alpha.ci(alpha(x)$total$raw_alpha, n.obs = 37, n.var = 4, p.val = .05)
    assert found["strain.alpha"].low == pytest.approx(0.774818463767237, abs=1e-12)
    assert found["strain.alpha"].high == pytest.approx(0.923551821006703, abs=1e-12)


def test_it_rests_on_people_who_answered_all_items(codebook: Codebook) -> None:
    """Three of 40 left an item out; the two added here answered nothing."""
    nothing = pd.DataFrame([dict.fromkeys(ITEMS)] * 2, dtype=object)
    found = state(codebook, pd.concat([read_answers(), nothing], ignore_index=True))
    counts = {name: found[f"strain.{name}"].value for name in ("total", "n", "incomplete", "unanswered")}
    assert counts == {"total": 42, "n": 37, "incomplete": 3, "unanswered": 2}
    measures = [one for name, one in found.items() if one.kind == "model"]
    assert {one.n for one in measures} == {37}
    assert found["strain.alpha"].value == pytest.approx(R["strain.alpha"], abs=1e-12)
    known = [["s1", "known", None], ["s2", "known", None], ["s3", "known", None], ["s4", "known", None]]
    assert all([f.as_list() for f in one.where or ()] == known for one in measures)
    assert all(set(one.columns) == set(ITEMS) for one in measures)


@pytest.mark.parametrize(
    ("answers", "defined"),
    [
        ([[0, 0, 0]] * 5, set()),
        ([[0, 1, 2]], set()),
        ([], set()),
        ([[0, 1, 1], [0, 2, 1], [0, 3, 3]], {"alpha"}),
        ([[0, 1], [1, 1], [2, 3], [3, 2]], {"alpha", "inter_item"}),
        ([[0, 3], [3, 0]], {"inter_item"}),
    ],
)
def test_what_is_not_defined_is_left_out(answers: list[list[int]], defined: set[str]) -> None:
    table = pd.DataFrame(answers, columns=["a", "b", "c"][: len(answers[0]) if answers else 3], dtype=float)
    found: dict[str, Any] = vars(measure_reliability(table, 0.95))
    assert {name for name in ("alpha", "omega", "inter_item") if found[name] is not None} == defined
    assert (found["low"] is None) == (found["alpha"] is None) == (found["high"] is None)


def test_two_halves_that_are_equal_have_an_alpha_of_1() -> None:
    table = pd.DataFrame({"a": [0.0, 1, 2, 3], "b": [0.0, 1, 2, 3]})
    assert measure_reliability(table, 0.95).alpha == pytest.approx(1, abs=1e-15)


def test_omega_of_one_factor_is_had_from_its_loadings() -> None:
    """Loadings of 0.9, 0.8, 0.7 and 0.6 make the correlations; omega is 3^2 / (3^2 + 1.7)."""
    loadings = np.array([0.9, 0.8, 0.7, 0.6])
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1)
    assert find_omega(correlations) == pytest.approx(9 / (9 + 4 - (0.81 + 0.64 + 0.49 + 0.36)), rel=1e-9)


def test_a_factor_that_does_not_fit_has_no_omega() -> None:
    """Three items determine the loadings: 0.9 * 0.9 / 0.5 is more than 1 (Heywood)."""
    assert find_omega(np.array([[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]])) is None


def test_a_plan_names_scales(codebook: Codebook, tmp_path: Path) -> None:
    plan = tmp_path / "scale.yaml"
    plan.write_text(
        "question: Do they?\nplanned: yes\nkind: reliability\noutcomes: [strain, s1, burden]\n",
        encoding="utf-8",
    )
    with pytest.raises(ProblemsFound) as found:
        read_plan(plan, codebook, [*codebook.variables.index])
    place = plan.as_posix()
    assert str(found.value) == "\n".join(
        f"{place}:4\n"
        f"  found:    outcome {name} of a reliability\n"
        "  expected: a sum or mean of two or more items in derived.yaml\n"
        "  to do:    name the scale, and declare its items there"
        for name in ("s1", "burden")
    )
