"""What differs between the words of a manuscript and those of an edited document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from aimed.audit.compare.edited_text import Paragraph
from aimed.audit.compare.source_text import ALIKE, CITED, SourceBlock, SourceWord, split_words
from aimed.language.marks import Mark

MOST_CITED = 24  # words in one bracket
CITED_SIGN = re.compile(r"[\d.,;–-]+|p|pp|[()]")
LIKENESS = 0.5  # share of words from which two paragraphs are one that was changed
RAISED = r"[\d,;-]*"
NUMBERED = re.compile(r"^\s*(?:Table|Figure)\s+S?\d+\.\s*")
IN_BRACKETS = re.compile(r"\s*\(\s*[^()]{1,80}\)")
DRIFTED = "older number"  # the ledger has another by now
NEW, GONE = "new in the document", "not found in the document"
DRIFTS = ("number", "literal", "citation or reference")
NAMES = {"num": "number", "claim": "claim", "quote": "quotation", "literal": "literal"}


@dataclass(frozen=True)
class WordEdit:
    """A change: the half-open span in the file, the words there, those that come instead, what it touches.

    mark is the number, claim, quotation or literal that it touches; kind says why it is not taken, "" where
    it is.
    """

    start: int
    end: int
    before: str
    after: str
    kind: str = ""
    mark: Mark | None = None


def find_edits(
    text: str, blocks: Sequence[SourceBlock], there: Mapping[int, Paragraph], gone: str = ""
) -> Iterator[WordEdit]:
    """Yield what an edited document has in place of the words of a manuscript, in order of the manuscript.

    there: block -> its paragraph. gone: why a paragraph that is not there is not taken out; "" where it is.
    """
    for number, block in enumerate(blocks):
        if number in there:
            yield from _compare(text, block, there[number])
        else:
            marks = [token.owner for token in block.tokens if token.owner]
            written = text[block.start : block.end]
            kind = gone or ("left out with its marks" if marks else "")
            yield WordEdit(
                block.start, block.end, written, "", kind, marks[0] if marks and not gone else None
            )


def pair_blocks(blocks: Sequence[SourceBlock], paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return block -> its paragraph: the same words first, wherever they moved; then the most alike."""
    words = [[word for word, _, _ in split_words(_unnumbered(one.text))] for one in paragraphs]
    free = {at for at, one in enumerate(paragraphs) if words[at] and not one.in_table and not one.made}
    by_words: dict[tuple[str, ...], list[int]] = {}
    for at in sorted(free):
        by_words.setdefault(tuple(words[at]), []).append(at)
    pairs: dict[int, int] = {}
    for number, block in enumerate(blocks):
        same = by_words.get(tuple(block.words), [])
        if same:
            pairs[number] = same.pop(0)
    free -= set(pairs.values())
    for number, block in enumerate(blocks):
        if number in pairs:
            continue
        best = max(free, key=lambda at: _likeness(block.words, words[at]), default=None)
        if best is not None and _likeness(block.words, words[best]) >= LIKENESS:
            pairs[number] = best
            free.discard(best)
    return pairs


def find_new(paragraphs: Sequence[Paragraph], pairs: dict[int, int]) -> Iterator[tuple[int, str]]:
    """Yield (block behind which it stands, text) of each new paragraph between two of the manuscript."""
    behind, taken = -1, {at: number for number, at in pairs.items()}
    last = max(taken, default=0)
    for at, paragraph in enumerate(paragraphs[:last]):
        behind = taken.get(at, behind)
        written = paragraph.text.strip()
        if at in taken or behind < 0 or not written or paragraph.in_table or paragraph.made:
            continue
        if written[0] not in "†‡":
            yield behind, written


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < LIKENESS or matcher.quick_ratio() < LIKENESS:
        return 0.0
    return matcher.ratio()


def _unnumbered(text: str) -> str:
    """Return a text without the label of a caption and the signs of what was not planned."""
    return NUMBERED.sub("", text.replace("†", "").replace("‡", ""), count=1)


