"""Expected values are written by hand from the forms and the ledger of make_study.py."""

import pytest
from aimed.manuscript.number_forms import UnknownNumber, fill_form, show_number, spell_number
from make_study import NUMBERS


@pytest.mark.parametrize(
    ("form", "prefix", "text", "ids"),
    [
        ("{count} of {n}", "support.view.all", "28 of 40", ["count", "n"]),
        ("{pct}, CI {low} to {high}", "support.view.all", "71.8%, CI 56.2 to 83.5", ["pct"]),
        ("{count}: {pct.low}-{pct.high}", "support.view.all", "28: 56.2-83.5", ["count", "pct"]),
        ("{pct.bare} percent", "support.view.all", "71.8 percent", ["pct"]),
        ("p = {p}", "support.view.north_vs_south", "p < 0.001", ["p"]),
        ("{p} is p", "support.view.north_vs_south", "<0.001 is p", ["p"]),
        ("x = {count}", "support.view.all", "x = 28", ["count"]),
    ],
)
def test_a_form_is_filled_with_the_statistics_of_its_prefix(form, prefix, text, ids):
    filled = fill_form(form, prefix, NUMBERS)
    assert filled.text == text
    assert list(filled.ids) == [f"{prefix}.{name}" for name in ids]


def test_n_of_a_level_is_the_n_of_its_item():
    filled = fill_form("{count} of {n}", "people.view.all.level.agree", NUMBERS)
    assert filled.text == "28 of 40"
    assert filled.ids == ("people.view.all.level.agree.count", "people.view.all.n")


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ("{median}", "support.view.all.median"),
        ("{low}", "support.view.all.low"),
        ("{count.low}", "support.view.all.count.low"),
    ],
)
def test_a_number_that_the_ledger_lacks_is_named(form, missing):
    with pytest.raises(UnknownNumber) as caught:
        fill_form(form, "support.view.all", NUMBERS)
    assert caught.value.args[0] == missing


def test_parts_of_one_number():
    assert show_number("support.view.all.pct", NUMBERS, "bare").text == "71.8"
    assert show_number("support.view.all.pct", NUMBERS, "high").text == "83.5"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (48, "forty-eight"),
        (100, "one hundred"),
        (128, "one hundred and twenty-eight"),
        (3133, "three thousand one hundred and thirty-three"),
        (4005, "four thousand and five"),
        (999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
    ],
)
def test_numbers_in_words(value, words):
    assert spell_number(value) == words


@pytest.mark.parametrize("value", [1.5, -1, 1_000_000])
def test_numbers_without_words(value):
    with pytest.raises(ValueError, match="has no word form"):
        spell_number(value)
