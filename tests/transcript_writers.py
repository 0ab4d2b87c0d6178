"""Write talk as transcript files of each format, after the format's rules and with no code of the readers."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from transcript_cohort import docx, packed

NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


@dataclass(frozen=True)
class Said:
    """What one speaker says: lines of words."""

    speaker: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words as a reader should join them."""
        return " ".join(self.lines)


Talk = Sequence[Said]


def write_txt(talk: Talk) -> bytes:
    """Label and colon, further lines below."""
    return "\n\n".join(f"{said.speaker}: " + "\n".join(said.lines) for said in talk).encode()


def write_md(talk: Talk) -> bytes:
    """Bold label, every ASCII punctuation mark of the words escaped (CommonMark 0.31, section 2.4)."""

    def plain(words: str) -> str:
        return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", words)

    return "\n\n".join(
        f"**{plain(said.speaker)}:** " + "\n".join(map(plain, said.lines)) for said in talk
    ).encode()


def write_docx(talk: Talk) -> bytes:
    """One paragraph per turn, soft breaks between its lines."""
    return docx(
        "".join(
            f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{escape(said.speaker)}: </w:t></w:r>"
            + "<w:r><w:br/></w:r>".join(
                f"<w:r><w:t xml:space='preserve'>{escape(line)}</w:t></w:r>" for line in said.lines
            )
            + "</w:p>"
            for said in talk
        )
    )


def write_odt(talk: Talk) -> bytes:
    """One paragraph per turn; runs of blanks as text:s (OpenDocument 1.3, part 3, 6.1.3)."""

    def plain(words: str) -> str:
        blanks = re.sub(r" ( +)", lambda run: f' <text:s text:c="{len(run[1])}"/>', escape(words))
        return f"<text:span>{blanks}</text:span>"

    body = "".join(
        f"<text:p>{plain(said.speaker + ':')}<text:s/>"
        + "<text:line-break/>".join(map(plain, said.lines))
        + "</text:p>\n"
        for said in talk
    )
    content = (
        f"<office:document-content {NAMESPACES}><office:body><office:text>\n{body}"
        "</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def write_rtf(talk: Talk) -> bytes:
    r"""One paragraph per turn; what is not ASCII as \u with a question mark behind (RTF 1.9.1, Unicode)."""

    def plain(words: str) -> str:
        units = words.encode("utf-16-be")
        codes = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
        return "".join(
            f"\\u{code - 65536 if code > 32767 else code}?"
            if code > 126
            else ("\\" if chr(code) in "\\{}" else "") + chr(code)
            for code in codes
        )

    body = "\\par\r\n".join(
        f"{{\\b {plain(said.speaker)}:}} " + "\\line ".join(map(plain, said.lines)) for said in talk
    )
    fonts = "{\\fonttbl{\\f0\\fcharset0 Arial;}}{\\*\\generator Not words;}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}\\uc1\\pard {body}\\par}}".encode("ascii")


def _clock(number: int) -> str:
    return f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000"


def write_zoom(talk: Talk) -> bytes:
    """A cue per line; the name in the first cue of a turn alone."""
    cues, number = [], 0
    for said in talk:
        for at, line in enumerate(said.lines):
            label = f"{said.speaker}: " if at == 0 else ""
            words = html.escape(label + line, quote=False)
            cues.append(f"{number + 1}\r\n{_clock(number)} --> {_clock(number + 1)}\r\n{words}\r\n")
            number += 1
    return ("\ufeffWEBVTT\r\n\r\n" + "\r\n".join(cues)).encode()


def write_teams(talk: Talk) -> bytes:
    """A cue per turn with the name as a voice, lines within it."""
    cues = [
        f"0-{number}\n{_clock(number)} --> {_clock(number + 1)}\n"
        f"<v {html.escape(said.speaker)}>{html.escape(chr(10).join(said.lines))}</v>\n"
        for number, said in enumerate(talk)
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def write_srt(talk: Talk) -> bytes:
    """As Zoom's captions, with commas in the times, in UTF-16."""
    text = write_zoom(talk).decode("utf-8-sig").removeprefix("WEBVTT\r\n\r\n")
    return ("\ufeff" + re.sub(r"(\d{2})\.(\d{3})", r"\1,\2", text)).encode("utf-16-le")


def write_otter(talk: Talk) -> bytes:
    """Title, keywords, speakers, then blocks of name and time; paragraphs with empty lines between."""
    names = ", ".join(dict.fromkeys(said.speaker for said in talk))
    blocks = [
        f"{said.speaker}  {number // 60:02}:{number % 60:02}\n" + "\n\n".join(said.lines)
        for number, said in enumerate(talk)
    ]
    head = f"A talk\n\nSUMMARY KEYWORDS\none, two: three\n\nSPEAKERS\n{names}\n\n"
    return (head + "\n\n".join(blocks) + "\n\nTranscribed by https://otter.ai\n").encode()


WRITERS: dict[str, Callable[[Talk], bytes]] = {
    "a.txt": write_txt,
    "a.md": write_md,
    "a.docx": write_docx,
    "a.odt": write_odt,
    "a.rtf": write_rtf,
    "zoom.vtt": write_zoom,
    "teams.vtt": write_teams,
    "a.srt": write_srt,
    "otter.txt": write_otter,
}