def _compare(text: str, block: SourceBlock, paragraph: Paragraph) -> Iterator[WordEdit]:
    """Yield the edits of one paragraph.

    Brackets where a citation or an attribution stands are none. In a document with tracked changes, a number
    that is another than the ledger's and was not tracked is an older number.
    """
    written = _unnumbered(paragraph.text)
    words = _as_cited(split_words(written), block)
    tracked = _tracked(paragraph, block, [word for word, _, _ in words])
    matcher = SequenceMatcher(None, block.words, [word for word, _, _ in words], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        old, new = block.tokens[a:b], words[c:d]
        after = written[new[0][1] : new[-1][2]] if new else ""
        if tag == "equal" or _is_citation(old, after) or _is_capital(old, after):
            continue
        old, after = _without_citations(old, after)
        owners = [token.owner for token in old if token.owner]
        between = [*block.tokens[max(a - 1, 0) : a], *block.tokens[b : b + 1]]
        if not owners and len(between) == 2 and between[0].owner and between[0].owner == between[1].owner:
            owners = [between[0].owner]  # words put into a mark
        if paragraph.of_page and _is_of_page(tag, old, after):
            continue
        start, end = _span(block, old, a)
        kind = _why_not(owners, old, after)
        if kind in DRIFTS and tracked is not None and not any(f <= d and c <= t for f, t in tracked):
            kind = DRIFTED
        shown = " ".join(token.word for token in old) if kind == NAMES["num"] else text[start:end]
        yield WordEdit(start, end, shown, after, kind, owners[0] if owners else None)


def _as_cited(words: list[tuple[str, int, int]], block: SourceBlock) -> list[tuple[str, int, int]]:
    """Return words with each bracket that a citation or an attribution makes as one, where the block has any.

    An attribution stands behind a quotation mark; a citation has figures alone, as (1,3-5), that the block
    has not as words of its own.
    """
    if CITED not in block.words:
        return words
    own = " ".join(block.words)
    made: list[tuple[str, int, int]] = []
    at = 0
    while at < len(words):
        end = next((n for n in range(at, min(at + MOST_CITED, len(words))) if words[n][0] == ")"), None)
        inside = [word for word, _, _ in words[at : (end or at) + 1]]
        numbered = all(CITED_SIGN.fullmatch(word) for word in inside) and " ".join(inside) not in own
        said = (
            bool(made) and made[-1][0] == '"' and any(token.owner and token.opaque for token in block.tokens)
        )
        if words[at][0] == "(" and end and (numbered or said):
            made.append((CITED, words[at][1], words[end][2]))
            at = end + 1
        else:
            made.append(words[at])
            at += 1
    return made


def _tracked(paragraph: Paragraph, block: SourceBlock, words: list[str]) -> list[tuple[int, int]] | None:
    """Return which words were tracked, as spans; None in a document without tracked changes."""
    if paragraph.before is None:
        return None
    before = [word for word, _, _ in _as_cited(split_words(_unnumbered(paragraph.before)), block)]
    opcodes = SequenceMatcher(None, before, words, autojunk=False).get_opcodes()
    return [(c, d) for tag, _, _, c, d in opcodes if tag != "equal"]


def _why_not(owners: list[Mark], old: Sequence[SourceWord], after: str) -> str:
    if owners:
        return NAMES.get(owners[0].kind, "mark")
    if any(token.opaque for token in old):
        return "citation or reference"
    if re.search(r"\d", after):
        return "typed number"
    return "typed quotation" if re.search("[“”«»„]", after) else ""


def _is_citation(old: Sequence[SourceWord], after: str) -> bool:
    opaque = [token for token in old if token.opaque]
    if any(token.word == CITED for token in old):  # figures right before or behind the words
        own = re.escape("".join(token.word for token in old if token.word != CITED))
        if re.fullmatch(rf"{RAISED}{own}{RAISED}", re.sub(r"\s+", "", after.translate(ALIKE))):
            return True
    return bool(opaque) and len(opaque) == len(old) and bool(IN_BRACKETS.fullmatch(after) or not after)


def _is_of_page(tag: str, old: Sequence[SourceWord], after: str) -> bool:
    """Return whether a page makes the difference: a float within the paragraph, a hyphen at a line's end."""
    if tag == "insert":
        return bool(NUMBERED.match(after))
    return "".join(token.word for token in old).replace("-", "") == after.translate(ALIKE).replace("-", "")


def _is_capital(old: Sequence[SourceWord], after: str) -> bool:
    """Return whether a number in words begins a sentence."""
    words = [token.owner for token in old if token.owner and token.owner.attributes.get("as") == "word"]
    spelled = "".join(word for word, _, _ in split_words(after))
    return len(words) == len(old) and spelled.casefold() == "".join(token.word for token in old).casefold()


def _without_citations(old: list[SourceWord], after: str) -> tuple[list[SourceWord], str]:
    """Take a citation at the end of a change, and the brackets that stand for it, out of the change."""
    if old and old[-1].word == CITED and not (old[-1].owner and len(old) == 1):
        found = re.search(r"\s*\([^()]{1,80}\)\s*$", after)
        return (old[:-1], after[: found.start()]) if found else (old, after)
    return old, after


def _span(block: SourceBlock, old: Sequence[SourceWord], at: int) -> tuple[int, int]:
    if old:
        return old[0].start, old[-1].end
    place = block.tokens[at - 1].end if at else block.start
    return place, place
