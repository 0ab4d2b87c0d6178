"""How much of a label stands in a name: words without case, hyphens, plural and small words."""

import functools
import re
import unicodedata

ARTICLES = frozenset({"a", "an", "the", "each", "per"})
SMALL = ARTICLES | {"and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "to", "with"}
IRREGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child"}
MOST_OF = 2 / 3  # of the words of a label that stand in a name which it stands for


@functools.cache
def words_of(text: str, small: frozenset[str] = ARTICLES) -> frozenset[str]:
    """Return the words of a text but for small ones, each once; all of them where nothing else is there.

    Two names are the same where these are.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    words = [_one_of(word) for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+", plain)]
    return frozenset(word for word in words if word not in small) or frozenset(words)


def covers(name: str, label: str) -> float:
    """Return which share of a label's words, without those that join, stands in a name, from 0 to 1."""
    asked = words_of(label, SMALL)
    return len(asked & words_of(name, SMALL)) / len(asked) if asked else 0.0


def _one_of(word: str) -> str:
    """Return a word as it names one: women a woman, countries a country."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if re.search(r"[^su']s$", word) and len(word) > 3 else word
