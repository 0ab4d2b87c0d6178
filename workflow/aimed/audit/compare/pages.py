"""Where the paragraphs of a manuscript stand in a document known by pages.

Between and within them stand tables, figures, captions, notes and references, in sizes of their own and
anywhere in the order of the words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from aimed.audit.compare.edited_text import Paragraph
from aimed.audit.compare.edits import MOST_CITED
from aimed.audit.compare.printed_text import PrintedText, runs_of
from aimed.audit.compare.sentences import Places, Triples, stands_elsewhere
from aimed.audit.compare.source_text import CITED, SourceBlock, SourceWord

ENOUGH = 0.5  # share of the words of a paragraph from which it is found
WIDEST = 2.0  # times as many words as a paragraph has, over which a floating one may lie
FAR = 200  # words of tables and figures that may lie within a paragraph
MOST_INSERTED = 15  # words within a paragraph that may be of a table, and are looked for elsewhere
FEWEST_WORDS = 4  # of a paragraph that may be looked for anywhere
NOTE = re.compile(r"\[\^[\w-]+\]:?|\^\[")


def split_notes(text: str, blocks: Sequence[SourceBlock]) -> list[SourceBlock]:
    """Return the blocks with each footnote as one of its own, since a page has it at its foot."""
    split = []
    for block in blocks:
        spans = [_note_span(text, match) for match in NOTE.finditer(text, block.start, block.end)]
        calls = [SourceWord(CITED, start, end, None, opaque=True) for start, end in spans]
        own = [one for one in block.tokens if not any(a <= one.start < b for a, b in spans)]
        split.append(replace(block, tokens=sorted([*own, *calls], key=lambda one: one.start)))
        for call in calls:
            start, end = call.start, call.end
            inside = [one for one in block.tokens if start < one.start < end and text[start] == "^"]
            split += [SourceBlock(inside[0].start, inside[-1].end, [call, *inside])] if inside else []
    return [block for block in split if block.tokens]


def _note_span(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return where a footnote stands: the call of one, or its words within brackets."""
    if not match[0].endswith("["):
        return match.span()
    depth = 0
    for at in range(match.end() - 1, len(text)):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if depth == 0:
            return match.start(), at + 1
    return match.span()


def find_paragraphs(blocks: Sequence[SourceBlock], printed: PrintedText) -> dict[int, Places]:
    """Return block -> the places of its words: those that stand there whole, then the others in their order,
    and those that were changed and float.
    """
    there = [word for word, _, _ in printed.words]
    found = _find_whole(blocks, there)
    taken = {place for places in found.values() for place in places.values()}
    free = [place for place in range(len(there)) if place not in taken]
    own = [(at, n) for at, block in enumerate(blocks) if at not in found for n in range(len(block.words))]
    matcher = SequenceMatcher(None, [blocks[at].words[n] for at, n in own], [there[place] for place in free])
    matched: dict[int, Places] = {}
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            at, number = own[a + step]
            matched.setdefault(at, {})[number] = free[b + step]
    for at, places in matched.items():
        near = _compact(places, len(blocks[at].words))
        if len(near) >= ENOUGH * len(blocks[at].words):
            found[at] = near
    for at, block in enumerate(blocks):
        if at not in found and (places := _float(block.words, found, there)):
            found[at] = places
    return found


def _find_whole(blocks: Sequence[SourceBlock], there: Sequence[str]) -> dict[int, Places]:
    """Return block -> the places of its words, of those that stand in the document word by word."""
    joined = f" {' '.join(there)} "
    starts = {at: place for place, at in enumerate(accumulate(map(_wide, there[:-1]), initial=0))}
    found: dict[int, Places] = {}
    searched: dict[str, int] = {}
    for number, block in enumerate(blocks):
        words = f" {' '.join(block.words)} "
        at = joined.find(words, searched.get(words, 0))
        if at >= 0 and len(block.words) >= FEWEST_WORDS:
            searched[words] = at + 1
            found[number] = {step: starts[at] + step for step in range(len(block.words))}
    return found


def _wide(word: str) -> int:
    return len(word) + 1


def cut_paragraphs(
    blocks: Sequence[SourceBlock], found: Mapping[int, Places], printed: PrintedText, besides: Triples
) -> tuple[dict[int, Paragraph], set[int]]:
    """Return block -> what stands in its place, without what is of another size; and all these places."""
    taken = {place for places in found.values() for place in places.values()}
    cut, used = {}, set(taken)
    for at, places in found.items():
        size = printed.size_of(list(places.values()))
        own = {place for place in places.values() if printed.is_of(place, size)}
        first, last = _reach(blocks[at].words, places, size, printed, taken)
        inside = (place for place in range(first, last + 1) if place not in taken)
        for run in runs_of([place for place in inside if printed.is_of(place, size)]):
            words = [printed.words[place][0] for place in run]
            if len(run) <= MOST_INSERTED or not stands_elsewhere(words, besides):
                own.update(run)
        used |= own
        cut[at] = Paragraph(printed.write(sorted(own)), of_page=True)
    return cut, used


def _compact(places: Places, words: int) -> Places:
    """Return places without those that lie far from the others: beyond reach, and few words at an end."""
    middle = list(places.values())[len(places) // 2]
    near = [(n, place) for n, place in places.items() if abs(place - middle) <= WIDEST * words + FAR]
    for step in (1, -1):
        jumps = [b - a - (m - n) for (n, a), (m, b) in pairwise(near[::step])]
        for at, jump in enumerate(jumps[: FEWEST_WORDS - 1]):
            if abs(jump) > MOST_CITED:
                near = near[at + 1 :] if step == 1 else near[: -at - 1]
                break
    return dict(near)


def _float(words: Sequence[str], found: Mapping[int, Places], there: Sequence[str]) -> Places:
    """Return where a paragraph stands among words that are no other's; empty where it is not found."""
    taken = {place for places in found.values() for place in places.values()}
    best: Places = {}
    for run in runs_of([place for place in range(len(there)) if place not in taken]):
        if len(run) < ENOUGH * len(words):
            continue
        matcher = SequenceMatcher(None, words, [there[place] for place in run], autojunk=False)
        same = matcher.get_matching_blocks()
        at = {a + step: run[b + step] for a, b, size in same for step in range(size)}
        near = bool(at) and max(at.values()) - min(at.values()) <= WIDEST * len(words)
        best = at if near and len(at) > len(best) else best
    return best if len(best) >= ENOUGH * len(words) else {}


def _reach(
    words: Sequence[str], places: Places, size: float, printed: PrintedText, taken: set[int]
) -> tuple[int, int]:
    """Return first and last place of a paragraph, whose first and last words may have been changed."""

    def step(place: int, by: int) -> int:
        """Return the next place in this size, over what stands between in another; the same where it ends."""
        for at in range(place + by, place + by * FAR, by):
            if not 0 <= at < len(printed.words) or at in taken:
                break
            if printed.is_of(at, size):
                return at
        return place

    first, last = min(places.values()), max(places.values())
    for _ in range(min(places)):
        first = step(first, -1)
    for word in words[max(places) + 1 :]:
        bracket = [one for one, _, _ in printed.words[last + 1 : last + 1 + MOST_CITED]]
        cited = word == CITED and bracket[:1] == ["("] and ")" in bracket
        for _ in range(bracket.index(")") + 1 if cited else word != CITED):
            last = step(last, 1)
    return first, last
