"""Comparisons of the study's own things need a claim; sentences about the world are left alone."""

from pathlib import Path

import pytest
from aimed.audit.claims.naming import name_things
from aimed.audit.claims.unbound.sentences import find_unclaimed, find_unclaimed_declared
from aimed.audit.claims.unbound.wording import WordsOfStudy
from aimed.audit.lookup.declarations import read_design
from aimed.language.prose_regions import readable_of, readable_of_yaml
from toy_study import REPOSITORY

INNOCENT = (Path(__file__).parent / "innocent_sentences.txt").read_text(encoding="utf-8").splitlines()
MOST_FALSE = 2  # of fifty
PLACES = ("# Results", "# Discussion", "# Limitations", "# Conclusions", "## Strengths", "# Methods")


def study_of_repository() -> WordsOfStudy:
    """Return the words of the demonstration, as if each item of its codebook had a number."""
    design = read_design(REPOSITORY)
    numbers = {
        item: {"analysis": "a", "item": item, "group": group, "statistic": "pct"}
        for item in design.items
        for group in ("all",)
    }
    words = {**design.words, "people": [*design.words["people"], "nurses"]}
    return WordsOfStudy(words, name_things(design, numbers), design.labels)


STUDY = study_of_repository()


def found_in(text: str) -> list[str]:
    """Return line:column and words of what is found in a document."""
    findings = find_unclaimed("paper.qmd", text, readable_of(text), STUDY)
    return [f"{one.line}:{one.column} {one.found}" for one in findings]


def test_at_most_two_of_fifty_innocent_sentences_raise_anything() -> None:
    assert len(INNOCENT) == 50
    raised = [
        sentence
        for sentence in INNOCENT
        if any(found_in(f"{place}\n\nA start. {sentence} An end.\n") for place in PLACES)
    ]
    assert len(raised) <= MOST_FALSE, raised


GUILTY = [
    "Fewer students in LMIC than in HIC had a computer.",
    "In HIC, critical appraisal was wanted more often.",
    "Most respondents felt prepared.",
    "A majority of the women had never written code.",
    "Students in LMIC were less likely to own a computer.",
    "Hackathons were the least popular format.",
    "Coding was wanted more often than ethics.",
    "HIC and LMIC did not differ in their wish for coding.",
    "Ethics outnumbered coding among the topics wanted.",
    "Our respondents preferred workshops to lectures.",
    "Nearly all participants raised access.",
    "Access to the internet was better in HIC.",
    "Students in LMIC lagged behind in access.",
    "Hardly any student had been taught.",
    "Knowledge of the limits was higher among men than among women.",
    "Support was significantly stronger in HIC.",
    "Twice as many students chose workshops as lectures, more than any other format.",
    "Unlike students in HIC, those in LMIC asked for local data.",
    "Unlike in Canada [@pucchio2022], most of our students had been taught.",
    "Lectures were ranked last by participants.",
    "Most nurses agreed.",
    "Workshops led the formats, and lectures came last.",
    "Students in low- and middle-income countries were younger than the others.",
    "Our respondents knew more about ethics than about terms of AI.",
    "The wish for workshops dwarfed that for hackathons among respondents.",
    "HIC scored above LMIC on every item.",
    "Students had connections that were poorer in LMIC.",
    "Only LMIC reported power cuts.",
    "Power cuts were raised in LMIC alone.",
    "Respondents agreed, and more so in HIC.",
    "Students had seen AI, and more had in LMIC than in HIC.",
    "Our respondents ask above all for workshops.",
    "Every second respondent was a woman.",
    "Students in LMIC were every bit as supportive.",
    "Teaching was a rarity among students.",
    "Students in HIC had the edge on knowledge.",
    "Law is the topic that hardly appealed to students.",
    "Computers were ubiquitous among students in HIC.",
]


@pytest.mark.parametrize("sentence", GUILTY)
@pytest.mark.parametrize("place", ["# Results", "# Discussion", "# Limitations", "# Conclusions"])
def test_comparisons_of_the_studys_own_things_are_found(place: str, sentence: str) -> None:
    assert found_in(f"{place}\n\nA start. {sentence} An end.\n")


