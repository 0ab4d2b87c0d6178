"""Where what stands in a DOCX comes from, as comments of Word: in the annotated copy, not in the other.

The filters leave a bookmark around each number, claim, quotation and row of a table, named by its place among
the sorted keys of the binding: aimed_n_12 is the twelfth of its numbers.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AUTHOR, INITIALS = "aimed", "a"
MARKED = re.compile(r"aimed_([nqct])_(\d+)(?:_(\d+))?")
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
DOCUMENT, COMMENTS = TEXTS[0], "word/comments.xml"
MOST_IN_FULL = 4  # numbers of one mark; of more, the value and id alone
Binding = Mapping[str, Any]


def write_comments(document: bytes, binding: Binding) -> tuple[bytes, bytes]:
    """Return a DOCX as a journal wants it, without bookmarks of the filters, and one with comments."""
    parts = _read_parts(document)
    plain, annotated = {}, {}
    for name in (name for name in TEXTS if name in parts):
        plain[name] = etree.fromstring(parts[name])
        annotated[name] = etree.fromstring(parts[name])
        _take_bookmarks(plain[name])
    notes = list(_tell_marks(annotated[DOCUMENT], binding)) if DOCUMENT in annotated else []
    for root in annotated.values():
        _take_bookmarks(root)
    return (
        _pack(document, {name: _written(root) for name, root in plain.items()}),
        _pack(
            document,
            {name: _written(root) for name, root in annotated.items()} | {COMMENTS: _write_part(notes)},
        ),
    )


def tell_numbers(ids: Sequence[str], binding: Binding) -> list[str]:
    """Return the lines of a comment on numbers, those of binding.json's evidence."""
    known = [name for name in ids if name in binding["evidence"]]
    if len(known) > MOST_IN_FULL:
        return [f"{name} = {binding['evidence'][name]['shown']}" for name in known]
    return [line for name in known for line in _tell_number(name, binding)]


def _tell_number(name: str, binding: Binding) -> Iterator[str]:
    entry = binding["evidence"][name]
    place = entry.get("ground")
    ground = binding["grounds"][place] if place is not None else {}
    yield f"{entry['label']}: {entry['shown']}"
    told = {
        "interval": entry["interval"],
        "n": entry["n"],
        "counted": entry.get("counted"),
        "out_of": ground.get("out_of"),
        "left_out": ground.get("left_out"),
        "method": entry["method"],
        "computed": entry.get("computed"),
        "from": ", ".join(entry.get("terms", [])),
    }
    words = binding["language"]["words"]
    yield from (f"{words.get(what, what)}: {text}" for what, text in told.items() if text)
    yield f"aimed trace {name}"


PARTS = {"n": "numbers", "c": "claim_ids", "q": "quotes", "t": "tables"}


def _tell_marks(root: Any, binding: Binding) -> Iterator[list[str]]:
    """Turn bookmarks of the filters into ranges of comments, and yield the lines of each comment in order."""
    keys = {kind: sorted(binding[part]) for kind, part in PARTS.items() if part in binding}
    ends = {end.get(f"{{{W}}}id"): end for end in root.iter(f"{{{W}}}bookmarkEnd")}
    number = 0
    for start in list(root.iter(f"{{{W}}}bookmarkStart")):
        found = MARKED.fullmatch(start.get(f"{{{W}}}name", ""))
        end = ends.get(start.get(f"{{{W}}}id"))
        if found is None or end is None or not (lines := _lines_of(found, keys, binding)):
            continue
        start.addprevious(_element("commentRangeStart", id=str(number)))
        behind = _element("commentRangeEnd", id=str(number))
        end.addnext(behind)
        run = _element("r")
        run.append(_element("commentReference", id=str(number)))
        behind.addnext(run)
        number += 1
        yield lines


def _lines_of(found: re.Match[str], keys: Mapping[str, list[str]], binding: Binding) -> list[str]:
    kind, key = found[1], keys[found[1]][int(found[2]) - 1]
    words = binding["language"]["words"]
    if kind == "q":
        held = f"{words['held_to']} {words['words_of_turn']}"
        return [f"{words['said_by']}: {binding['quotes'][key]}", held]
    if kind == "c":
        return [f"{words['holds_while']}: {key}", *tell_numbers(binding["claim_ids"][key], binding)]
    if kind == "n":
        return tell_numbers(binding["numbers"][key]["ids"], binding)
    row = binding["tables"][key]["rows"][int(found[3]) - 1]
    lines = [f"{c['text']}: {', '.join(c['ids'])}" for c in row["cells"] if _is_public(c, binding)]
    return [*lines, words["to_rows"]] if lines else []


def _is_public(cell: Mapping[str, Any], binding: Binding) -> bool:
    return bool(cell["ids"]) and all(name in binding["evidence"] for name in cell["ids"])


def _take_bookmarks(root: Any) -> None:
    starts = root.iter(f"{{{W}}}bookmarkStart")
    ours = [one for one in starts if MARKED.fullmatch(one.get(f"{{{W}}}name", ""))]
    numbers = {one.get(f"{{{W}}}id") for one in ours}
    ends = root.iter(f"{{{W}}}bookmarkEnd")
    for one in [*ours, *(end for end in ends if end.get(f"{{{W}}}id") in numbers)]:
        one.getparent().remove(one)


def _element(name: str, **attributes: str) -> Any:
    element = etree.Element(f"{{{W}}}{name}")
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", value)
    return element


def _write_part(notes: list[list[str]]) -> bytes:
    root = etree.Element(f"{{{W}}}comments", nsmap={"w": W})
    for number, lines in enumerate(notes):
        comment = _element("comment", id=str(number), author=AUTHOR, initials=INITIALS)
        for line in lines:
            paragraph, run, text = _element("p"), _element("r"), _element("t")
            text.text = line
            run.append(text)
            paragraph.append(run)
            comment.append(paragraph)
        root.append(comment)
    return _written(root)


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _read_parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in (*TEXTS, COMMENTS) if name in archive.namelist()}


def _pack(document: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the archive with other contents of some parts; dates and order stay."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(packed, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, parts.get(entry.filename, source.read(entry)), entry.compress_type)
    return packed.getvalue()
