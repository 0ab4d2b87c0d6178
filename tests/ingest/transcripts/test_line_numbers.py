"""Running numbers at the heads of lines are no words; numbers that were spoken stay."""

from pathlib import Path

import pytest
from aimed.ingest.transcripts.declared_files import list_transcripts
from aimed.ingest.transcripts.formats.line_numbers import take_off_numbers
from aimed.ingest.transcripts.utterances import Utterance
from aimed.messages.problems import Problem, ProblemsFound
from aimed.study.declarations import read_cohort_file
from transcript_cohort import read_transcripts, write_cohort

SPEAKERS = {"g": {"Moderator": "moderator", "P1": "a1", "P2": "a2"}}
NUMBERED = (
    "Interview 4\n1  Moderator: What did you\n2  learn?\n3  P1: Nothing. [00:01:10]\n"
    "4  [P3 joins]\n5  P3 - I came late.\n6  MODERATOR : Thanks.\n"
)


def text_of(folder: Path, content: str, speakers: dict[str, str] | None = None) -> list[str]:
    declared = {"g": SPEAKERS["g"] | (speakers or {})}
    cohort_file = write_cohort(folder, {"g.txt": content}, declared, {"lines_without_speaker": 1.0})
    return read_transcripts(cohort_file)[0].at[0, "text"].splitlines()


def test_line_numbers_are_taken_off_and_a_dash_asks(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        text_of(tmp_path, NUMBERED)
    [problem] = found.value.problems
    assert (problem.place, problem.found) == (f"{tmp_path}/g.txt, line 6", 'unknown speaker "P3", 1 time')
    assert text_of(tmp_path, NUMBERED, {"P3": "a3"}) == [
        "Moderator: What did you learn?",
        "P1: Nothing. [00:01:10] [P3 joins]",
        "P3: I came late.",
        "Moderator: Thanks.",
    ]


def test_they_are_counted_for_who_checks(tmp_path: Path):
    cohort_file = write_cohort(tmp_path, {"g.txt": NUMBERED}, SPEAKERS)
    noticed: list[Problem] = []
    [file] = list_transcripts(read_cohort_file(cohort_file), cohort_file, (tmp_path / "g.txt",))
    file.read(noticed)
    assert [(one.place, one.found) for one in noticed] == [
        (f"{tmp_path}/g.txt", "running numbers at the heads of 6 lines, taken off")
    ]


@pytest.mark.parametrize(
    "numbers", ["001 ", "[1] ", "(1) ", "1. ", "1) ", "1\t", "#1 ", "1 | "], ids=lambda form: form.strip()
)
def test_forms_of_numbers(tmp_path: Path, numbers: str):
    lines = ["Moderator: Well?", "P1: a", "and b", "P2: c"]
    content = "\n".join(numbers.replace("1", str(n)) + line for n, line in enumerate(lines, start=1))
    assert text_of(tmp_path, content) == ["Moderator: Well?", "P1: a and b", "P2: c"]


def test_numbers_of_empty_lines_of_pages_and_of_turns(tmp_path: Path):
    whole = ["Moderator: Well?", "P1: a and b", "P2: c"]
    assert text_of(tmp_path, "5 Moderator: Well?\n6\n7 P1: a\n8 and b\n9\n10 P2: c\n") == whole
    assert text_of(tmp_path, "1 Moderator: Well?\n2 P1: a\n1 and b\n2 P2: c\n3\n") == whole
    assert text_of(tmp_path, "1. Moderator: Well?\n2. P1: a\nand b\n3. P2: c\n") == whole


@pytest.mark.parametrize(
    "content",
    [
        "Moderator: Well?\nP1: a\n1. one\n2. two\n3. three\n4. four\n",
        "Moderator: 2019 it was\nP1: a\n2020 then\n2021 so\n2022 that\n",
        "Moderator: Well?\n1 a\n2 b\nP1: c\n",
    ],
)
def test_numbers_that_were_spoken_stay(tmp_path: Path, content: str):
    assert " ".join(text_of(tmp_path, content)) == " ".join(content.split("\n")).strip()


@pytest.mark.parametrize(
    "texts",
    [
        ["1 Moderator: What?", "2 P1: Nothing."],  # too few to tell
        ["1 Moderator: a", "2 P1: b", "3 P1: c", "4 P1: d", "P2: without a number", "5 P1: e"],
    ],
)
def test_nothing_is_counted_where_nothing_is_taken_off(texts: list[str]):
    utterances = [Utterance(text, line) for line, text in enumerate(texts, start=1)]
    assert take_off_numbers(utterances, lambda text: ":" in text) == (utterances, 0)
