"""What was not planned: quoted where nothing says so, or in one family of tests with what was planned."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from aimed.audit.check.inputs import Material
from aimed.audit.lookup.declarations import StudyDeclarations, find_word
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark, scan_marks
from aimed.language.sentence_bounds import find_bounds
from aimed.language.spans import ATTRIBUTES
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.binding.unplanned_marks import (
    EXPLORATORY,
    WRITTEN,
    kinds_of,
    kinds_of_entry,
)
from aimed.messages.findings import Finding
from aimed.study.cohort_file import is_yes

SAID = {
    EXPLORATORY: re.compile(r"\bexplor|\bpost[ -]hoc\b|\bunplanned\b|\bnot planned\b", re.I),
    "deviating": re.compile(r"\bexplor|\bpost[ -]hoc\b|\bdeviat|\bfroze|\bfreeze\b|\bprotocol\b", re.I),
}
WHAT = {EXPLORATORY: "of an exploratory analysis", "deviating": "of a plan added or changed after the freeze"}
WORDS = {
    EXPLORATORY: "the word exploratory in the same sentence",
    "deviating": "the word deviation, freeze or exploratory in the same sentence",
}
APART = (
    "planned tests adjusted by themselves: an exploratory one makes their p-values larger, and looks as if "
    "it had been planned"
)
BLOCKS = ("table", "figure", "when")


def find_unmarked(material: Material) -> Iterator[Finding]:
    """Yield what was not planned and is quoted in a sentence, caption or alt text that does not say so.

    In sentences and captions the build marks it itself, unless config.yaml leaves it to the author.
    """
    binding = material.binding
    if binding is None:
        return
    if binding.unplanned == WRITTEN:
        for path, text in material.texts.items():
            yield from _find_in_document(path, text, material, binding)
    path, text, _ = material.declarations["figure"]
    for entry in material.design.figures:
        alt = str(entry.get("alt", ""))
        ids = [name for mark in scan_marks(alt) for name in _ids_of(mark, binding)]
        line, column = find_word(text, str(entry.get("id")))
        yield from _tell(alt, kinds_of(ids, binding.study.numbers), (path, line, column), "an alt text")


def find_mixed_families(design: StudyDeclarations) -> Iterator[Finding]:
    """Yield the exploratory plans whose tests are adjusted together with those of planned ones."""
    families: dict[str, list[str]] = {}
    for analysis, (_, _, plan) in design.plans.items():
        if plan.get("compare"):
            families.setdefault(str(plan.get("family", analysis)), []).append(analysis)
    for family, members in families.items():
        planned = [name for name in members if is_yes(design.plans[name][2].get("planned", True))]
        for name in [one for one in members if planned and one not in planned]:
            path, text, _ = design.plans[name]
            found = f"an exploratory analysis in the family {family} with planned ones: {', '.join(planned)}"
            place = find_word(text, "family")
            yield Finding(path, *place, "family_mixed", found, APART, "give it another family")


def _find_in_document(path: str, text: str, material: Material, binding: Binding) -> Iterator[Finding]:
    marks = scan_marks(text)
    spans = tuple((mark.start, mark.end) for mark in marks if mark.kind not in BLOCKS)
    numbers = binding.study.numbers
    told: set[tuple[int, str]] = set()
    for mark in marks:
        place = (path, mark.line, mark.column)
        if mark.kind in ("table", "figure"):
            yield from _tell(mark.text, _kinds_of_float(mark, material, binding), place, "a caption")
        elif ids := _ids_of(mark, binding):
            begin, end = find_bounds(text, spans, mark.start, mark.end)
            kinds = [kind for kind in kinds_of(ids, numbers) if (begin, kind) not in told]
            told |= {(begin, kind) for kind in kinds}
            yield from _tell(_words_of(text, begin, end, marks), kinds, place, "a sentence")


def _tell(words: str, kinds: Iterable[str], place: tuple[str, int, int], where: str) -> Iterator[Finding]:
    for kind in kinds:
        if not SAID[kind].search(words):
            found = f"a number {WHAT[kind]} in {where} that does not say so"
            yield Finding(*place, "unplanned_unmarked", found, WORDS[kind], "say it where it is quoted")


def _words_of(text: str, begin: int, end: int, marks: list[Mark]) -> str:
    """Return a sentence without the attributes of its marks, whose ids say nothing to a reader."""
    words = text[begin:end]
    for mark in marks:
        if mark.kind == "num" and begin <= mark.start < end:
            words = words.replace(text[mark.start : mark.end], " ")
    return ATTRIBUTES.sub(" ", words)


def _ids_of(mark: Mark, binding: Binding) -> list[str]:
    """Return the numbers that a .num mark shows or a claim rests on."""
    if mark.kind == "num":
        form = mark.attributes.get("as")
        shown: Any = binding.numbers.get(f"{mark.text}|{form}" if form else mark.text, {})
        return list(shown.get("ids", [mark.text]))
    try:
        holds = mark.attributes.get("holds", "") if mark.kind == "claim" else ""
        return ids_of(holds, binding.values) if holds else []
    except ValueError:
        return []


def _kinds_of_float(mark: Mark, material: Material, binding: Binding) -> list[str]:
    entries = material.design.tables if mark.kind == "table" else material.design.figures
    name = mark.attributes.get("from")
    entry = next((entry for entry in entries if entry.get("id") == name), {})
    return kinds_of_entry(entry, binding.study)
