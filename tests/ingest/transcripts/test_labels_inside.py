"""Words belong to who said them: labels inside a turn, in small letters, or before a dash."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.messages.problems import ProblemsFound
from transcript_cohort import read_transcripts, write_cohort

SPEAKERS = {"Moderator": "moderator", "P1": "a1", "P2": "a2"}
OTTER = dedent("""\
    Talk

    SUMMARY KEYWORDS
    x

    SPEAKERS
    Moderator, P1, P2

    Moderator  00:01
    A question?

    P1  00:05
    First answer.

    Moderator 00:10
    Another question?

    P2  00:15
    Second answer.
    """)
BREAK = {"inside": "break"}


def turns_of(
    folder: Path, content: str, more: dict | None = None, name: str = "g.txt", **options
) -> list[str]:
    """Return "speaker: words" of each turn."""
    cohort_file = write_cohort(
        folder, {name: content}, {"g": SPEAKERS | (more or {})}, options, formats=False
    )
    return read_transcripts(cohort_file)[0].at[0, "text"].splitlines()


def found_in(folder: Path, content: str, more: dict | None = None, name: str = "g.txt") -> list[str]:
    """Return place and find of each problem, without the folder."""
    with pytest.raises(ProblemsFound) as found:
        turns_of(folder, content, more, name, lines_without_speaker=1.0)
    return [f"{Path(p.place).name}: {p.found}" for p in found.value.problems]


def test_a_head_with_one_blank_stops_until_it_is_declared_a_break(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        turns_of(tmp_path, OTTER)
    assert (
        str(found.value)
        == dedent(f"""\
        {tmp_path}/g.txt, line 15
          found:    the label "Moderator" inside a turn, 1 time
          expected: a label at the beginning of a line, or what this one is
          to do:    begin a new line there in the file; or say in {tmp_path}/cohort.yaml under speakers, g: inside: {{Moderator: break}} when another turn begins there, Moderator: text when these words were spoken; inside: break says it of all labels""")  # noqa: E501
    )
    cohort_file = write_cohort(tmp_path, {"g.txt": OTTER}, {"g": SPEAKERS | BREAK})
    _, turns = read_transcripts(cohort_file)
    assert turns[["speaker", "text", "time_start", "source_line"]].values.tolist() == [
        ["Moderator", "A question?", 1.0, 9],
        ["P1", "First answer.", 5.0, 12],
        ["Moderator", "Another question?", 10.0, 15],
        ["P2", "Second answer.", 15.0, 18],
    ]


def test_a_head_with_one_blank_of_somebody_undeclared_stops(tmp_path: Path):
    other = OTTER.replace("Moderator 00:10", "P7 00:10")
    assert found_in(tmp_path, other, BREAK) == ['g.txt, line 15: unknown speaker "P7", 1 time']
    met = OTTER.replace("First answer.", "They met at 10:30\nand so on. We met\nat 10:45")
    assert len(turns_of(tmp_path, met, BREAK)) == 4


def test_a_label_inside_a_paragraph(tmp_path: Path):
    content = "Moderator: A question? P1: First answer.\nP2: Second answer.\n"
    assert found_in(tmp_path, content) == ['g.txt, line 1: the label "P1" inside a turn, 1 time']
    three = ["Moderator: A question?", "P1: First answer.", "P2: Second answer."]
    assert turns_of(tmp_path, content, {"inside": {"P1": "break"}}) == three
    assert turns_of(tmp_path, content, BREAK) == three
    spoken = ["Moderator: A question? P1: First answer.", "P2: Second answer."]
    assert turns_of(tmp_path, content, {"inside": {"P1": "text"}}) == spoken


@pytest.mark.parametrize(
    "words",
    [
        "p1: yes", "P1 : yes", "P1：yes", "P1\u200b: yes", "P1 (laughs): yes",
         "P1 00:10 yes", "P1 [01:00:10] yes",
        "P1 - yes", "p1 – yes", "P1 — yes", "[P1] yes", "(P1) yes",
    ],
)  # fmt: skip
def test_forms_of_a_label_inside_a_turn(tmp_path: Path, words: str):
    content = f"Moderator: Well? {words}\nP2: b\n"
    assert found_in(tmp_path, content) == ['g.txt, line 1: the label "P1" inside a turn, 1 time']
    assert turns_of(tmp_path, content, BREAK) == ["Moderator: Well?", "P1: yes", "P2: b"]


@pytest.mark.parametrize("words", ["[P1] yes", "P1\tyes", "P1. yes", "P1> yes"])
def test_a_label_that_is_marked_otherwise_at_the_head_of_a_line(tmp_path: Path, words: str):
    content = f"Moderator: Well?\n{words}\nP2: b\n"
    assert found_in(tmp_path, content) == ['g.txt, line 2: the label "P1" inside a turn, 1 time']
    assert turns_of(tmp_path, content, BREAK) == ["Moderator: Well?", "P1: yes", "P2: b"]


def test_in_scripts_without_blanks(tmp_path: Path):
    speakers = {"学生3": "a3"}
    content = "Moderator： どう？\nP1： はい学生3：いいえ\n"
    assert found_in(tmp_path, content, speakers) == ['g.txt, line 2: the label "学生3" inside a turn, 1 time']


def test_in_captions_and_their_voices(tmp_path: Path):
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Moderator>Well? P1: yes</v>\n"
    assert found_in(tmp_path, content, name="g.vtt") == [
        'g.vtt, line 4: the label "P1" inside a turn, 1 time'
    ]


@pytest.mark.parametrize(
    "words",
    [
        "at 10:30 we met, and https://p1:80 is a ratio of P2:3.", "as P1 said, and P2 agreed - so do I.",
        "as they say. Note: that is it. She asked: why? And bob: no.", "xP1: no, mail-P1: no",
        "a map1: of it", "[P1 joins] and (P2 laughs)",
    ],
)  # fmt: skip
def test_words_that_are_no_label_inside_a_turn(tmp_path: Path, words: str):
    assert turns_of(tmp_path, f"Moderator: {words}\nP2: b\n") == [f"Moderator: {words}", "P2: b"]


def test_one_of_a_series_that_is_not_declared_stops(tmp_path: Path):
    content = "Moderator: Well? P9: I too.\nP2: b\n"
    assert found_in(tmp_path, content) == ['g.txt, line 1: unknown speaker "P9", 1 time']


def test_a_lone_letter_needs_the_end_of_a_sentence(tmp_path: Path):
    content = "Moderator: vitamin A: it is good.\nA: yes\n"
    assert turns_of(tmp_path, content, {"A": "a3"}) == content.splitlines()
    again = "Moderator: It is good. A: yes\n"
    assert found_in(tmp_path, again, {"A": "a3"}) == ['g.txt, line 1: the label "A" inside a turn, 1 time']
    twice = "Moderator: Well?\nA - a good one.\n"
    assert found_in(tmp_path, twice, {"A": "a3"}) == ['g.txt, line 2: the label "A" inside a turn, 1 time']


def test_an_undeclared_small_label_stops_until_it_is_declared(tmp_path: Path):
    content = "Moderator: Well?\nP1: Not only that.\nbob: The connection costs more.\nP2: b\n"
    assert found_in(tmp_path, content) == ['g.txt, line 3: unknown speaker "[name]", 1 time']
    mine = ["Moderator: Well?", "P1: Not only that.", "a6: The connection costs more.", "P2: b"]
    assert turns_of(tmp_path, content, {"bob": "a6"}) == mine
    spoken = ["Moderator: Well?", "P1: Not only that. bob: The connection costs more.", "P2: b"]
    assert turns_of(tmp_path, content, {"bob": "text"}) == spoken
    assert turns_of(tmp_path, content, {"bob": "speech"}) == spoken


@pytest.mark.parametrize(
    "label",
    [
        "bob:",
        "bob -",
        "Bob –",
        "int.:",
        "INT.:",
        "P9 -",
        "p9 —",
        "speaker two:",
        "[P9]:",
        "ana：",
        "Speaker 1:",
    ],
)
def test_undeclared_labels_at_the_head_of_a_line(tmp_path: Path, label: str):
    [found] = found_in(tmp_path, f"Moderator: Well?\nP1: and I thought\n{label} yes\nP2: b\n")
    assert found.startswith("g.txt, line 3: unknown speaker ")


@pytest.mark.parametrize(
    "line",
    [
        "so: yes", "said: no", "she said: no", "https://x.org is it", "10:30 we met", "First - we did",
        "No - it is not",
        "I agree - yes", "- a list", "the main reason: cost", "well - yes", "3 - 4 of them", "e.g.: this",
        "para ella: no",
    ],
)  # fmt: skip
def test_lines_that_name_nobody(tmp_path: Path, line: str):
    assert turns_of(tmp_path, f"Moderator: Well?\nP1: a.\n{line}\nP2: b\n") == [
        "Moderator: Well?",
        f"P1: a. {line}",
        "P2: b",
    ]


def test_sentences_that_go_on_from_line_to_line_name_nobody(tmp_path: Path):
    lines = [
        "P1: it costs more than we would have thought, and",
        "money: that is what we do not have, since the",
        "bob - he was there",
    ]
    assert turns_of(tmp_path, "Moderator: Well?\n" + "\n".join(lines)) == [
        "Moderator: Well?",
        " ".join(lines),
    ]


def test_a_declared_label_before_a_dash_is_a_turn(tmp_path: Path):
    content = "Moderator - Well?\nP1 – yes\np2— no\nP1: b\n"
    assert turns_of(tmp_path, content) == ["Moderator: Well?", "P1: yes", "P2: no", "P1: b"]


def test_inside_is_break_or_text(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        turns_of(tmp_path, "P1: a\n", {"inside": "turn"})
    assert "inside" in str(found.value)


def test_a_small_label_that_comes_again_or_stands_in_captions_stops_in_a_sentence_too(tmp_path: Path):
    line = "P1: it costs more than we would have thought, and"
    content = f"Moderator: Well?\n{line}\nbob: that is what we do not have, since\n{line}\nbob: it is so\n"
    assert found_in(tmp_path, content) == ['g.txt, line 3: unknown speaker "[name]", 2 times']
    cues = ["P1: and so I thought", "bob: it costs more"]
    captions = "WEBVTT\n\n" + "".join(f"00:0{n}.000 --> 00:0{n}.500\n{cue}\n\n" for n, cue in enumerate(cues))
    assert found_in(tmp_path, captions, name="g.vtt") == ['g.vtt, line 7: unknown speaker "[name]", 1 time']
