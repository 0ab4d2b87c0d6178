"""No difference needs an interval, comparisons a claim, and outcomes a place in the text."""

from pathlib import Path

import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.unproven_absences import find_unproven
from aimed.audit.check.unreported_outcomes import find_unreported
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.files.yaml_json import read_yaml
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from audited_study import REPOSITORY

WORDS = read_yaml(REPOSITORY / "workflow/schemas/comparison_words.yaml")


NUMBERS = {
    "s.core.hic_vs_lmic.p": {"low": None},
    "s.core.hic_vs_lmic.rank_biserial": {"low": -0.1},
    "s.core.hic_vs_lmic.equivalence_p": {"low": None},
    "s.core.hic.pct": {"low": 90.0},
}
BOUND = {
    "s.core.hic_vs_lmic.p": {"text": "0.41", "ids": ["s.core.hic_vs_lmic.p"]},
    "s.core.hic_vs_lmic.rank_biserial": {"text": "0.02", "ids": ["s.core.hic_vs_lmic.rank_biserial"]},
    "s.core.hic_vs_lmic|ci": {"text": "0.02 (-0.1 to 0.1)", "ids": ["s.core.hic_vs_lmic.rank_biserial"]},
    "s.core.hic_vs_lmic.equivalence_p": {"text": "0.01", "ids": ["s.core.hic_vs_lmic.equivalence_p"]},
    "s.core.hic|ci": {"text": "92% (90 to 95)", "ids": ["s.core.hic.pct"]},
}
NONE_THERE = '[There was no difference]{.claim holds="s.*.hic_vs_lmic.p > 0.05"}'
INTERVAL = "[s.core.hic_vs_lmic]{.num as=ci}"
ABSENCES = {
    f"{NONE_THERE} ([s.core.hic_vs_lmic.p]{{.num}}).": ["3:12"],
    f"{NONE_THERE}: [s.core.hic_vs_lmic.rank_biserial]{{.num}}.": ["3:12"],
    f"{NONE_THERE}; it was [s.core.hic]{{.num as=ci}} there.": ["3:12"],
    f"{NONE_THERE} ({INTERVAL}).": [],
    f"{NONE_THERE}. The effect was {INTERVAL}.": [],
    f"{NONE_THERE}.\n\nThe effect was {INTERVAL}.": ["3:12"],
    f"{NONE_THERE} ([s.core.hic_vs_lmic.equivalence_p]{{.num}}).": [],
    '[They did not differ]{.claim holds="s.core.hic_vs_lmic.equivalence_p < 0.05"}.': [],
    '[They did not differ]{.claim holds="s.core.hic_vs_lmic.rank_biserial.low > -0.2"}.': [],
    "They did not differ ([s.core.hic_vs_lmic.p]{.num}).": ["3:6"],
    "They did not differ.": [],  # without any number it is found as unclaimed
}


def absences_in(text: str) -> list[str]:
    readable = readable_of(text)
    found = find_unproven("paper.qmd", text, readable, WORDS, scan_marks(text, readable), BOUND, NUMBERS)
    return [f"{one.line}:{one.column}" for one in found]


@pytest.mark.parametrize("text", ABSENCES)
def test_an_absence_needs_an_interval_or_a_test_of_equivalence_beside_it(text: str) -> None:
    assert absences_in(f"# Results\n\n{text}\n") == ABSENCES[text]
    assert absences_in(f"# Discussion\n\n{text}\n") == []


def test_for_the_abstract_the_interval_may_stand_anywhere() -> None:
    head = f"---\nabstract: |\n  **Results:** {NONE_THERE}.\n---\n\n# Results\n\n"
    assert absences_in(head + "Nothing.\n") == ["3:27"]
    assert absences_in(head + f"The effect was {INTERVAL}.\n") == []


def test_absences_are_among_the_words_that_need_a_claim() -> None:
    assert set(WORDS["absences"]) <= set(WORDS["differences"])


def test_the_finding_as_printed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = study / "manuscript/paper.qmd"
    paper.write_text(paper.read_text().replace("Another sentence", "Most left"))
    assert print_check(Path(), "draft") == 0
    assert '11:40: warning: "Most" outside' in capsys.readouterr().out
    assert print_check(Path(), "submission") == 1
    assert capsys.readouterr().out == (
        'manuscript/paper.qmd:11:40: "Most" outside a claim\n'
        "  expected: words that compare the study's own people, groups, items or codes, bound to the numbers "
        "they rest on\n"
        '  to do:    [...]{.claim holds="an expression of ids"}, or words that do not compare\n'
        "1 error, 0 warnings (stage submission)\n"
    )


def test_a_planned_outcome_that_is_reported_nowhere(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "analyses/wanted.yaml").write_text(
        "question: What?\nplanned: yes\nkind: distribution\noutcomes: [topic, age]\n"
    )
    paper = study / "manuscript/paper.qmd"
    paper.write_text(
        paper.read_text().replace("Another", '[It is]{.claim holds="support.core.all.pct > 0"} Another')
    )
    assert print_check(Path(), None) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0:3] == [
        "analyses/wanted.yaml:4:12: warning: the planned outcome topic, which is reported nowhere",
        "  expected: a number, claim, table or figure of the paper or the supplement "
        "for every planned outcome",
        "  to do:    report it: aimed numbers wanted lists its numbers; a table of kind listing shows all",
    ]
    assert lines[3] == (
        "analyses/wanted.yaml:4:19: warning: the planned outcome age, which is reported nowhere"
    )


PLAN = {"planned": "yes", "outcomes": ["topic"]}
WAYS = {
    "[wanted.topic.ethics.all.pct]{.num}": True,
    "[wanted.topic.ethics.all]{.num as=pct_ci}": True,
    '[So]{.claim holds="max(wanted.topic.all.n, 3) > 2"}': True,
    "[wanted.topics.all.pct]{.num}": False,
    "[other.topic.all.pct]{.num}": False,
    '::: {#tbl-a from="listing"}\nA.\n:::': True,
    '::: {#tbl-a from="age"}\nA.\n:::': False,
    '::: {#fig-a from="topics"}\nA.\n:::': True,
    '::: {#fig-a from="foreign"}\nA.\n:::': True,
    "wanted.topic.all.pct": False,
}


@pytest.mark.parametrize("text", WAYS)
def test_ways_of_reporting_an_outcome(text: str) -> None:
    design = StudyDeclarations(
        plans={"wanted": ("analyses/wanted.yaml", "outcomes: [topic]", PLAN)},
        tables=[
            {"id": "listing", "analysis": "wanted"},
            {"id": "age", "analysis": "wanted", "rows": ["age"]},
        ],
        figures=[
            {"id": "topics", "analysis": "wanted", "items": ["topic.ethics"]},
            {"id": "foreign", "analysis": "x", "items": [{"analysis": "wanted", "item": "topic"}]},
        ],
    )
    found = list(find_unreported(design, scan_marks(text)))
    assert bool(found) is not WAYS[text]
    unplanned = {"wanted": ("a", "", PLAN | {"planned": "no"})}
    assert list(find_unreported(StudyDeclarations(plans=unplanned), [])) == []


def test_a_number_of_two_outcomes_reports_both() -> None:
    plan = {"planned": True, "kind": "paired", "outcomes": ["before", "after", "other"]}
    design = StudyDeclarations(plans={"change": ("analyses/change.yaml", "outcomes: [other]", plan)})
    marks = scan_marks("p = [change.after.with_before.p]{.num}, [else.one.with_other.p]{.num}")
    assert [finding.found for finding in find_unreported(design, marks)] == [
        "the planned outcome other, which is reported nowhere"
    ]
