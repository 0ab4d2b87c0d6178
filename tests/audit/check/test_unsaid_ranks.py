"""A rank that the text shows as if it were a score. Expected: read by hand from four paragraphs."""

from typing import Any

from aimed.audit.check.unsaid_ranks import find_unsaid_ranks
from aimed.language.marks import scan_marks

TEXT = """The median was [a.view.all.median]{.num}.

The median rank was [a.view.all.median]{.num}, and of the score [a.item.all.median]{.num}.

It was [a.view.all]{.num as=median_iqr} here,
and *ranks*
were not named before.

Frankly, [a.view.all]{.num as=median_iqr} of [a.item.all.median]{.num}.
"""
NUMBERS: Any = {
    "a.view.all.median": {"unit": "scale"},
    "a.view.all.q1": {"unit": "scale"},
    "a.item.all.median": {"unit": "score"},
}
BOUND: Any = {
    "a.view.all.median": {"ids": ["a.view.all.median"]},
    "a.item.all.median": {"ids": ["a.item.all.median"]},
    "a.view.all|median_iqr": {"ids": ["a.view.all.median", "a.view.all.q1"]},
}


def test_a_rank_that_no_word_of_its_paragraph_names_is_found() -> None:
    found = list(find_unsaid_ranks("paper.qmd", TEXT, scan_marks(TEXT), BOUND, NUMBERS))
    assert [(one.line, one.column, one.kind) for one in found] == [
        (1, 16, "unsaid_rank"),
        (9, 10, "unsaid_rank"),
    ]
    assert (
        found[0].found == "a.view.all.median, which is a place in the order of the answers, shown as a number"
    )
    assert found[0].expected == "the word rank beside it, or scores"
