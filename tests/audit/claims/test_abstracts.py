"""Abstracts that are not of their text any more."""

import pytest
from audit.claims.small_paper import problems_of

BODY = """# Results

Of all, [support.core_curriculum.all.pct]{.num} agreed, [over half]{.claim
holds="support.core_curriculum.all.pct > 50"}, and [access.internet.hic.pct]{.num} in HIC; in LMIC
[access.internet.lmic.pct]{.num}. [A difference was not found]{.claim
holds="topics_wanted.topic.coding.hic_vs_lmic.p_adjusted > 0.05"}. [They differed]{.claim
holds="access.internet.hic_vs_lmic.p_adjusted < 0.05"}. We asked in [2020]{.literal
why="year"}, in [two]{.literal why="waves"} waves, at [95]{.literal why="level"}% confidence. Ethics:
[topics_wanted.topic.ethics.all.pct]{.num}.
"""
STALE = {
    "[support.core_curriculum.hic.pct]{.num} of students in HIC agreed": (
        "support.core_curriculum.hic.pct, of which the text gives all, and not hic"
    ),
    "[access.internet.all.pct]{.num} had a connection": (
        "access.internet.all.pct, of which the text gives hic, hic_vs_lmic, lmic, and not all"
    ),
    '[Over a quarter in HIC]{.claim holds="support.core_curriculum.hic.pct > 25"} agreed': (
        "support.core_curriculum.hic.pct, of which the text gives all, and not hic"
    ),
    '[It differed]{.claim holds="topics_wanted.topic.coding.hic_vs_lmic.p_adjusted < 0.5"}, for coding': (
        "a difference of topics_wanted.topic.coding.hic_vs_lmic, where the text holds the opposite to it"
    ),
    '[The internet did not differ]{.claim holds="access.internet.hic_vs_lmic.p_adjusted > 0.001"}': (
        "no difference of access.internet.hic_vs_lmic, where the text holds the opposite to it"
    ),
    'We asked in [2019]{.literal why="year"}': "2019, where the text has 2020 (year)",
    'We asked in [three]{.literal why="waves"} waves': "three, where the text has two (waves)",
    '[88]{.literal why="share that agreed"}% agreed': "88, which the text does not have",
    'Intervals are at [99]{.literal why="confidence level"}%': "99, which the text does not have",
}
FRESH = [
    "[topics_wanted.topic.law.all.pct]{.num} chose law",  # of which the text says nothing, and nothing else
    "[support.core_curriculum.all.pct]{.num} agreed, [access.internet.hic.count]{.num} in HIC",
    '[A difference]{.claim holds="access.internet.hic_vs_lmic.p_adjusted < 0.05"} of the internet',
    'We asked in [2020]{.literal why="year of collection"} in [two]{.literal why="waves"} waves',
    '[90]{.literal why="share that agreed"}% agreed',  # the text shows 90
]


def stale_in(abstract: str) -> list[str]:
    text = f"---\nabstract: |\n  **Results:** {abstract}.\n---\n\n{BODY}"
    return [one.partition(" ")[2] for one in problems_of(text) if one.startswith("stale_abstract ")]


@pytest.mark.parametrize("abstract", STALE)
def test_an_abstract_that_says_something_else(abstract: str) -> None:
    assert stale_in(abstract) == [STALE[abstract]]


@pytest.mark.parametrize("abstract", FRESH)
def test_an_abstract_of_its_text(abstract: str) -> None:
    assert stale_in(abstract) == []


def test_a_paper_without_a_text_or_an_abstract() -> None:
    assert stale_in("[access.internet.all.pct]{.num}") != []
    assert problems_of("---\nabstract: |\n  [access.internet.all.pct]{.num} had it.\n---\n") == []
