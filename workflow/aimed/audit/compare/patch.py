"""The plain words that were changed, as a patch to the manuscript."""

import difflib
from collections.abc import Sequence

from aimed.audit.compare.edits import WordEdit


def write_patch(text: str, edits: Sequence[WordEdit], path: str) -> str:
    """Return a unified diff that makes the edits, which do not overlap, in a text; "" for none."""
    changed = text
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        changed = _replace(changed, edit)
    before, after = text.splitlines(keepends=True), changed.splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"))


def _replace(text: str, edit: WordEdit) -> str:
    """Return a text with one edit made; blanks around stay single, and an empty paragraph goes whole."""
    head, tail, after = text[: edit.start], text[edit.end :], edit.after
    if not after and (not head or head.endswith("\n")) and tail.startswith("\n"):
        return head + tail.lstrip("\n")
    if not after and head.endswith(" ") and (tail[:1] in " .,;:)" or not tail):
        head = head.rstrip(" ")
    if edit.start == edit.end and after and not after.startswith("\n"):
        sign = after[0] in ".,;:)!?^"
        after = after if sign or head[-1:].isspace() or head[-1:] in "([" else f" {after}"
        joined = tail[:1].isspace() or tail[:1] in ".,;:)!?" or not tail
        after = after if joined else f"{after} "
    return head + after + tail
