"""Labels that are nearly what is declared: no words of one speaker are given to another."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.ingest.transcripts.speakers.heads import LONGEST_LABEL, looks_like_label
from aimed.ingest.transcripts.speakers.labels import find_speakers
from aimed.ingest.transcripts.utterances import Utterance
from aimed.messages.problems import ProblemsFound
from transcript_cohort import read_transcripts, write_cohort

SPEAKERS = {"g": {"M": "moderator", "P1": "a1", "I": "moderator", "Note": "speech"}}
ROSTER = "name,participant,email\nWanjiru Kamau,a2,wanjiru@uni.edu\nGrace,a3,\nBo Berg,,\n"


def write(folder: Path, content: str, name: str = "g.txt") -> Path:
    cohort_file = write_cohort(folder, {name: content}, SPEAKERS)
    cohort_file.write_text(cohort_file.read_text() + "personal_data: {roster: roster.csv}\n")
    folder.joinpath("roster.csv").write_text(ROSTER)
    return cohort_file


def refusal(cohort_file: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(cohort_file)
    return str(found.value)


def test_declared_labels_and_roster_names_in_another_case_are_the_same(tmp_path: Path):
    content = (
        "M: One?\nWANJIRU KAMAU: Yes.\nm: Two?\nwanjiru kamau: And one more thing.\nWanjiru@uni.edu: no\n"
    )
    transcripts, turns = read_transcripts(write(tmp_path, content))
    assert transcripts.at[0, "text"] == ("M: One?\na2: Yes.\nM: Two?\na2: And one more thing.\na2: no\n")
    assert turns["participant"].fillna("").tolist() == ["", "demo:a2", "", "demo:a2", "demo:a2"]


def test_labels_that_case_alone_tells_apart_stay_apart(tmp_path: Path):
    speakers = {"g": {"Ana": "a1", "ANA": "a2"}}
    said = refusal(write_cohort(tmp_path, {"g.txt": "Ana: one\nANA: two\nana: who?\n"}, speakers))
    assert said.startswith(f'{tmp_path}/g.txt, line 3\n  found:    unknown speaker "[name]", 1 time\n')
    assert said.count("found:") == 1


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Chidi Okeke (University of Lagos)", "name"),
        ("chidi.okeke@unilag.edu.ng", "email"),
        ("chidi okeke of lagos <chidi@unilag.edu.ng>", "email"),
        ("+234 803 123 45 67", "phone"),
        ("and then wanjiru kamau from the north", "name"),
        ("bo berg", "name"),
    ],
)
def test_an_unknown_label_stops_the_cohort_and_is_masked(tmp_path: Path, label: str, kind: str):
    cohort_file = write(
        tmp_path,
        f"WEBVTT\n\n00:01.000 --> 00:02.000\nM: so?\n\n00:02.000 --> 00:03.000\n{label}: bye\n",
        "g.vtt",
    )
    columns = "name, participant" if kind == "name" else f"name, participant, {kind}"
    assert (
        refusal(cohort_file)
        == dedent(f"""\
        {tmp_path}/g.vtt, line 7
          found:    unknown speaker "[name]", 1 time
          expected: a speaker declared for g: [name], I, M, P1
          to do:    add it to {tmp_path}/roster.csv ({columns}), which is never committed; write as participant an id, moderator or unknown, or text when these words were spoken""")  # noqa: E501
    )


def test_a_label_that_holds_a_declared_one_stops_the_cohort(tmp_path: Path):
    said = refusal(write(tmp_path, "M: so?\nand p1 as he came in late: bye\n"))
    assert 'line 2\n  found:    unknown speaker "[name]", 1 time\n' in said


def test_speech_with_a_colon_stays_speech(tmp_path: Path):
    lines = [
        "and so we were told (I was there): no",
        "then I asked them with all the grace I had: why",
        "the one note that I was given: none",
        "with p1 and many others whom I do not remember now: nothing",
        "at 10:30 we met",
        "so: yes",
    ]
    transcripts, _ = read_transcripts(write(tmp_path, "M: go on\n" + "\n".join(lines) + "\n"))
    assert transcripts.at[0, "text"] == f"M: go on {' '.join(lines)}\n"


def test_a_roster_of_nothing_but_speech_is_read_too(tmp_path: Path):
    cohort_file = write(tmp_path, "M: go on\nAna Lima: that is what the sign said\n")
    tmp_path.joinpath("roster.csv").write_text("name,participant\nAna Lima,speech\n")
    transcripts, _ = read_transcripts(cohort_file)
    assert transcripts.at[0, "text"] == "M: go on Ana Lima: that is what the sign said\n"


def test_brackets_at_the_end_are_not_counted():
    assert looks_like_label("Ana Lima (School of Medicine, Porto) [she/her]")
    assert looks_like_label("so (Laughs)")
    assert not looks_like_label("and so it was (in the end)")
    assert not looks_like_label("I mean what we were told (in the end)")


LONG = "P" * LONGEST_LABEL


@pytest.mark.parametrize(
    ("utterance", "spoken"),
    [
        (Utterance("Bo: Berg: yes", 1), ("Bo: Berg", "yes")),  # a declared label with a colon in it
        (Utterance("bo: Berg: yes", 1), (None, "bo: Berg: yes")),  # which is known as it is written alone
        (Utterance("P1 : yes", 1), ("P1", "yes")),
        (Utterance("p1: yes", 1), ("P1", "yes")),
        (Utterance("Note: yes", 1), (None, "Note: yes")),
        (Utterance("NOTE: yes", 1), (None, "NOTE: yes")),
        (Utterance("P9: yes", 1), ("P9", "yes")),
        (Utterance("so: yes", 1), (None, "so: yes")),
        (Utterance("P1: a talk", 1, kind="title"), (None, "P1: a talk")),
        (Utterance("p1:", 1, kind="heading"), ("P1", "")),
        (Utterance("M: yes", 1, speaker="p1"), ("P1", "M: yes")),
        # so long a label is known as it is written alone; in another case somebody must declare it
        (Utterance(f"{LONG.lower()}: yes", 1), (LONG.lower(), "yes")),
        (Utterance(f"{LONG}: yes", 1), (LONG, "yes")),
    ],
)
def test_who_speaks_and_the_words_without_the_label(utterance: Utterance, spoken: tuple[str | None, str]):
    speakers = {"P1": "a1", "M": "moderator", "Bo: Berg": "a2", "Note": "speech", LONG: "a3"}
    file = TranscriptFile("g", Path("g.txt"), Path("cohort.yaml"), speakers)
    assert find_speakers([utterance], file) == [spoken]
