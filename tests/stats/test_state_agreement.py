"""Agreement of two coders. Expected: kappa of Cohen (1960), computed by hand from the four counts."""

import pandas as pd
import pytest
from aimed.stats.groups import ALL
from aimed.stats.state_agreement import list_pairs, state_pair

# 20 turns: both 8, one alone 2 and 3, neither 7; p_o = 15/20, p_e = (10 * 11 + 10 * 9) / 400 = 1/2, kappa 1/2
COUNTS = {"both": 8, "only_a": 2, "only_b": 3, "neither": 7, "n": 20, "kappa": 0.5, "unit": "turn"}


def test_each_number_of_a_code_says_of_how_many_turns() -> None:
    rows = [{"code": "trust", **COUNTS}, {"code": "risk", **COUNTS, "neither": 17, "n": 30, "kappa": 0.65}]
    table = pd.DataFrame(rows).assign(coder_a="one", coder_b="two")
    assert list_pairs(table)[0].code == ALL.code
    found = {(s.item, s.statistic): (s.value, s.n) for s in state_pair(list_pairs(table)[0], table)}
    assert found["trust", "n"] == (20, 20)
    assert found["trust", "agreement"] == (75, 20)
    assert found["trust", "kappa"] == (0.5, 20)
    assert found["risk", "agreement"] == (pytest.approx(100 * 25 / 30), 30)
    assert found["codes", "median"] == (pytest.approx(0.575), 2)
