"""`aimed cohort check` reads the codings of answers to text questions as it reads those of transcripts."""

from pathlib import Path

import pytest
from aimed.onboarding.check.command import check_cohort
from toy_study import COHORT, write_toy_survey

pytestmark = pytest.mark.slow
REMARKS = {("a2", "q9"): "Coding lessons, please", ("a3", "q9"): "slow internet", ("a9", "q9"): "Nothing"}


def code(rows: str, coders: str = "") -> tuple[str, int]:
    """Check the toy cohort with coded answers to `remark`; return what is said, and the exit code."""
    write_toy_survey(COHORT / "survey.sav", REMARKS)
    (COHORT / "coded.csv").write_text(f"document,respondent,words,code,coder\n{rows}")
    if coders:
        (COHORT / "coders.csv").write_text(coders)
    described = (COHORT / "cohort.yaml").read_text()
    named = "format: txt}\n  coding: {path: coded.csv, answers: [remark]}\n"
    if named not in described:
        (COHORT / "cohort.yaml").write_text(described.replace("format: txt}\n", named, 1))
    lines, code = check_cohort("toy")
    return "\n".join(lines), code


def test_the_account_of_coded_answers_is_told(toy: Path) -> None:
    rows = "remark,a2,Coding lessons,learning.coding,Ann\nremark,,slow internet,access.internet,Ann\n"
    said, stopped = code(rows + "remark,a9,,access,Ann\n")  # a9 withdrew
    assert stopped == 0, said
    assert (
        "Answers of the survey: coded.csv: 2 codings read, 2 placed (1 of them by their words), 2 segments; "
        "offsets count characters, a line end of two counts two, the end is exclusive, as its format has it: "
        "1 of 1 selections fit; left out: 1 codings of answers by people who are left out, or who gave none."
    ) in said


def test_what_is_wrong_with_coded_answers_stops_without_their_words(toy: Path) -> None:
    rows = "remark,a77,,access,Ann\nremark,a3,fast internet,access,Ann\nremark,a2,Coding,acess,Ann\n"
    said, stopped = code(rows)
    assert stopped == 1
    assert said[said.index("coded answers (") : said.index("\n\nto look at")] == (
        "coded answers (3)\n"
        "data/cohorts/toy/coded.csv, row 2\n"
        "  found:    respondent 'a77'\n"
        "  expected: an id of the survey\n"
        "  to do:    correct the id\n"
        "data/cohorts/toy/coded.csv, row 3\n"
        "  found:    words that are not in the answer of a3 to remark\n"
        "  expected: words of this answer\n"
        "  to do:    correct the words, or leave the cell blank for the whole answer\n"
        "data/cohorts/toy/coded.csv, code acess\n"
        "  found:    a code that the codebook does not have\n"
        "  expected: a code of data/codebook/themes.csv; the nearest is access\n"
        "  to do:    write in the cohort's code_map.csv which code it is, or add it to the codebook"
    )
    page = Path("logs/cohorts/toy.html").read_text(encoding="utf-8")
    assert "a77" in page
    for words in ("slow internet", "fast internet"):
        assert words not in said + page


def test_coders_of_answers_are_held_to_the_answers(toy: Path) -> None:
    coders = "coder,transcript,from_turn,to_turn\nAnn,remark,1,9\n"
    said, stopped = code("remark,a2,,learning.coding,Ann\n", coders)
    assert stopped == 1
    assert (
        "coders (1)\n"
        "data/cohorts/toy/coders.csv, line 2\n"
        "  found:    to_turn 9\n"
        "  expected: a turn of remark: 1 to 3\n"
        "  to do:    correct the number"
    ) in said
