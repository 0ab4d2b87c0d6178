"""A copy of a text as a reader sees it, in which personal data are searched, and the way back to the text."""

import html
import re
import unicodedata
from dataclasses import dataclass

# what NFKC would make something else of than a reader does: ordinals, seconds, powers, three dots
KEPT = "ºª″‴²³¹…"
_CHARACTERS = [chr(n) for n in range(128, 0x10000)]
_UNSEEN = "".join(c for c in _CHARACTERS if unicodedata.category(c) == "Cf") + "\u034f\ufe0e\ufe0f"
_ALIKE = {
    ord(c): str(unicodedata.decimal(c)) for c in _CHARACTERS if unicodedata.decimal(c, None) is not None
}
_ALIKE |= dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
UNSEEN = re.compile(f"[{_UNSEEN}]")
# characters as a web page writes them, and those of a link that are part of an address or a number
ENCODED = re.compile(r"&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});|%(?:40|2[0BbDdEeFf]|3[Aa])")
# a run of plain letters, one Hangul syllable in its parts, or a character with the marks that follow it
CLUSTER = re.compile(
    "[\x00-\x7f]+(?![\u0300-\u036f])|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
    "|.[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Copy:
    """A text in its compatibility form, without unseen characters, every dash and digit a plain one.

    starts, ends: for each character of the copy where that which it stands for begins and ends in the
    text; empty where the places are the same.
    """

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a half-open span of the copy, not an empty one, is in the text."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def is_encoded(text: str) -> bool:
    """Return whether characters of a text are written as a web page or a link writes them: &#64;, %40."""
    return ("&" in text or "%" in text) and ENCODED.search(text) is not None


def copy_as_read(text: str) -> Copy:
    """Return the copy of a text; a text in ASCII is its own, but for characters written as in a web page."""
    if not is_encoded(text):
        return text_as_read(text)
    decoded = _decode(text)
    read = text_as_read(decoded.text)
    spans = [decoded.place(*read.place(at, at + 1)) for at in range(len(read.text))]
    return Copy(read.text, tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _decode(text: str) -> Copy:
    """Return a text with its encoded characters as themselves, and where each stands in it."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for match in ENCODED.finditer(text):
        spans += [(n, n + 1) for n in range(at, match.start())]
        shown = html.unescape(match[0]) if match[0][0] == "&" else chr(int(match[0][1:], 16))
        spans += [match.span()] * len(shown)
        pieces += [text[at : match.start()], shown]
        at = match.end()
    spans += [(n, n + 1) for n in range(at, len(text))]
    starts, ends = (tuple(span[side] for span in spans) for side in (0, 1))
    return Copy("".join([*pieces, text[at:]]), starts, ends)


def text_as_read(text: str) -> Copy:
    """Return the copy of a text in which no character is written as in a web page."""
    if text.isascii():
        return Copy(text)
    if unicodedata.is_normalized("NFKC", text) and not UNSEEN.search(text):
        return Copy(text.translate(_ALIKE))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in CLUSTER.finditer(text):
        cluster, at = match[0], match.start()
        if cluster.isascii():
            pieces.append(cluster)
            starts += range(at, match.end())
            ends += range(at + 1, match.end() + 1)
            continue
        piece = cluster if cluster in KEPT else UNSEEN.sub("", unicodedata.normalize("NFKC", cluster))
        pieces.append(piece)
        starts += [at] * len(piece)
        ends += [match.end()] * len(piece)
    return Copy("".join(pieces).translate(_ALIKE), tuple(starts), tuple(ends))
