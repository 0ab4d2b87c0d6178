"""Read a Rich Text (.rtf) transcript: the paragraphs of the text, deletions that are tracked left out.

Groups, control words and bytes are those of the Rich Text Format Specification 1.9.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from aimed.ingest.transcripts.formats.rtf_tables import (
    CELL_END,
    ROW_BEGIN,
    ROW_END,
    list_blocks,
    without_marks,
)
from aimed.ingest.transcripts.formats.table_rows import read_blocks
from aimed.ingest.transcripts.utterances import Utterance, read_bytes
from aimed.messages.problems import ProblemsFound

TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<bytes>[^{}\\\r\n\x00]+)|(?P<nothing>[\r\n\x00]+)",
    re.DOTALL,
)
# \fcharset of a font -> code page (specification, Font Table); 0 and 1 take the document's
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip
CODE_PAGES = {
    708: "iso8859_6", 936: "gb18030", 1361: "johab", 10000: "mac_roman", 65001: "utf-8",
    **{n: f"cp{n}" for n in (437, 850, 852, 862, 866, 874, 932, 949, 950, *range(1250, 1259))},
}  # fmt: skip
# groups whose words are not part of the text
LEFT_OUT = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf",
    "footer", "footerl", "footerr", "footerf", "footnote", "filetbl", "revtbl", "listtext", "pntext", "xe",
    "tc", "txe", "rxe", "nonshppict", "private", "fldinst", "themedata", "datastore",
}  # fmt: skip
CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "par": "\r", "sect": "\r", "page": "\r", "column": "\r",
    "cell": f"{CELL_END}\r", "nestcell": "\r", "row": f"{ROW_END}\r", "nestrow": "\r",
    "emdash": "\u2014", "endash": "\u2013",
    "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
    "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f", "zwbo": "\u200b", "zwnbo": "\u2060",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", **{sign: sign for sign in "\\{}"}}
SYMBOLS |= {"\n": "\r", "\r": "\r"}
SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
DEEPEST = 5_000


@dataclass(frozen=True)
class Token:
    """One token at a byte of the file: kind is open, close, word, symbol or bytes.

    `value` is the name of a control word, a symbol's character, or bytes; `number` a control word's
    number.
    """

    kind: str
    at: int
    value: str = ""
    number: int | None = None
    bytes: bytes = b""


class BrokenRtf(Exception):
    """RTF that cannot be read: what was found, at which byte."""

    def __init__(self, found: str, at: int) -> None:
        super().__init__(found)
        self.found, self.at = found, at


def read_tokens(content: bytes) -> Iterator[Token]:
    r"""Yield the tokens of an RTF file in order; \bin data are left out, line ends mean nothing.

    Raises BrokenRtf for a backslash at the end, and for \bin data that are cut short.
    """
    at = 0
    while at < len(content):
        found = TOKEN.match(content, at)
        if found is None:
            raise BrokenRtf("a control word that is cut short", at)
        kind, start, at = found.lastgroup or "", at, found.end()
        if kind in ("open", "close"):
            yield Token(kind, start)
        elif kind in ("word", "number"):
            name, number = found["word"].decode("ascii"), found["number"]
            if name == "bin":
                at += max(0, int(number or 0))
                if at > len(content):
                    raise BrokenRtf("binary data that are cut short", start)
                continue
            yield Token("word", start, name, None if number is None else int(number))
        elif kind == "hex":
            yield Token("bytes", start, bytes=bytes.fromhex(found["hex"].decode("ascii")))
        elif kind == "symbol":
            yield Token("symbol", start, found["symbol"].decode("latin-1"))
        elif kind == "bytes":
            yield Token("bytes", start, bytes=found["bytes"])


@dataclass(frozen=True)
class _Group:
    r"""What holds until a group ends: is it read, in which font, how many bytes stand for a \u."""

    kept: bool = True
    deleted: bool = False
    boxed: bool = False
    in_fonts: bool = False
    font: int | None = None
    replaced: int = 1


def read_rtf(path: Path, _encoding: str | None = None) -> list[Utterance]:
    """Return the lines of an .rtf transcript that hold words; `line` is the paragraph's number.

    Raises ProblemsFound for a file that ends within a group or is broken otherwise, for bytes that are
    not in the code page that the file names, and for words in a text box.
    """
    try:
        text = RtfText(read_bytes(path)).read()
    except BrokenRtf as broken:
        expected = "a whole Rich Text file (.rtf)"
        remedy = "open it in the program that made it and save it again, as .docx if it can"
        place = f"{path.as_posix()}, byte {broken.at + 1}"
        raise ProblemsFound.at(place, broken.found, expected, remedy) from None
    return read_blocks(list_blocks(text), path)


class RtfText:
    """The text of an RTF file: paragraphs end with a carriage return, lines within them with a line feed."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.words: list[str] = []
        self.waiting = bytearray()
        self.waiting_at = 0
        self.document_page = "cp1252"
        self.fonts: dict[int, str] = {}
        self.default_font = self.described_font = 0
        self.group = _Group()
        self.outer: list[_Group] = []
        self.to_replace = 0
        self.opened_at = -1

    def read(self) -> str:
        """Return the whole text. Raises BrokenRtf."""
        begun = False
        for token in read_tokens(self.content):
            if begun and not self.outer:
                raise BrokenRtf("more after the end of the text", token.at)
            if token.kind == "open":
                begun = True
                self._open(token)
            elif not begun:
                raise BrokenRtf("text that is not Rich Text", token.at)
            elif token.kind == "close":
                self._close()
            elif token.kind == "word":
                self._take_word(token)
            elif token.kind == "symbol":
                self._take_symbol(token)
            else:
                self._take_bytes(token)
        if self.outer:
            raise BrokenRtf("the end of the file within a group: it is cut short", len(self.content) - 1)
        try:
            return "".join(self.words).encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise BrokenRtf("half a character (a \\u without its other half)", 0) from None

    def _open(self, token: Token) -> None:
        if len(self.outer) >= DEEPEST:
            raise BrokenRtf(f"more than {DEEPEST} groups within each other", token.at)
        self._flush()
        self.outer.append(self.group)
        self.to_replace, self.opened_at = 0, token.at + 1

    def _close(self) -> None:
        self._flush()
        self.group, self.to_replace = self.outer.pop(), 0

    def _take_word(self, token: Token) -> None:
        self._flush()
        name, number = token.value, token.number
        if name in ("u", "uc"):
            self._take_unicode(name, number or 0)
            return
        if self.to_replace:
            self.to_replace -= 1
            return
        if name in LEFT_OUT:
            self.group = replace(self.group, kept=False, in_fonts=name == "fonttbl")
        elif name == "shptxt":
            self.group = replace(self.group, kept=True, boxed=True)
        elif name == "plain":
            self.group = replace(self.group, deleted=False, font=None)
        elif name in ("deleted", "mvf"):
            self.group = replace(self.group, deleted=number != 0)
        elif name in ("trowd", "intbl"):
            self._write(ROW_BEGIN, token.at)
        elif name in CHARACTERS:
            self._write(CHARACTERS[name], token.at)
        else:
            self._choose_code_page(name, number)

    def _choose_code_page(self, name: str, number: int | None) -> None:
        if name in SETS or name == "ansicpg":
            self.document_page = SETS.get(name) or CODE_PAGES.get(number or 0, self.document_page)
        elif name == "deff":
            self.default_font = number or 0
        elif name == "f" and self.group.in_fonts:
            self.described_font = number or 0
        elif name in ("fcharset", "cpg") and self.group.in_fonts:
            page = (CHARSETS if name == "fcharset" else CODE_PAGES).get(number or 0)
            if page:
                self.fonts[self.described_font] = page
        elif name == "f":
            self.group = replace(self.group, font=number or 0)

    def _take_unicode(self, name: str, number: int) -> None:
        if name == "uc":
            self.group = replace(self.group, replaced=max(0, number))
            return
        if -32768 <= number <= 65535:
            self._write(without_marks(chr(number % 65536)), self.opened_at)
        self.to_replace = self.group.replaced

    def _take_symbol(self, token: Token) -> None:
        self._flush()
        if token.value == "*" and token.at == self.opened_at:
            self.group = replace(self.group, kept=False)
        elif self.to_replace:
            self.to_replace -= 1
        elif token.value == "'":
            raise BrokenRtf("a byte that is not written with two digits", token.at)
        else:
            self._write(SYMBOLS.get(token.value, ""), token.at)

    def _take_bytes(self, token: Token) -> None:
        shown = token.bytes[self.to_replace :]
        self.to_replace -= len(token.bytes) - len(shown)
        if shown and self.group.kept and not self.group.deleted:
            self.waiting_at = self.waiting_at if self.waiting else token.at
            self.waiting += shown

    def _flush(self) -> None:
        """Decode the bytes that stand together: a character may take two of them."""
        if not self.waiting:
            return
        font = self.default_font if self.group.font is None else self.group.font
        page = self.fonts.get(font, self.document_page)
        try:
            self._write(without_marks(self.waiting.decode(page)), self.waiting_at)
        except UnicodeDecodeError as error:
            raise BrokenRtf(f"bytes that are not in the code page {page}", self.waiting_at) from error
        self.waiting.clear()

    def _write(self, words: str, at: int) -> None:
        if not self.group.kept or self.group.deleted:
            return
        if self.group.boxed and words.strip():
            raise BrokenRtf("words in a text box", at)
        self.words.append(words)
