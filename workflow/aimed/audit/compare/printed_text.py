"""The words of a document known by pages, each with the size that its line is printed in."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from aimed.audit.coherence.documents.pdf import JOINED, PrintedLine, join_lines
from aimed.audit.coherence.documents.text import plain_letters, read_printed
from aimed.audit.compare.source_text import split_words

SAME_SIZE = 0.3  # points
RAISED = 0.8  # of the size of a line: smaller figures are the call of a note, or a citation
FEWEST_LINES = 5  # that are numbered one after the other
FIGURES = re.compile(r"[\d,;\s–-]+")
FIGURE = r"\d{1,3}(?:[,–-]\d{1,3})*"
CALLED = re.compile(
    rf"(?<![\w.-])(?:(?P<before>[^\W\d_]{{2,}})(?P<sign>[.,;:]?){FIGURE}|{FIGURE}(?P<behind>[^\W\d_]{{2,}}))"
    r"(?![\w-])"
)
LINE_NUMBER = re.compile(r"\s*(\d{1,5})(?=\s|$)")
BROKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*[-\u00ad\u2010]$")
SEAM = 40  # letters of a text that its next line can be joined with


@dataclass(frozen=True)
class PrintedText:
    """The text of all pages: its words with their places, and the size of the line of each."""

    text: str
    words: Sequence[tuple[str, int, int]]
    sizes: Sequence[float]

    def is_of(self, place: int, size: float) -> bool:
        """Return whether a word is printed in a size."""
        return abs(self.sizes[place] - size) <= SAME_SIZE

    def size_of(self, places: Sequence[int]) -> float:
        """Return the size in which most of some words are printed."""
        return Counter(self.sizes[place] for place in places).most_common(1)[0][0]

    def write(self, places: Sequence[int]) -> str:
        """Return some words with what stands between those that follow one another."""
        written, end = "", 0
        for number, place in enumerate(places):
            _, start, stop = self.words[place]
            follows = number and places[number - 1] == place - 1
            written += self.text[end:start] if follows else " " * bool(number)
            written, end = written + self.text[start:stop], stop
        return written


def runs_of(places: Sequence[int], printed: PrintedText | None = None) -> Iterator[list[int]]:
    """Yield the stretches of places that follow one another; with `printed`, of one size each."""
    run: list[int] = []
    for place in places:
        parted = run and printed and not printed.is_of(place, printed.sizes[run[-1]])
        if run and (parted or place != run[-1] + 1):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def read_pages_text(path: Path, known: Set[str]) -> PrintedText:
    """Return the text of a PDF without running lines, line numbers and raised figures.

    known: the words of the manuscript, from which figures at a word are told. Words broken at line ends are
    joined. Raises ProblemsFound for a file that cannot be read.
    """
    lines = [
        (_without_calls(_hyphened(" ".join(_plain(line).split())), known), line.size)
        for page in read_printed(path)
        for line in _without_numbers(page)
    ]
    text, starts, sizes = "", [0], [0.0]
    for written, size in _with_whole_words(lines):
        text = text[:-SEAM] + join_lines(f"{text[-SEAM:]}\n{written}") if text else written
        starts.append(max(len(text) - len(written), 0))
        sizes.append(size)
    words = split_words(text)
    return PrintedText(text, words, [sizes[bisect_right(starts, start) - 1] for _, start, _ in words])


def _with_whole_words(lines: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield lines; the first half of a word before a table or figure goes to where the text goes on."""
    carried: dict[float, str] = {}
    for at, (line, size) in enumerate(lines):
        half = carried.pop(size, "") if line[:1].islower() else ""
        written = JOINED.sub("", f"{half}\n{line}") if half else line
        broken = BROKEN.search(written)
        if broken and at + 1 < len(lines) and lines[at + 1][1] != size:
            carried[size] = broken[0]
        yield written[: broken.start()].rstrip() if size in carried and broken else written, size


def _hyphened(line: str) -> str:
    """Return a line with hyphens within it as such: a font may know them as those of line ends alone."""
    return line[:-1].replace("\u00ad", "-") + line[-1:]


def _without_calls(line: str, known: Set[str]) -> str:
    """Return a line without the figures that a font raised: those right at a word of the manuscript."""

    def word_alone(match: re.Match[str]) -> str:
        alone, sign = match["before"] or match["behind"], match["sign"] or ""
        return alone + sign if alone in known and match[0] not in known else match[0]

    return CALLED.sub(word_alone, line)


def _plain(line: PrintedLine) -> str:
    """Return a line in plain letters, without raised figures; a line of these alone is kept."""
    least = RAISED * line.size
    kept = (text for text, size in line.pieces if size >= least or not FIGURES.fullmatch(text))
    return plain_letters("".join(kept))


def _without_numbers(page: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines of a page without their numbers, which go up by one or by five."""
    heads = [(at, int(found[1])) for at, line in enumerate(page) if (found := LINE_NUMBER.match(line.text))]
    runs: list[list[tuple[int, int]]] = []
    for at, number in heads:
        step = number - runs[-1][-1][1] if runs else 0
        if runs and (step == runs[-1][1][1] - runs[-1][0][1] if len(runs[-1]) > 1 else step in (1, 5)):
            runs[-1].append((at, number))
        else:
            runs.append([(at, number)])
    numbered = {at for run in runs if len(run) >= FEWEST_LINES for at, _ in run}
    for at, line in enumerate(page):
        rest = _behind_number(line) if at in numbered else line
        if rest is not None:
            yield rest


def _behind_number(line: PrintedLine) -> PrintedLine | None:
    """Return a line without the number that it begins with; None where that is all."""
    found = LINE_NUMBER.match(line.text)
    if found is None or not line.text[found.end() :].strip():
        return None
    left, pieces = found.end(), []
    for text, size in line.pieces:
        pieces.append((text[left:], size))
        left = max(left - len(text), 0)
    return PrintedLine(tuple(piece for piece in pieces if piece[0]))
