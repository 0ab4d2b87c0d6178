"""Derived cells of the study tests/scored. Expected values: worked out by hand from its derived.yaml."""

from typing import Any

import pandas as pd
import pytest
from aimed.harmonise.derive import derive_variables, find_lacking_days
from aimed.harmonise.recoding.recode import Recoding
from aimed.study.codebook import Codebook, read_study_codebook
from toy_study import SCORED

COLLECTED = {"from": "2024-02-29", "to": "2024-03-10"}
NEVER, OFTEN, ALWAYS = "never", "often", "always"  # scored 0, 2 and 3
FULL = {"s1": OFTEN, "s2": OFTEN, "s3": ALWAYS, "s4": ALWAYS}


@pytest.fixture
def codebook(monkeypatch: pytest.MonkeyPatch) -> Codebook:
    monkeypatch.chdir(SCORED.parents[1])  # where the schemas are
    return read_study_codebook(SCORED)


def derive(codebook: Codebook, *people: dict[str, Any], coded: bool = False) -> Recoding:
    """Return people's answers with all that is derived from them; what they did not say was refused."""
    answers = [dict.fromkeys(codebook.answered) | person for person in people]
    responses = pd.DataFrame(answers, dtype=object).where(lambda t: t.notna(), None)
    reasons = responses.isna().map({True: "refused", False: None}.get).astype(object)
    for at, person in enumerate(people):
        for name, reason in person.get("reasons", {}).items():
            reasons.loc[at, name] = reason
    responses = responses[codebook.answered]
    files = pd.Series(["survey.csv"] * len(people), dtype="category" if coded else "string")
    rows = pd.DataFrame({"source_file": files, "source_row": range(2, len(people) + 2)})
    recoding = Recoding(responses, reasons[codebook.answered])
    derive_variables(recoding, rows, codebook, COLLECTED)
    return recoding


@pytest.mark.parametrize(
    ("name", "person", "value"),
    [
        ("strain", FULL, 2 + 2 + 3 + (3 - 3)),
        ("strain", FULL | {"s4": NEVER}, 10),
        ("strain", FULL | {"s2": None}, None),
        ("strain_prorated", FULL | {"s2": None}, 4 * (2 + 3 + 0) / 3),
        ("strain_prorated", FULL | {"s4": None}, 4 * (2 + 2 + 3) / 3),
        ("strain_prorated", FULL | {"s2": None, "s3": None}, None),
        ("strain_mean", FULL, 25 * 2.5),
        ("strain_mean", FULL | {"s1": None}, 25 * 8 / 3),
        ("strain_mean", FULL | {"s1": None, "s4": None}, None),
        ("strain_level", FULL | {"s1": NEVER, "s2": NEVER}, "low"),
        ("strain_level", FULL | {"s1": NEVER, "s4": OFTEN}, "middle"),
        ("strain_level", FULL | {"s1": ALWAYS}, "high"),
        ("strained", FULL | {"s1": ALWAYS}, "strained"),
        ("strained", FULL, "fine"),
        ("symptoms", FULL | {"s1": None}, 2),
        ("symptoms", {}, 0),
        ("burden", FULL, 0.5 * 7 + 2 * 3),
        ("more_hours", {"wanted": 3.0, "hours": 4.5}, -1.5),
        ("times_hours", {"wanted": 3.0, "hours": 4.0}, 0.75),
        ("times_hours", {"wanted": 3.0, "hours": 0.0}, None),
        ("age", {"born": "2004-02-29"}, 20),
        ("age", {"born": "2004-03-01"}, 19),
        ("age", {"born": "2012-01-01"}, None),
    ],
)
@pytest.mark.parametrize("coded", [False, True])
def test_a_cell_is_what_its_rule_gives(
    codebook: Codebook, name: str, person: dict[str, Any], value: Any, coded: bool
) -> None:
    found = derive(codebook, person, {}, coded=coded)
    cell = found.responses[name].astype(object)[0]
    assert cell == (pytest.approx(value, rel=1e-15) if isinstance(value, float) else value) or pd.isna(cell)
    assert pd.isna(cell) == (value is None)
    assert found.reasons[name].isna()[0] == (value is not None)


@pytest.mark.parametrize(
    ("name", "person", "reason"),
    [
        ("strain", {"s1": OFTEN, "reasons": {"s2": "no_answer", "s3": "dont_know"}}, "no_answer"),
        ("strain_level", FULL | {"s4": None, "reasons": {"s4": "not_asked"}}, "not_asked"),
        ("times_hours", {"wanted": 3.0, "reasons": {"hours": "not_asked"}}, "not_asked"),
        ("times_hours", {"wanted": 3.0, "hours": 0.0}, "invalid"),
        ("age", {"born": "2012-01-01"}, "invalid"),
        ("age", {"reasons": {"born": "dont_know"}}, "dont_know"),
    ],
)
def test_an_empty_cell_has_the_reason_of_its_first_empty_part(
    codebook: Codebook, name: str, person: dict[str, Any], reason: str
) -> None:
    assert derive(codebook, person).reasons[name][0] == reason


def test_a_number_outside_its_range_is_an_event(codebook: Codebook) -> None:
    of_nothing = FULL | {"wanted": 3.0, "hours": 0.0}
    found = derive(codebook, of_nothing, {"wanted": 30.0, "hours": 1.0, "born": "2012-01-01"})
    assert found.events == [
        {"position": 1, "source_row": 3, "variable": name, "found": was, "kind": "blanked"}
        | {"rule": kind, "reason": "invalid"}
        for name, was, kind in (("times_hours", "30", "ratio"), ("age", "12", "age"))
    ]


def test_an_item_is_reversed_within_its_own_scores(codebook: Codebook) -> None:
    """Scored 1 to 4, the sum is 3 + 3 + 4 + (5 - 4)."""
    codebook.scales["often"]["score"] = ["1", "2", "3", "4"]
    one = codebook.derived["strain"]
    object.__setattr__(one, "written", {**one.written, "max": 16})
    assert derive(codebook, FULL).responses["strain"].tolist() == [11.0]


def test_an_age_needs_a_day_of_collection(codebook: Codebook) -> None:
    [told] = find_lacking_days(codebook, None, "data/cohorts/wave/cohort.yaml")
    assert str(told) == (
        "data/cohorts/wave/cohort.yaml\n"
        "  found:    no days of collection\n"
        "  expected: collected.from, from which age is counted\n"
        "  to do:    write collected: {from: 2020-03-01, to: 2020-03-07}"
    )
    assert list(find_lacking_days(codebook, COLLECTED, "data/cohorts/wave/cohort.yaml")) == []


def test_a_prorated_sum_is_rounded_halves_upwards(codebook: Codebook) -> None:
    one = codebook.derived["strain_prorated"]
    object.__setattr__(one, "written", {**one.written, "round": True, "times": 0.5})
    found = derive(codebook, FULL, FULL | {"s2": None}, FULL | {"s4": NEVER, "s1": "sometimes"})
    assert found.responses["strain_prorated"].tolist() == [4.0, 3.0, 5.0]  # of 3.5, 3.33 and 4.5
