"""Ids that begin with a point, completed by the analysis that a heading or block names with `of`.

`## Access {of="access"}` is for all that stands under it, `::: {of="access.internet"}` for what stands in
it; the innermost counts, and one that begins with a point continues the one around it. `.internet.hic.pct`
is then access.internet.hic.pct. Positions in the text stay those of what was written.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aimed.language.prose_regions import readable_of
from aimed.language.spans import ATTRIBUTES, Span, find_divs, find_spans, read_attributes

HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})[ \t][^\n]*?(?:(?P<attributes>\{[^{}\n]*\})[ \t]*)?\r?$", re.M)
RELATIVE = re.compile(r"(?<![\w.*])\.(?=[a-z*])")
HOLDS = re.compile(r"(?<=[\s{])holds=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s{}\"']+))")
KEY = "of"
NAME = re.compile(rf"(?<=[\s{{]){KEY}=(?:\"[^\"]*\"|'[^']*'|[^\s{{}}]+)")


@dataclass(frozen=True)
class Scope:
    """A half-open part of a text, and what relative ids in it begin with."""

    start: int
    end: int
    prefix: str


@lru_cache(maxsize=32)
def find_scopes(readable: str) -> tuple[Scope, ...]:
    """Return the parts of a text from `readable_of` whose ids may be relative, those around others first."""
    if not NAME.search(readable):
        return ()
    blocks = [(div.start, div.end, div.attributes.get(KEY, "")) for div in find_divs(readable)]
    found: list[Scope] = []
    for start, end, named in sorted([*blocks, *_sections(readable, blocks)]):
        if named:
            prefix = named.replace("-", "_").removesuffix(".")
            found.append(Scope(start, end, complete(prefix, prefix_at(start, found))))
    return tuple(found)


def prefix_at(place: int, scopes: Sequence[Scope]) -> str:
    """Return what relative ids at a place begin with; nothing where no analysis is named."""
    last = bisect_right(scopes, place, key=lambda scope: scope.start)
    return next((scope.prefix for scope in reversed(scopes[:last]) if place < scope.end), "")


def complete(written: str, prefix: str) -> str:
    """Return an id or an expression with its relative ids completed."""
    return RELATIVE.sub(f"{prefix}.", written) if prefix else written


def complete_part(text: str, start: int, end: int) -> str:
    """Return a part of a document as written, but for the ids of its marks, which are whole."""
    return _edit(text, start, end, _whole_ids(text))


def complete_document(text: str) -> str:
    """Return a document as engines read it: its ids are whole, and no heading or block names an analysis."""
    readable = readable_of(text)
    if not find_scopes(readable):
        return text
    names = [(*match.span(), "") for match in list_scope_names(readable)]
    return _edit(text, 0, len(text), [*_whole_ids(text), *names])


@lru_cache(maxsize=16)
def _whole_ids(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and whole form of what the marks of a document look up, in order."""
    scopes = find_scopes(readable_of(text))
    places = list_id_places(text) if scopes else []
    return [(*place, complete(text[slice(*place)], prefix_at(place[0], scopes))) for place in places]


def _edit(text: str, start: int, end: int, edits: list[tuple[int, int, str]]) -> str:
    pieces, at = [], start
    ordered = sorted(edits)
    for begin, stop, words in ordered[bisect_left(ordered, (start,)) : bisect_left(ordered, (end,))]:
        if at <= begin and stop <= end:
            pieces += [text[at:begin], words]
            at = stop
    return "".join([*pieces, text[at:end]])


def list_scope_names(readable: str) -> Iterator[re.Match[str]]:
    """Yield where headings and blocks say of what their ids are."""
    places = [match.span("attributes") for match in HEADING.finditer(readable) if match["attributes"]]
    places += [(div.start, div.inside[0]) for div in find_divs(readable)]
    for start, end in places:
        yield from NAME.finditer(readable, start, end)


@lru_cache(maxsize=16)
def list_id_places(text: str, readable: str | None = None) -> list[tuple[int, int]]:
    """Return where the ids of number marks and the conditions of other marks stand, in order.

    `readable` gives another choice of what is read than `readable_of`.
    """
    readable = readable_of(text) if readable is None else readable
    spans, divs = find_spans(readable), find_divs(readable)
    found = [span.inside for span in spans if "num" in span.classes]
    found += [place for span in spans for place in _holds(text, span.inside[1], span)]
    found += [place for div in divs for place in _holds(text, div.start, div)]
    return sorted(found)


def _holds(text: str, start: int, span: Span) -> Iterator[tuple[int, int]]:
    end = span.end if start == span.inside[1] else span.inside[0]
    yield from (match.span(str(match.lastgroup)) for match in HOLDS.finditer(text, start, end))


def _sections(readable: str, blocks: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and `of` of each section: to the next heading of its level, or its block's end.

    A heading in a block ends no section that began outside of it.
    """
    headings = list(HEADING.finditer(readable))
    for number, heading in enumerate(headings):
        attributes = ATTRIBUTES.fullmatch(heading["attributes"] or "")
        named = read_attributes(attributes[0][1:-1])[1].get(KEY, "") if attributes else ""
        if named:
            at = heading.start()
            ends = [end for start, end, _ in blocks if start < at < end]
            for other in headings[number + 1 :]:
                inside = any(at < start < other.start() < end for start, end, _ in blocks)
                if len(other["level"]) <= len(heading["level"]) and not inside:
                    ends.append(other.start())
            yield at, min([len(readable), *ends]), named
