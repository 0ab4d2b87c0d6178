"""Bring what a co-author changed back: a patch of plain words, and a list of what a person has to decide."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aimed import manuscript
from aimed.audit.check.inputs import read_material
from aimed.audit.compare.cells import ChangedCell, find_changed_cells
from aimed.audit.compare.edited_text import Comment, Paragraph, read_edited
from aimed.audit.compare.edits import DRIFTED, GONE, NEW, WordEdit, find_edits, find_new, pair_blocks
from aimed.audit.compare.pages import cut_paragraphs, find_paragraphs, split_notes
from aimed.audit.compare.patch import write_patch
from aimed.audit.compare.printed_text import read_pages_text
from aimed.audit.compare.sentences import find_sentences, gather_triples
from aimed.audit.compare.source_text import SourceBlock, read_source
from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_json
from aimed.language.marks import TextPositions, scan_marks
from aimed.language.prose_regions import FRONT_MATTER
from aimed.messages.problems import ProblemsFound

SHORTEST = 60  # letters of a passage that are shown
METHODS = Path(manuscript.__file__).parent / "layout" / "methods.bib"
BINDING = "results/manuscript/{}.binding.json"


def print_comparison(root: Path, edited: Path, document: str, base: str, to: Path | None) -> int:
    """Print what differs and the patch, or write that to a file; return 1 where something was not taken.

    document is the manuscript's name. base is a commit, or a copy of the .qmd, that the edited document was
    made from; today's when empty. Raises ProblemsFound for files that cannot be read, and without a ledger.
    """
    path = f"manuscript/{document}.qmd"
    text = _read_base(root, path, base)
    bound = _read_bound(root, document)
    blocks = _read_blocks(root, path, text, bound)
    comments: list[Comment] = []
    cells: list[ChangedCell] = []
    if edited.suffix.lower() == ".pdf":
        edits = list(_find_on_pages(root, text, blocks, bound, edited))
    else:
        paragraphs, comments = _read_paragraphs(edited, bound)
        edits, cells = _find(text, blocks, paragraphs, bound, edited)
    older = [edit for edit in edits if edit.kind == DRIFTED]
    refused = sorted((edit for edit in edits if edit.kind and edit not in older), key=lambda edit: edit.start)
    taken, places = [edit for edit in edits if not edit.kind], TextPositions(text)
    told = [*(tell_edit(edit, path, places) for edit in refused), *map(tell_cell, cells)]
    for line in (*told, *map(tell_comment, comments), *_tell_older(older, places)):
        print(line)
    not_taken = len(refused) + len(cells)
    print(f"{len(taken)} changes of words taken, {not_taken} not, {len(comments)} comments")
    patch = write_patch(text, taken, path)
    if to is not None and patch:
        with write_whole(to) as (half,):
            half.write_text(patch, encoding="utf-8", newline="")
        print(f"wrote {to.as_posix()}: git apply {to.as_posix()} takes it into {path}")
    elif patch:
        print(patch, end="")
    return int(bool(not_taken))


def tell_cell(cell: ChangedCell) -> str:
    """Return table, what was changed, and what that stands on."""
    head = f"manuscript/tables.yaml, {cell.table}: cell, not taken"
    head = f"{head}: {_show(cell.before)} became {_show(cell.after)}"
    return f"{head}\n  stands on: {', '.join(cell.ids)}" if cell.ids else head


def tell_edit(edit: WordEdit, path: str, places: TextPositions) -> str:
    """Return place, what was changed, and what that stands on."""
    line, column = places.place(edit.start)
    lines = [
        f"{path}:{line}:{column}: {edit.kind}, not taken: {_show(edit.before)} became {_show(edit.after)}"
    ]
    if edit.mark is not None:
        rest = {"num": edit.mark.text, "quote": edit.mark.attributes.get("turn", "")}
        stands = (
            rest.get(edit.mark.kind) or edit.mark.attributes.get("holds") or edit.mark.attributes.get("why")
        )
        lines.append(f"  stands on: {stands or edit.mark.text}")
    return "\n".join(lines)


def tell_comment(comment: Comment) -> str:
    """Return a comment with its author and place."""
    return f'comment by {comment.author}: {comment.text}\n  at: "{_cut(comment.place)}"'


def _inserted(block: SourceBlock, text: str) -> WordEdit:
    kind = "typed number" if any(letter.isdigit() for letter in text) else ""
    return WordEdit(block.end, block.end, "", f"\n\n{text}", kind)


def _read_base(root: Path, path: str, base: str) -> str:
    if not base:
        return (root / path).read_text(encoding="utf-8")
    if Path(base).is_file():
        return Path(base).read_text(encoding="utf-8")
    command = ["git", "-C", str(root), "show", f"{base}:./{path}"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode or base.startswith("-"):
        found, expected = f"--base {base}", f"a commit that has {path}, or a copy of that file"
        raise ProblemsFound.at(path, found, expected, "name another, or leave --base out")
    return done.stdout.decode("utf-8")


def _read_bound(root: Path, document: str) -> dict[str, Any]:
    """Return what the last build made of the document's tables, figures and references; empty without one."""
    path = root / BINDING.format(document)
    return read_json(path) if path.is_file() else {"references": {}, "tables": {}, "figures": {}}


