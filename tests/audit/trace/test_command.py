"""Traces of the worked example of audited_study; every expected text was written by hand."""

import json
from pathlib import Path

import pytest
from aimed.audit.lineage.evidence import describe_rows
from aimed.audit.trace.command import print_trace
from aimed.messages.problems import ProblemsFound


def traced(what: str, capsys: pytest.CaptureFixture[str], every: bool = False) -> str:
    assert print_trace(Path(), what, every=every, as_json=False) == 0
    return capsys.readouterr().out


SELECTION = """Who could be counted
  demo: 4 raw rows of data/cohorts/demo/survey.sav: 2 kept
    decided by the columns id, consent, email, q7_1, c
    1 left out at consent (no_consent): row 2
    1 left out at duplicate (repeated): row 5
"""


def test_a_percentage_leads_to_its_raw_cells(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("support.core.all.pct", capsys) == (
        """support.core.all.pct = 100.0%
  In the core curriculum, percent
  value 100, n 1, interval 20.7 to 100.0, Wilson score interval; public

In the manuscript
  manuscript/paper.qmd:10:1  claim: Everybody agreed: 1 of 1 (100.0%) of those with an answer [@wilson1927].
  manuscript/paper.qmd:10:65  Everybody agreed: 1 of 1 (100.0%) of those with an answer [@wilson1927].

Planned in
  analyses/support.yaml: Do students want it?
  kind: proportion, formula 100 * count / n; made by: snakemake results/stats/support.parquet

Rows
  1 kept respondents where core is known and core is agree  (table responses)
  out of 1 kept respondents where core is known
  without core: 1 kept respondents (refused)

Computed from
  support.core.all.count = 1  (In the core curriculum, number)
  support.core.all.n = 1  (In the core curriculum, respondents)

"""
        + SELECTION
        + """
Reference tables
  data/reference/countries.csv

Crosswalk rows used
  data/cohorts/demo/crosswalk.csv:3  q7_1 = 4 → core = agree (1 cell)
  data/cohorts/demo/crosswalk.csv:4  q7_1 = -99 → core = (refused) (1 cell)

Corrections and other changes
  demo, row 3, q7_1: 44 → 4 (corrected, typed_twice: typed twice)

Source rows (1)
  data/cohorts/demo/survey.sav, row 3 (demo:a2)  q7_1 4 → core agree
"""
    )


def test_the_number_of_people_leads_to_kept_and_excluded_rows(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert traced("flow.kept.all.count", capsys) == (
        """flow.kept.all.count = 2
  kept, number
  value 2, n 4, count; public

In the manuscript
  manuscript/paper.qmd:4:3  2 students answered.

Planned in
  analyses/flow.yaml: Who was counted?
  kind: count; made by: snakemake results/stats/flow.parquet

Rows
  2 raw rows where kept is true  (table exclusions)
  out of all 4 raw rows

"""
        + SELECTION
        + """
Reference tables
  data/reference/countries.csv

Source rows (2 counted)
  data/cohorts/demo/survey.sav, row 3 (demo:a2)  kept  id a2; consent 1; email [masked: personal]
  data/cohorts/demo/survey.sav, row 4 (demo:a3)  kept  id a3; consent 1; email [masked: personal]

Source rows not counted (2)
  data/cohorts/demo/survey.sav, row 2 (demo:a1)  left out at consent: no_consent  """
        """id a1; consent 0; email [masked: personal]
  data/cohorts/demo/survey.sav, row 5 (demo:a4)  left out at duplicate: repeated  """
        """id a4; consent 1; email [masked: personal]
"""
    )


def test_a_number_of_different_values_lists_them(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = traced("support.country.all.distinct", capsys)
    assert text.endswith(
        """Crosswalk rows used
  data/cohorts/demo/crosswalk.csv:5  c, every other value (country) → country (2 cells)

Different values
  2: KEN (1), NOR (1)

Source rows (2)
  data/cohorts/demo/survey.sav, row 3 (demo:a2)  c Norway → country NOR
  data/cohorts/demo/survey.sav, row 4 (demo:a3)  c Kenya → country KEN
"""
    )


def test_a_shown_value_is_followed_where_the_manuscript_has_one_such_number(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert traced("2", capsys).startswith("flow.kept.all.count = 2\n")


def test_a_shown_value_of_several_numbers_lists_them(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("1", capsys) == (
        "2 numbers; aimed trace ID follows one of them:\n"
        "[support.core.all.count]{.num}  1  n 1  In the core curriculum, number\n"
        "[support.core.all.n]{.num}      1  n 1  In the core curriculum, respondents\n"
    )


def test_a_line_of_the_manuscript(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("paper.qmd:10", capsys) == (
        "manuscript/paper.qmd:10  "
        "Everybody agreed: 1 of 1 (100.0%) of those with an answer [@wilson1927].\n\n"
        "claim: Everybody agreed, while support.core.all.pct >= 100: not built yet\n\n"
        "3 numbers; aimed trace ID follows one of them:\n"
        "[support.core.all.pct]{.num}    100.0%  n 1  In the core curriculum, percent\n"
        "[support.core.all.count]{.num}  1       n 1  In the core curriculum, number\n"
        "[support.core.all.n]{.num}      1       n 1  In the core curriculum, respondents\n"
    )


def test_a_column_of_a_line(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("paper.qmd:4:10", capsys).startswith(
        "manuscript/paper.qmd:4  2 students answered.\n\nflow.kept.all.count = 2\n"
    )


def test_a_quotation_leads_to_its_turn(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("paper.qmd:13", capsys) == (
        "manuscript/paper.qmd:13  A student said warm milk helps.\n\n"
        "turn demo/talk/2\n"
        "  talk.txt, line 7\n"
        "  spoken by demo:a2 (agreed to be quoted)\n"
        "  country NOR\n"
        "  no code\n"
        "  I think warm milk helps us.\n"
    )


WRITTEN = """Sentences: 2
  manuscript/paper.qmd:4:3  2 students answered.
  manuscript/paper.qmd:10:65  Everybody agreed: 1 of 1 (100.0%) of those with an answer [@wilson1927].

Claims: 1
  manuscript/paper.qmd:10:1  Everybody agreed (holds while support.core.all.pct >= 100)

Tables: 0

Figures: 0

Quotations: 0
"""


def test_a_raw_cell_leads_to_its_numbers(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("survey.sav:3:q7_1", capsys) == (
        """data/cohorts/demo/survey.sav, row 3, q7_1 (demo:a2)
  kept

Cells
  q7_1 = 4 → core = agree

Numbers that may change: 6 of 6
  4 by rows: they count it, or compute with it
    support.core.all.count, support.core.all.n, support.core.all.pct, support.core.norway.pct
  2 by selection: it decides who is counted, or what a value becomes
    flow.kept.all.count, support.country.all.distinct
  0 derived: computed from such numbers

"""
        + WRITTEN
    )


def test_a_raw_row_of_somebody_left_out(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("data/cohorts/demo/survey.sav:2", capsys) == (
        """data/cohorts/demo/survey.sav, row 2 (demo:a1)
  left out at consent: no_consent

Cells
  q7_1 = 5 → core
  c = Norway → country
  q9 = [masked: personal] → remark
  id = a1  (decides who is counted)
  consent = 0  (decides who is counted)
  email = [masked: personal]  (decides who is counted)

Numbers that may change: 6 of 6
  1 by rows: they count it, or compute with it
    flow.kept.all.count
  5 by selection: it decides who is counted, or what a value becomes
    support.core.all.count, support.core.all.n, support.core.all.pct, """
        """support.core.norway.pct, support.country.all.distinct
  0 derived: computed from such numbers

""" + WRITTEN
    )


def test_a_person_by_id(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = traced("demo:a2", capsys)
    assert "q9 = [masked: personal] → remark = [masked: personal]\n" in text
    assert "secret" not in text


def test_json_holds_the_same(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_trace(Path(), "support.core.all.pct", every=False, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["sources"][0]["cells"][0]["raw"] == "4"
    assert found["selection"][0]["excluded"][0] == {
        "step": "consent",
        "reason": "no_consent",
        "n": 1,
        "rows": [2],
    }


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (
            "support.core.all.pc",
            "support.core.all.pc\n  found:    nothing is known by this name\n"
            "  expected: an id, a shown value, paper.qmd:LINE, fig-ID, tbl-ID, a file, FILE:ROW:COLUMN, "
            "a person or a turn\n"
            "  to do:    the nearest: support.core.all.pct, support.core.all.n, support.core.all.count",
        ),
        (
            "paper.qmd:1",
            "manuscript/paper.qmd:1\n  found:    no number, claim or quotation\n"
            "  expected: a line with a mark\n  to do:    the nearest: paper.qmd:4",
        ),
        (
            "other.qmd:1",
            "other.qmd\n  found:    no such document\n"
            "  expected: one of manuscript/paper.qmd\n  to do:    correct the name",
        ),
        (
            "survey.sav:3:q99",
            "data/cohorts/demo/survey.sav\n  found:    no column q99\n"
            "  expected: id, consent, q7_1, c, q9, email\n  to do:    the nearest: q9",
        ),
    ],
)
def test_what_is_not_there(study: Path, what: str, text: str) -> None:
    with pytest.raises(ProblemsFound) as problems:
        print_trace(Path(), what, every=False, as_json=False)
    assert str(problems.value) == text


def test_a_study_that_was_not_built(study: Path) -> None:
    (study / "results/ledger/ledger.json").unlink()
    with pytest.raises(ProblemsFound) as problems:
        print_trace(Path(), "2", every=False, as_json=False)
    assert str(problems.value) == (
        "results/ledger/ledger.json\n  found:    no such file\n"
        "  expected: a study that was built\n  to do:    make paper"
    )


def test_predicates_in_words() -> None:
    where = [["a", "is", True], ["b", "not_in", ["x", "y"]], ["c", "at_least", 5], ["d", "missing", None]]
    assert describe_rows("responses", where, 3) == (
        "3 kept respondents where a is true and b is none of x, y and c is at least 5 and d is missing"
    )
