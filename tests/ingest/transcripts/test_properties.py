"""Whatever is said by whomever is read back, turn by turn, from every format; no line is lost."""

import tempfile
from itertools import groupby
from pathlib import Path

import pytest
from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.ingest.transcripts.speakers.labels import fold_label
from aimed.ingest.transcripts.turns import assemble_turns, write_canonical
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transcript_writers import WRITERS, Said, Talk

pytestmark = pytest.mark.slow

ONCE = ("zoom.vtt", "teams.vtt", "a.srt")  # one turn until another speaks
LABELS = ["P1", "M.", "Ana Lima", "P2 (she/her)", "学生3", "ד", "O'Neil-Ωé", "Speaker 4"]
# what XML and text files can hold; noncharacters are in no text
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"])
SOME = st.sampled_from([*"ab :.<>&*_\\{}'\"#-~`[]!|", "\u200f", "\u200b", "\u00a0", "😀", "&amp;", "-->"])
WORDS = (
    st.lists(st.one_of(LETTERS, SOME), min_size=1, max_size=25)
    .map(lambda pieces: "".join(pieces).strip())
    .filter(lambda words: any(c.isalnum() for c in words))
)
# a line below the first begins so that it is no label and no mark of a format
MORE = WORDS.map(lambda words: "and also without a label " + words)
SAID = st.builds(
    lambda speaker, first, more: Said(speaker, (first, *more)),
    st.sampled_from(LABELS),
    WORDS,
    st.lists(MORE, max_size=2),
)
TALKS = st.lists(SAID, min_size=1, max_size=6)


def read_back(name: str, content: bytes) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        file = TranscriptFile("a", path, Path("cohort.yaml"), dict.fromkeys(LABELS, "x"), without_speaker=1.0)
        known = file.recognised()
        turns, before, problems = assemble_turns(known.read(), known)
    return [(turn.speaker, turn.text) for turn in turns], before, [p.found for p in problems]


def spoken(talk: Talk, name: str) -> list[tuple[str, str]]:
    if name not in ONCE:
        return [(said.speaker, said.text) for said in talk]
    return [
        (speaker, " ".join(said.text for said in group))
        for speaker, group in groupby(talk, lambda said: said.speaker)
    ]


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(talk=TALKS)
def test_turns_are_read_back(name, talk):
    turns, before, problems = read_back(name, WRITERS[name](talk))
    assert problems == []
    assert turns == spoken(talk, name)
    names = ", ".join(dict.fromkeys(said.speaker for said in talk))
    head = ["A talk", "SUMMARY KEYWORDS", "one, two: three", "SPEAKERS", names]
    assert before == ([*head, "Transcribed by https://otter.ai"] if name == "otter.txt" else [])


LINES = st.lists(
    st.one_of(WORDS, st.builds("{}: {}".format, st.sampled_from(LABELS), WORDS), st.just("")), max_size=12
)


@given(LINES)
def test_every_letter_of_a_text_is_in_a_turn_or_before_the_first(lines):
    text = "\n".join(lines)
    if not text.strip():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text, encoding="utf-8", newline="")
        file = TranscriptFile("a", path, Path("cohort.yaml"), dict.fromkeys(LABELS, "x"), without_speaker=1.0)
        utterances = file.reader.read(path, None)
        turns, before, _ = assemble_turns(utterances, file)
    canonical, _ = write_canonical(turns)
    kept = fold_label("\n".join(before) + canonical).replace(" ", "")
    assert sorted(kept.replace("：", ":")) == sorted(fold_label(text).replace(" ", "").replace("：", ":"))
