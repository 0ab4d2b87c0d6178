"""Captions of the demonstration, as they are and in one another's place."""

from dataclasses import replace
from itertools import combinations

import pytest
from aimed.audit.claims.caption_parts import name_other_parts
from aimed.audit.claims.captions import find_wrong_captions
from aimed.audit.claims.naming import name_things
from aimed.language.marks import Mark, scan_marks
from audit.claims.small_paper import DESIGN, NUMBERS
from toy_study import REPOSITORY

PATH = "manuscript/paper.qmd"
NAMING = name_things(DESIGN, NUMBERS)
TEXT = (REPOSITORY / PATH).read_text(encoding="utf-8")
MARKS = scan_marks(TEXT)
SHOWN = [at for at, mark in enumerate(MARKS) if mark.kind in ("table", "figure")]
LEAST = 0.95  # of the pairs


def found_in(marks: list[Mark]) -> list[str]:
    return [one.found for one in find_wrong_captions({PATH: marks}, DESIGN, NAMING)]


def swap(first: int, second: int) -> list[Mark]:
    """Return the marks of the paper with two captions in each other's place."""
    marks = list(MARKS)
    marks[first] = replace(MARKS[first], text=MARKS[second].text)
    marks[second] = replace(MARKS[second], text=MARKS[first].text)
    return marks


def test_the_captions_of_the_demonstration_are_in_their_places() -> None:
    assert found_in(MARKS) == []


def test_swapped_captions_are_found() -> None:
    pairs = [
        pair
        for pair in combinations(SHOWN, 2)
        if len({MARKS[at].attributes["from"] for at in pair}) > 1  # not a table and a figure of one thing
    ]
    found = [pair for pair in pairs if found_in(swap(*pair))]
    assert len(pairs) > 70
    assert len(found) / len(pairs) >= LEAST


def test_what_is_said_of_swapped_captions() -> None:
    first, second = (at for at in SHOWN if MARKS[at].attributes["id"] in ("tbl-access", "fig-topics"))
    assert found_in(swap(first, second)) == ["the caption of topics fits access, and that of access fits it"]


def test_a_caption_of_what_stands_in_another_table() -> None:
    at = next(at for at in SHOWN if MARKS[at].attributes["id"] == "tbl-access")
    marks = list(MARKS)
    marks[at] = replace(
        MARKS[at], text="Knowledge of the limits of AI and of its ethics, self-rated, by group."
    )
    assert found_in(marks) == [
        "a caption that names Knowledge of the limits of AI, which knowledge shows and access does not"
    ]


@pytest.mark.parametrize(
    ("label", "caption", "said"),
    [
        (
            "fig-participants",
            "Respondents by gender and age.",
            "a caption that names gender, where participants shows who_region, income_group",
        ),
        (
            "fig-topics",
            "Topics wanted.",
            "",
        ),
        (
            "tbl-themes",
            "Themes. Values are participants who raised a code, then turns.",
            "a caption that names participants, then turns, where cells are {turns} ({participants})",
        ),
        (
            "tbl-themes",
            "Themes. Cells hold participants (turns).",
            "a caption that names participants, then turns, where cells are {turns} ({participants})",
        ),
        ("tbl-themes", "Themes. Cells hold turns (participants).", ""),
    ],
)
def test_captions_of_other_items_and_of_other_cells(label: str, caption: str, said: str) -> None:
    numbers = dict(NUMBERS)
    for item in ("gender", "who_region", "income_group"):
        entry = {"analysis": "participants", "item": item, "group": "all", "statistic": "count"}
        numbers[f"participants.{item}.all.count"] = entry
    marks = [replace(mark, text=caption) if mark.attributes.get("id") == label else mark for mark in MARKS]
    found = find_wrong_captions({PATH: marks}, DESIGN, name_things(DESIGN, numbers))
    assert [one.found for one in found] == ([said] if said else [])


BY = frozenset({"income_group"})
PARTS = [
    (
        "Formats that students want, for all and by income group.",
        "a caption that names format, where it shows topic",
    ),
    (
        "Topics that students want. The effect is the odds ratio.",
        "a caption that names odds ratio, where the effects are v",
    ),
    ("Topics that students want, by gender.", "a caption by gender, where the groups are hic, lmic"),
    ("Topics that students want, by income group. The effect is Cramér's V.", ""),
]


@pytest.mark.parametrize(("caption", "said"), PARTS)
def test_what_a_caption_says_of_parts(caption: str, said: str) -> None:
    entry = {"groups": ["hic", "lmic"], "effects": ["v"], "kind": "dots_with_intervals"}
    naming = name_things(DESIGN, NUMBERS)
    found = list(name_other_parts(caption, entry, ["topic.ethics", "topic.law"], BY, DESIGN, naming))
    assert found == ([said] if said else [])


def test_a_heat_counts_turns_or_participants() -> None:
    naming = name_things(DESIGN, NUMBERS)
    for caption, entry, said in (
        ("Participants who raised each code", {"kind": "heat"}, "turns"),
        (
            "Turns in which each code was raised",
            {"kind": "heat", "statistic": "participants"},
            "participants",
        ),
        ("Turns in which each code was raised", {"kind": "heat"}, ""),
    ):
        found = list(name_other_parts(caption, entry, [], BY, DESIGN, naming))
        assert [one.endswith(f"where its numbers are {said}") for one in found] == ([True] if said else [])
