"""Typed numbers held to what the study knows and to their sources. Expected: decided by hand."""

from typing import Any

import pytest
from aimed.audit.literals.findings import find_literals, find_uncited
from aimed.audit.literals.reading import keys_of, numbers_of, source_of
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of

KNOWN: Any = {
    "config.smallest_cell": {"value": 5.0, "shown": "5", "shown_bare": "5"},
    "study.interval": {"value": 95.0, "shown": "95%", "shown_bare": "95"},
    "study.coders": {"value": 2.0, "shown": "2", "shown_bare": "2"},
    "codebook.codes": {"value": 19.0, "shown": "19", "shown_bare": "19"},
    "codebook.themes": {"value": 5.0, "shown": "5", "shown_bare": "5"},
    "study.collected.year": {"value": 2020.0, "shown": "2020", "shown_bare": "2020"},
    "study.collected.first_day": {"value": 1.0, "shown": "1", "shown_bare": "1"},
    "study.collected.last_day": {"value": 7.0, "shown": "7", "shown_bare": "7"},
}
NAMES = {
    "config.smallest_cell": ["smallest cell"],
    "study.interval": ["confidence level", "level of intervals"],
    "study.coders": ["number of coders"],
    "codebook.codes": ["codes of the codebook", "number of codes"],
    "codebook.themes": ["themes of the codebook"],
    "study.collected.year": ["year of data collection"],
    "study.collected.first_day": ["dates of data collection"],
    "study.collected.last_day": ["dates of data collection"],
}
EVIDENCE: Any = {name: {"sources": [], "rule": "", "names": names} for name, names in NAMES.items()}
BIBLIOGRAPHY = ["busch2024", "sit2020", "vandenberg2021"]
SOURCES = {"published.busch2024.students": "busch2024"}


def literal(words: str, why: str) -> str:
    return f'[{words}]{{.literal why="{why}"}}'


BUSCH = literal("4,596", "reported by Busch 2024")


def found_in(text: str, stage: str = "known") -> list[str]:
    readable = readable_of(text)
    marks = scan_marks(text, readable)
    if stage == "known":
        return [one.kind for one in find_literals("p", marks, KNOWN, EVIDENCE)]
    return [one.kind for one in find_uncited("p", readable, marks, BIBLIOGRAPHY, SOURCES)]


UNTRUE = {
    "a smallest cell of old": literal("10", "smallest cell, set in advance"),
    "in words": literal("ten", "smallest cell"),
    "counts below a smallest cell of old": literal("1 to 9", "smallest cell of ten"),
    "another level": literal("90", "confidence level"),
    "another level of intervals": literal("99", "Level of intervals"),
    "another number of coders": literal("three", "number of coders, part of the design"),
    "codes before the last ones came": literal("18", "codes of the codebook"),
    "themes": literal("six", "themes of the codebook"),
    "another year": literal("2021", "year of data collection"),
    "other days": literal("3 to 9", "dates of data collection"),
}
REPEATED = {
    "smallest cell": (literal("5", "smallest cell"), "[config.smallest_cell]{.num}"),
    "counts below it": (literal("1 to 5", "smallest cell"), "[config.smallest_cell]{.num}"),
    "a word": (literal("Two", "number of coders"), "[study.coders]{.num as=word}"),
    "without its sign": (literal("95", "confidence level"), "[study.interval]{.num as=bare}"),
    "a year": (literal("2020", "year of data collection"), "[study.collected.year]{.num}"),
    "days": (literal("1 to 7", "dates of data collection"), "[study.collected.first_day]{.num}"),
}
SOUND = {
    "the same number of something else": literal("5", "limit of the method"),
    "no number": literal("Figure A", "confidence level"),
    "what the reason says": literal("1 to 4", "smallest cell of five, set in advance"),
    "another thing": literal("20", "fewest people that a test takes"),
}


@pytest.mark.parametrize("case", UNTRUE)
def test_a_literal_that_the_study_says_otherwise_is_untrue(case: str) -> None:
    assert found_in(f"We took {UNTRUE[case]} of them.") == ["literal_untrue"]


NAMED_BEFORE = [
    "a smallest cell of",
    "the number of codes is",
    "a smallest cell:",
    "Here the level of intervals was",
    "the year of data collection,",
]


