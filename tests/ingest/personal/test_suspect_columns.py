"""Student numbers and handles that stand under a plain heading, and answers that only look like them."""

import pytest
from aimed.ingest.personal.suspect_columns import HeadColumn, is_of_kind, kind_of_head
from aimed.ingest.personal.words import read_words


@pytest.mark.parametrize(
    "value", ["SMTJOH002", "2019-MED-004", "17/MBB03/005", "MYRTHA001", "310231", "A 12.5"]
)
def test_a_student_number_may_have_letters_and_marks(value: str) -> None:
    assert is_of_kind(value, "student_number")


@pytest.mark.parametrize(
    "value", ["2019", "12", "Yes", "third", "MED-", "see https://a.b/1", "1" * 21, "a_1234"]
)
def test_a_year_a_word_or_a_short_number_is_no_student_number(value: str) -> None:
    assert not is_of_kind(value, "student_number")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Instagram", "handle"),
        ("Your Twitter account", "handle"),
        ("X handle", "handle"),
        ("TikTok", "handle"),
        ("Telegram", "handle"),
        ("LINE", "handle"),
        ("WeChat", "handle"),
        ("Facebook", "handle"),
        ("Do you use Instagram?", "handle"),
        ("Online learning", ""),
        ("Which line of treatment", ""),
        ("x1", ""),
    ],
)
def test_headings_name_handles(name: str, kind: str) -> None:
    assert kind_of_head(name, "", read_words()) == kind


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        (["amina_1", "bola.o", "chidi99"], True),
        (["amina_1", "bola.o", "none", "none"], True),
        (["aminao", "bolao", "chidio", "dayoo", "efeo", "femio"], True),
        (["Yes", "No"], False),
        (["Yes", "No", "Yes", "Yes", "No", "No"], False),
        (["Daily", "Weekly", "Monthly", "Never"], False),
        (["Daily", "Weekly", "Never", "Daily", "Weekly", "Never", "Rarely"] * 4, False),
        (["1", "2", "3.5", "10-20"], False),
        (["I like it", "not at all", "for class", "no"], False),
    ],
)
def test_handles_stand_without_an_at_sign_and_answers_are_none(values: list[str], holds: bool) -> None:
    head = HeadColumn("handle")
    for row, value in enumerate(values, start=2):
        head.add(value, 1, [row], "survey.csv")
    assert head.holds() is holds
