"""Where a number stands: sentences, claims, tables and figures of the manuscript."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from aimed.audit.lookup.built_study import TracedStudy
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark, Span, find_spans
from aimed.language.prose_regions import readable_of
from aimed.manuscript.number_forms import PARTS, UnknownNumber, fill_form, show_number, spell_number

SENTENCE_END = re.compile(
    r"[.!?][\"”’)\]]*\s|\n[ \t]*\n|\n(?=[#|])|\A---|^:{3,}.*$"
    r"|^(?:title|subtitle|abstract|keywords):[ \t]*[|>]?",
    re.M,
)


def find_places(identifier: str, study: TracedStudy) -> list[dict[str, str]]:
    """Return the places of a number: each has place (file:line:column), kind and text."""
    found = [
        {
            "place": f"{path}:{mark.line}:{mark.column}",
            "kind": mark.kind,
            "text": sentence_of(path, mark, study),
        }
        for path, marks in study.marks.items()
        for mark in marks
        if identifier in ids_of_mark(mark, study)
    ]
    return found + list(_tables(identifier, study)) + list(_figures(identifier, study))


def ids_of_mark(mark: Mark, study: TracedStudy) -> list[str]:
    """Return the ids that a mark shows or holds to: one, or those of a composite or an expression."""
    if mark.kind == "num":
        form = study.forms.get(mark.attributes.get("as", ""))
        if form is None:
            return [mark.text] if mark.text in study.numbers else []
        try:
            return list(fill_form(form, mark.text, study.numbers).ids)
        except UnknownNumber:
            return []
    if mark.kind in ("claim", "when"):
        try:
            return ids_of(mark.attributes.get("holds", ""))
        except ValueError:
            return []
    return []


def sentence_of(path: str, mark: Mark, study: TracedStudy) -> str:
    """Return the sentence of a document around a mark as readers see it: marks replaced by what they show."""
    if mark.kind in ("table", "figure", "when"):
        return " ".join(show_marks(mark.text, study).split())[:300]
    blocks = [part for part in study.marks[path] if part.kind == "when" and not is_printed(part, study)]
    for block in blocks:
        if block.start <= mark.start < block.end:
            return f"(not printed now) {' '.join(show_marks(block.text, study).split())[:300]}"
    begin, end = bounds_of_sentence(path, mark, study)
    return " ".join(show_marks(study.texts[path][begin:end], study).split())


def bounds_of_sentence(path: str, mark: Mark, study: TracedStudy) -> tuple[int, int]:
    """Return the half-open span of the sentence around a mark of a document."""
    starts, ends = _sentence_ends(study.texts[path], study.inline_spans[path])
    before, after = bisect_right(ends, mark.start), bisect_left(starts, mark.end)
    begin = ends[before - 1] if before else 0
    return begin, starts[after] + 1 if after < len(starts) else len(study.texts[path])


@cache
def _sentence_ends(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[list[int], list[int]]:
    """Return where the ends of sentences begin and end; a full stop inside a mark ends none."""
    masked = list(text)
    for start, end in spans:
        masked[start:end] = "_" * (end - start)
    found = list(SENTENCE_END.finditer("".join(masked)))
    return [end.start() for end in found], [end.end() for end in found]


def is_printed(part: Mark | Span, study: TracedStudy) -> bool:
    """Return whether a part of a document is printed: what stands under a condition only while that holds."""
    return study.binding.get("conditions", {}).get(part.attributes.get("holds", "")) is not False


def show_marks(snippet: str, study: TracedStudy) -> str:
    """Return a piece of the manuscript with each mark replaced by its words or its shown value."""
    shown, at = [], 0
    for span in sorted(find_spans(readable_of(snippet)), key=lambda span: span.start):
        if span.start < at:
            continue  # inside of a mark that was shown already
        inside = snippet[slice(*span.inside)]
        if "when" in span.classes and not is_printed(span, study):
            words = ""
        elif "num" in span.classes:
            words = _shown(inside.strip(), span.attributes.get("as", ""), study)
        else:
            words = show_marks(inside, study)
        shown += [snippet[at : span.start], words.replace("[", "(").replace("]", ")")]
        at = span.end
    return "".join([*shown, snippet[at:]])


def _shown(identifier: str, form: str, study: TracedStudy) -> str:
    try:
        if form in study.forms:
            return fill_form(study.forms[form], identifier, study.numbers).text
        if form == "word":
            return spell_number(study.numbers[identifier]["value"])
        if form in PARTS:
            return show_number(identifier, study.numbers, form).text
    except (UnknownNumber, KeyError, ValueError):
        pass  # the sentence is shown as far as it can be; aimed check tells what is wrong with it
    return str(study.numbers.get(identifier, {}).get("shown", identifier))


def _tables(identifier: str, study: TracedStudy) -> Iterator[dict[str, str]]:
    """Yield the tables that have the number in a cell, with the label of its row."""
    for name, table in study.binding.get("tables", {}).items():
        for row in table["rows"]:
            if any(identifier in cell["ids"] for cell in row["cells"]):
                label = row["cells"][0]["text"]
                yield {"place": declared_at(name, "table", study), "kind": "table", "text": f"row {label}"}


def _figures(identifier: str, study: TracedStudy) -> Iterator[dict[str, str]]:
    pattern = re.compile(rf"(?<![\w.]){re.escape(identifier)}(?![\w.])")
    for path in sorted((study.root / "results/figures").glob("*.csv")):
        if pattern.search(path.read_text(encoding="utf-8")):
            yield {
                "place": declared_at(path.stem, "figure", study),
                "kind": "figure",
                "text": f"a value of results/figures/{path.name}",
            }


def declared_at(name: str, kind: str, study: TracedStudy) -> str:
    """Return where a table or figure stands in the documents, or else where it is declared."""
    for path, marks in study.marks.items():
        for mark in marks:
            if mark.kind == kind and mark.attributes.get("from") == name:
                return f"{path}:{mark.line}:{mark.column}"
    return f"manuscript/{kind}s.yaml, {name}"
