"""A p-value of all answers beside the shares of an event; ranks shown as scores. Expected: read by hand."""

from typing import Any

import pytest
from aimed.audit.check.mixed_quantities import find_mixed, find_unsaid_ranks
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of

IDS = (
    *("x.i.a.pct", "x.i.b.pct", "x.i.a_vs_b.p", "x.i.a_vs_b.p_adjusted", "x.i.a_vs_b.event_p"),
    *(
        "x.i.a_vs_b.rank_biserial",
        "x.i.a_vs_b.v",
        "x.o.c.a.pct",
        "x.o.c.b.pct",
        "x.o.c.a_vs_b.p",
        "x.i.a.median",
    ),
)
SENTENCES = {
    "It was {x.i.a.pct} and {x.i.b.pct} (p = {x.i.a_vs_b.p}).": ["x.i.a_vs_b.p"],
    "It was {x.i.a.pct} and {x.i.b.pct} (V = {x.i.a_vs_b.v}, p = {x.i.a_vs_b.p_adjusted}).": [
        "x.i.a_vs_b.p_adjusted"
    ],
    "It was {x.i.a.pct} and {x.i.b.pct} (p = {x.i.a_vs_b.event_p}).": [],
    "It was {x.i.a.pct} and {x.i.b.pct} (r = {x.i.a_vs_b.rank_biserial}, p = {x.i.a_vs_b.p}).": [],
    "It was {x.i.a.pct} and {x.i.b.pct}, median {x.i.a.median} (p = {x.i.a_vs_b.p}).": [],
    "It was {x.i.a.pct} and {x.i.b.pct}. The test of all answers had p = {x.i.a_vs_b.p}.": [],
    "Of a it was {x.i.a.pct} (p = {x.i.a_vs_b.p}).": [],
    "An option: {x.o.c.a.pct} and {x.o.c.b.pct} (p = {x.o.c.a_vs_b.p}).": [],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_p_of_all_answers_beside_the_shares_of_an_event(sentence: str) -> None:
    text = sentence
    for name in IDS:
        text = text.replace(f"{{{name}}}", f"[{name}]{{.num}}")
    bound = {name: {"ids": [name]} for name in IDS}
    found = list(find_mixed("p", readable_of(text), scan_marks(text), bound, {name: {} for name in IDS}))
    assert [one.found.partition(" beside")[0] for one in found] == SENTENCES[sentence]
    assert {one.kind for one in found} <= {"mixed_quantities"}


RANKS = """The median was [a.view.all.median]{.num}.

The median rank was [a.view.all.median]{.num}, and of the score [a.item.all.median]{.num}.

It was [a.view.all]{.num as=median_iqr} here,
and *ranks*
were not named before.

Frankly, [a.view.all]{.num as=median_iqr} of [a.item.all.median]{.num}.
"""
RANKED: Any = {
    "a.view.all.median": {"unit": "scale"},
    "a.view.all.q1": {"unit": "scale"},
    "a.item.all.median": {"unit": "score"},
}
SHOWN_SO: Any = {
    "a.view.all.median": {"ids": ["a.view.all.median"]},
    "a.item.all.median": {"ids": ["a.item.all.median"]},
    "a.view.all|median_iqr": {"ids": ["a.view.all.median", "a.view.all.q1"]},
}


def test_a_rank_that_no_word_of_its_paragraph_names_is_found() -> None:
    found = list(find_unsaid_ranks("paper.qmd", RANKS, scan_marks(RANKS), SHOWN_SO, RANKED))
    assert [(one.line, one.column, one.kind) for one in found] == [
        (1, 16, "unsaid_rank"),
        (9, 10, "unsaid_rank"),
    ]
    assert (
        found[0].found == "a.view.all.median, which is a place in the order of the answers, shown as a number"
    )
    assert found[0].expected == "the word rank beside it, or scores"
