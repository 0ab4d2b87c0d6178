"""Properties of finding characters of one text in another, and of reading a program's offsets."""

import unicodedata

import pytest
from aimed.ingest.coding.alignment import align_texts, first_difference, map_span
from aimed.ingest.coding.offsets import READINGS, read_offsets
from aimed.ingest.coding.project import Source, TextSelection
from coding_project import utf16
from hypothesis import given
from hypothesis import strategies as st


def test_hidden_characters_of_labels_and_wide_colons_are_no_difference():
    """By hand: the letters of "P1: ab" stand at 1, 2, 3, 5, 6 of the other text."""
    other = "\u200eP1\uff1a\u200fab\n"
    assert align_texts(other, "P1: ab\n") == {1: 0, 2: 1, 3: 2, 5: 4, 6: 5}
    assert first_difference(other, "P1: ax\n") == 5


@pytest.mark.slow
@given(st.text(), st.lists(st.sampled_from([" ", "\n", "\t", "\u00a0"])), st.data())
def test_texts_that_differ_in_blanks_align(text, blanks, data):
    other = "".join(c + data.draw(st.sampled_from(["", *blanks])) for c in text)
    places = align_texts(other, text)
    assert places is not None
    assert all(other[here] == text[there] for here, there in places.items())
    whole = map_span((0, len(other)), places)
    assert seen_of(text) == (seen_of(text[slice(*whole)]) if whole else "")


def seen_of(text: str) -> str:
    letters = "".join(c for c in "".join(text.split()) if unicodedata.category(c) != "Cf")
    return letters.replace("\uff1a", ":")


@given(st.text(min_size=1), st.text(min_size=1))
def test_texts_that_differ_in_letters_never_align(one, other):
    same = seen_of(one) == seen_of(other)
    assert (align_texts(one, other) is not None) == same


PIECES = st.sampled_from(["word", "😀", "it's", "é", "\r\n", "\n"])


@given(st.lists(PIECES, min_size=3, max_size=30), st.data())
def test_whatever_reading_is_taken_says_what_is_quoted(words, data):
    text = " ".join(words)
    plain = text.replace("\r\n", "\n")
    reading = data.draw(st.sampled_from(READINGS))
    selections = []
    for _ in range(3):
        start = data.draw(st.integers(0, len(plain) - 1))
        end = data.draw(st.integers(start + 1, len(plain)))
        kept = plain if reading.crlf_is_one else text
        size = utf16 if reading.unit == "utf16" else len
        offsets = [size(kept[: _place(kept, place)]) for place in (start, end)]
        selections.append(TextSelection(offsets[0], offsets[1] - reading.end_included, plain[start:end], ()))
    fit = read_offsets([Source("g", text, tuple(selections))])
    if fit is not None and fit.by_quotes:
        for chosen, (start, end) in zip(selections, fit.spans[0], strict=True):
            assert plain[start:end].split("\n") == chosen.quoted.split("\n")


def _place(kept: str, place: int) -> int:
    """Return where a character of the text with line feeds is in the text with CRLF."""
    at = 0
    for _ in range(place):
        at += 2 if kept[at : at + 2] == "\r\n" else 1
    return at
