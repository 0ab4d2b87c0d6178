"""The marks that bind a manuscript to its ledger, and where each stands."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate

from aimed.language.prose_regions import readable_of
from aimed.language.relative_ids import complete, complete_part, find_scopes, prefix_at
from aimed.language.spans import Span, find_divs, find_spans

SPAN_KINDS = ("num", "claim", "quote", "literal", "when")


@dataclass(frozen=True)
class Mark:
    """One mark: its kind, the text between its brackets, its attributes, its place.

    kind is num, claim, quote, literal, when, table or figure. text is as written in the source, but for
    relative ids, which are whole. attributes holds key=value pairs, and `id` for #id. line and column count
    from 1, in code points; start and end are the half-open span of the whole mark in the file, inside of its
    text.
    """

    kind: str
    text: str
    attributes: dict[str, str]
    line: int
    column: int
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    inside: tuple[int, int] = field(default=(0, 0), compare=False)


class TextPositions:
    """Turns an offset in a text into a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *accumulate(len(line) for line in text.split("\n"))]
        self.starts = [start + number for number, start in enumerate(self.starts)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the (line, column) of the character at `offset`."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def scan_marks(text: str, readable: str | None = None) -> list[Mark]:
    """Return the marks in a manuscript in the order they open; a mark may stand inside another.

    Code, HTML comments and front matter other than title, subtitle, abstract and keywords are not read;
    `readable` gives another choice of what is.
    """
    readable = readable_of(text) if readable is None else readable
    lines = TextPositions(text)
    marks = [
        _mark(text, lines, span, kind)
        for span in find_spans(readable)
        for kind in span.classes
        if kind in SPAN_KINDS
    ]
    marks += [_mark(text, lines, div, kind) for div in find_divs(readable) if (kind := _div_kind(div))]
    if scopes := find_scopes(readable):
        marks = [_with_whole_ids(mark, text, prefix_at(mark.start, scopes)) for mark in marks]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _mark(text: str, lines: TextPositions, span: Span, kind: str) -> Mark:
    line, column = lines.place(span.start)
    content = text[slice(*span.inside)].strip()
    return Mark(kind, content, span.attributes, line, column, span.start, span.end, span.inside)


def _with_whole_ids(mark: Mark, text: str, prefix: str) -> Mark:
    if mark.kind == "num":
        return replace(mark, text=complete(mark.text, prefix))
    attributes = mark.attributes
    if "holds" in attributes:
        attributes = attributes | {"holds": complete(attributes["holds"], prefix)}
    return replace(mark, text=complete_part(text, *mark.inside).strip(), attributes=attributes)


def _div_kind(div: Span) -> str | None:
    if "when" in div.classes:
        return "when"
    name = div.attributes.get("id", "")
    return {"tbl-": "table", "fig-": "figure"}.get(name[:4])
