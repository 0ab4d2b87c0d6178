"""Words before a quotation that name another group than its speaker's: each sentence judged by hand."""

from types import SimpleNamespace

import pytest
from aimed.audit.check.focus_groups.speakers_named import find_misattributed
from aimed.audit.lookup.declarations import read_design
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from toy_study import TOY

PEOPLE = {"demo:rich": "high", "demo:poor": "low", "demo:middle": "upper_middle", "demo:unknown": None}
BINDING = SimpleNamespace(
    turns=[
        {"cohort": "demo", "transcript": "fg1", "turn": at, "participant": name}
        for at, name in enumerate(PEOPLE, start=1)
    ],
    participants=[{"participant": name, "income_group": code} for name, code in PEOPLE.items()],
)
RICH, POOR, MIDDLE, UNKNOWN = (f'[Words of hers]{{.quote turn="demo/fg1/{at}"}}' for at in range(1, 5))


def find(text):
    readable = readable_of(text)
    found = find_misattributed(
        "paper.qmd", readable, scan_marks(text, readable), BINDING, read_design(TOY).speakers
    )
    return [finding.describe("error") for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        f"A student from a high-income country said: {RICH}.",
        f"A student from a low-income country said: {POOR}.",
        f"One student in HIC said: {RICH}, and one in LMIC: {POOR}.",
        f"A student from a low- or middle-income country said: {POOR}.",
        f"Students of high-income and low-income countries disagreed: {RICH}.",  # two are named
        f"Unlike those in high-income countries, one said: {POOR}.",
        f"A student from a high-income country said: {UNKNOWN}.",
        f"A student said: {POOR}, and high-income countries followed.",
        f"High-income countries were discussed.\n\nOne said: {POOR}.",
        f'Of [high-income]{{.literal why="the subject"}} countries one said: {POOR}.',
        f"One said: {POOR}. High-income countries were discussed.",
    ],
)
def test_words_that_name_the_speaker_s_group_or_none(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "named", "own"),
    [
        (f"A student from a low-income country said: {RICH}.", "low-income", "High income"),
        (f"A student from a low- or middle-income country: {RICH}.", "low- or middle-income", "High income"),
        (f"In HIC, one said {POOR}.", "HIC", "Low and middle income"),
        (f"{POOR}, said a student from a high-income country.", "high-income", "Low income"),
        (f"A student from a high-income country was blunt. {POOR}.", "high-income", "Low income"),
    ],
)
def test_words_that_name_another_group(text, named, own):
    (told,) = find(text)
    assert f'"{named}" before the words of another speaker' in told
    assert f"\n  expected: the speaker's own group: {own}\n" in told


def test_the_message_is_whole():
    assert find(f"In HIC, one said {POOR}.") == [
        'paper.qmd:1:18: "HIC" before the words of another speaker, of turn demo/fg1/2\n'
        "  expected: the speaker's own group: Low and middle income\n"
        '  to do:    correct who said it, or the turn; [...]{.literal why="..."} '
        "where the words do not name the speaker"
    ]
