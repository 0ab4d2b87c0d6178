"""Where words stand in a file, so that they are replaced and every other byte stays."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml


@dataclass(frozen=True)
class TextEdit:
    """What is put in place of a half-open part of a text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class WrittenScalar:
    """A scalar of YAML: the keys that lead to it, whether it is a key itself, its words and its place."""

    way: tuple[str | int, ...]
    is_key: bool
    value: str
    start: int
    end: int


def apply_edits(text: str, edits: list[TextEdit]) -> str:
    """Return a text with all edits made; none may overlap."""
    pieces, at = [], 0
    for one in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[at : one.start], one.words]
        at = one.end
    return "".join([*pieces, text[at:]])


def list_cells(text: str) -> Iterator[list[tuple[str, int, int]]]:
    """Yield the records of a delimited text: of each cell its value, and where it begins and ends.

    The separator is the one that the first line has most of. Quotes stand outside of the places.
    """
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    at, record = 1 if text.startswith("\ufeff") else 0, []
    while at < len(text):
        if text[at] == '"':
            end = at + 1
            while end < len(text) and (text[end] != '"' or text[end + 1 : end + 2] == '"'):
                end += 2 if text[end] == '"' else 1
            record.append((text[at + 1 : end].replace('""', '"'), at + 1, end))
            at = end + 1
        else:
            end = at
            while end < len(text) and text[end] not in f"{separator}\r\n":
                end += 1
            record.append((text[at:end], at, end))
            at = end
        if at < len(text) and text[at] == separator:
            at += 1
            if at == len(text) or text[at] in "\r\n":
                record.append(("", at, at))
            else:
                continue
        while at < len(text) and text[at] in "\r\n":
            at += 1
        yield record
        record = []


def list_scalars(text: str) -> Iterator[WrittenScalar]:
    """Yield the keys and values of a YAML text as they are written, without their quotes."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        yield from _walk(root, (), text)


def _walk(node: yaml.Node, way: tuple[str | int, ...], text: str) -> Iterator[WrittenScalar]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _scalar(key, (*way, str(key.value)), True, text)
                yield from _walk(value, (*way, str(key.value)), text)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _walk(value, (*way, at), text)
    elif isinstance(node, yaml.ScalarNode):
        yield from _scalar(node, way, False, text)


def _scalar(
    node: yaml.ScalarNode, way: tuple[str | int, ...], is_key: bool, text: str
) -> Iterator[WrittenScalar]:
    start, end = node.start_mark.index, node.end_mark.index
    raw = text[start:end]
    inset = 1 if raw[:1] in "\"'" and raw[:1] else 0
    written = raw[inset : len(raw) - inset]
    yield WrittenScalar(way, is_key, written, start + inset, start + inset + len(written))
