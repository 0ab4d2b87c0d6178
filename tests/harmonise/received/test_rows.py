"""People and rows of a cohort that comes in harmonised: each is accounted for, or the cohort is refused."""

from collections.abc import Callable

import pytest
from aimed.files.yaml_json import read_json, write_json
from aimed.harmonise.cohort_tables import CohortSources
from harmonised_folder import (
    AGAIN,
    AWAY,
    INSIDE,
    accept_away,
    describe,
    forge,
    refused,
    release_toy,
    set_cell,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def away(sources: CohortSources) -> CohortSources:
    release_toy(sources)
    return sources


def drop_line(line: int) -> Callable[[list[list[str]]], object]:
    return lambda rows: rows.pop(line - 1)


def test_people_twice_and_rows_lost(away: CohortSources) -> None:
    set_cell("responses", 3, "respondent", "a2")
    place = f"{INSIDE.as_posix()}/responses.csv, line 3, column respondent"
    told = refused()
    assert (place, "a2 a second time", "one row per respondent", AGAIN) in told
    lost = f"{INSIDE.as_posix()}/exclusions.csv, line 4, column respondent"
    expected = f"answers in {INSIDE.as_posix()}/responses.csv"
    assert (lost, "a3 kept without answers", expected, AGAIN) in told


def test_a_raw_row_that_vanished(away: CohortSources) -> None:
    forge("exclusions", drop_line(2))
    inside = INSIDE.as_posix()
    counted = f"as in {inside}/exclusions.csv"
    assert refused() == [
        (f"{inside}/accounts.json", "16 rows received", f"15, {counted}", AGAIN),
        (f"{inside}/accounts.json", "5 rows excluded", f"4, {counted}", AGAIN),
        (f"{inside}/raw_digests.csv", "16 rows of survey.sav", f"15, {counted}", AGAIN),
    ]


def test_a_raw_file_without_rows_is_no_loss(away: CohortSources) -> None:
    forge("raw_digests", lambda rows: rows.append(["empty.csv", "0" * 64, "0"]))
    assert len(accept_away()["exclusions"]) == 16


def test_cells_that_were_not_accounted_for(away: CohortSources) -> None:
    set_cell("recodes", 2, "n", "9")
    accounts = read_json(INSIDE / "accounts.json")
    accounts["cells"]["recoded"] -= 1
    write_json(accounts, INSIDE / "accounts.json")
    forge("missing", len)
    inside = INSIDE.as_posix()
    received = accounts["cells"]["received"]
    cells = f"{received} cells received and {received - 1} accounted for"
    assert refused() == [
        (f"{inside}/accounts.json", cells, "every one accounted for", AGAIN),
        (
            f"{inside}/recodes.csv, line 2, column n",
            "9 cells of country recoded to country",
            "11, one for each row that is kept",
            AGAIN,
        ),
    ]


def test_consent_is_counted_and_held_to_the_people(away: CohortSources) -> None:
    describe(lambda content: content["consent"].update(quotation=11))
    expected = f"10, as in {INSIDE.as_posix()}/participants.csv"
    found = "11 people who consent to quotation"
    assert refused() == [(f"{AWAY.as_posix()}/cohort.yaml, consent", found, expected, AGAIN)]
    set_cell("participants", 2, "consent_analysis", "yes")
    set_cell("participants", 4, "consent_analysis", "no")
    place = f"{INSIDE.as_posix()}/participants.csv, line 4, column consent_analysis"
    told = refused()
    assert any(row[0] == place and row[1].endswith("kept without consent") for row in told)


def test_a_reason_for_leaving_that_cohort_yaml_does_not_name(away: CohortSources) -> None:
    set_cell("exclusions", 2, "reason", "bored")
    place = f"{INSIDE.as_posix()}/exclusions.csv, line 2, column reason"
    expected = f"a step and reason of {AWAY.as_posix()}/cohort.yaml, exclusions"
    assert refused() == [(place, "consent, bored", expected, AGAIN)]
