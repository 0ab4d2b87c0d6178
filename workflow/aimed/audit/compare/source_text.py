"""The words of a manuscript as a reader sees them, each with its place in the file and its mark."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aimed.language.marks import Mark, scan_marks
from aimed.language.prose_regions import FILL, FRONT_MATTER, QUOTE, SYMBOL, readable_of
from aimed.manuscript.binding.resolve_marks import Binding

CITED = "\ue010"  # stands for a citation, whatever a style makes of it
WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*|-{2,3}|\.{3}|[^\s\w]|_")
ALIKE = str.maketrans({**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„«»", '"')})
ALIKE |= str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "\xa0": " ", "\xad": "", "…": "..."})
BETWEEN = re.compile(r"(?:^|\n)[ \t]*:::[^\n]*(?=\n|\Z)|\n[ \t]*(?:\n[ \t]*)+|\n(?=#)", re.M)
CITATION = re.compile(r"\[[^\[\]]*(?<!\w)-?@[^\[\]]*\]|(?<![\w@\[])@[\w:-]+")
REFERENCE = re.compile(r"-?@((?:tbl|fig|eq)-[\w-]+)")
SILENT = re.compile(
    r"[*_`~]+|\\(?=[^\w\s])|\]\([^)\s]*\)|(?<=[\]\s])\{[^{}]*\}|^[ \t]*(?:#+|[-+]|\d+\.|>|:::+.*)[ \t]*"
    rf"|[\[\]{FILL}{SYMBOL}]",
    re.M,
)
KEY = re.compile(r"^(?P<key>[\w-]+):", re.M)
IN_FRONT = ("title", "subtitle", "abstract")


@dataclass(frozen=True)
class SourceWord:
    """A word or sign: as it is compared, its place in the file, and the mark it is part of."""

    word: str
    start: int
    end: int
    owner: Mark | None = None
    opaque: bool = False  # what it looks like is not known: citations, attributions


@dataclass
class SourceBlock:
    """A paragraph, heading or item of a manuscript."""

    start: int
    end: int
    tokens: list[SourceWord] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The words as they are compared."""
        return [token.word for token in self.tokens]


def split_words(text: str) -> list[tuple[str, int, int]]:
    """Return (word as it is compared, start, end) of each word and sign of a text."""
    found = [match for match in WORD.finditer(text) if match[0] != "\xad"]
    return [(re.sub("^-+$", "-", m[0].translate(ALIKE)), m.start(), m.end()) for m in found]


def read_source(text: str, path: str, binding: Binding, labels: Mapping[str, str]) -> list[SourceBlock]:
    """Return the blocks of a manuscript's text as the ledger fills it; blocks that do not stand are left out.

    labels: id of a table, figure or formula -> what references to it say.
    """
    readable = readable_of(text)
    shown = SILENT.sub(lambda m: (" " if m[0][0] in "]{" else FILL) * len(m[0]), readable)
    marks = [mark for mark in scan_marks(text, readable) if mark.kind not in ("table", "figure")]
    bound = {mark.start: _bind(mark, path, binding) for mark in marks}
    hidden = [mark for mark in marks if mark.kind == "when" and not bound[mark.start]]
    blocks = []
    for start, end in _split(text, readable):
        within = [mark for mark in marks if start <= mark.start and mark.end <= end]
        block = SourceBlock(start, end, list(_read((readable, shown), start, end, within, bound, labels)))
        if (
            block.tokens
            and readable[start] != "|"
            and not any(mark.start <= start and end <= mark.end for mark in hidden)
        ):
            blocks.append(block)
    return blocks


def _split(text: str, readable: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs and headings, and of title, subtitle and abstract in the front matter."""
    front = FRONT_MATTER.match(text)
    body = front.end() if front else 0
    keys = list(KEY.finditer(text, 0, body))
    ends = [key.start() for key in keys[1:]] + [body]
    named = zip(keys, ends, strict=True) if keys else ()
    spans = [(key.end(), end) for key, end in named if key["key"] in IN_FRONT]
    for first, last in [*spans, (body, len(text))]:
        for start, end in _paragraphs(readable, first, last):
            part = readable[start:end]
            if part.strip():
                yield start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _paragraphs(readable: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in BETWEEN.finditer(readable, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _bind(mark: Mark, path: str, binding: Binding) -> str | bool | None:
    if mark.kind == "num":
        return binding.bind_number(mark, path) or mark.text
    if mark.kind == "when":
        return binding.bind_condition(mark, path) is not False
    return None


def _read(
    texts: tuple[str, str],
    start: int,
    end: int,
    marks: Sequence[Mark],
    bound: Mapping[int, str | bool | None],
    labels: Mapping[str, str],
    owner: Mark | None = None,
) -> Iterator[SourceWord]:
    """Yield the tokens of a stretch: plain words, and those of its marks."""
    at = start
    for mark in marks:
        if mark.start < at:
            continue
        yield from _plain(texts, at, mark.start, labels, owner)
        inside = [one for one in marks if mark.start < one.start and one.end <= mark.end]
        keep = mark if mark.kind in ("claim", "quote", "literal") else owner
        if mark.kind == "num":
            words = split_words(str(bound[mark.start]))
            yield from (SourceWord(word, mark.start, mark.end, mark) for word, _, _ in words)
        elif mark.kind != "when" or bound[mark.start]:
            if mark.kind == "quote":
                yield SourceWord('"', mark.start, mark.inside[0], mark)
            yield from _read(texts, *mark.inside, inside, bound, labels, keep)
            if mark.kind == "quote":
                yield SourceWord('"', mark.inside[1], mark.end, mark)
                yield SourceWord(CITED, mark.inside[1], mark.end, mark, opaque=True)
        at = mark.end
    yield from _plain(texts, at, end, labels, owner)


def _plain(
    texts: tuple[str, str], start: int, end: int, labels: Mapping[str, str], owner: Mark | None
) -> Iterator[SourceWord]:
    readable, shown = texts
    at = start
    for match in [*CITATION.finditer(readable, start, end), None]:
        yield from _words(shown[at : match.start() if match else end], at, owner)
        if match:
            yield from _cited(match[0], match.start(), match.end(), labels)
            at = match.end()


def _words(text: str, start: int, owner: Mark | None) -> Iterator[SourceWord]:
    """Yield the words of text; a character that was taken out inside a word does not part it."""
    kept = [(letter, place) for place, letter in enumerate(text) if letter != FILL]
    joined = "".join(letter for letter, _ in kept).replace(QUOTE, '"')
    for word, first, last in split_words(joined):
        yield SourceWord(word, start + kept[first][1], start + kept[last - 1][1] + 1, owner)


def _cited(written: str, start: int, end: int, labels: Mapping[str, str]) -> Iterator[SourceWord]:
    found = REFERENCE.findall(written)
    if not found:
        yield SourceWord(CITED, start, end, None, opaque=True)
    for number, name in enumerate(found):
        if number:
            yield SourceWord("and" if number == len(found) - 1 else ",", start, end, None, opaque=True)
        label = labels.get(name, name)
        label = label.rpartition(" ")[2] if f"-@{name}" in written else label
        yield from (SourceWord(word, start, end, None, opaque=True) for word, _, _ in split_words(label))
