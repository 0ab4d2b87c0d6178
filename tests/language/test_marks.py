"""Marks: kinds, texts, attributes, places. Pandoc is the oracle in test_prose_oracle.py."""

from aimed.language.marks import Mark, scan_marks

TEXT = """---
title: "Of [flow.kept.all.count]{.num} people"
author: "[not.read]{.num}"
abstract: |
  [Support was [a.pct]{.num as=count_pct_ci} high]{.claim
  holds="a.pct >= 80"}.
---

Ä [95]{.literal why="confidence level"} and `[code]{.num}`.

::: {#tbl-people from="people"}
People, [flow.raw.all.count]{.num} in all.
:::

::: {.when holds='study.synthetic == 1'}
Simulated.
:::

> ["We want
> to learn"]{.quote turn="demo/talk/7"}

<!-- [hidden]{.num} -->
"""


def test_every_mark_with_its_place() -> None:
    assert scan_marks(TEXT) == [
        Mark("num", "flow.kept.all.count", {}, 2, 12),
        Mark(
            "claim",
            "Support was [a.pct]{.num as=count_pct_ci} high",
            {"holds": "a.pct >= 80"},
            5,
            3,
        ),
        Mark("num", "a.pct", {"as": "count_pct_ci"}, 5, 16),
        Mark("literal", "95", {"why": "confidence level"}, 9, 3),
        Mark(
            "table",
            "People, [flow.raw.all.count]{.num} in all.",
            {"id": "tbl-people", "from": "people"},
            11,
            1,
        ),
        Mark("num", "flow.raw.all.count", {}, 12, 9),
        Mark("when", "Simulated.", {"holds": "study.synthetic == 1"}, 15, 1),
        Mark("quote", '"We want\n> to learn"', {"turn": "demo/talk/7"}, 19, 3),
    ]


def test_spans_lead_back_to_the_text() -> None:
    for mark in scan_marks(TEXT):
        assert TEXT[slice(*mark.inside)].strip() == mark.text
        assert TEXT[mark.start] in "[:"


def test_columns_count_code_points() -> None:
    assert [(m.line, m.column) for m in scan_marks("𝔸é\r\n𝔸é [x]{.num}")] == [(2, 4)]


def test_other_spans_are_not_marks() -> None:
    assert scan_marks("[a]{.smallcaps} [b](c){.num} [d] {.num} \\[e]{.num} [f]{#num}") == []


def test_a_span_of_two_kinds_is_two_marks() -> None:
    assert [m.kind for m in scan_marks('[x]{.num .literal why="y"}')] == ["num", "literal"]
