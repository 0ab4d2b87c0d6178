"""A cohort's own pattern of labels: per file, per cohort, and never a hang."""

import time
from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest.transcripts import declared_files
from aimed.ingest.transcripts.speakers import pattern as speaker_pattern
from aimed.ingest.transcripts.speakers.pattern import UnusablePattern, read_pattern
from aimed.messages.problems import ProblemsFound
from transcript_cohort import read_transcripts, write_cohort

GROUP = "a regular expression with the group (?P<speaker>...)"
PLAIN = "a regular expression without look-around, back references and counts above 1000"
SPEAKERS = {"all": {"Ñ1": "moderator", "P1": "a1"}}


def text_of(cohort_file: Path) -> list[str]:
    return read_transcripts(cohort_file)[0]["text"].tolist()


def problems_of(cohort_file: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(cohort_file)
    return str(found.value)


def test_one_pattern_for_all_files_and_another_for_one(tmp_path):
    files = {"a.txt": "Ñ1 - Hola.\nP1 - Sí: claro.\n", "b.txt": "[P1] No.\n"}
    cohort_file = write_cohort(tmp_path, files, SPEAKERS, of_all={"speaker_pattern": r"(?P<speaker>\w+) - "})
    cohort_file.write_text(
        cohort_file.read_text().replace(
            "path: b.txt", "path: b.txt\n    speaker_pattern: '\\[(?P<speaker>.+?)\\]'"
        )
    )
    assert text_of(cohort_file) == ["Ñ1: Hola.\nP1: Sí: claro.\n", "P1: No.\n"]


def test_letters_digits_and_blanks_of_all_scripts():
    pattern = read_pattern(r"(?P<speaker>[\w]+\s\d+)\W")
    assert pattern.match(["Ñandú\u30007: x", "学生 ３：はい", "x"]) == [
        ("Ñandú\u30007", 8),
        ("学生 ３", 5),
        None,
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("(?P<speaker>" + "a" * 200 + ")", "a pattern of at most 200 characters"),
        ("(", GROUP),
        (r"\w+:", GROUP),
        (r"(?P<speaker>\w+)(?=:)", PLAIN),
        (r"(?P<speaker>(((a{100}){100}){100}))", PLAIN),
        (r"(?P<speaker>[\W])", r"a pattern without \W within square brackets"),
    ],
)  # fmt: skip
def test_patterns_that_cannot_be_used(written, expected):
    with pytest.raises(UnusablePattern) as unusable:
        read_pattern(written)
    assert str(unusable.value) == expected


@pytest.mark.parametrize(
    "written", [r"(?P<speaker>(a+)+)$", r"(?P<speaker>(.*)*)x$", "(?P<speaker>(a|aa)+)b"]
)
def test_patterns_that_would_hang_do_not(written):
    """Exponential for a backtracking matcher: 2 to the power of 300 steps for one line."""
    pattern = read_pattern(written)
    began = time.process_time()
    assert pattern.match(["a" * 290 + "!"] * 100 + ["a" * 1_000_000]) == [None] * 101
    assert time.process_time() - began < 10


def test_a_pattern_that_is_slow_on_many_lines_is_named(tmp_path, monkeypatch):
    pattern = read_pattern("(?P<speaker>.*)!")
    monkeypatch.setattr(speaker_pattern, "SECONDS", -1.0)
    with pytest.raises(speaker_pattern.SlowPattern):
        pattern.match(["P1: x"])
    monkeypatch.setattr(declared_files, "read_pattern", lambda _written: pattern)
    cohort_file = write_cohort(
        tmp_path, {"a.txt": "P1: x"}, SPEAKERS, {"speaker_pattern": "(?P<speaker>.*)!"}
    )
    assert problems_of(cohort_file) == dedent(f"""\
        {cohort_file}
          found:    a speaker_pattern that takes more than 10 s
          expected: a pattern that is quick on a.txt
          to do:    write it with fewer repeats within repeats""")


def test_a_label_longer_than_what_is_searched_is_named(tmp_path):
    content = "P1 " + "a" * 400 + "\nx\n"
    cohort_file = write_cohort(tmp_path, {"a.txt": content}, SPEAKERS, {"speaker_pattern": "(?P<speaker>.*)"})
    assert problems_of(cohort_file) == dedent(f"""\
        {tmp_path}/a.txt, line 1
          found:    a label that goes on beyond the first 300 characters of the line
          expected: a speaker_pattern that takes in the label alone
          to do:    correct the speaker_pattern in {cohort_file}""")


def test_the_share_of_lines_without_a_speaker_is_the_cohorts_choice(tmp_path):
    content = "Ñ1: uno\n\ndos\n\nP1: tres\n\ncuatro\nsigue\n"
    expected = dedent(f"""\
        {tmp_path}/a.txt, line 3
          found:    2 of 4 lines without a speaker, this the first
          expected: at most 25% of the lines without a label; declared for a: P1, Ñ1
          to do:    declare the labels of this file in {tmp_path}/cohort.yaml, a speaker_pattern when they have no colon, or a greater lines_without_speaker when turns have many paragraphs""")  # noqa: E501
    assert problems_of(write_cohort(tmp_path, {"a.txt": content}, SPEAKERS)) == expected
    whole = ["Ñ1: uno dos\nP1: tres cuatro sigue\n"]
    bound = {"lines_without_speaker": 0.5}
    assert text_of(write_cohort(tmp_path, {"a.txt": content}, SPEAKERS, bound)) == whole
    assert text_of(write_cohort(tmp_path, {"a.txt": content}, SPEAKERS, of_all=bound)) == whole
    own = {"lines_without_speaker": 0.1}
    found = problems_of(write_cohort(tmp_path, {"a.txt": content}, SPEAKERS, own, of_all=bound))
    assert "at most 10% of the lines" in found
