"""Take RTF apart: groups, control words, bytes. After the Rich Text Format Specification 1.9.1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    437: "cp437", 708: "iso8859_6", 850: "cp850", 852: "cp852", 862: "cp862", 866: "cp866",
    874: "cp874", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 1361: "johab",
    10000: "mac_roman", 65001: "utf-8", **{page: f"cp{page}" for page in range(1250, 1259)},
}  # fmt: skip


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
