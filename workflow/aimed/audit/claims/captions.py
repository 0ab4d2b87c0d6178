"""Captions held to what their tables and figures show: things named, and captions that changed places."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from aimed.audit.claims.caption_parts import name_other_parts
from aimed.audit.claims.findings import read_words
from aimed.audit.claims.naming import Key, Naming
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.language.marks import Mark
from aimed.manuscript.tables.cells import slug
from aimed.messages.findings import Finding

KIND = "caption"
WORD = re.compile(r"[^\W\d_]{4,}")
ENDING = re.compile(r"(?:ies|ing|ed|es|s|e)$")
ONE_WORD, BETTER = 3, 1.2
FIELD = re.compile(r"\{(\w+)\}")
CELLS = re.compile(r"(?:Values|Cells|Numbers|Entries|Each cell|Shown)\b", re.I)
BESIDE = re.compile(r"(?:[\w'’-]+\s+){0,2}[\w'’-]+\s*\([^()]*\)")  # kappa (observed agreement)
FIELD_WORDS = {
    "pct": "percent|share|proportion",
    "n": "answers|of whom",
    "sd": "standard dev|SD",
    "iqr": "interquartile|IQR",
}
EXPECTED = "a caption of what stands under it"


@dataclass(frozen=True)
class Captioned:
    """A table or figure of a document: its mark, its caption, what it shows, and the words it is told in.

    parts: what it says of its effects, units and groups that is of others. drawn: the items that its entry
    lists, none where it shows all. grouped: what its analyses group by.
    """

    path: str
    mark: Mark
    caption: str
    shows: frozenset[Key]
    words: frozenset[str]
    drawn: tuple[str, ...]
    grouped: frozenset[str]
    cell: str
    parts: tuple[str, ...] = ()


Fit = Callable[[Captioned, Captioned], float]


def find_wrong_captions(
    marks: Mapping[str, Sequence[Mark]], design: StudyDeclarations, naming: Naming
) -> Iterator[Finding]:
    """Yield the captions that name other things than are shown, and those that fit each other's place."""
    entries = {("table", one["id"]): one for one in design.tables if "id" in one}
    entries |= {("figure", one["id"]): one for one in design.figures if "id" in one}
    found = [
        _caption_of(path, mark, entries[mark.kind, mark.attributes["from"]], design, naming)
        for path, own in marks.items()
        for mark in own
        if (mark.kind, mark.attributes.get("from")) in entries
    ]
    fit = _weigh(found)
    told = [
        (
            one,
            _names_undrawn(one, naming)
            or _other_cells(one)
            or next(iter(one.parts), "")
            or _names_others(one, found, fit, naming),
        )
        for one in found
    ]
    yield from (_finding(one, said, "correct the caption, or from=") for one, said in told if said)
    yield from _find_swapped([one for one, said in told if not said], fit)


def _caption_of(
    path: str, mark: Mark, entry: Mapping[str, Any], design: StudyDeclarations, naming: Naming
) -> Captioned:
    caption = read_words(mark.text.split("\n\n")[0])
    analyses = {slug(str(entry["analysis"]))} if "analysis" in entry else set()
    parts = [*entry.get("items", []), *entry.get("rows", [])]
    of_others = [part for part in parts if isinstance(part, dict) and "analysis" in part]
    analyses |= {slug(str(part["analysis"])) for part in of_others}
    shows = frozenset(key for analysis in analyses for key in naming.keys_of_analysis(analysis))
    told = [str(entry["id"]), *analyses, *_texts(entry)]
    told += [str(design.plans[name][2].get("question", "")) for name in analyses if name in design.plans]
    told += [name for key in shows for name in naming.names_of(key)]
    drawn = () if of_others else tuple(part for part in parts if isinstance(part, str))
    grouped = frozenset(str(design.plans[name][2].get("by")) for name in analyses if name in design.plans)
    words, cell = _stems(" ".join(told)), str(entry.get("cell", ""))
    items = sorted(code for kind, code in shows if kind == "item")
    wrong = tuple(name_other_parts(caption, entry, items, grouped, design, naming))
    return Captioned(path, mark, caption, shows, words, drawn, grouped, cell, wrong)


