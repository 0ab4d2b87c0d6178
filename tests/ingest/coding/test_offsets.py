"""Properties of reading a program's offsets, and what decides between the ways to read them."""

from pathlib import Path

import pytest
from aimed.ingest.coding.offsets import READINGS, Unclear, list_readings, plain_text, read_offsets
from aimed.ingest.coding.project import CodedProject, OffsetsReading, Source, TextSelection
from aimed.ingest.coding.word_fit import (
    AS_QUOTED,
    AT_WORDS,
    BLANK_AT_END,
    CUT_SHORT,
    CUTS_WORD,
    OTHER_WORDS,
    fits_quotation,
    fits_words,
)
from coding_project import utf16
from hypothesis import given
from hypothesis import strategies as st

PIECES = st.sampled_from(["word", "😀", "it's", "é", "\r\n", "\n"])
SIZES = {"code_points": len, "utf16": utf16, "utf8_bytes": lambda text: len(text.encode())}
CODED = (("Ann", ("access",)),)


def project_of(text: str, spans: list[tuple[int, int]], quoted: list[str], origin: str = "") -> CodedProject:
    chosen = tuple(TextSelection(*span, words, CODED) for span, words in zip(spans, quoted, strict=True))
    return CodedProject(Path("p.qdpx"), origin, (Source("g", text, chosen),))


@given(st.lists(PIECES, min_size=3, max_size=30), st.data())
def test_whatever_reading_is_taken_says_what_is_quoted(words, data):
    text = " ".join(words)
    plain = text.replace("\r\n", "\n")
    reading = data.draw(st.sampled_from(READINGS))
    spans, quoted = [], []
    for _ in range(3):
        start = data.draw(st.integers(0, len(plain) - 1))
        end = data.draw(st.integers(start + 1, len(plain)))
        kept = plain if reading.crlf_is_one else text
        offsets = [SIZES[reading.unit](kept[: _place(kept, place)]) for place in (start, end)]
        spans.append((offsets[0], offsets[1] - reading.end_included))
        quoted.append(plain[start:end])
    fit = read_offsets(project_of(text, spans, quoted))
    if not isinstance(fit, Unclear) and fit.by == "quotations" and fit.fitting == fit.judged:
        for words_quoted, span in zip(quoted, fit.spans[0], strict=True):
            assert not words_quoted.strip() or plain[slice(*span)].split() == words_quoted.split()


def _place(kept: str, place: int) -> int:
    """Return where a character of the text with line feeds is in the text with CRLF."""
    at = 0
    for _ in range(place):
        at += 2 if kept[at : at + 2] == "\r\n" else 1
    return at


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, 12),
        ("auto", 12),
        ("utf16", 4),
        ({"unit": "code_points", "crlf": 1, "end": "inclusive"}, 1),
        ({"end": "exclusive"}, 6),
    ],
)
def test_what_is_said_leaves_so_many_of_the_twelve_readings(said, expected):
    readings = list_readings(said)
    assert len(readings) == expected
    if expected == 1:
        assert readings == (OffsetsReading("code_points", crlf_is_one=True, end_included=True),)


def test_spans_before_punctuation_and_with_it_are_whole_words():
    """By hand: "slow" stands at 0 to 4 of "slow. Two", with its full stop at 0 to 5."""
    assert [fits_words("slow. Two", (0, end)) for end in (3, 4, 5, 6)] == [
        CUTS_WORD, AT_WORDS, AT_WORDS, BLANK_AT_END,
    ]  # fmt: skip
    assert fits_words("M: a\nP1: b c\nM: d\n", (5, 13)) == AT_WORDS  # a whole paragraph
    assert fits_words("a b", (1, 2)) == CUTS_WORD  # a blank alone


def test_quotations_may_be_cut_with_a_sign_or_when_they_are_long():
    words = "No network in our wards, none"
    assert fits_quotation(words, words) == AS_QUOTED
    assert fits_quotation("No network\r\nin", " No network in ") == AS_QUOTED
    assert fits_quotation(words, "No netw...") == CUT_SHORT
    assert fits_quotation(words, "No network in our ward") == CUT_SHORT
    assert fits_quotation(words, "No network") == OTHER_WORDS


def test_an_end_before_punctuation_is_read_as_not_included_and_as_said():
    """By hand: both readings begin and end at words; the one of the programs that were seen is taken."""
    text = "M: the network is slow. It is.\n"
    project = project_of(text, [(3, 22), (24, 29)], ["", ""])
    guessed = read_offsets(project)
    assert (guessed.by, guessed.fitting, guessed.judged) == ("words", 2, 2)
    assert [text[slice(*span)] for span in guessed.spans[0]] == ["the network is slow", "It is"]
    said = read_offsets(project, {"unit": "code_points", "crlf": 2, "end": "inclusive"})
    assert said.by == "said"
    assert [text[slice(*span)] for span in said.spans[0]] == ["the network is slow.", "It is."]


def test_a_programs_habit_decides_where_words_do_not():
    """By hand: after two emoji of two units, "c" in code points is "b" in UTF-16 units."""
    text = "M: a 😀😀 b c d\n"
    spans = [(10, 11)]
    assert plain_text(text)[10:11] == "c"
    unclear = read_offsets(project_of(text, spans, [""]))
    assert isinstance(unclear, Unclear)
    assert {reading.unit for reading in unclear.readings} == {"code_points", "utf16"}
    for origin, words in (("NVivo 12", "b"), ("QualCoder 3.6", "c")):
        fit = read_offsets(project_of(text, spans, [""], origin))
        assert fit.by == "habit"
        assert text[slice(*fit.spans[0][0])] == words


def test_words_speak_against_a_habit():
    """By hand: an export of NVivo that counts code points; read as UTF-16 units it would cut each word."""
    words = ["alpha", "beta", "gamma"]
    text = "M: 😀 alpha 😀 beta 😀 gamma\n"
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    fit = read_offsets(project_of(text, spans, ["", "", ""], "NVivo"))
    assert fit.reading.unit == "code_points"