@pytest.mark.parametrize("sentence", GUILTY)
def test_so_they_are_in_the_abstract_headings_and_captions(sentence: str) -> None:
    plain = sentence.removesuffix(".").replace("[@pucchio2022]", "")
    assert found_in(f"---\nabstract: |\n  **Results:** {sentence}\n---\n")
    assert found_in(f'---\ntitle: "{plain}"\n---\n\n# Results\n')
    assert found_in(f"# Discussion\n\n## {plain}\n\nText.\n")
    assert found_in(f'# Results\n\n::: {{#tbl-a from="a"}}\n{sentence}\n:::\n')
    written = f"- id: a\n  alt: >-\n    A figure. {sentence}\n"
    assert list(find_unclaimed_declared("figures.yaml", written, readable_of_yaml(written, ("alt",)), STUDY))


REPORTED = {
    "Most agreed.": ['3:1 "Most" outside a claim'],
    "A majority of them agreed, few of them strongly.": [
        '3:3 "majority" outside a claim',
        '3:28 "few" outside a claim',
    ],
    "It was named more\noften there.": ['3:14 "more often" outside a claim'],
    "There was no difference.": ['3:11 "no difference" outside a claim'],
    "The most common answer.": ['3:1 "The most common" outside a claim'],
    "*Fewer* came in HIC; the largest group.": [
        '3:2 "Fewer" outside a claim',
        '3:26 "largest" outside a claim',
    ],
    '[Most agreed]{.claim holds="a.b > 50"} and left.': [],
    '[most]{.literal why="a title"} left.': [],
    'One student said [most of us higher]{.quote turn="a/b/1"}.': [],
    'One student said "most of us".': [],
    "Students named it more than once, and at most a few came from lower-middle income.": [],
    "The most junior participant spoke.": [],
    "Students expect fewer jobs.": [],  # a wording of the codebook
    "`most` <!-- most students --> [students](most) @most2020": [],
    "Did most students agree?": [],
    "| most students |\n|---|\n| more students |": [],
}


@pytest.mark.parametrize("text", REPORTED)
def test_words_that_compare_in_the_results(text: str) -> None:
    assert found_in(f"# Results\n\n{text}\n") == REPORTED[text]


@pytest.mark.parametrize(
    "head", ["# Introduction", "# Methods\n\n## Sample", "# 2. Methods", "# Declarations"]
)
def test_sections_that_report_nothing_are_not_read(head: str) -> None:
    assert found_in(f"{head}\n\nMost students agreed.\n") == []


def test_a_topic_named_as_such_a_section_is_read_within_the_results() -> None:
    assert found_in("# Results\n\n## Ethics\n\nMost agreed.\n") == ['5:1 "Most" outside a claim']


def test_an_abstract_is_read_without_its_methods() -> None:
    text = (
        "---\ntitle: Of students\nabstract: |\n  **Methods:** Most students came.\n\n"
        "  **Results:** Most left.\nkeywords: [most students]\n---\n\nMost students.\n\n# Results\n\nText.\n"
    )
    assert found_in(text) == ['6:16 "Most" outside a claim']
    assert found_in("---\nabstract: Most left.\n---\n") == ['2:11 "Most" outside a claim']


@pytest.mark.parametrize(
    "sentence",
    [
        "A longer questionnaire might have told students more.",
        "Fewer students would answer again.",
        "A better connection may serve students.",
        "Positive effects mean that students in HIC agree more.",
        "Large groups are those of 50 and more students.",
        "They are those of [config.smallest_group]{.num} and more students.",
    ],
)
def test_what_is_supposed_or_explained_is_left_alone(sentence: str) -> None:
    assert found_in(f"# Discussion\n\nA start. {sentence} An end.\n") == []


def test_a_sentence_that_compared_nothing_is_read_again_for_other_words() -> None:
    """What is remembered of a sentence holds for the words and names that it was read with."""
    text, study = "Tea was zested among respondents.", study_of_repository()
    assert study.list_unbound(text, True, False) == study.list_unbound(text, True, False) == []
    words = {**study.words, "comparisons": [*study.words["comparisons"], "zested"]}
    other = WordsOfStudy(words, study.naming, study.labels)
    assert other.list_unbound(text, True, False) == [(8, "zested")]
    assert study.list_unbound(text, True, False) == []
