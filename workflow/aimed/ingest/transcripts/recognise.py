"""The formats of transcripts that can be read, and which of them a file is."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aimed.files.archive import BROKEN, BROKEN_MEMBER, MEMBERS
from aimed.ingest.transcripts.formats.captions import begins_as_captions, read_srt, read_vtt
from aimed.ingest.transcripts.formats.docx import MAIN_PART, read_docx
from aimed.ingest.transcripts.formats.odt import read_odt
from aimed.ingest.transcripts.formats.rtf import read_rtf
from aimed.ingest.transcripts.formats.text import read_markdown, read_text
from aimed.ingest.transcripts.utterances import Utterance, read_bytes, read_lines
from aimed.messages.problems import ProblemsFound


@dataclass(frozen=True)
class Reader:
    """How a format is read (path, encoding), what its places count, and who names the speakers when."""

    read: Callable[[Path, str | None], list[Utterance]]
    name: str
    unit: str = "line"
    names_at_every_cue: bool = False


READERS = {
    "docx": Reader(read_docx, "a Word document (.docx)", "paragraph"),
    "md": Reader(read_markdown, "Markdown"),
    "odt": Reader(read_odt, "an OpenDocument text (.odt)", "paragraph"),
    "rtf": Reader(read_rtf, "Rich Text (.rtf)", "paragraph"),
    "srt": Reader(read_srt, "SubRip captions (.srt)", names_at_every_cue=True),
    "txt": Reader(read_text, "plain text"),
    "vtt": Reader(read_vtt, "WebVTT captions (.vtt)", names_at_every_cue=True),
}
ENDINGS = {"markdown": "md", "webvtt": "vtt"}
ENDINGS = {"markdown": "md", "webvtt": "vtt"}
DOCUMENTS = ("docx", "odt", "rtf")
# the first bytes of what comes by mistake, or under another name
OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc), or a file with a password",
    b"%pdf": "a PDF",
    b"<?xm": "an XML file",
    b"<!do": "a web page",
    b"<htm": "a web page",
}
ODT = "application/vnd.oasis.opendocument.text"


def recognise_format(path: Path, declared: str | None = None, encoding: str | None = None) -> str:
    """Return the key of READERS for a file: its content decides, then what is declared, then its ending.

    A document without the signature of any is left to the reader that it is named after, which says what
    is wrong. Raises ProblemsFound for a file whose content contradicts what is declared, and for
    content that is no transcript.
    """
    content = read_bytes(path)
    ending = path.suffix.lower().removeprefix(".")
    named = declared or ENDINGS.get(ending, ending)
    if content[:4].lower() in OTHERS:
        raise _no_transcript(path, OTHERS[content[:4].lower()])
    found = "rtf" if content.startswith(b"{\\rtf") else None
    if content.startswith(b"PK"):
        found = _document_in(path)
        if found is None and named not in DOCUMENTS:
            raise _no_transcript(path, "a ZIP archive without a document, or a broken one")
    elif found is None and named not in DOCUMENTS:
        found = begins_as_captions(read_lines(path, encoding))
    if found and declared and found != declared:
        expected = f"{READERS[declared].name}, as its entry in cohort.yaml says"
        remedy = "take its format out of cohort.yaml: files are known by their content"
        raise ProblemsFound.at(path, READERS[found].name, expected, remedy)
    return found or (named if named in READERS else "txt")


def _document_in(path: Path) -> str | None:
    """Return docx or odt for a ZIP archive that holds one, None for any other or a broken one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[: MEMBERS + 1]
            if any(MAIN_PART.fullmatch(name) for name in names):
                return "docx"
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    return "odt" if stream.read(len(ODT)).decode("ascii", "replace") == ODT else None
            return "odt" if "content.xml" in names else None
    except (*BROKEN, *BROKEN_MEMBER):
        return None


def _no_transcript(path: Path, found: str) -> ProblemsFound:
    expected = "a transcript: " + ", ".join(reader.name for reader in READERS.values())
    return ProblemsFound.at(path, found, expected, "save or export it as one of these")
