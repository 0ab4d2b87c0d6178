"""Methods that a text names and nobody used, and methods of an abstract that its text does not have."""

import pytest
from aimed.audit.claims.method_words import find_other_methods
from aimed.files.yaml_json import SCHEMAS, read_yaml
from aimed.language.prose_regions import readable_of

WORDS = read_yaml(SCHEMAS / "comparison_words.yaml")
MADE_BY = ["Holm step-down (Holm 1979), family of 7", "Mann-Whitney U, asymptotic", "count", "Cohen's kappa"]
BODY = """
# Methods

This was a convergent study by an online survey. Answers were held to Mann-Whitney tests, and p-values were
adjusted by Holm's method. In reflexive thematic analysis agreement has no place. Focus groups met in March.

# Results

It was so.
"""


def found_in(abstract: str, body: str = BODY) -> list[str]:
    text = f"---\ntitle: T\nabstract: |\n  {abstract}\n---\n{body}"
    return [
        f"{one.kind} {one.found}"
        for one in find_other_methods("paper.qmd", text, readable_of(text), WORDS, MADE_BY)
    ]


@pytest.mark.parametrize(
    ("abstract", "word"),
    [
        ("Explanatory sequential study.", "Explanatory"),
        ("We held semi-structured interviews.", "semi-structured"),
        ("Groups were matched by age.", "matched"),
        ("Coded in a reflexive thematic analysis.", "reflexive thematic analysis"),
        ("It was held in August.", "August"),
        ("A representative sample answered.", "representative"),
        ("A paper questionnaire was used.", "paper questionnaire"),
        ("It met in the city of Nairobi.", "Nairobi"),
    ],
)
def test_an_abstract_has_the_methods_of_its_text(abstract: str, word: str) -> None:
    assert found_in(abstract)[:1] == [f'stale_abstract "{word}", which the text does not say']


@pytest.mark.parametrize(
    "abstract",
    [
        "Convergent study of an online survey and focus groups in March.",
        "P-values are Holm-adjusted.",
        "We asked what students want to be taught.",
    ],
)
def test_an_abstract_of_what_the_text_says(abstract: str) -> None:
    assert found_in(abstract) == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("P-values are Bonferroni-adjusted.", "Bonferroni"),
        ("Groups were compared by t tests.", "t tests"),
        ("We used ANOVA.", "ANOVA"),
        ("Agreement was Fleiss' value.", "Fleiss"),
    ],
)
def test_a_method_by_which_no_number_was_made(sentence: str, name: str) -> None:
    found = found_in("It was so.", BODY + f"\n{sentence}\n")
    assert found == [f'method "{name}", by which no number of the ledger was made']


@pytest.mark.parametrize(
    "sentence",
    [
        "No Bonferroni adjustment was made.",
        "Holm's method rejects more than Bonferroni's.",
        "They used ANOVA [@smith2020].",
        "A Bayesian analysis might tell more.",
    ],
)
def test_methods_that_are_denied_compared_or_of_others(sentence: str) -> None:
    assert found_in("It was so.", BODY + f"\n{sentence}\n") == []


def test_a_title_has_the_methods_of_its_text() -> None:
    text = f"---\ntitle: A longitudinal survey\nabstract: |\n  It was so.\n---\n{BODY}"
    found = list(find_other_methods("paper.qmd", text, readable_of(text), WORDS, MADE_BY))
    assert [(one.found, one.line) for one in found] == [('"longitudinal", which the text does not say', 2)]