def _read_blocks(root: Path, path: str, text: str, bound: Mapping[str, Any]) -> list[SourceBlock]:
    material = read_material(root)
    if material.binding is None:
        found, expected = "no ledger to fill in its numbers", "a built study"
        raise ProblemsFound.at(path, found, expected, "make paper")
    labels = {name: label["label"] for name, label in bound["references"].items()}
    return read_source(text, path, material.binding, labels)


def _read_paragraphs(edited: Path, bound: Mapping[str, Any]) -> tuple[list[Paragraph], list[Comment]]:
    """Return paragraphs and comments of the edited document, captions without what the workflow adds."""
    drawn = [*bound["tables"].values(), *bound["figures"].values()]
    endings = sorted({one["caption"] for one in drawn if one.get("caption")})
    paragraphs, comments = read_edited(edited)
    return [replace(one, text=_without(one.text, endings)) for one in paragraphs], comments


def _without(text: str, endings: Sequence[str]) -> str:
    """Return a caption without what the workflow adds to it."""
    for ending in endings:
        text = text.rstrip().removesuffix(ending)
    return text


def _find(
    text: str, blocks: list[SourceBlock], paragraphs: list[Paragraph], bound: Mapping[str, Any], edited: Path
) -> tuple[list[WordEdit], list[ChangedCell]]:
    """Return what differs in paragraphs, and in cells; these and new paragraphs are told of a DOCX alone."""
    pairs = pair_blocks(blocks, paragraphs)
    edits = list(find_edits(text, blocks, {at: paragraphs[place] for at, place in pairs.items()}))
    if edited.suffix.lower() != ".docx":
        return edits, []
    edits += [_inserted(blocks[behind], new) for behind, new in find_new(paragraphs, pairs)]
    shown = [mark.attributes.get("from", "") for mark in scan_marks(text) if mark.kind == "table"]
    return edits, list(find_changed_cells(bound["tables"], shown, paragraphs))


def _find_on_pages(
    root: Path, text: str, blocks: list[SourceBlock], bound: Mapping[str, Any], edited: Path
) -> Iterator[WordEdit]:
    """Yield what differs in the paragraphs of a PDF, and the sentences that are new between them."""
    blocks = split_notes(text, blocks)
    printed = read_pages_text(edited, {word for block in blocks for word in block.words})
    written = [" ".join(block.words) for block in blocks]
    besides = gather_triples([*written, *_list_besides(root, text, bound)])
    found = find_paragraphs(blocks, printed)
    there, used = cut_paragraphs(blocks, found, printed, besides)
    yield from find_edits(text, blocks, there, GONE)
    for new in find_sentences(text, blocks, found, printed, used, besides):
        yield WordEdit(new.start, new.start, "", new.text, NEW)


def _list_besides(root: Path, text: str, bound: Mapping[str, Any]) -> Iterator[str]:
    """Yield what stands on the pages beside the text: tables with their notes, authors, references."""
    head = FRONT_MATTER.match(text)
    yield head[0] if head else ""
    for made in bound["tables"].values():
        yield from (" ".join(cell["text"] for cell in row["cells"]) for row in made["rows"])
        yield " ".join(cell["text"] for cell in made["columns"])
        yield from made["notes"]
    for kept in ("mark_notes", "quotes", "study"):
        yield from (str(value) for value in bound.get(kept, {}).values())
    for library in [*sorted((root / "manuscript").glob("*.bib")), METHODS]:
        yield library.read_text(encoding="utf-8", errors="replace")


def _tell_older(older: Sequence[WordEdit], places: TextPositions) -> list[str]:
    if not older:
        return []
    lines = ", ".join(str(line) for line in sorted({places.place(edit.start)[0] for edit in older}))
    return [f"{len(older)} numbers and labels are others by now, and nobody changed them: lines {lines}"]


def _show(passage: str) -> str:
    return f'"{_cut(passage)}"' if passage.strip() else "nothing"


def _cut(passage: str) -> str:
    line = " ".join(passage.split())
    return line if len(line) <= SHORTEST else f"{line[: SHORTEST - 1]}…"
