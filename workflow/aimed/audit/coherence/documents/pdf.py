"""The text of a PDF, page by page, as a reader sees it: words broken at line ends are joined."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdf

MOST_PAGES = 2000
MOST_LETTERS = 10_000_000
JOINED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-z\u00df-\u00ff])")  # indepen-dently
KEPT = re.compile(r"(?<=\w)([-\u2010\u2011])\n(?=\w)")  # Mann-Whitney, 5-point, 0.2-0.9

PAGE_NUMBER = re.compile(r"(?:page\s*)?[-\u2013]?\s*\d+\s*(?:(?:/|of)\s*\d+)?\s*[-\u2013]?", re.I)
EDGE = 2  # lines at the top and the foot of a page that may be running lines
OPEN = re.compile(r"[,;(\[=<>%/–-]$|\b(?:to|of|the|and|was)$")  # the sentence is not at its end
GOES_ON = (*"0123456789.([=<>",)
SENTENCE_END = re.compile(r"[.!?][)\]\u201d]?\s+(?=[A-Z])")


class UnreadablePdf(ValueError):
    """A PDF without text that can be read; its message says why, and `remedy` what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.remedy = remedy


def read_pages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, text) of each page, without running heads, feet and page numbers.

    A sentence that runs on over the end of a page belongs to the page it begins on. Raises UnreadablePdf
    for a file that is no PDF, broken, encrypted, without text, or too large.
    """
    import pypdf  # half a second, which a check of other documents need not wait for

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not for the user
    try:
        reader = pypdf.PdfReader(path)
        locked = reader.is_encrypted and not _opens_without_password(reader)
        pages = [] if locked else _extract(reader)
    except UnreadablePdf:
        raise
    except Exception:  # a broken PDF can fail in any way: by key, type, depth or arithmetic
        raise UnreadablePdf("not a whole PDF file", "get the file again") from None
    if locked:
        raise UnreadablePdf("a PDF file that is encrypted", "save it without a password")
    if not any(text.strip() for text in pages):
        found = "a PDF file without text: its pages are images"
        raise UnreadablePdf(found, "make a PDF with text, by text recognition (OCR)")
    yield from enumerate(join_pages(pages), start=1)


def join_pages(pages: list[str]) -> list[str]:
    """Return each page's text on one line, with the rest of its last sentence from the page behind."""
    lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in pages]
    edges = Counter(
        line for page in lines for line in {_same(line) for line in (*page[:EDGE], *page[-EDGE:])}
    )
    running = {line for line, times in edges.items() if times > 2 and times >= len(pages) / 3}
    whole: list[str] = []
    for page in lines:
        text = join_lines("\n".join(_inner(page, running)))
        if whole and whole[-1] and (OPEN.search(whole[-1]) or text[:1].islower() or text[:1] in GOES_ON):
            end = SENTENCE_END.search(text)
            rest = end.end() if end else len(text)
            whole[-1] = join_lines(f"{whole[-1]}\n{text[:rest]}")
            text = text[rest:]
        whole.append(text)
    return whole


def _inner(page: list[str], running: set[str]) -> list[str]:
    """Return the lines of a page that are no running head, foot or page number."""
    inner = []
    for place, line in enumerate(page):
        depth = min(place, len(page) - 1 - place)
        if not (depth < EDGE and _same(line) in running) and not (depth < 1 and PAGE_NUMBER.fullmatch(line)):
            inner.append(line)
    return inner


def _same(line: str) -> str:
    """Return a line with its numbers made alike, as running lines are."""
    return re.sub(r"\d+", "0", line)


def join_lines(text: str) -> str:
    """Return the text of a page on one line; hyphens at line ends go only where they break a word in two."""
    return KEPT.sub(r"\1", JOINED.sub("", text)).replace("\n", " ")


def _opens_without_password(reader: "pypdf.PdfReader") -> bool:
    """Return whether a PDF that only forbids printing or copying can be read by everybody."""
    from pypdf.errors import DependencyError, PyPdfError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, PyPdfError, NotImplementedError):  # AES needs a package that is not there
        return False


def _extract(reader: "pypdf.PdfReader") -> list[str]:
    """Return the text of each page. Raises UnreadablePdf for more than a document would hold."""
    if len(reader.pages) > MOST_PAGES:
        raise UnreadablePdf(f"more than {MOST_PAGES} pages", "name a part of it")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MOST_LETTERS:
            raise UnreadablePdf("more text than a document holds", "name a part of it")
    return pages
