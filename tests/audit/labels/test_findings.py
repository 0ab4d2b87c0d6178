"""Labels of tables and figures that are another thing's. Expected: by hand, from the codebook below."""

from dataclasses import replace
from typing import Any

import pytest
import yaml
from aimed.audit.labels.findings import find_mislabelled
from aimed.audit.lookup.declarations import StudyDeclarations

VARIABLES = [
    {"variable": name, "label": label, "short": short, "type": kind, "scale": scale, "role": "outcome"}
    for name, label, short, kind, scale in (
        ("income", "Income group of the country", "", "category", "income"),
        ("gender", "Gender", "", "category", "gender"),
        ("core", "AI should be taught in the core curriculum", "core curriculum", "ordered", "agreement"),
        ("ready_use", "I feel prepared to use AI in clinical work", "", "ordered", "agreement"),
        ("ready_judge", "I feel prepared to appraise an AI system", "", "ordered", "agreement"),
        ("topic", "Topics wanted", "", "multi", "topic"),
    )
]
SCALES = [
    {"scale": scale, "code": code, "label": label, "short": short, "collapsed": collapsed}
    for scale, code, label, short, collapsed in (
        ("income", "high", "High income", "", "hic"),
        ("income", "upper_middle", "Upper-middle income", "", "lmic"),
        ("income", "low", "Low income", "", "lmic"),
        ("income_collapsed", "hic", "High-income countries", "HIC", ""),
        ("income_collapsed", "lmic", "Low- and middle-income countries", "", ""),
        ("gender", "woman", "Woman", "", ""),
        ("gender", "man", "Man", "", ""),
        ("agreement", "disagree", "Disagree", "", ""),
        ("agreement", "neutral", "Neither agree nor disagree", "", ""),
        ("agreement", "agree", "Agree", "", ""),
        ("topic", "coding", "Coding", "", ""),
        ("topic", "law", "Law and liability", "law", ""),
    )
]
THEMES = [
    {"code": "ethics", "label": "Ethics and responsibility", "short": ""},
    {"code": "ethics.bias", "label": "Bias and unfairness", "short": "bias"},
    {"code": "ethics.privacy", "label": "Privacy of data", "short": ""},
]
MISSING = [
    {"reason": "refused", "label": "Preferred not to say"},
    {"reason": "dont_know", "label": "Don't know"},
]
COHORT = "data/cohorts/demo/cohort.yaml"
EXCLUSIONS = [
    (COHORT, "no_consent", "No consent to analysis"),
    (COHORT, "consent_blank", "Consent question left blank"),
    (COHORT, "not_a_student", "Not a medical student"),
    (COHORT, "no_answers", "Left before the first question"),
]
PLANS: dict[str, Any] = {
    "support": {"kind": "distribution", "by": "income", "outcomes": ["core", "ready_use", "ready_judge"]},
    "wanted": {"kind": "distribution", "by": "income", "outcomes": ["topic"]},
    "people": {"kind": "distribution", "by": "gender", "outcomes": ["income"]},
    "themes": {"kind": "codes", "by": "income"},
    "model": {"kind": "model", "outcomes": ["core"], "predictors": ["gender", "income"]},
    "talk": {"kind": "participation"},
    "flow": {"kind": "flow"},
}


def design_of(tables: str = "", figures: str = "") -> tuple[Any, StudyDeclarations]:
    read = {"tables": yaml.safe_load(tables) or [], "figures": yaml.safe_load(figures) or []}
    plans = {name: (f"analyses/{name}.yaml", "", plan) for name, plan in PLANS.items()}
    design = StudyDeclarations(
        plans=plans,
        **read,
        variables=VARIABLES,
        scales=SCALES,
        themes=THEMES,
        missing=MISSING,
        exclusions=EXCLUSIONS,
    )
    declared = {
        "table": ("manuscript/tables.yaml", tables, []),
        "figure": ("manuscript/figures.yaml", figures, []),
    }
    return declared, design


def kinds(tables: str = "", figures: str = "") -> list[str]:
    return [finding.kind for finding in find_mislabelled(*design_of(tables, figures))]


def table(analysis: str, labels: str, more: str = "") -> str:
    return f"- {{id: t, analysis: {analysis}, kind: comparison, labels: {{{labels}}}{more}}}\n"


def figure(kind: str, analysis: str, labels: str, more: str = "") -> str:
    return f"- {{id: f, analysis: {analysis}, kind: {kind}, labels: {{{labels}}}{more}}}\n"


def box(label: str, number: str) -> str:
    return (
        "- id: f\n  analysis: flow\n  kind: flow\n  boxes:\n"
        f"    - {{label: Left out, parts: [{{label: {label}, number: {number}}}]}}\n"
    )


