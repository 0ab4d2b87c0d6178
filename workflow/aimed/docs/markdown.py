"""Write Markdown from plain words: what Markdown would interpret stands as it was written."""

import re
from collections.abc import Iterable, Sequence

CODE = re.compile(r"(`[^`]+`)")
INTERPRETED = re.compile(r"[\\*\[\]<&~]|(?<!\w)_|_(?!\w)|^[>#+-]")


def escape(text: str) -> str:
    """Return text on one line in which only `code` is markup."""
    parts = CODE.split(" ".join(text.split()))
    return "".join(part if CODE.fullmatch(part) else INTERPRETED.sub(r"\\\g<0>", part) for part in parts)


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of escaped cells; nothing without rows."""
    cells = [[escape(cell).replace("|", r"\|") for cell in row] for row in rows]
    lines = [heads, ["---"] * len(heads), *cells] if cells else []
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_page(blocks: Iterable[str]) -> str:
    """Return a page of the blocks that are not empty, a blank line between."""
    return "\n\n".join(filter(None, blocks)) + "\n"
