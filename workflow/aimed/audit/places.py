"""Where a number stands: sentences, claims, tables and figures of the manuscript."""

import re
from collections.abc import Iterator

from aimed.audit.traced_study import TracedStudy
from aimed.expressions import ids_of
from aimed.manuscript.composites import PARTS, UnknownNumber, fill_form, show_number, spell_number
from aimed.marks import Mark, find_spans
from aimed.regions import readable_of

SENTENCE_END = re.compile(
    r"[.!?][\"”’)\]]*\s|\n[ \t]*\n|\n(?=#)|\A---|^(?:title|subtitle|abstract|keywords):[ \t]*[|>]?|^:{3,}.*$",
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
    text = study.texts[path]
    masked = list(text)
    for other in study.marks[path]:
        if other.kind not in ("table", "figure", "when"):
            masked[other.start : other.end] = "_" * (other.end - other.start)
    plain = "".join(masked)
    begin = max((m.end() for m in SENTENCE_END.finditer(plain, 0, mark.start)), default=0)
    after = SENTENCE_END.search(plain, mark.end)
    return " ".join(show_marks(text[begin : after.start() + 1 if after else len(text)], study).split())


def show_marks(snippet: str, study: TracedStudy) -> str:
    """Return a piece of the manuscript with each mark replaced by its words or its shown value."""
    while spans := find_spans(readable_of(snippet)):
        span = max(spans, key=lambda span: span.start)
        inside = snippet[slice(*span.inside)]
        shown = (
            _shown(inside.strip(), span.attributes.get("as", ""), study) if "num" in span.classes else inside
        )
        snippet = snippet[: span.start] + shown.replace("[", "(").replace("]", ")") + snippet[span.end :]
    return snippet


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
