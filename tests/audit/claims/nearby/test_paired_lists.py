"""Numbers in the order of the names before them."""

import pytest
from audit.claims.small_paper import problems_of

HIC, LMIC = "[access.internet.hic.pct]{.num}", "[access.internet.lmic.pct]{.num}"
ETHICS, CODING = "[topics_wanted.topic.ethics.all.pct]{.num}", "[topics_wanted.topic.coding.all.pct]{.num}"
LAW = "[topics_wanted.topic.law.all.pct]{.num}"

SWAPPED = [
    f"HIC and LMIC: {LMIC} and {HIC}, respectively.",
    f"The connection served {LMIC} and {HIC} of students in HIC and LMIC, respectively.",
    f"In HIC and in LMIC it was {LMIC} and {HIC}.",
    f"Students in high-income and in low- and middle-income countries ({LMIC}; {HIC}) answered.",
    f"Ethics, coding and law were chosen by {CODING}, {ETHICS} and {LAW}, respectively.",
    f"Ethics and coding were chosen by {CODING} and {ETHICS} in that order.",
    f"Ethics, coding, and law: {ETHICS}, {LAW}, and {CODING}.",
    f"We asked students in HIC and LMIC. Of the former, {LMIC} agreed.",
    f"We asked students in HIC and LMIC; it was so for {HIC} of the latter.",
    f"Ethics and coding stood side by side: the former with {CODING}, the latter with {ETHICS}.",
    "HIC and LMIC had [access.internet.lmic.count]{.num} of [access.internet.lmic.n]{.num} and "
    "[access.internet.hic.count]{.num} of [access.internet.hic.n]{.num}, respectively.",
    f"{LMIC} and {HIC} (HIC and LMIC, respectively) were connected.",
    f"Volunteers in HIC and volunteers in LMIC: {LMIC} and {HIC}.",
    f"Delegates in HIC and delegates in LMIC came. Of the former, {LMIC} agreed.",
    f"We asked students in HIC and LMIC. It was so for {HIC} delegates of the latter and few others, {LMIC}.",
]
IN_ORDER = [
    f"HIC and LMIC: {HIC} and {LMIC}, respectively.",
    f"The connection served {HIC} and {LMIC} of students in HIC and LMIC, respectively.",
    f"Ethics, coding and law were chosen by {ETHICS}, {CODING} and {LAW}, respectively.",
    f"We asked students in HIC and LMIC. Of the former, {HIC} agreed, of the latter {LMIC}.",
    f"In HIC {HIC} were connected, and in LMIC {LMIC}.",
    f"LMIC stand behind HIC here, with {LMIC} where the others have {HIC}.",
    f"Of students in HIC, {ETHICS} asked for ethics and {CODING} for coding.",
    f"It was {HIC}, and {LMIC}, in groups that are called HIC and LMIC.",
    f"Law is little wanted ({LAW}), and so is coding ({CODING}); ethics leads.",
]


@pytest.mark.parametrize("sentence", SWAPPED)
def test_numbers_in_another_order_than_their_names(sentence: str) -> None:
    found = problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n")
    assert [one.split(" ")[0] for one in found][:1] == ["misnamed"]


@pytest.mark.parametrize("sentence", IN_ORDER)
def test_numbers_in_the_order_of_their_names(sentence: str) -> None:
    assert problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n") == []


def test_what_is_said() -> None:
    assert problems_of(f"# Methods\n\n{SWAPPED[0]}\n") == [
        'misnamed "HIC … LMIC" beside access.internet.lmic.pct, access.internet.hic.pct'
    ]
    assert problems_of(f"# Methods\n\n{SWAPPED[7]}\n") == [
        'misnamed "the former", which is HIC, beside access.internet.lmic.pct'
    ]
