"""Where a number stands: sentences, claims, tables and figures of the manuscript."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from aimed.audit.lookup.built_study import TracedStudy
from aimed.language.expressions import ids_of
from aimed.language.marks import Mark
from aimed.language.prose_regions import readable_of
from aimed.language.relative_ids import complete_part
from aimed.language.sentence_bounds import find_bounds
from aimed.language.spans import Span, find_spans
from aimed.ledger.contents import Numbers
from aimed.ledger.joint.rows import JOINT, list_conditions, read_joint
from aimed.manuscript.binding.resolve_marks import FROZEN_ON, place_of
from aimed.manuscript.number_forms import PARTS, UnknownNumber, fill_form, show_number, spell_number

ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
Place = dict[str, str]


@dataclass(frozen=True)
class ComparedStudy(TracedStudy):
    """A study whose sentences are read with given numbers, whether its own ledger is there or not."""

    compared: Numbers

    @property
    def numbers(self) -> Numbers:  # type: ignore[override]
        """The numbers that the sentences are shown with."""
        return self.compared


def find_places(identifier: str, study: TracedStudy) -> list[Place]:
    """Return the places of a number: each has place (file:line:column), kind and text."""
    return [place for _, place in _walk({identifier}, study)]


def index_places(wanted: AbstractSet[str], study: TracedStudy) -> dict[str, list[Place]]:
    """Return id -> its places, of all wanted ids; the same sentence, row or file of a document once."""
    found: dict[str, dict[tuple[str, str], Place]] = {}
    for name, place in _walk(wanted, study):
        found.setdefault(name, {}).setdefault((place["place"].partition(":")[0], place["text"]), place)
    return {name: list(places.values()) for name, places in found.items()}


def _walk(wanted: AbstractSet[str], study: TracedStudy) -> Iterator[tuple[str, Place]]:
    """Yield (id, place) of wanted ids in one walk through documents, tables and figures."""
    for path, mark in list_marks(study):
        if ids := [name for name in dict.fromkeys(ids_of_mark(mark, study)) if name in wanted]:
            place = {"place": place_of(path, mark), "kind": mark.kind, "text": sentence_of(path, mark, study)}
            yield from ((name, dict(place)) for name in ids)
    for name, table in study.binding.get("tables", {}).items():
        at = declared_at(name, "table", study)
        for row in table["rows"]:
            text = f"row {row['cells'][0]['text']}"
            for identifier in {i for cell in row["cells"] for i in cell["ids"]} & wanted:
                yield identifier, {"place": at, "kind": "table", "text": text}
    for plotted in list_plotted(study):
        at, text = declared_at(plotted.stem, "figure", study), f"a value of results/figures/{plotted.name}"
        for identifier in set(ID.findall(plotted.read_text(encoding="utf-8"))) & wanted:
            yield identifier, {"place": at, "kind": "figure", "text": text}


def list_marks(study: TracedStudy) -> Iterator[tuple[str, Mark]]:
    """Yield (path of its document, mark) of all documents."""
    return ((path, mark) for path, marks in study.marks.items() for mark in marks)


def list_plotted(study: TracedStudy) -> list[Path]:
    """Return the tables of the numbers that figures plot; their stems are the figures that were drawn."""
    return sorted((study.root / "results/figures").glob("*.csv"))


def ids_of_mark(mark: Mark, study: TracedStudy) -> list[str]:
    """Return the ids that a mark shows or holds to: one, or those of a composite or an expression."""
    try:
        if mark.kind == "claim" and mark.attributes.get("row"):
            return ids_of_rows(mark, study)
        if mark.kind in ("claim", "when"):
            return ids_of(mark.attributes.get("holds", ""), study.numbers)
        form = study.forms.get(mark.attributes.get("as", ""))
        if mark.kind == "num" and form is not None:
            return list(fill_form(form, mark.text, study.numbers).ids)
    except (UnknownNumber, ValueError):
        return []
    return [mark.text] if mark.kind == "num" and mark.text in study.numbers else []


def ids_of_rows(mark: Mark, study: TracedStudy) -> list[str]:
    """Return the ids that a claim's rows of the joint display rest on, and of its own condition."""
    path = study.root / JOINT
    rows = {row["id"]: row for row in read_joint(path, at_once=True).rows} if path.is_file() else {}
    named = [rows[name] for name in mark.attributes["row"].split() if name in rows]
    conditions = [condition for row in named for _, condition in list_conditions(row)]
    conditions += [mark.attributes["holds"]] if "holds" in mark.attributes else []
    return list(dict.fromkeys(one for written in conditions for one in ids_of(written, study.numbers)))


def sentence_of(path: str, mark: Mark, study: TracedStudy) -> str:
    """Return the sentence of a document around a mark as readers see it: marks replaced by what they show."""
    if mark.kind in ("table", "figure", "when"):
        return " ".join(show_marks(mark.text, study).split())[:300]
    blocks = [part for part in study.marks[path] if part.kind == "when" and not is_printed(part, study)]
    for block in blocks:
        if block.start <= mark.start < block.end:
            return f"(not printed now) {' '.join(show_marks(block.text, study).split())[:300]}"
    begin, end = bounds_of_sentence(path, mark, study)
    return " ".join(show_marks(complete_part(study.texts[path], begin, end), study).split())


def bounds_of_sentence(path: str, mark: Mark, study: TracedStudy) -> tuple[int, int]:
    """Return the half-open span of the sentence around a mark of a document."""
    return find_bounds(study.texts[path], study.inline_spans[path], mark.start, mark.end)


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
    if identifier == FROZEN_ON:
        return str(study.ledger["study"].get("plans_frozen_on", identifier))
    return study.numbers[identifier]["shown"] if identifier in study.numbers else identifier


def declared_at(name: str, kind: str, study: TracedStudy) -> str:
    """Return where a table or figure stands in the documents, or else where it is declared."""
    stands = (place_of(path, mark) for path, mark in list_marks(study) if shows(mark, kind, name))
    return next(stands, f"manuscript/{kind}s.yaml, {name}")


def shows(mark: Mark, kind: str, name: str) -> bool:
    """Return whether a mark is the div of a table or figure made from `name`."""
    return mark.kind == kind and mark.attributes.get("from") == name