ANOTHERS = {
    "swapped groups": table("support", "hic: Low- and middle-income countries, lmic: High-income countries"),
    "swapped groups in words of their own": table(
        "support", "hic: Low and middle income, lmic: High income group"
    ),
    "swapped short forms": table("support", "hic: LMIC, lmic: HIC"),
    "swapped colours of a legend": figure(
        "bars", "support", "hic: LMIC countries, lmic: Countries of high income"
    ),
    "swapped items": figure(
        "diverging",
        "support",
        "ready_use: I feel prepared to appraise an AI system, ready_judge: I feel prepared to use AI",
        ", items: [ready_use, ready_judge]",
    ),
    "an item under the short form of another": figure("diverging", "support", "ready_use: Core curriculum"),
    "swapped options": figure("dots", "wanted", "topic.coding: Law, topic.law: Coding"),
    "swapped levels": figure("bars", "people", "woman: Men, man: Women"),
    "swapped ends of a scale": figure("diverging", "support", "agree: Disagree, disagree: Agree"),
    "swapped facets": figure("bars", "people", "gender: Income group, income: Gender"),
    "swapped codes": figure("heat", "themes", "ethics.bias: Privacy of data, ethics.privacy: Bias"),
    "swapped terms of a model": table("model", "gender_woman: Men, gender_man: Women"),
    "swapped terms of a forest": figure(
        "forest", "model", "income_low: High income, income_high: Low income"
    ),
    "swapped sides": table("support", "hic_vs_lmic: LMIC against HIC"),
    "swapped reasons": figure("bars", "people", "refused: Don't know, dont_know: Refused"),
    "swapped transcripts": table("talk", "fg1: Group 2, fg2: Group 1"),
    "a band within a group": table("support", "lmic: Low income"),
    "a group in the place of all": table("support", "all: High income"),
    "one name for both": table("support", "hic: Countries, lmic: Countries"),
    "a head above other cells": (
        '- {id: t, analysis: themes, kind: codes, cells: [{head: Turns, cell: "{participants}"},'
        ' {head: Participants, cell: "{turns}"}]}\n'
    ),
}


@pytest.mark.parametrize("case", ANOTHERS)
def test_a_label_that_is_anothers_is_an_error(case: str) -> None:
    text = ANOTHERS[case]
    assert "label" in (kinds(text) if "kind: comparison" in text or "codes" in text else kinds(figures=text))


BOXES = {
    "swapped reasons": ("Consent question left blank", "flow.no_consent.all.count"),
    "part of another reason": ("Left blank", "flow.no_answers.all.count"),
    "another reason in other words": ("Not medical students", "flow.no_answers.all.count"),
    "received for kept": ("Submissions received", "flow.kept.all.count"),
    "kept for received": ("Students analysed", "flow.raw.all.count"),
    "people for groups": ("Students in a focus group", "flow.transcripts.all.count"),
    "groups for people": ("Focus groups", "flow.focus_groups.all.count"),
    "withdrawn for refused": ("Withdrew", "flow.no_consent.all.count"),
    "a group of another": ("Low- and middle-income countries", "people.respondents.hic.count"),
    "turns for transcripts": ("Turns of speech", "flow.transcripts.all.count"),
}


@pytest.mark.parametrize("case", BOXES)
def test_a_box_of_the_flow_that_counts_something_else_is_an_error(case: str) -> None:
    label, number = BOXES[case]
    assert kinds(figures=box(label, number)) == ["label"]


def test_a_row_of_a_flow_that_counts_something_else_is_an_error() -> None:
    text = "- {id: t, analysis: flow, kind: flow, labels: {no_consent: Not a medical student}}\n"
    assert kinds(text) == ["label"]


SOUND = {
    "the codebook's words": table(
        "support", "hic: High-income countries, lmic: Low- and middle-income countries"
    ),
    "declared short forms": table("support", "hic: HIC, lmic: LMIC"),
    "the one band that a group is": table("support", "hic: High income"),
    "without hyphens, in small letters": table("support", "lmic: low and middle income countries"),
    "the plural": figure("bars", "people", "woman: Women, man: Men"),
    "all": figure("dots", "wanted", "all: All students"),
    "sides": table("support", "hic_vs_lmic: HIC against LMIC"),
    "transcripts": table("talk", "fg1: Group 1, fg2: Group 2"),
    "an option": figure("dots", "wanted", "topic.law: Law"),
    "what no codebook has": figure("specifications", "support", "groups.extremes: high and low income"),
}


