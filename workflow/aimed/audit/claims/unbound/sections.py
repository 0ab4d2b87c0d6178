"""The parts of a document that may speak of results, and how strictly their words are read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aimed.language.prose_regions import FRONT_MATTER
from aimed.language.spans import find_divs

HEADING = re.compile(
    r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<title>[^{\n]*?)[ \t#]*(?:\{[^}\n]*\})?[ \t]*\r?$", re.M
)
ABSTRACT = re.compile(r"^abstract:[^\n]*\n?(?:(?:[ \t]+[^\n]*|[ \t]*\r?)(?:\n|\Z))*", re.M)
TITLE = re.compile(r"^(?:sub)?title:[ \t]*(?P<title>[^\n]*)", re.M)
LABEL = re.compile(r"\*\*(?P<name>[^*\n]{2,40}?)[.:]?\*\*")
NUMBERING = re.compile(r"^(?:[0-9]+|[IVX]+)(?:\.[0-9]+)*[.)]?[ \t]+")
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class TextPart:
    """A part of a text, half-open. reports: whether its sentences are of results, whatever they name."""

    start: int
    end: int
    reports: bool


def list_parts(text: str, readable: str, words: Words) -> Iterator[TextPart]:
    """Yield the parts of a document that may speak of results: titles, abstract, headings, texts, captions.

    Left out are the sections of `sections_without`, with what stands in them, and what stands before the
    first heading, as a note on the document does.
    """
    front = FRONT_MATTER.match(text)
    end_of_front = front.end() if front else 0
    yield from (TextPart(*match.span("title"), False) for match in TITLE.finditer(text, 0, end_of_front))
    yield from (TextPart(start, end, True) for start, end in abstract_parts(text, words))
    results = list(sections_of(text, readable, words))
    without = list(_spans_of(readable, end_of_front, words.get("sections_without", [])))
    left_out = [span for span in without if not _is_within(span[0], results)]
    headings = list(HEADING.finditer(readable, end_of_front))
    starts = [heading.end() for heading in headings] or [end_of_front]
    ends = [*(heading.start() for heading in headings[1:]), len(readable)]
    for start, end in zip(starts, ends, strict=True):
        if not _is_within(start, left_out):
            yield TextPart(start, end, _is_within(start, results))
    for heading in headings:
        if not _is_within(heading.end(), left_out):
            yield TextPart(*heading.span("title"), False)
    for div in find_divs(readable):
        named = div.attributes.get("id", "").startswith(("tbl-", "fig-"))
        if named and _is_within(div.start, left_out):
            yield TextPart(*div.inside, False)


def sections_of(text: str, readable: str, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sections that report, with the sections within them."""
    front = FRONT_MATTER.match(text)
    yield from _spans_of(readable, front.end() if front else 0, words.get("sections", []))


def abstract_parts(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the abstract, without the parts whose bold label is left out (Background, Methods)."""
    front = FRONT_MATTER.match(text)
    abstract = ABSTRACT.search(text, 0, front.end()) if front else None
    if abstract is None:
        return
    left_out = {plain(name) for name in words.get("abstract_without", [])}
    labels = list(LABEL.finditer(text, *abstract.span()))
    starts = [abstract.start(), *(label.start() for label in labels), abstract.end()]
    for label, start, end in zip([None, *labels], starts, starts[1:], strict=False):
        if label is None or plain(label["name"]) not in left_out:
            yield start, end


def plain(phrase: str) -> str:
    """Return a phrase in small letters, its words one blank apart."""
    return " ".join(str(phrase).casefold().split())


def _spans_of(readable: str, begin: int, named: Sequence[str]) -> Iterator[tuple[int, int]]:
    names = {plain(name) for name in named}
    headings = list(HEADING.finditer(readable, begin))
    for number, heading in enumerate(headings):
        if plain(NUMBERING.sub("", heading["title"])) in names:
            after = (h for h in headings[number + 1 :] if len(h["level"]) <= len(heading["level"]))
            yield heading.end(), next((h.start() for h in after), len(readable))


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
