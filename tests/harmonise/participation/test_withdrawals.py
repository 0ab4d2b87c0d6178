"""Who withdrew, on the toy cohort. Expected values: read by hand from tests/toy."""

from pathlib import Path

import pytest
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from toy_study import harmonise


def test_people_withdrawn_are_out_and_quotation_can_be_withdrawn_alone(sources: CohortSources) -> None:
    people = harmonise(sources).participants.set_index("participant")
    assert not people.at["toy:a9", "kept"]
    assert people.at["toy:a9", "in_focus_groups"]
    assert people.at["toy:a7", "kept"]
    assert not people.at["toy:a7", "consent_quotation"]
    assert people.at["toy:a2", "consent_quotation"]


@pytest.mark.parametrize(
    ("line", "found", "remedy"),
    [
        ("a99,2020-04-03,all", "participant 'a99'", "correct the id"),
        ("a3,2020-04-03,All", "scope 'All'", "correct the scope"),
        ("a3,3/4/2020,all", "date '3/4/2020'", "correct the date"),
    ],
)
def test_a_withdrawal_that_is_not_exactly_right_stops_the_cohort(
    sources: CohortSources, line: str, found: str, remedy: str
) -> None:
    path = Path("data/cohorts/toy/withdrawals.csv")
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(ProblemsFound) as stopped:
        harmonise(sources)
    (problem,) = stopped.value.problems
    assert (problem.place, problem.found, problem.remedy) == (f"{path}, line 4", found, remedy)
