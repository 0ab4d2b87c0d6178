"""Sentences of a document known by pages that the manuscript has not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from aimed.audit.compare.printed_text import PrintedText, runs_of
from aimed.audit.compare.source_text import SourceBlock, split_words

FEWEST, MOST = 4, 100  # words of letters in a sentence
ELSEWHERE = 0.6  # share of a passage that stands elsewhere in the study
VARIED = 0.5  # share of different words, which columns of a table have not
SENTENCE = re.compile(r"\S.*?[.!?][)\]”\"’]*(?=\s|$)|\S.*$", re.S)
SENTENCE_END = re.compile(r"[.!?][)\]”\"’]*$")
LETTERS = re.compile(r"[^\W\d_]{2,}")
FLOATING = re.compile(r":::+ *\{#(?:tbl|fig)-[^\n]*\n\s*$")
Places = dict[int, int]  # number of a word in its block -> its place in the document
Triples = set[tuple[str, ...]]


@dataclass(frozen=True)
class NewText:
    """Sentences that the manuscript has not, and the place in its file by which they stand."""

    start: int
    text: str


def find_sentences(
    text: str,
    blocks: Sequence[SourceBlock],
    found: Mapping[int, Places],
    printed: PrintedText,
    used: set[int],
    besides: Triples,
) -> Iterator[NewText]:
    """Yield what is new between paragraphs of the manuscript: sentences in the size of one beside them.

    Tables and their notes can have the size of captions: in another size than that of the text, only what
    follows right behind a paragraph, or stands right before one that is no caption, is told.
    """
    size_of_text = printed.size_of([place for places in found.values() for place in places.values()])
    spans = sorted((min(places.values()), max(places.values()), at) for at, places in found.items())
    for (_, start, before), (end, _, behind) in pairwise(spans):
        size = {at: printed.size_of(list(found[at].values())) for at in (before, behind)}
        listed = "#refs" in text[blocks[before].end : blocks[behind].start]
        free = [] if listed else [place for place in range(start + 1, end) if place not in used]
        for run in runs_of(free, printed):
            follows, leads = (printed.is_of(run[0], size[at]) for at in (before, behind))
            every = list(_read_sentences(printed.write(run), besides))
            if not printed.is_of(run[0], size_of_text):
                leads = leads and run[-1] == end - 1 and not FLOATING.search(text[: blocks[behind].start])
                follows = follows and run[0] == start + 1
                every = _first_new(every) if follows else _first_new(every[::-1])[::-1]
            told = " ".join(sentence for sentence, is_new in every if is_new)
            if told and (follows or leads):
                yield NewText(blocks[before].end if follows else blocks[behind].start, told)


def gather_triples(texts: Iterable[str]) -> Triples:
    """Return each three words that follow one another in a text."""
    return {triple for text in texts for triple in _triples([word for word, _, _ in split_words(text)])}


def stands_elsewhere(words: Sequence[str], besides: Triples) -> bool:
    """Return whether most words of a passage are part of three that stand in the study."""
    known = {at + step for at, triple in enumerate(_triples(words)) if triple in besides for step in range(3)}
    return len(known) >= ELSEWHERE * len(words)


def _triples(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _read_sentences(text: str, besides: Triples) -> Iterator[tuple[str, bool]]:
    """Yield each sentence of a stretch, and whether it is new and none of a table or reference."""
    for match in SENTENCE.finditer(text):
        words = [word for word, _, _ in split_words(match[0])]
        whole = SENTENCE_END.search(match[0]) and FEWEST <= len(LETTERS.findall(match[0])) <= MOST
        varied = len(set(words)) >= VARIED * len(words)
        yield match[0], bool(whole and varied and not stands_elsewhere(words, besides))


def _first_new(sentences: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    return list(takewhile(lambda sentence: sentence[1], sentences))
