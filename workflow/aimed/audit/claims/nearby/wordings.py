"""The words before a number in brackets, held to the labels of the item and of the level that it is of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aimed.audit.claims.known_words import stems
from aimed.audit.claims.naming import Naming
from aimed.audit.claims.nearby.context import NumberInText, tell
from aimed.audit.claims.nearby.shown_numbers import NUMBER
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.language.marks import Mark
from aimed.language.unmarked import QUOTED
from aimed.messages.findings import Finding

REACH = 160  # letters before a number in which the words that it belongs to may begin
OPENED = re.compile(r"\(\s*$")
CUT = re.compile(rf"[.;:!?()]\s|\n\s*\n|{NUMBER}|{QUOTED}|\b(?:than|but|while|whereas)\b|,\s+and\b", re.I)
BEHIND = re.compile(
    r"[\s%]*(?:for|over|among)\s+(?P<of>[^.,;:()]{3,60}?)(?=\s+(?:and|or|in|of|with)\b|[.,;:()]|$)", re.I
)
Labels = Mapping[str, frozenset[str]]


def find_other_wordings(
    path: str,
    prose: str,
    numbers: Sequence[NumberInText],
    claims: Sequence[Mark],
    naming: Naming,
    design: StudyDeclarations,
) -> Iterator[Finding]:
    """Yield the numbers in brackets behind words of another item of the analysis, or of another level.

    Words count that stand in the label or a short name of one item, or level, and of no other beside it, and
    that are not neutral. Of what item a claim is, its condition says.
    """
    levels = list_level_words(design)
    neutral = stems([*design.words.get("neutral", []), *design.words.get("people", [])])
    claimed = {mark.end for mark in claims}
    items: dict[str, Labels] = {}
    for one in numbers:
        begin, end = _words_before(prose, one.mark.start)
        if begin == end and (behind := BEHIND.match(prose, one.mark.end)):
            begin, end = behind.span("of")
        text, here = prose[begin:end], stems([prose[begin:end]])
        own = {str(entry["item"]) for entry in one.entries}
        analyses = {str(entry["analysis"]) for entry in one.entries}
        if not text or len(own) != 1 or len(analyses) != 1:
            continue
        analysis, item = min(analyses), min(own)
        if analysis not in items:
            items[analysis] = _item_words(analysis, naming)
        own_levels = levels.get(item.partition(".")[0], {}) if len(one.levels) == 1 else {}
        level = own_levels.get(min(one.levels, default=""), frozenset())
        other = not claimed & {end, end - 1} and _other_than(here, item, items[analysis], neutral, level)
        if other or (own_levels and _other_than(here, min(one.levels), own_levels, neutral)):
            yield tell(path, one, " ".join(text.split()))


def list_level_words(design: StudyDeclarations) -> dict[str, Labels]:
    """Return variable -> code of a level -> the stems of its label and short names."""
    scales: dict[str, dict[str, frozenset[str]]] = {}
    for row in design.scales:
        code = row["code"].casefold().replace("-", "_")
        scales.setdefault(row["scale"], {})[code] = stems([row["label"], row.get("short", "")])
    return {row["variable"]: scales.get(row["scale"], {}) for row in design.variables}


def _item_words(analysis: str, naming: Naming) -> Labels:
    """Return item of an analysis -> the stems of its names, or of what the ledger calls it."""
    codes = sorted(code for kind, code in naming.keys_of_analysis(analysis) if kind == "item")
    labels = {
        str(entry["item"]): str(entry["label"]).split(",")[0]
        for entry in naming.numbers.values()
        if entry["analysis"] == analysis
    }
    return {code: stems(naming.names_of(("item", code)) or [labels.get(code, "")]) for code in codes}


def _words_before(prose: str, at: int) -> tuple[int, int]:
    """Return the span of the words before the bracket that a number opens, from the number before."""
    begin = max(0, at - REACH)
    opened = OPENED.search(prose, begin, at)
    if opened is None:
        return at, at
    cuts = list(CUT.finditer(prose, begin, opened.start()))
    if cuts and cuts[-1][0].casefold() == "than":  # behind it is another thing
        return at, at
    return (cuts[-1].end() if cuts else begin), opened.start()


def _other_than(
    here: frozenset[str],
    own: str,
    labels: Labels,
    neutral: frozenset[str],
    besides: frozenset[str] = frozenset(),
) -> bool:
    """Return whether stems are of words that one other thing has alone, and none the number's own."""
    alone = {code: words - _of_others(code, labels) for code, words in labels.items()}
    if own not in alone or here & (alone[own] | besides):
        return False
    return any((here - neutral) & words for code, words in alone.items() if code != own)


def _of_others(own: str, labels: Labels) -> frozenset[str]:
    others: Iterable[frozenset[str]] = (words for code, words in labels.items() if code != own)
    return frozenset().union(*others)
