"""Marks of documents under the new name: ids, conditions, codes of quotations, and `of` of headings."""

import re
from collections.abc import Iterator

from aimed.language.prose_regions import readable_of
from aimed.language.relative_ids import complete, find_scopes, list_id_places, list_scope_names, prefix_at
from aimed.language.spans import find_spans
from aimed.onboarding.rename.ids import IdRenaming
from aimed.onboarding.rename.written_words import TextEdit

CODE = re.compile(r"(?<=[\s{])code=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s{}\"']+))")


def edit_document(text: str, ids: IdRenaming) -> Iterator[TextEdit]:
    """Yield the edits of a document."""
    readable = readable_of(text)
    scopes = find_scopes(readable)
    for start, end in list_id_places(text):
        written = text[start:end]
        renamed = ids.rename_expression(written, prefix_at(start, scopes))
        yield TextEdit(start, end, renamed)
    for match in list_scope_names(readable):
        written = text[match.start() : match.end()]
        name = written.partition("=")[2].strip("\"'")
        around = prefix_at(match.start() - 1, [one for one in scopes if one.start < match.start()][:-1])
        whole = complete(name, around)
        parts = ids.rename_id(whole.replace("-", "_")).split(".")
        kept = len(around.split(".")) if name.startswith(".") and around else 0
        words = ("." if kept else "") + ".".join(parts[kept:])
        if words != name.replace("-", "_"):
            at = match.start() + written.index(name)
            yield TextEdit(at, at + len(name), words)
    yield from edit_codes(text, readable, ids)


def edit_marks(text: str, readable: str, ids: IdRenaming) -> Iterator[TextEdit]:
    """Yield the edits of the marks in a text of YAML, of which `readable` is what may hold some."""
    for start, end in list_id_places(text, readable):
        yield TextEdit(start, end, ids.rename_expression(text[start:end]))
    yield from edit_codes(text, readable, ids)


def edit_codes(text: str, readable: str, ids: IdRenaming) -> Iterator[TextEdit]:
    """Yield the edits of the codes that quotations name."""
    for span in find_spans(readable):
        if "quote" in span.classes:
            for match in CODE.finditer(text, span.inside[1], span.end):
                group = str(match.lastgroup)
                yield TextEdit(*match.span(group), ids.rename_theme(match[group]))
