"""Numbers right beside a claim or the name of an item. Which are wrong was decided by hand."""

import pytest
from audit.claims.small_paper import problems_of

ETHICS, CODING = "[topics_wanted.topic.ethics.all.pct]{.num}", "[topics_wanted.topic.coding.all.pct]{.num}"
APPLICATIONS = "[topics_wanted.topic.applications.all.pct]{.num}"
INTERNET, DEVICE = "[access.internet.hic.pct]{.num}", "[access.device.hic.pct]{.num}"
FIRST = (
    "[Clinical applications were the topic wanted most]"
    '{.claim holds="largest(topics_wanted.topic.*.all.pct) == applications"}'
)
NEAR_ALL = '[Support was near-universal]{.claim holds="support.core_curriculum.all.pct >= 90"}'
LARGEST = "largest(topics_wanted.topic.*.all.pct) == applications"
THEME = f'[One topic was wanted most]{{.claim unread="names no topic" holds="{LARGEST}"}}'

WRONG = [
    f"{FIRST} ({CODING}).",
    f"{FIRST}: {ETHICS}.",
    f"{THEME} ({ETHICS}).",
    f"{NEAR_ALL}: [support.prepared_use.all.pct]{{.num}} agreed.",
    f"{NEAR_ALL} ([support.prepared_appraise.all.count]{{.num}}).",
    f"The shares were told of ethics ({CODING}) and coding ({ETHICS}).",
    f"Ethics ({CODING}) stood beside others.",
    f"Of students, {ETHICS} for coding came in.",
    f"An internet connection ({DEVICE}) was asked for.",
    f"We asked for a computer ({INTERNET}).",
]
RIGHT = [
    f"{FIRST} ({APPLICATIONS}).",
    f"{FIRST}, before coding ({CODING}).",
    f"{THEME} ({APPLICATIONS}).",
    f"{NEAR_ALL}: [support.core_curriculum.all.pct]{{.num}} agreed.",
    f"{NEAR_ALL} ([topics_wanted.topic.law.all.pct]{{.num}} asked for law).",
    f"The shares were told of ethics ({ETHICS}) and coding ({CODING}).",
    f"The share is of others than ethics ({CODING}).",
    "Ethics ([knowledge.knows_ethics.all.pct]{.num}) and their limits were asked.",
    f"Of students, {ETHICS} for ethics came in.",
    f"In HIC we asked for a computer ({DEVICE}).",
]


@pytest.mark.parametrize("sentence", WRONG)
def test_numbers_of_another_thing_than_the_words_right_beside_them(sentence: str) -> None:
    found = problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n")
    assert [one.split(" ")[0] for one in found][:1] == ["misnamed"]


@pytest.mark.parametrize("sentence", RIGHT)
def test_numbers_of_what_the_words_beside_them_say(sentence: str) -> None:
    assert problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n") == []


def test_what_is_said() -> None:
    assert problems_of(f"# Methods\n\n{WRONG[0]}\n") == [
        'misnamed "Clinical applications were the topic wanted most" beside '
        "topics_wanted.topic.coding.all.pct"
    ]
    assert problems_of(f"# Methods\n\n{WRONG[6]}\n") == [
        'misnamed "Ethics" beside topics_wanted.topic.coding.all.pct'
    ]
