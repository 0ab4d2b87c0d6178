"""A LimeSurvey export without the platform's own columns, drafted and harmonised; thirty people, by hand."""

import csv
from pathlib import Path

import pytest
from aimed.onboarding.check.stages import take_through
from aimed.onboarding.new.command import make_cohort, read_study_words

FOLDER = Path("data/cohorts/kenya-2025")
ASKED = "Topics wanted"
HEADS = [
    "",
    "core[SQ001]. AI in the core curriculum",
    f"topic[SQ001]. {ASKED} [Ethics]",
    f"topic[SQ002]. {ASKED} [Coding]",
]
ROWS = [["Disagree", "No", "Yes"], ["Strongly agree", "", ""], ["Agree", "No", "No"]] * 10


@pytest.fixture
def drafted(toy: Path) -> list[str]:
    read_study_words.cache_clear()
    with Path("answers.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADS, *([n, *row] for n, row in enumerate(ROWS, start=1))])
    return make_cohort("kenya-2025", (Path("answers.csv"),), None, None)


def test_who_ticked_nothing_is_told_from_who_was_not_asked(drafted: list[str]) -> None:
    """By hand: ten ticked coding, ten saw the options and ticked none, and ten saw none."""
    assert "crosswalk: 3 columns are sure, 0 wait for you (0 lines), 1 are not used" in drafted
    assert "variables without a column: age, prior, hours, remark" in drafted
    cohort = take_through("kenya-2025")
    made, reasons = cohort.responses, cohort.recoding.reasons
    assert (made["topic__ethics"].sum(), made["topic__coding"].sum()) == (0, 10)
    assert made["topic__coding"].notna().sum() == 10
    assert reasons["topic__coding"].value_counts().to_dict() == {"not_asked": 10, "no_answer": 10}
    assert (made["core_curriculum"] == "agree").sum() == 10