@pytest.mark.parametrize("case", SOUND)
def test_a_label_of_the_codebook_is_let_be(case: str) -> None:
    assert kinds(SOUND[case]) == []
    assert kinds(figures=SOUND[case]) == []


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("No consent to analysis", "flow.no_consent.all.count"),
        ("Submissions received", "flow.raw.all.count"),
        ("Students analysed", "flow.kept.all.count"),
        ("Rows", "flow.raw.all.count"),
        ("Students", "flow.kept.all.count"),
        ("Students in a focus group", "flow.focus_groups.all.count"),
        ("Focus groups", "flow.transcripts.all.count"),
        ("Turns of speech coded", "flow.turns.all.count"),
        ("High-income countries", "people.respondents.hic.count"),
        ("Submissions with consent", "flow.after_consent.all.count"),
    ],
)
def test_a_box_of_the_flow_under_its_own_name_is_let_be(label: str, number: str) -> None:
    assert kinds(figures=box(label, number)) == []


HEADINGS = {
    "percent along counts": figure("bars", "people", "", ", axis: Percent of students"),
    "counts along percent": figure("dots_with_intervals", "wanted", "", ", axis: Number of students"),
    "shares of another drawing": figure("diverging", "support", "", ", axis: Count of answers"),
    "another effect": figure("forest", "model", "", ", axis: Hazard ratio with its interval"),
    "a difference for a ratio": figure("forest", "model", "", ", axis: Difference of shares"),
    "another variable": table("wanted", "", ", first_column: Gender"),
    "another variable in short": table("wanted", "", ", first_column: Core curriculum"),
}
SOUND_HEADINGS = {
    "percent": figure("dots_with_intervals", "wanted", "", ", axis: Percent of students who want it"),
    "counts": figure("bars", "people", "", ", axis: Students"),
    "its effect": figure("forest", "model", "", ", axis: Odds ratio with its interval"),
    "its variable": table("wanted", "", ", first_column: Topic"),
    "words of its own": table("support", "", ", first_column: Statement"),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_an_axis_or_first_column_of_something_else_is_an_error(case: str) -> None:
    text = HEADINGS[case]
    assert (kinds(text) if "first_column" in text else kinds(figures=text)) == ["label"]


@pytest.mark.parametrize("case", SOUND_HEADINGS)
def test_an_axis_or_first_column_of_its_own_is_let_be(case: str) -> None:
    text = SOUND_HEADINGS[case]
    assert (kinds(text) if "first_column" in text else kinds(figures=text)) == []


def test_words_of_ones_own_are_told_with_what_to_write() -> None:
    text = table("support", "hic: Richer countries")
    [finding] = find_mislabelled(*design_of(text))
    assert finding.describe("warning") == (
        'manuscript/tables.yaml:1:62: warning: "Richer countries" for hic of t, '
        "which the study does not call so\n"
        "  expected: the words of data/codebook/scales.csv, or a short form that stands there: "
        "High-income countries; HIC; High income\n"
        '  to do:    write "High-income countries", or declare "Richer countries" as short of hic in '
        "data/codebook/scales.csv"
    )


def test_a_name_of_another_is_told_with_whose_it_is() -> None:
    text = table("support", "hic: Low and middle income")
    [finding] = find_mislabelled(*design_of(text))
    assert finding.describe("error") == (
        'manuscript/tables.yaml:1:62: "Low and middle income" for hic of t, which is the name of lmic '
        "(Low- and middle-income countries)\n"
        "  expected: a name of hic (High-income countries)\n"
        '  to do:    write "High-income countries"'
    )


def test_a_second_name_for_one_thing_is_told() -> None:
    first, second = table("support", "hic: Richer countries"), figure("dots", "wanted", "hic: Wealthy world")
    found = list(find_mislabelled(*design_of(first, second)))
    assert [finding.kind for finding in found] == ["label_undeclared", "label_twice"]
    assert found[1].describe("error") == (
        'manuscript/figures.yaml:1:55: "Wealthy world" for hic of f, a second name\n'
        '  expected: one name for hic (High-income countries); the first is "Richer countries" in t of '
        "manuscript/tables.yaml\n"
        '  to do:    write "High-income countries", or declare "Wealthy world" as short of hic in '
        "data/codebook/scales.csv"
    )


def test_a_short_form_that_two_codes_have_is_told_in_the_codebook() -> None:
    declared, design = design_of()
    twice = [row | {"line": str(at)} for at, row in enumerate(SCALES, start=2)]
    twice[3]["short"], twice[4]["short"] = "HIC; LMIC", "LMIC"
    found = list(find_mislabelled(declared, replace(design, scales=twice)))
    assert [finding.describe("error") for finding in found] == [
        'data/codebook/scales.csv:6: "LMIC" for lmic, which is a name of hic, too\n'
        "  expected: one name for one thing\n"
        "  to do:    give each its own name"
    ]


def test_a_number_in_a_label_that_no_codebook_has_is_an_error() -> None:
    [finding] = find_mislabelled(*design_of(table("support", "hic: High income (75 students)")))
    assert finding.kind == "label"
