"""The text of a PDF, page by page, as a reader sees it: words broken at line ends are joined."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page: its pieces as they were drawn, each with its size in points."""

    pieces: tuple[tuple[str, float], ...]

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(text for text, _ in self.pieces)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters; 0 in an empty line."""
        sizes: Counter[float] = Counter()
        for text, size in self.pieces:
            sizes[size] += len(text.strip())
        return max(sizes, key=lambda size: sizes[size], default=0.0)


def read_pages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, text) of each page, without running heads, feet and page numbers.

    A sentence that runs on over the end of a page belongs to the page it begins on. Raises UnreadablePdf
    for a file that is no PDF, broken, encrypted, without text, or too large.
    """
    pages = ["\n".join(line.text for line in page) for page in _read(path)]
    yield from enumerate(join_pages(pages), start=1)


def read_lines(path: Path) -> list[list[PrintedLine]]:
    """Return the lines of each page, without running heads, feet and page numbers. Raises as read_pages."""
    pages = [[line for line in page if line.text.strip()] for page in _read(path)]
    running = _find_running([[line.text.strip() for line in page] for page in pages], fewest=2)
    return [_inner(page, running) for page in pages]


def _read(path: Path) -> list[list[PrintedLine]]:
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
    if not any(line.text.strip() for page in pages for line in page):
        found = "a PDF file without text: its pages are images"
        raise UnreadablePdf(found, "make a PDF with text, by text recognition (OCR)")
    return pages


def join_pages(pages: list[str]) -> list[str]:
    """Return each page's text on one line, with the rest of its last sentence from the page behind."""
    lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in pages]
    running = _find_running(lines)
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


def _find_running(pages: list[list[str]], fewest: int = 3) -> set[str]:
    """Return the lines that stand at the top or foot of many pages, with their numbers made alike."""
    edges = Counter(
        line for page in pages for line in {_same(line) for line in (*page[:EDGE], *page[-EDGE:])}
    )
    return {line for line, times in edges.items() if times >= fewest and times >= len(pages) / 3}


def _inner(page: list[Any], running: set[str]) -> list[Any]:
    """Return the lines of a page, texts or printed lines, that are no running head, foot or page number."""
    inner = []
    for place, one in enumerate(page):
        line = (one if isinstance(one, str) else one.text).strip()
        depth = min(place, len(page) - 1 - place)
        if not (depth < EDGE and _same(line) in running) and not (depth < 1 and PAGE_NUMBER.fullmatch(line)):
            inner.append(one)
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


def _extract(reader: "pypdf.PdfReader") -> list[list[PrintedLine]]:
    """Return the lines of each page. Raises UnreadablePdf for more than a document would hold."""
    if len(reader.pages) > MOST_PAGES:
        raise UnreadablePdf(f"more than {MOST_PAGES} pages", "name a part of it")
    pages: list[list[PrintedLine]] = []
    letters = 0
    for page in reader.pages:
        pages.append(_lines_of(page))
        letters += sum(len(text) for line in pages[-1] for text, _ in line.pieces)
        if letters > MOST_LETTERS:
            raise UnreadablePdf("more text than a document holds", "name a part of it")
    return pages


def _lines_of(page: "pypdf.PageObject") -> list[PrintedLine]:
    lines: list[list[tuple[str, float]]] = [[]]

    def note(text: str, frame: Sequence[float], line: Sequence[float], _: Any, size: float) -> None:
        scale = abs(frame[0] * frame[3] - frame[1] * frame[2]) * abs(line[0] * line[3] - line[1] * line[2])
        first, *others = text.split("\n")
        lines[-1].append((first, round(size * scale**0.5, 1)))
        lines.extend([(other, round(size * scale**0.5, 1))] for other in others)

    page.extract_text(visitor_text=note)
    return [PrintedLine(tuple(piece for piece in line if piece[0])) for line in lines]
