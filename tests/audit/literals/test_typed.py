"""What check offers for a typed number: by hand, of numbers that are shown alike and differ in their unit."""

import pytest
from aimed.audit.literals.typed import suggest_number
from aimed.language.unmarked import find_untraced

UNITS = {
    "tea.cups.all.count": "count",
    "tea.cups.all.pct": "percent",
    "tea.cups.north_vs_south.difference": "points",
    "tea.cups.all.mean": "hours",
    "tea.cups.all.median": "years",
}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("Of cups of tea 24% were warm", "pct"),
        ("Of cups of tea 24 percent were warm", "pct"),
        ("Of cups of tea 24 percentage points more were warm", "difference"),
        ("Of cups of tea 24 points more were warm", "difference"),
        ("Cups of tea were 24 years old", "median"),
        ("Cups of tea stood for 24 hours", "mean"),
        ("Cups of tea stood for 24 minutes", None),
        ("There were 24 cups of tea", "count"),
        ("Milk came in 24 jugs", None),
    ],
)
def test_the_unit_behind_a_typed_number_is_that_of_what_is_offered(words, offered):
    numbers = {name: {"label": "Cups of tea", "unit": unit} for name, unit in UNITS.items()}
    shown = {"24": list(UNITS), "24%": ["tea.cups.all.pct"]}
    text = f"{words}.\n"
    (finding,) = find_untraced(text, "a.qmd")
    remedy = suggest_number(finding, text, shown, numbers).remedy
    named = remedy.partition("perhaps [")[2].partition("]")[0].rpartition(".")[2]
    assert named == (offered or "")


def test_a_bare_share_is_offered_where_the_sentence_speaks_of_percent():
    numbers = {"tea.cups.all.pct": {"label": "Cups of tea", "unit": "percent"}}
    for words, offered in (("In percent, 24 of the cups", True), ("Warm were 24 of the cups", False)):
        (finding,) = find_untraced(words, "a.qmd")
        remedy = suggest_number(finding, words, {"24": list(numbers)}, numbers).remedy
        assert remedy.startswith("perhaps") is offered