def _texts(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("axis", "title", "first_column", "alt", "kind"):
        yield str(entry.get(key, ""))
    yield from map(str, (entry.get("labels") or {}).values())


@lru_cache(maxsize=1024)  # each caption is weighed against every place
def _stems(text: str) -> frozenset[str]:
    plain = text.casefold().replace("_", " ").replace("-", " ")
    return frozenset(ENDING.sub("", word) for word in WORD.findall(plain))


def _weigh(found: Sequence[Captioned]) -> Fit:
    """Return how well a caption fits a place: the weights of the words that both have.

    A word weighs by the logarithm of the share of tables and figures that it is told of (inverse document
    frequency, Sparck Jones 1972).
    """
    counts = Counter(word for one in found for word in one.words)
    weight = {word: math.log(len(found) / count) for word, count in counts.items()}

    def fit(caption: Captioned, place: Captioned) -> float:
        shared = sum(weight[word] for word in _stems(caption.caption) & place.words)
        return shared / math.sqrt(
            len(place.words) or 1
        )  # a place that tells of much fits everything a little

    return fit


def _names_others(one: Captioned, found: Sequence[Captioned], fit: Fit, naming: Naming) -> str:
    """Return what is said of a caption that names what another place shows, which it fits better."""
    if not one.shows:
        return ""
    for name in naming.find(one.caption):
        others = [other for other in found if name.keys & other.shows and not name.keys & one.shows]
        clearly = 1 if " " in name.words else ONE_WORD  # one word may be said of much
        better = [other for other in others if fit(one, other) > clearly * fit(one, one)]
        if better and not name.keys & one.shows:
            own, other = (each.mark.attributes["from"] for each in (one, better[0]))
            return f"a caption that names {name.words}, which {other} shows and {own} does not"
    return ""


def _names_undrawn(one: Captioned, naming: Naming) -> str:
    """Return what is said of a caption that names items of the analysis, and none of those that are shown."""
    named = [
        (name.words, code)
        for name in naming.find(one.caption)
        for kind, code in sorted(name.keys & one.shows)
        if kind == "item" and code not in one.grouped
    ]
    drawn = any(code == part or code.startswith(f"{part}.") for _, code in named for part in one.drawn)
    if drawn or not (one.drawn and named):
        return ""
    shown = ", ".join(one.drawn)
    return f"a caption that names {named[0][0]}, where {one.mark.attributes['from']} shows {shown}"


def _other_cells(one: Captioned) -> str:
    """Return what is said of a caption that names the numbers of a cell in another order than it has."""
    fields = FIELD.findall(one.cell)
    for sentence in re.split(r"(?<=[.;])\s", one.caption):
        beside = BESIDE.search(sentence)
        words = sentence if CELLS.match(sentence) else beside[0] if beside else ""
        at = {field: found.start() for field in fields if (found := _field_in(field, words))}
        if len(fields) > 1 and len(at) == len(fields):
            told = sorted(fields, key=lambda field: at[field])
            if told != fields:
                return f"a caption that names {', then '.join(told)}, where cells are {one.cell}"
    return ""


def _field_in(field: str, sentence: str) -> re.Match[str] | None:
    words = FIELD_WORDS.get(field, field.removesuffix("s"))
    return re.search(rf"\b(?:{words})", sentence, re.I)


def _find_swapped(found: Sequence[Captioned], fit: Fit) -> Iterator[Finding]:
    """Yield the pairs of captions that together fit each other's places better than their own."""
    for first, second in combinations(found, 2):
        if first.mark.attributes["from"] == second.mark.attributes["from"]:
            continue
        swapped, own = fit(first, second) + fit(second, first), fit(first, first) + fit(second, second)
        if swapped > BETTER * own:
            other = second.mark.attributes["from"]
            said = f"the caption of {first.mark.attributes['from']} fits {other}, and that of {other} fits it"
            yield _finding(first, said, "let the captions change places")


def _finding(one: Captioned, said: str, remedy: str) -> Finding:
    return Finding(one.path, one.mark.line, one.mark.column, KIND, said, EXPECTED, remedy)