@pytest.mark.parametrize("words", NAMED_BEFORE)
def test_words_before_a_literal_name_it_as_its_reason_does(words: str) -> None:
    for number, kinds in (("7", ["literal_untrue"]), ("5", ["literal_known"])):
        text = f"We had {words} {literal(number, 'by design')} then."
        readable = readable_of(text)
        known = {name: {**one, "value": 5.0} for name, one in KNOWN.items()}
        found = find_literals("p", scan_marks(text, readable), known, EVIDENCE, readable)
        assert [one.kind for one in found] == kinds
    text = f"A smallest cell is set, and then {literal('7', 'by design')} more."
    assert list(find_literals("p", scan_marks(text), KNOWN, EVIDENCE, text)) == []


@pytest.mark.parametrize("case", REPEATED)
def test_a_literal_that_the_study_knows_is_pointed_at(case: str) -> None:
    written, remedy = REPEATED[case]
    marks = scan_marks(written)
    [finding] = find_literals("p", marks, KNOWN, EVIDENCE)
    assert (finding.kind, finding.remedy) == ("literal_known", remedy)


@pytest.mark.parametrize("case", SOUND)
def test_other_literals_are_let_be(case: str) -> None:
    assert found_in(f"We took {SOUND[case]} of them.") == []


def test_messages_of_literals() -> None:
    text = f"At {literal('95', 'confidence level')}% and {literal('10', 'smallest cell')}."
    found = list(find_literals("paper.qmd", scan_marks(text), KNOWN, EVIDENCE))
    assert [one.describe("error") for one in found] == [
        "paper.qmd:1:4: [95], which the study knows as study.interval\n"
        "  expected: a number that follows when the study changes\n"
        "  to do:    [study.interval]{.num as=bare}",
        'paper.qmd:1:47: [10] as "smallest cell": config.smallest_cell is 5\n'
        "  expected: the number that the study has\n"
        "  to do:    [config.smallest_cell]{.num}, or another reason where it is something else",
    ]


UNCITED = {
    "no citation": f"Among {BUSCH} students it was rare.",
    "in the sentence before": f"They asked [@busch2024]. {BUSCH} answered.",
    "in the sentence behind": f"{BUSCH} answered. So say others [@busch2024].",
    "of another source": f"{BUSCH} answered [@sit2020].",
    "of another year": f"{literal('4,596', 'reported by Busch 2023')} answered [@busch2024].",
    "of nobody in the bibliography": f"{literal('12', 'published by Miller 2019')} answered [@sit2020].",
    "a key": f"{literal('12', 'as in @sit2020')} answered.",
    "a study": f"{literal('12', 'size of the published study, Sit 2020')} answered.",
    "a quoted value": "There were [published.busch2024.students]{.num} of them.",
    "a quoted value of another": "There were [published.busch2024.students]{.num} of them [@sit2020].",
}
CITED = {
    "behind": f"{BUSCH} answered [@busch2024, p. 3].",
    "in the text": f"@busch2024 asked {BUSCH} of them.",
    "two sources": f"{literal('9', 'reported by Sit 2020')} and more [@busch2024; @sit2020].",
    "a particle": f"{literal('9', 'reported by van den Berg 2021')} did [@vandenberg2021].",
    "a quoted value": "There were [published.busch2024.students]{.num} of them [@busch2024].",
    "no source": f"{literal('5', 'limit of the method')} or fewer.",
}


@pytest.mark.parametrize("case", UNCITED)
def test_a_published_value_without_its_source_is_found(case: str) -> None:
    assert found_in(UNCITED[case], "cited") == ["uncited"]


@pytest.mark.parametrize("case", CITED)
def test_a_published_value_beside_its_source_is_let_be(case: str) -> None:
    assert found_in(CITED[case], "cited") == []


def test_messages_of_sources() -> None:
    text = f"{literal('9', 'reported by Sit 2020')} and {literal('8', 'reported by Mill 2019')} did."
    found = list(find_uncited("paper.qmd", readable_of(text), scan_marks(text), BIBLIOGRAPHY, SOURCES))
    assert [one.describe("error") for one in found] == [
        "paper.qmd:1:1: [9] of Sit 2020 in a sentence that does not cite it\n"
        "  expected: a citation of sit2020\n"
        "  to do:    write [@sit2020] in this sentence",
        "paper.qmd:1:46: [8] of Mill 2019, which no entry of the bibliography is\n"
        "  expected: an entry of a .bib file\n"
        "  to do:    name the source as its key does, or add the entry",
    ]


def test_numbers_are_read_as_digits_and_words() -> None:
    assert numbers_of("4,596 of five, and 76.3% in Twenty") == [4596.0, 5.0, 76.3, 20.0]
    assert source_of("confidence level") is None
    assert keys_of("Busch 2024", BIBLIOGRAPHY) == ["busch2024"]
    assert keys_of("Busch", BIBLIOGRAPHY) == ["busch2024"]
