"""Untraced digits, number words and quotation marks: what is found, and what is not."""

import pytest
from aimed.language.prose_regions import readable_of
from aimed.language.unmarked import find_digits, find_number_words, find_quotations, find_untraced, prose_of
from aimed.messages.findings import Finding

TEXT = """---
title: Of 48 countries
date: 2020
abstract: We asked "many" students.
---

Two thirds agreed[^1].

[^1]: In all, 89.8%.
"""


def test_findings_have_file_line_column_and_words() -> None:
    digits = "a number of the ledger, or a reason why it is not one"
    quotation = "a quotation that names its turn"
    assert find_untraced(TEXT, "paper.qmd") == [
        Finding(
            "paper.qmd",
            2,
            11,
            "untraced_digit",
            "a typed number that no mark covers: 48",
            digits,
            '[id]{.num} (aimed numbers WORD lists the ids), or [48]{.literal why="..."}',
        ),
        Finding(
            "paper.qmd",
            4,
            20,
            "untraced_quotation",
            'quotation marks that no mark covers: "many"',
            quotation,
            '[...]{.quote turn="cohort/transcript/turn"}, or [...]{.literal why="..."} for a term',
        ),
        Finding(
            "paper.qmd",
            7,
            1,
            "untraced_word",
            "a number in words that no mark covers: Two thirds",
            digits,
            '[id]{.num} (aimed numbers WORD lists the ids), or [Two thirds]{.literal why="..."}',
        ),
        Finding(
            "paper.qmd",
            9,
            15,
            "untraced_digit",
            "a typed number that no mark covers: 89.8%",
            digits,
            '[id]{.num} (aimed numbers WORD lists the ids), or [89.8%]{.literal why="..."}',
        ),
    ]


def words(text: str) -> list[str]:
    return [found for _, found in find_number_words(prose_of(readable_of(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One of them, and one other; someone is alone.", []),
        ("two, Ten and TWENTY", ["two", "Ten", "TWENTY"]),
        ("twenty-five of one hundred and twenty-eight", ["twenty-five", "one hundred and twenty-eight"]),
        ("thirty ninety", ["thirty ninety"]),
        ("two thousand three hundred", ["two thousand three hundred"]),
        ("half a dozen, twice, double", ["half a dozen", "twice", "double"]),
        (
            "two-thirds, three quarters, one third, one quarter",
            ["two-thirds", "three quarters", "one third", "one quarter"],
        ),
        ("a third, the third quarter, first, second, tenth", []),
        ("a third of them, A quarter\nof it, a fifth column", ["a third", "A quarter"]),
        ("threefold, two-fold, tenfold, manifold", ["threefold", "two-fold", "tenfold"]),
        ("the twenty-first century, the thirty-third day", []),
        ("one in five", ["five"]),
        ("often, attention, weight, sixteenth, network, halfway, doubled", []),
        ("[two]{.literal why='x'} [three](http://four.x) `five` *six*", ["three", "six"]),
        ("hundreds of thousands; dozens", ["hundreds", "thousands", "dozens"]),
        ("twenty\nfive", ["twenty five"]),
        ("two groups and three arms", ["two", "three"]),
        ("which of the two; these two are read together; the two groups", ["two"]),
    ],
)
def test_number_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def quotations(text: str) -> list[str]:
    return [found for _, found in find_quotations(prose_of(readable_of(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('so-called "AI" and “more\nwords” and «là»', ['"AI"', "“more words”", "«là»"]),
        ("it's the students' view, John's and James'", []),
        ("a 'quoted phrase' here", ["'quoted phrase'"]),
        ("‘single’ and don’t", ["‘single’"]),
        ('an "open one\n\nand a new paragraph', ['"']),
        ('["we say"]{.quote turn="a/b/1"} and ["AI"]{.literal why="term"}', []),
        ('“[we say]{.quote turn="a/b/1"}”', ["“\ue002 ”"]),
        ('[x]{.num as="word"} ![alt "in"](p.png "a title"){width="5"}', ['"in"']),
        ('<a href="x">y</a> and `"code"`', []),
        (r"\"escaped\"", ['"escaped"']),
        ("&quot;entity&quot;", ['"entity"']),
    ],
)
def test_quotation_marks(text: str, found: list[str]) -> None:
    assert quotations(text) == found


def digits(text: str) -> list[str]:
    return [found for _, found in find_digits(prose_of(readable_of(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1st, 2nd, 23rd and 128th", []),
        ("FY20, COVID-19, SARS-CoV-2, Q7.1, R4, H2O", []),
        ("p=0.05, n=128, (n=5)", ["0.05", "128", "5"]),
        (
            "1,000 and 10:30 and 2019/2020 and 18–24 and 3.5%",
            ["1,000", "10:30", "2019/2020", "18–24", "3.5%"],
        ),
        ("[@smith2020, p. 5; see @doe99, 33-35] @x2 [p. 7]", []),
        ("doi:10.1000/182 https://x.y/5?n=6 <https://x.y/7> [8](http://x.y/9)", ["8"]),
        ("![alt 5](p6.png){#fig-x fig-alt='about 40' width=50%}", ["5", "40"]),
        ("| a | 5 |\n|---|---|\n| 6 | `7` |", ["5", "6"]),
        ("&#49;28 and &frac12; and ½", ["128", "½", "½"]),
        ("٣ and ３", ["٣", "３"]),
        ("{{< include part5.qmd >}} 6", ["6"]),
        ("<!-- 5 --> `6` ``7``", []),
        ("$p < 0.05$", ["0.05"]),
        ("$x^2$, $n - 1$, $\\chi^2_{10}$, $\\frac{1}{2} x$ and $y_1 + 2 y_2$", []),
        ("$n = 128$, $\\chi^2 = 12$ and $x \\approx 3 \\pm 4$", ["128", "12", "3", "4"]),
        ("$x = \\frac{12}{40}$ or $y = 0.37 x$ or $z = 1{,}024 k$", ["12", "40", "0.37", "1", "024"]),
        ("$$ s = \\sqrt{\\frac{1}{n - 1}} $$ and $$ \\text{of 12} = k $$", ["12"]),
        ("$128$ people", ["128"]),
    ],
)
def test_digits(text: str, found: list[str]) -> None:
    assert digits(text) == found


def test_the_place_is_that_of_the_file_after_windows_line_ends() -> None:
    found = find_untraced("---\r\ntitle: x\r\n---\r\n\r\nÄ 5\r\n")
    assert [(f.line, f.column) for f in found] == [(5, 3)]


def test_quotation_marks_around_a_quote_mark() -> None:
    assert find_untraced('She said "[we]{.quote turn="a/b/1"}".', "paper.qmd") == [
        Finding(
            "paper.qmd",
            1,
            10,
            "untraced_quotation",
            "quotation marks around a quote mark",
            "the mark alone: it brings its own",
            "take the quotation marks away",
        )
    ]


def test_more_than_half_in_a_claim_is_what_its_condition_holds_to() -> None:
    text = '[More than half agreed]{.claim holds="a.b > 50"}, [half]{.claim holds="a.b > 4"}; over half knew.'
    found = [(one.kind, one.column) for one in find_untraced(text)]
    assert found == [
        ("untraced_word", text.index("[half") + 2),
        ("untraced_word", text.index("half knew") + 1),
    ]
