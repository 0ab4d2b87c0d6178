"""Write scripts as the transcript files that typists and captioning programs leave."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

from aimed.files.archive import pack
from aimed.simulate.scripts import Script, SpokenTurn

# seconds: when the talk begins, the time a word takes, the pause between turns
FIRST_WORD, WORD, PAUSE = 4.0, 0.38, 0.9
CUE_WORDS = 24
BALLAST = ("/stylesWithEffects", "/customXml", "/thumbnail", "/numbering")
LABEL_LIKE = re.compile(r"[^:]{0,40}:")


def write_docx(script: Script, title: str, made: datetime, options: Mapping[str, Any]) -> bytes:
    """Return a Word document with one paragraph per turn, the label in bold."""
    document = docx.Document()
    drop_ballast(document)
    for turn in script.turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{turn.speaker}:").bold = True
        paragraph.add_run(f" {turn.text}")
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = f"{title}: {script.name}", "", ""
    properties.comments, properties.revision = "", 1
    properties.created = properties.modified = made.replace(tzinfo=None)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})


def drop_ballast(document: DocxDocument) -> None:
    """Take out of python-docx's template what a transcript does not use: the most of its bytes."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [k for k, relation in relations.items() if relation.reltype.endswith(BALLAST)]:
            del relations[key]
    styles = document.styles.element
    for style in [s for s in styles.style_lst if s.get(qn("w:default")) is None]:
        styles.remove(style)


def write_vtt(script: Script, title: str, made: datetime, options: Mapping[str, Any]) -> bytes:
    """Return captions with the speaker's name in the first cue of each turn only.

    The option `cue_words` is the length at which a turn is broken into another cue. Times follow from
    the number of words.
    """
    blocks = ["WEBVTT"]
    clock = FIRST_WORD
    for turn in script.turns:
        for cue in split_into_cues(turn, options.get("cue_words", CUE_WORDS)):
            end = clock + WORD * len(cue.split())
            blocks.append(f"{len(blocks)}\n{format_time(clock)} --> {format_time(end)}\n{cue}")
            clock = end
        clock += PAUSE
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def write_txt(script: Script, title: str, made: datetime, options: Mapping[str, Any]) -> bytes:
    """Return plain text, one line per turn, with blanks after the colon as a typist pads them."""
    blanks = " " * options.get("padding", 1)
    line_end = "\r\n" if options.get("line_ends") == "crlf" else "\n"
    text = "".join(f"{turn.speaker}:{blanks}{turn.text}{line_end}" for turn in script.turns)
    return text.encode("utf-8-sig" if options.get("byte_order_mark") else "utf-8")


def split_into_cues(turn: SpokenTurn, most_words: int) -> list[str]:
    """Return the cues of a turn; joined by one blank they are its label and its words again.

    A cue grows beyond `most_words` where the next one would begin with words and a colon, which a
    reader would take for a speaker's name.
    """
    words = turn.text.split(" ")
    cues: list[list[str]] = [[f"{turn.speaker}:"]]
    for position, word in enumerate(words):
        rest = " ".join(words[position:])
        if len(cues[-1]) > most_words and not LABEL_LIKE.match(rest):
            cues.append([])
        cues[-1].append(word)
    return [" ".join(cue) for cue in cues]


def format_time(seconds: float) -> str:
    """Return seconds as hours:minutes:seconds.thousandths (W3C WebVTT, section 4.1)."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


WRITERS = {"docx": write_docx, "vtt": write_vtt, "txt": write_txt}
