"""Words of the documents by language: those of Pandoc's own translations, and the language of a document."""

import subprocess

import pypandoc
import pytest
import yaml
from aimed.files.yaml_json import read_beside
from aimed.language.front_matter import read_front_matter, read_language
from aimed.manuscript.binding import fixed_words
from aimed.manuscript.binding.fixed_words import list_languages, words_in
from toy_study import REPOSITORY

LANGUAGES = read_beside(fixed_words.__file__)
OF_PANDOC = ("Abstract", "Table", "Figure", "References")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_they_are_those_of_pandoc(language):
    command = [pypandoc.get_pandoc_path(), f"--print-default-data-file=translations/{language}.yaml"]
    theirs = yaml.safe_load(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = words_in(language)
    assert {key: ours[key.lower()] for key in OF_PANDOC} == {key: theirs[key] for key in OF_PANDOC}
    assert set(LANGUAGES[language]) == set(LANGUAGES["en"])
    assert all(isinstance(word, str) and word for word in ours.values())


def test_a_study_may_have_a_word_of_its_own_for_each():
    schema = yaml.safe_load((REPOSITORY / "workflow/schemas/forms.schema.yaml").read_text(encoding="utf-8"))
    assert schema["properties"]["words"]["propertyNames"]["enum"] == list(LANGUAGES["en"])


def test_a_region_an_unknown_language_and_own_words():
    assert words_in("fr-CA")["table"] == "Tableau"
    assert words_in("tlh")["table"] == "Table"
    assert words_in("fr", {"table": "Table"})["table"] == "Table"


def test_a_document_without_a_language_has_that_of_the_first():
    texts = {"paper.qmd": "---\nlang: fr\n---\n", "supplement.qmd": "---\ntitle: S\n---\n"}
    assert list_languages(texts) == {"paper.qmd": "fr", "supplement.qmd": "fr"}
    assert list_languages({"paper.qmd": "Text."}) == {"paper.qmd": "en-GB"}


@pytest.mark.parametrize(
    "text",
    ["", "Text.", "---\nlang: [a\n---\n", "---\nlang: 3\n---\n", "---\nlang:\n---\n"],
)
def test_what_says_no_language(text):
    assert read_language(text) == "en-GB"


def test_front_matter():
    assert read_front_matter("---\ntitle: A\nlang: fr\n...\nText: b\n") == {"title": "A", "lang": "fr"}
