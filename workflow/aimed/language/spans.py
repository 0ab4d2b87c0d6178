"""Bracketed spans and fenced divs with attributes, as Pandoc reads them: what marks are written with."""

import re
from dataclasses import dataclass
from functools import lru_cache

from aimed.language.prose_regions import FILL, QUOTE

CLASS = r"\.(?P<class>[^\W\d_][\w:.-]*+)"
IDENTIFIER = r"\#(?P<id>[^\s{}]++)"
PAIR = (
    rf"(?P<key>[A-Za-z_:][\w:.-]*+)={FILL}?"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s{}]*+))"
)
ATTRIBUTE = re.compile(f"{CLASS}|{IDENTIFIER}|{PAIR}")
ATTRIBUTES = re.compile(r"\{\s*(?:(?:" + re.sub(r"\?P<\w+>", "?:", ATTRIBUTE.pattern) + r"|-)\s*+)+\}")
DIV_OPEN = re.compile(r"[ \t>]*:{3,}[ \t]*(?P<attributes>\{.*\}|[^\s{}:]+)[ \t]*:*[ \t]*$")
DIV_CLOSE = re.compile(r"[ \t>]*:{3,}[ \t]*$")


@dataclass(frozen=True)
class Span:
    """Any bracketed text with attributes, a mark or not: [text]{.class key=value}."""

    start: int
    end: int
    inside: tuple[int, int]
    classes: tuple[str, ...]
    attributes: dict[str, str]


def read_attributes(written: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the classes and the key=value pairs (and id) of an attribute list in braces."""
    classes, pairs = [], {}
    for match in ATTRIBUTE.finditer(written):
        if match["class"]:
            classes.append(match["class"])
        elif match["id"]:
            pairs["id"] = match["id"]
        else:
            value = match["double"] if match["double"] is not None else match["single"]
            value = match["bare"] if value is None else value
            pairs[match["key"]] = value.replace(FILL, "").replace(QUOTE, '"')
    return tuple(classes), pairs


def find_brackets(readable: str) -> list[tuple[int, int]]:
    """Return the places of each [ and the ] that closes it, within paragraphs, in order of closing."""
    pairs: list[tuple[int, int]] = []
    open_at: list[int] = []
    for match in re.finditer(r"[\[\]]|\n[ \t]*\r?\n", readable):
        if match[0] == "[":
            open_at.append(match.start())
        elif match[0] != "]":
            open_at.clear()
        elif open_at:
            pairs.append((open_at.pop(), match.start()))
    return pairs


@lru_cache(maxsize=32)
def find_free_brackets(readable: str) -> list[tuple[int, int]]:
    """Return the brackets that can begin a span or a link.

    In [one][two] Pandoc takes the second for the name of a reference, whether it is defined or not.
    """
    free: list[tuple[int, int]] = []
    taking: set[int] = set()
    for start, end in sorted(find_brackets(readable)):
        if start - 1 in taking:
            continue
        free.append((start, end))
        if readable[start + 1] != "^":  # a footnote takes nothing
            taking.add(end)
    return free


@lru_cache(maxsize=32)  # several checks read the marks of one document; nobody changes the list
def find_spans(readable: str) -> list[Span]:
    """Return the bracketed spans with attributes in a text from `readable_of`."""
    spans: list[Span] = []
    for start, end in find_free_brackets(readable):
        attributes = ATTRIBUTES.match(readable, end + 1)
        if attributes and not re.search(r"\n[ \t]*\r?\n", attributes[0]):
            classes, pairs = read_attributes(attributes[0][1:-1])
            spans.append(Span(start, attributes.end(), (start + 1, end), classes, pairs))
    return spans


@lru_cache(maxsize=32)
def find_divs(readable: str) -> list[Span]:
    """Return the fenced divs in a text from `readable_of`; one without an end closes at the text's end."""
    divs: list[Span] = []
    open_divs: list[tuple[int, int, str]] = []
    at = 0
    for line in readable.splitlines(keepends=True):
        content = line.rstrip("\r\n")
        start = at + len(content) - len(content.lstrip(" \t>"))
        if opening := DIV_OPEN.match(content):
            open_divs.append((start, at + len(line), opening["attributes"]))
        elif DIV_CLOSE.match(content) and open_divs:
            divs.append(_div(open_divs.pop(), at, at + len(content)))
        at += len(line)
    return divs + [_div(left, at, at) for left in open_divs]


def _div(opened: tuple[int, int, str], inside_end: int, end: int) -> Span:
    start, inside_start, written = opened
    attributes = ATTRIBUTES.fullmatch(written)
    classes, pairs = read_attributes(written[1:-1]) if attributes else ((written,), {})
    return Span(start, end, (inside_start, inside_end), classes, pairs)
