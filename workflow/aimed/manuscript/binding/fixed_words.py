"""Words that the documents bring themselves, as Abstract and Table, in the language of each document."""

from collections.abc import Mapping
from functools import lru_cache

from aimed.files.yaml_json import read_beside
from aimed.language.front_matter import read_language


def list_languages(texts: Mapping[str, str]) -> dict[str, str]:
    """Return path -> language of each document: that of its front matter, or that of the first document."""
    first = next(iter(texts.values()), "")
    return {path: read_language(text, read_language(first)) for path, text in texts.items()}


def words_in(language: str, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return key -> word in a language (BCP 47; its region is not looked at); English where it is not known.

    own: words of the study (forms.yaml), which go before.
    """
    known = _read_words()
    return {**known["en"], **known.get(language.split("-", maxsplit=1)[0].lower(), {}), **(own or {})}


@lru_cache(maxsize=1)
def _read_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = read_beside(__file__)
    return words
