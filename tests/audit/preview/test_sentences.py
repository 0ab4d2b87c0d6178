"""Which sentence of a document a place belongs to."""

import pytest
from aimed.audit.preview.pages import write_cards
from aimed.audit.preview.sentences import FIRST, fill_signs, find_ends, find_sign, mark_ends
from aimed.messages.findings import Finding

TEXT = """# A heading of 3 words

One is here. Two is [here. Still]{.claim holds="a. B > 1"} here! And 3 has no end

- an item without an end

::: {#tbl-one from="one"}
A caption.
:::
"""


def test_ends_stand_before_the_full_stop_and_at_the_words_of_a_heading() -> None:
    marked = mark_ends(TEXT, find_ends(TEXT))
    for number, words in enumerate(("A heading", ". Two", ". Still]", "! And", ".\n:::")):
        assert f"{chr(FIRST + number)}{words}" in marked
    assert len(marked) == len(TEXT) + 5


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("3 words", 0),
        ("One", 1),
        ("Two", 2),
        ("Still", 3),
        ("3 has", 3),
        ("an item", None),
        (":::", 4),
        ("A cap", 4),
    ],
)
def test_a_place_leads_to_the_end_of_its_sentence(words: str, sign: int | None) -> None:
    before = TEXT[: TEXT.index(words)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert find_sign(TEXT, find_ends(TEXT), line, column) == ("" if sign is None else chr(FIRST + sign))
    assert find_sign(TEXT, find_ends(TEXT), 0, 0) == ""
    assert find_sign(TEXT, find_ends(TEXT), 99, 1) == ""


def test_a_card_stands_once_behind_the_full_stop_and_never_in_a_tag() -> None:
    one, two = chr(FIRST), chr(FIRST + 1)
    page = f'<title>A{one}. B</title><p title="a{one}. b">So{one}.” Then{two}. {one}.</p>'
    filled, placed = fill_signs(page, {one: "CARD"})
    assert filled == '<title>A. B</title><p title="a. b">So.”CARD Then. .</p>'
    assert placed == {one}


def test_what_authors_wrote_is_escaped() -> None:
    card = write_cards([("error", Finding("a<b.qmd", 1, 2, "number", "<script>", "a & b", '"x"'))])
    assert "<script>" not in card
    assert "a&lt;b.qmd:1:2" in card and "<b>&lt;script&gt;</b>" in card and "a &amp; b" in card
