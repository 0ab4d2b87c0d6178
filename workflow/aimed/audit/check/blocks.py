"""Block quotations without a turn, and what Quarto would run or put in: shortcodes and code cells."""

import re
from collections.abc import Iterator

from aimed.language.marks import TextPositions
from aimed.language.prose_regions import CODE, COMMENT
from aimed.language.unmarked import ITS_TURN, QUOTED, find_quotations, prose_of
from aimed.messages.findings import Finding, shorten

QUOTED_LINE = re.compile(r" {0,3}>")
WORDS = re.compile(r"[^\W\d_][^\n]*")
SHORTCODE = re.compile(r"(?<!\{)\{\{<[^{}\n]*>\}\}")
CELL = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*(?P<cell>\{[A-Za-z][\w-]*(?:[ ,][^}\n]*)?\})[ \t]*\r?$", re.M
)
INLINE_CELL = re.compile(r"(?<!`)`(?:\{[A-Za-z]+\}|r) [^`\n]+`(?!`)")
NO_WORDS = str.maketrans("", "", CODE + COMMENT)


def find_loose_blocks(path: str, text: str, readable: str) -> Iterator[Finding]:
    """Yield the block quotations whose words no mark covers, and shortcodes and code cells, which never run.

    `readable` is `regions.readable_of(text)`. A block quotation with a quote mark in it counts as marked.
    """
    lines = TextPositions(text)
    for at, written in _block_quotations(prose_of(readable)):
        found, expected = f"a block quotation that no mark covers: {shorten(written)}", ITS_TURN
        remedy = '[...]{.quote turn="cohort/transcript/turn"}, or [...]{.literal why="..."} for other words'
        yield Finding(path, *lines.place(at), "untraced_quotation", found, expected, remedy)
    cells = [(match.start("cell"), match["cell"]) for match in CELL.finditer(text)]
    cells += [
        (match.start(), match[0]) for match in INLINE_CELL.finditer(text) if readable[match.start()] == CODE
    ]
    for at, written in cells:
        cure = "compute it in an analysis, and name the number with [id]{.num}"
        yield _finding(path, lines, at, f"{shorten(written)}, a code cell, which is not run", cure)
    for match in SHORTCODE.finditer(readable):
        found = f"{shorten(match[0])}, a shortcode, which is not filled in"
        yield _finding(path, lines, match.start(), found, "write the words themselves into the document")


def _block_quotations(prose: str) -> Iterator[tuple[int, str]]:
    """Yield (place, words) of the block quotations with words, and without quote or quotation marks."""
    at, may_begin = 0, True
    blocks: list[tuple[int, str]] = []
    for line in prose.splitlines(keepends=True):
        if may_begin and QUOTED_LINE.match(line):
            start, block = blocks.pop() if blocks and blocks[-1][0] + len(blocks[-1][1]) == at else (at, "")
            blocks.append((start, block + line))
        else:
            may_begin = not line.strip() or line.startswith("#")
        at += len(line)
    for start, block in blocks:
        words = WORDS.search(block)
        if words and QUOTED not in block and not find_quotations(block):
            yield start + words.start(), " ".join(words[0].translate(NO_WORDS).split())


def _finding(path: str, lines: TextPositions, at: int, found: str, cure: str) -> Finding:
    return Finding(path, *lines.place(at), "broken_mark", found, "text and marks alone", cure)
