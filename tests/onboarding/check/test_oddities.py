"""What is told of scales: items against their construct, columns with another label; by hand."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from aimed.onboarding.check.oddities import _find_label_sets, find_oddities
from aimed.onboarding.check.reversed_items import find_reversed
from aimed.onboarding.check.stages import take_through
from aimed.study.codebook import read_study_codebook

ITEMS = [f"i{n}" for n in range(1, 5)]
CODES = ["strongly_disagree", "disagree", "neutral", "agree", "strongly_agree"]
LABELS = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


@pytest.fixture
def items(toy: Path) -> SimpleNamespace:
    """Four items of one format of answers: three go together, and the fourth is their reverse; 25 people."""
    path = Path("data/codebook/variables.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = [f"{lines[0]},construct", *(f"{line}," for line in lines[1:])]
    heads += [f"{item},Item,ordered,agreement,,,,outcome,no,,attitude" for item in ITEMS]
    path.write_text("\n".join(heads) + "\n", encoding="utf-8")
    answers = [CODES[n % 5] for n in range(25)]
    turned = [CODES[-1 - CODES.index(answer)] for answer in answers]
    table = pd.DataFrame(dict.fromkeys(ITEMS[:3], answers) | {"i4": turned})
    return SimpleNamespace(name="toy", codebook=read_study_codebook(), responses=table)


def test_an_item_against_its_declared_construct_is_told(items: Any) -> None:
    """The mean of i1 to i3 is turned round by i4, so that i4 correlates at -1 with it."""
    [told] = find_reversed(items, None)
    assert str(told) == (
        "data/cohorts/toy/crosswalk.csv, variable i4\n"
        "  found:    a correlation of -1.00 with the rest of attitude, n = 25\n"
        "  expected: an item that goes with its construct, unless its sentence says the opposite\n"
        "  to do:    look at the order of its labels in the source; the rule `reverse` turns i4 round"
    )


def test_items_that_share_the_format_of_answers_alone_are_not_advised_about(items: Any) -> None:
    path = Path("data/codebook/variables.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",attitude", ","), encoding="utf-8")
    items.codebook = read_study_codebook()
    assert list(find_reversed(items, None)) == []


def label(items: Any, labels: dict[str, list[str]], more: list[tuple[str, str, str]] = ()) -> list[str]:
    """Return what is told of columns c1 to c4 with these labels for the five codes, and more lines."""
    rows = [(f"c{item[1:]}", str(n), item, code) for item in ITEMS for n, code in enumerate(CODES, start=1)]
    rows += [(f"c{item[1:]}", value, item, code) for item, value, code in more]
    heads = ["source_variable", "source_value", "variable", "value"]
    items.crosswalk = pd.DataFrame(rows, columns=heads).assign(own=False)
    said = {name: {str(n): text for n, text in enumerate(texts, start=1)} for name, texts in labels.items()}
    items.described = {"columns": {name: {"values": values} for name, values in said.items()}}
    items.exports = [(Path("survey.sav"), None)]
    return [str(problem) for problem in _find_label_sets(items)]


def test_a_column_that_words_one_code_unlike_the_others_is_told_once(items: Any) -> None:
    labels = {f"c{n}": LABELS for n in (1, 2, 3)} | {"c4": [*LABELS[:3], "Rather agree", "Fully agree"]}
    assert label(items, labels) == [
        "survey.sav, column c4\n"
        "  found:    'Rather agree' for agree, 'Fully agree' for strongly_agree\n"
        "  expected: 'Agree', 'Strongly agree', as in most columns of agreement\n"
        "  to do:    look whether it is the same answer in the questionnaire"
    ]


def test_values_that_merely_share_a_code_are_no_alarm(items: Any) -> None:
    labels = {f"c{n}": LABELS for n in (1, 2, 3, 4)}
    other = {"c4": ["no!", "no", "so so", "yes", "yes!"]}
    assert label(items, labels, [("i4", "6", "agree"), ("i4", "ok", "agree"), ("i4", "fine", "agree")]) == []
    assert label(items, labels | other) == []
    assert label(items, labels | {"c4": [text.upper() for text in LABELS]}) == []


def test_a_year_without_income_groups_is_told_where_a_study_has_them(toy: Path) -> None:
    path = Path("data/cohorts/toy/cohort.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("2020-03-01", "2016-09-01"), encoding="utf-8")
    cohort = take_through("toy")
    assert not cohort.problems.found
    years = [str(one) for one in find_oddities(cohort, None) if "fiscal year" in one.found]
    assert years == [
        "data/reference/income_groups.csv\n"
        "  found:    no column fy17, the World Bank fiscal year of the first day of collection\n"
        "  expected: one of fy19 to fy21\n"
        "  to do:    add the year with its source; until then the income group of the cohort is unclassified"
    ]
    book = Path("data/codebook/variables.csv")
    lines = book.read_text(encoding="utf-8").splitlines()
    book.write_text("\n".join(line for line in lines if "income_group" not in line) + "\n", encoding="utf-8")
    assert not [one for one in find_oddities(take_through("toy"), None) if "fiscal year" in one.found]
