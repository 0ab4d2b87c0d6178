"""Properties of finding the letters of one text in another."""

import unicodedata

import pytest
from aimed.ingest.coding.alignment import Letters, align_texts
from hypothesis import given
from hypothesis import strategies as st


def letters_of(text: str) -> str:
    seen = [c for c in "".join(text.split()) if unicodedata.category(c) != "Cf"]
    return "".join(seen).replace("\uff1a", ":")


def align(text: str, canonical: str, before: str = ""):
    return align_texts(Letters.of(text), Letters.of(canonical), before)


def test_hidden_characters_of_labels_and_wide_colons_are_no_difference():
    """By hand: the letters of "P1: ab" stand at 1, 2, 3, 5, 6 of the other text."""
    other = "\u200eP1\uff1a\u200fab\n"
    found = align(other, "P1: ab\n")
    assert found.theirs.places.tolist() == [1, 2, 3, 5, 6]
    assert found.places.tolist() == [0, 1, 2, 3, 4]
    assert found.breaks == []
    assert align(other, "P1: ax\n").breaks == [4]


def test_a_title_above_the_first_turn_is_no_difference():
    assert align("Group one\n\nP1: ab\n", "P1: ab\n", "Group one").breaks == []
    assert align("Group two\n\nP1: ab\n", "P1: ab\n", "Group one").share == pytest.approx(5 / 13)


@pytest.mark.slow
@given(st.text(), st.lists(st.sampled_from([" ", "\n", "\t", "\u00a0"])), st.data())
def test_texts_that_differ_in_blanks_align(text, blanks, data):
    other = "".join(c + data.draw(st.sampled_from(["", *blanks])) for c in text)
    found = align(other, text)
    assert found.places.tolist() == list(range(len(letters_of(text))))
    assert [other[place] for place in found.theirs.places] == [text[place] for place in found.ours.places]


WORDS = st.lists(st.sampled_from(["the", "ward", "has", "no", "power", "today", "a", "b"]), max_size=60)


@given(WORDS, WORDS, st.data())
def test_letters_are_matched_in_order_and_with_the_same_letter(words, others, data):
    """Some words are taken out and put in; whatever is matched is the same letter, in the same order."""
    cut = data.draw(st.integers(0, len(words)))
    one, other = " ".join(words), " ".join([*words[:cut], *others, *words[cut:]])
    for theirs, ours in ((one, other), (other, one)):
        found = align(theirs, ours)
        pairs = [(here, there) for here, there in enumerate(found.places.tolist()) if there >= 0]
        assert [there for _, there in pairs] == sorted({there for _, there in pairs})
        assert all(found.theirs.text[here] == found.ours.text[there] for here, there in pairs)
    found = align(one, other)
    assert len(found.found) == len(letters_of(one))  # nothing of it was taken out


def test_long_texts_with_edits_all_over_keep_their_words():
    words = [f"word{n % 997}x{n % 89}" for n in range(20_000)]
    edited = [word for n, word in enumerate(words) if n % 101]
    found = align(" ".join(words), " ".join(edited))
    assert found.share == pytest.approx(len(letters_of(" ".join(edited))) / len(letters_of(" ".join(words))))
