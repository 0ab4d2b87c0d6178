"""Sentences that say what the sign of an effect means, held to the order in which groups are compared."""

import re
from collections.abc import Iterator, Sequence

from aimed.audit.claims.naming import Naming
from aimed.audit.claims.reading import SIGNED
from aimed.language.marks import TextPositions
from aimed.language.unmarked import prose_of
from aimed.messages.findings import Finding

SAID = re.compile(
    r"\b(?P<sign>positive|negative)\b(?:\s+\w+){0,3}?\s+(?:when|where|if|means?\s+that)\b(?P<who>[^.;:()]*)",
    re.I,
)
LESS = re.compile(r"\b(?:less|lower|fewer|worse|smaller|rarer|seldom)\b", re.I)
# a group that is named as not being the other
WITHOUT = re.compile(r"\b(?:without|no|not|never|other|others)\b", re.I)
THAN = re.compile(r"\bthan\b", re.I)
REMEDY = "name the other group, or compare the groups in the other order"


def find_wrong_signs(path: str, text: str, readable: str, naming: Naming) -> Iterator[Finding]:
    """Yield the sentences by which an effect is positive when the second group of its comparison has more.

    A study that compares two groups in both orders is not read.
    """
    pairs = _list_pairs(naming)
    if not pairs:
        return
    prose, lines = prose_of(readable), TextPositions(text)
    for said in SAID.finditer(prose):
        who = THAN.split(said["who"])[0]
        groups = [code for one in naming.find(who) for kind, code in sorted(one.keys) if kind == "group"]
        own = [pair for pair in pairs if groups and groups[0] in pair]
        turned = (said["sign"].lower() == "negative") != bool(LESS.search(who))
        sides = {pair.index(groups[0]) for pair in own}
        if not WITHOUT.search(who) and sides == {0 if turned else 1}:
            found = f'"{" ".join(said[0].split())}", where {own[0][0]} is compared with {own[0][1]}'
            expected = f"effects that are positive when {own[0][0]} has more"
            yield Finding(path, *lines.place(said.start()), "misnamed", found, expected, REMEDY)


def _list_pairs(naming: Naming) -> Sequence[tuple[str, str]]:
    """Return the groups that signed effects compare, in their order."""
    compared = {str(entry["group"]) for entry in naming.numbers.values() if str(entry["statistic"]) in SIGNED}
    pairs = [tuple(one.split("_vs_")) for one in sorted(compared)]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
