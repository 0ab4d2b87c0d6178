"""Words that compare need a claim; outcomes, tables and figures need a place in the text."""

from pathlib import Path

import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.unclaimed_comparisons import find_unclaimed, find_unproven
from aimed.audit.check.unreported_outcomes import find_unreported
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.files.yaml_json import read_yaml
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from audited_study import REPOSITORY

WORDS = read_yaml(REPOSITORY / "workflow/schemas/comparison_words.yaml")
LABELS = "ai will leave fewer jobs for doctors\n"


def found_in(text: str) -> list[str]:
    findings = find_unclaimed("paper.qmd", text, readable_of(text), WORDS, LABELS)
    return [f"{finding.line}:{finding.column} {finding.found}" for finding in findings]


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


RESULTS = {
    "Most agreed.": ['3:1 "Most" outside a claim'],
    "A majority, two thirds of them.": [
        '3:3 "majority" outside a claim',
        '3:13 "two thirds" outside a claim',
    ],
    "It was named more\noften there.": ['3:14 "more often" outside a claim'],
    "There was no difference.": ['3:11 "no difference" outside a claim'],
    "The most common answer.": ['3:1 "The most common" outside a claim'],
    "*Fewer* came; the largest group.": ['3:2 "Fewer" outside a claim', '3:19 "largest" outside a claim'],
    '[Most agreed]{.claim holds="a.b > 50"} and left.': [],
    '[most]{.literal why="a title"} left.': [],
    'One said [most of us higher]{.quote turn="a/b/1"}.': [],
    'One said "most of us".': [],
    "It rose, and was statistically significant.": [
        '3:4 "rose" outside a claim',
        '3:18 "statistically significant" outside a claim',
    ],
    "Nobody did better; use doubled or halved.": [
        '3:1 "Nobody" outside a claim',
        '3:12 "better" outside a claim',
        '3:24 "doubled" outside a claim',
        '3:35 "halved" outside a claim',
    ],
    "There was no association; it declined, worse, stronger or weaker.": [
        '3:11 "no association" outside a claim',
        '3:30 "declined" outside a claim',
        '3:40 "worse" outside a claim',
        '3:47 "stronger" outside a claim',
        '3:59 "weaker" outside a claim',
    ],
    "Asked more than once, they named it most of all.": [],
    "At most a few came, from lower-middle income.": [],
    "The most junior person spoke.": [],
    "They expect fewer jobs.": [],
    "Almost everybody, foremost, utmost, mostly-read.": [],
    "`most` <!-- most --> [x](most) @most2020": [],
    '::: {#tbl-a from="a"}\nHigher is better, most of all.\n:::': [],
    "## Most wanted\n\nText.": [],
    "# Discussion\n\nMost agreed.": [],
}


@pytest.mark.parametrize("text", RESULTS)
def test_words_that_compare_in_the_results(text: str) -> None:
    assert found_in(f"# Results\n\n{text}\n") == RESULTS[text]


def test_other_sections_are_not_read() -> None:
    assert found_in("# Methods\n\nMost agreed.\n\n# Discussion\n\nMost.\n") == []


def test_sections_within_the_results_are_read() -> None:
    text = "# Findings {#sec-f}\n\n## Part\n\nHigher.\n\n# Methods\n\nHigher.\n"
    assert found_in(text) == ['5:1 "Higher" outside a claim']


def test_an_abstract_is_read_without_its_methods() -> None:
    text = (
        "---\ntitle: Most of it\nabstract: |\n  **Methods:** Most came.\n\n"
        "  **Results:** Most left.\nkeywords: [most]\n---\n\nMost.\n"
    )
    assert found_in(text) == ['6:16 "Most" outside a claim']
    assert found_in("---\nabstract: Most left.\n---\n") == ['2:11 "Most" outside a claim']


def test_the_finding_as_printed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = study / "manuscript/paper.qmd"
    paper.write_text(paper.read_text().replace("Another sentence", "Most left"))
    assert print_check(Path(), "submission") == 0
    assert capsys.readouterr().out == (
        'manuscript/paper.qmd:11:40: warning: "Most" outside a claim\n'
        "  expected: words that compare or say how much, bound to the numbers they rest on\n"
        '  to do:    [...]{.claim holds="an expression of ids"}, or words that do not compare\n'
        "0 errors, 1 warning (stage submission)\n"
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
